"""In which order Stripe lists the words that a parameter takes, where that is not the SDK's.

Source: quoted and probed refusals.
"""

from typing import Final

ORDERS: Final = {
    frozenset(order): order
    for order in (
        ("month", "year", "week", "day"),
        ("if_required", "always"),
        ("draft", "open", "void", "paid", "uncollectible"),
        ("none", "reverse", "exempt"),
        (
            "allow_incomplete",
            "error_if_incomplete",
            "pending_if_incomplete",
            "default_incomplete",
        ),
        (
            "active",
            "past_due",
            "unpaid",
            "canceled",
            "incomplete",
            "incomplete_expired",
            "trialing",
            "paused",
            "all",
            "ended",
        ),
    )
}


def in_order(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an enum as a refusal lists them."""
    return ORDERS.get(frozenset(words), words)
