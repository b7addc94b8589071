"""The payment page as HTML: what is bought on one side, how it is paid on the other."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape
from typing import Final

from simulator import money
from simulator.operations.checkout.completing import cancel_address
from simulator.operations.checkout.custom_amounts import limits_of
from simulator.operations.checkout.shape import shop_name
from simulator.pages.checkout_fields import FORM, form
from simulator.pages.checkout_form import CHOSEN, Filled
from simulator.pages.layout import FOOT, amount
from simulator.resources.checkout_session import Session
from simulator.resources.line_item import LineItem
from simulator.resources.price import Recurring
from simulator.resources.product import Product
from simulator.work import Work

MINUS: Final = "&minus;"


def page(
    work: Work,
    session: Session,
    lines: Iterable[LineItem],
    filled: Filled,
    *,
    alert: str | None = None,
) -> str:
    """The body of the page of an open Session."""
    return (
        '<main class="split">\n<section aria-labelledby="bought">\n'
        f"{_header(work, session)}{_bought(work, session, lines)}</section>\n"
        f'<section aria-labelledby="pay">{form(work, session, filled, alert)}</section>\n'
        f"</main>\n{FOOT}"
    )


def title(work: Work, session: Session) -> str:
    """The name of the browser's tab."""
    return f"{shop_name(work, session)} – checkout"


def _header(work: Work, session: Session) -> str:
    name = escape(shop_name(work, session))
    inner = f'<span>{name}</span> <span class="badge">Test mode</span>'
    back = cancel_address(session)
    if back is None:
        return f'<p class="back">{inner}</p>\n'
    return (
        f'<a class="back" href="{escape(back)}" aria-label="Back to {name}">'
        f'<span aria-hidden="true">←</span> {inner}</a>\n'
    )


def _bought(work: Work, session: Session, lines: Iterable[LineItem]) -> str:
    if session.mode == "setup":
        return (
            '<h1 id="bought">Save a payment method</h1>\n'
            '<p class="purpose">Nothing is charged now.</p>\n'
        )
    currency = session.currency or work.account.default_currency
    purpose = "Subscribe" if session.mode == "subscription" else "Total due today"
    rows = "".join(_line(work, line) for line in lines)
    return (
        f'<h1 id="bought" class="purpose">{purpose}</h1>\n'
        f'<p class="total" data-due>{amount(session.amount_total or 0, currency)}</p>\n'
        f'<ul class="lines">{rows}</ul>\n{_sums(session, currency)}'
    )


def _line(work: Work, line: LineItem) -> str:
    price = line.price
    product = work.find(Product, price.product) if price is not None else None
    name = escape(line.description or "Item")
    if product is not None and product.images:
        thumb = f'<img class="thumb" src="{escape(product.images[0])}" alt="">'
    else:
        thumb = f'<span class="thumb" aria-hidden="true">{name[:1]}</span>'
    detail = ""
    if product is not None and product.description:
        detail = f'<p class="detail">{escape(product.description)}</p>'
    detail += _quantity(line) + _choice(line)
    if price is not None and price.recurring is not None:
        detail += f'<p class="detail">{_rhythm(price.recurring)}</p>'
    return (
        f'<li>{thumb}<div><p class="what">{name}</p>{detail}</div>'
        f'<p class="amount">{amount(line.amount_subtotal, line.currency)}</p></li>\n'
    )


def _quantity(line: LineItem) -> str:
    """How many there are, and buttons for one less and one more where the shop allows it."""
    limits, price = line.adjustable_quantity, line.price
    if line.quantity is None or (line.quantity == 1 and limits is None):
        return ""
    each = ""
    if price is not None and price.unit_amount is not None:
        each = f" × {amount(price.unit_amount, line.currency)}"
    said = f"Qty {line.quantity}{each}"
    if limits is None:
        return f'<p class="detail">{said}</p>'
    less, more = (
        f'<button type="submit" form="{FORM}" class="quiet" name="quantity" formnovalidate'
        f' value="{escape(line.id)} {number}" aria-label="{name}"'
        f"{'' if limits['minimum'] <= number <= limits['maximum'] else ' disabled'}>{sign}</button>"
        for number, name, sign in (
            (line.quantity - 1, "One less", MINUS),
            (line.quantity + 1, "One more", "+"),
        )
    )
    return f'<p class="detail quantity">{less}<span>{said}</span>{more}</p>'


def _choice(line: LineItem) -> str:
    """Where the shopper says what to pay, if that is the shopper's choice."""
    price = line.price
    if price is None or price.custom_unit_amount is None:
        return ""
    name, places = f"{CHOSEN}{price.id}", money.decimals(line.currency)
    now = line.amount_subtotal // (line.quantity or 1)
    value = f"{Decimal(now).scaleb(-places):.{places}f}" if now else ""
    least, most = (amount(limit, line.currency) for limit in limits_of(line))
    return (
        f'<p class="detail chosen"><label>Amount <input name="{escape(name)}" form="{FORM}"'
        f' inputmode="decimal" autocomplete="off" size="9" value="{value}"'
        f' aria-label="Amount, from {least} to {most}"></label>'
        f' <button type="submit" form="{FORM}" class="quiet" name="choose" value="amounts"'
        " formnovalidate>Change</button></p>"
    )


def _rhythm(recurring: Recurring) -> str:
    if recurring.interval_count == 1:
        return f"Billed every {recurring.interval}"
    return f"Billed every {recurring.interval_count} {recurring.interval}s"


def _sums(session: Session, currency: str) -> str:
    totals = session.total_details or {}
    rows = [("Subtotal", session.amount_subtotal or 0)]
    if totals.get("amount_discount"):
        rows.append(("Discount", -totals["amount_discount"]))
    if session.shipping_cost is not None:
        rows.append(("Shipping", session.shipping_cost["amount_total"]))
    if totals.get("amount_tax"):
        rows.append(("Tax", totals["amount_tax"]))
    shown = ""
    for name, value in rows:
        mark = " data-shipping" if name == "Shipping" else ""
        sign = MINUS if value < 0 else ""
        shown += f"<dt>{name}</dt><dd{mark}>{sign}{amount(abs(value), currency)}</dd>"
    due = amount(session.amount_total or 0, currency)
    last = f'<dt class="due">Total due</dt><dd class="due" data-due>{due}</dd>'
    return f'<dl class="sums">{shown}{last}</dl>\n'


def thanks(session: Session, address: str | None, message: str | None = None) -> str:
    """The body of the page of a Session that is complete, where it stays in its frame.

    Args:
        message: the shop's own words, in the place of ours.
    """
    onward = (
        f'<p><a class="button" href="{escape(address)}" target="_top">Continue</a></p>'
        if address
        else ""
    )
    if message is not None:
        said = escape(message)
    elif session.mode == "setup":
        said = "Your payment details are saved."
    elif session.payment_status == "unpaid":
        said = "Your order is placed. You will hear once the payment has arrived."
    else:
        said = "Your payment went through."
    return (
        f'<main class="notice" data-told="complete" data-session="{escape(session.id)}">'
        f'<div class="card"><h1>Thank you</h1><p>{said}</p>{onward}</div></main>{FOOT}'
    )
