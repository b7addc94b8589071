"""The inputs of the payment page: one label each, and what is wrong with what stands in them."""

from html import escape

from simulator.pages.checkout_form import Filled
from simulator.pages.layout import options


def field(  # noqa: PLR0913 - an input has this many attributes
    name: str,
    label: str,
    filled: Filled,
    *,
    kind: str = "text",
    complete: str = "off",
    hint: str = "",
    digits: bool = False,
    readonly: str | None = None,
    optional: bool = False,
) -> str:
    """A labelled input, with what is wrong with it."""
    wrong = filled.wrong.get(name)
    ident = "f-" + name.replace(".", "-")
    value = readonly if readonly is not None else filled.get(name)
    about = f'<span class="wrong" id="{ident}-wrong">{escape(wrong)}</span>' if wrong else ""
    attributes = "".join(
        (
            f' aria-invalid="true" aria-describedby="{ident}-wrong"' if wrong else "",
            ' inputmode="numeric"' if digits else "",
            " readonly" if readonly is not None else "",
            "" if optional else " required",
            f' placeholder="{escape(hint)}"' if hint else "",
        )
    )
    more = ' <span class="hint">(optional)</span>' if optional else ""
    return (
        f'<div class="field"><label for="{ident}">{escape(label)}{more}</label>'
        f'<input id="{ident}" name="{escape(name)}" type="{kind}" autocomplete="{complete}"'
        f' value="{escape(value)}"{attributes}>{about}</div>'
    )


def choose(
    name: str, label: str, choices: dict[str, str], chosen: str, wrong: str | None = None
) -> str:
    """A labelled select, with what is wrong with it."""
    ident = "f-" + name.replace(".", "-")
    about = f'<span class="wrong" id="{ident}-wrong">{escape(wrong)}</span>' if wrong else ""
    marks = f' aria-invalid="true" aria-describedby="{ident}-wrong"' if wrong else ""
    return (
        f'<div class="field"><label for="{ident}">{escape(label)}</label>'
        f'<select id="{ident}" name="{escape(name)}"{marks}>{options(choices, chosen)}</select>'
        f"{about}</div>"
    )
