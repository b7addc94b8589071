"""Addresses: what a browser can be sent to."""


def is_address(text: str) -> bool:
    """Whether a browser could be sent there: a scheme, also an app's own, and something behind."""
    scheme, colon, rest = text.partition("://")
    plain = scheme.replace("+", "").replace("-", "").replace(".", "")
    runs = scheme.casefold() in ("data", "javascript", "vbscript")  # in the shopper's browser
    return (
        bool(colon and rest and plain.isalnum())
        and not runs
        and not any(character.isspace() for character in text)
    )
