"""Parts of the payment page that a shop asks for: names, tax ids, consent, optional items."""

from html import escape
from typing import Any

from simulator.operations.checkout.completing import plan_of
from simulator.operations.selling import line_items
from simulator.pages.checkout_form import TAX_ID_TYPES, Filled, asked_names
from simulator.pages.checkout_inputs import choose, field
from simulator.pages.layout import amount
from simulator.resources.checkout_session import Session
from simulator.resources.price import Price
from simulator.resources.product import Product
from simulator.work import Work


def names(session: Session, filled: Filled) -> str:
    """The names that the shop asks for, beside that of who pays."""
    labels = {"business": "Business name", "individual": "Your full name"}
    return "".join(
        field(f"{whose}Name", labels[whose], filled, optional=optional)
        for whose, optional in asked_names(session).items()
    )


def tax_id(session: Session, filled: Filled) -> str:
    asked: Any = session.tax_id_collection or {}
    if not asked.get("enabled"):
        return ""
    chosen = filled.get("taxIdType") or "eu_vat"
    return (
        '<fieldset><legend>Purchasing as a business</legend><div class="two">'
        + choose("taxIdType", "Kind of tax ID", TAX_ID_TYPES, chosen)
        + field("taxIdValue", "Tax ID", filled, optional=asked["required"] == "never")
        + "</div></fieldset>"
    )


def consent(session: Session, filled: Filled) -> str:
    """What the shopper may, or must, agree to."""
    asked = session.consent_collection or {}
    shown = ""
    if asked.get("promotions") == "auto":
        shown += _tick("promotions", "Keep me up to date with news and offers", filled)
    if asked.get("terms_of_service") == "required":
        own = session.custom_text.get("terms_of_service_acceptance") or {}
        said = own.get("message") or "I agree to the terms of service"
        shown += _tick("termsOfService", str(said), filled)
    return shown


def _tick(name: str, label: str, filled: Filled) -> str:
    wrong = filled.wrong.get(name)
    about = f'<span class="wrong" id="f-{name}-wrong">{escape(wrong)}</span>' if wrong else ""
    checked = " checked" if filled.get(name) else ""
    marks = f' aria-invalid="true" aria-describedby="f-{name}-wrong"' if wrong else ""
    return (
        f'<div class="field"><label class="choice" for="f-{name}"><input id="f-{name}"'
        f' type="checkbox" name="{name}" value="yes"{checked}{marks}>'
        f"<span>{escape(label)}</span></label>{about}</div>"
    )


def optional_items(work: Work, session: Session) -> str:
    """What may be added to the order, or taken out of it again, before it is paid."""
    added = plan_of(work, session).optional
    rows = ""
    for row in session.optional_items or ():
        price = work.find(Price, row["price"])
        product = work.find(Product, price.product) if price is not None else None
        if price is None or product is None:
            continue
        has = price.id in added
        cost = line_items.worth(work, price, row["quantity"], session.currency or "")
        rows += (
            f'<p class="choice"><span>{escape(product.name)}</span>'
            f"<span>{amount(cost, session.currency or '')}</span>"
            f'<button type="submit" class="quiet" name="{"remove" if has else "add"}"'
            f' value="{escape(price.id)}" formnovalidate>{"Remove" if has else "Add"}</button></p>'
        )
    return f"<fieldset><legend>Add to your order</legend>{rows}</fieldset>" if rows else ""
