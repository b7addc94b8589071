"""The payment page as HTML: what is bought on one side, how it is paid on the other."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from simulator import money
from simulator.operations.checkout_paying import cancel_address
from simulator.pages.checkout_form import TYPES, Filled, known_email, pays
from simulator.pages.layout import FOOT, options
from simulator.resources.checkout_session import Session
from simulator.resources.line_item import LineItem
from simulator.resources.price import Recurring
from simulator.resources.product import Product
from simulator.work import Work

COUNTRIES: Final = {
    "US": "United States", "AT": "Austria", "AU": "Australia", "BE": "Belgium", "BR": "Brazil",
    "CA": "Canada", "CH": "Switzerland", "DE": "Germany", "DK": "Denmark", "ES": "Spain",
    "FI": "Finland", "FR": "France", "GB": "United Kingdom", "IE": "Ireland", "IN": "India",
    "IT": "Italy", "JP": "Japan", "MX": "Mexico", "NL": "Netherlands", "NO": "Norway",
    "PL": "Poland", "PT": "Portugal", "SE": "Sweden", "SG": "Singapore",
}  # fmt: skip
METHODS: Final = {
    "card": "Card",
    "us_bank_account": "US bank account",
    "sepa_debit": "SEPA Direct Debit",
}
HELP: Final = (
    ("4242 4242 4242 4242", "Succeeds"),
    ("4000 0025 0000 3155", "Asks for 3-D Secure"),
    ("4000 0000 0000 0002", "Is declined"),
    ("4000 0000 0000 9995", "Has insufficient funds"),
    ("4000 0000 0000 0259", "Succeeds, and is disputed"),
)
"""The test cards that are offered to be filled in. Source: Stripe docs, "Testing"."""
VERBS: Final = {"book": "Book", "donate": "Donate", "subscribe": "Subscribe"}


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
        f"{_header(session)}{_bought(work, session, lines)}</section>\n"
        f'<section aria-labelledby="pay">{_form(work, session, filled, alert)}</section>\n'
        f"</main>\n{FOOT}"
    )


def shop_name(session: Session) -> str:
    """What the shop calls itself."""
    branding = session.branding_settings
    return str(branding["display_name"]) if isinstance(branding, dict) else "Test shop"


def title(session: Session) -> str:
    """The name of the browser's tab."""
    return f"{shop_name(session)} – checkout"


def _header(session: Session) -> str:
    name = escape(shop_name(session))
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
        f'<p class="total">{amount(session.amount_total or 0, currency)}</p>\n'
        f'<ul class="lines">{rows}</ul>\n{_sums(session, currency)}'
    )


def amount(minor: int, currency: str) -> str:
    """An amount as people read it."""
    shown = money.printed(minor, currency)
    return escape(shown if not shown[0].isdigit() else f"{shown} {currency.upper()}")


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
    if line.quantity is not None and line.quantity > 1:
        each = ""
        if price is not None and price.unit_amount is not None:
            each = f" × {amount(price.unit_amount, line.currency)}"
        detail += f'<p class="detail">Qty {line.quantity}{each}</p>'
    if price is not None and price.recurring is not None:
        detail += f'<p class="detail">{_rhythm(price.recurring)}</p>'
    return (
        f'<li>{thumb}<div><p class="what">{name}</p>{detail}</div>'
        f'<p class="amount">{amount(line.amount_subtotal, line.currency)}</p></li>\n'
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
    shown = "".join(
        f"<dt>{name}</dt><dd>{'−' if value < 0 else ''}{amount(abs(value), currency)}</dd>"
        for name, value in rows
    )
    due = amount(session.amount_total or 0, currency)
    return (
        f'<dl class="sums">{shown}<dt class="due">Total due</dt><dd class="due">{due}</dd></dl>\n'
    )


# The form.


def _form(work: Work, session: Session, filled: Filled, alert: str | None) -> str:
    told = f'<p class="alert" role="alert" tabindex="-1">{escape(alert)}</p>\n' if alert else ""
    kinds = [kind for kind in TYPES if kind in session.payment_method_types]
    paying = _methods(kinds, filled) if pays(session) else ""
    return (
        f'<div class="card"><form method="post" action="/c/pay/{escape(session.id)}" data-pay novalidate>'
        f'<h2 id="pay">{_heading(session)}</h2>{told}'
        f"<fieldset><legend>Contact information</legend>{_contact(session, filled)}</fieldset>"
        f"{_shipping(session, filled)}{_custom(session, filled)}{paying}{_promotion(session, filled)}"
        f'<button class="pay" type="submit">{_verb(work, session)}</button>'
        f"{_terms(session)}</form>{_help(work) if 'card' in kinds and paying else ''}</div>"
    )


def _heading(session: Session) -> str:
    return "Save payment details" if session.mode == "setup" else "Pay"


def _verb(work: Work, session: Session) -> str:
    if session.mode == "setup":
        return "Save"
    if session.mode == "subscription":
        return "Subscribe"
    due = amount(session.amount_total or 0, session.currency or work.account.default_currency)
    return VERBS.get(session.submit_type or "", f"Pay {due}")


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


def choose(name: str, label: str, choices: dict[str, str], chosen: str) -> str:
    """A labelled select."""
    ident = "f-" + name.replace(".", "-")
    return (
        f'<div class="field"><label for="{ident}">{escape(label)}</label>'
        f'<select id="{ident}" name="{escape(name)}">{options(choices, chosen)}</select></div>'
    )


def _contact(session: Session, filled: Filled) -> str:
    email = known_email(session)
    shown = field(
        "email", "Email", filled, kind="email", complete="email", hint="you@example.com",
        readonly=email,
    )  # fmt: skip
    asks = session.phone_number_collection
    if isinstance(asks, dict) and asks["enabled"]:
        shown += field("phone", "Phone number", filled, kind="tel", complete="tel")
    return shown


def _methods(kinds: list[str], filled: Filled) -> str:
    """The ways to pay; one alone needs no choice."""
    if len(kinds) < 2:
        return f"<fieldset><legend>Payment method</legend>{_fields(kinds[0], filled) if kinds else ''}</fieldset>"
    parts = []
    for kind in kinds:
        checked = " checked" if filled.method == kind else ""
        parts.append(
            f'<label class="choice"><input id="method-{kind}" type="radio" name="method"'
            f' value="{kind}"{checked}>{METHODS[kind]}</label>{_fields(kind, filled)}'
        )
    return f"<fieldset><legend>Payment method</legend>{''.join(parts)}</fieldset>"


def _fields(kind: str, filled: Filled) -> str:
    if kind == "us_bank_account":
        return (
            field("routingNumber", "Routing number", filled, digits=True, hint="110000000")
            + field("accountNumber", "Account number", filled, digits=True, hint="000123456789")
        )  # fmt: skip
    if kind == "sepa_debit":
        return field("iban", "IBAN", filled, hint="AT61 1904 3002 3457 3201")
    return (
        field(
            "cardNumber", "Card number", filled, complete="cc-number", digits=True,
            hint="1234 1234 1234 1234",
        )
        + '<div class="two">'
        + field("cardExpiry", "Expiration", filled, complete="cc-exp", digits=True, hint="MM / YY")
        + field("cardCvc", "Security code", filled, complete="cc-csc", digits=True, hint="CVC")
        + "</div>"
        + field("name", "Name on card", filled, complete="cc-name", optional=True)
        + '<div class="two">'
        + choose("country", "Country or region", COUNTRIES, filled.get("country") or "US")
        + field("postalCode", "Postal code", filled, complete="postal-code", optional=True)
        + "</div>"
    )  # fmt: skip


def _shipping(session: Session, filled: Filled) -> str:
    shown = ""
    if session.shipping_address_collection is not None:
        allowed = session.shipping_address_collection["allowed_countries"]
        countries = {code: COUNTRIES.get(code, code) for code in allowed}
        shown = (
            field("shippingName", "Full name", filled, complete="shipping name")
            + field("shippingLine1", "Address", filled, complete="shipping address-line1")
            + '<div class="two">'
            + field("shippingCity", "City", filled, complete="shipping address-level2")
            + field("shippingPostalCode", "Postal code", filled, complete="shipping postal-code")
            + "</div>"
            + choose("shippingCountry", "Country", countries, filled.get("shippingCountry"))
        )
    return f"<fieldset><legend>Shipping address</legend>{shown}</fieldset>" if shown else ""


def _custom(session: Session, filled: Filled) -> str:
    """The shop's own fields."""
    shown = ""
    for asked in session.custom_fields:
        name, label = f"custom.{asked['key']}", asked["label"]["custom"]
        if asked["type"] == "dropdown":
            choices = {row["value"]: row["label"] for row in asked["dropdown"]["options"]}
            shown += choose(name, label, choices, filled.get(name))
        else:
            numeric = asked["type"] == "numeric"
            shown += field(name, label, filled, digits=numeric, optional=asked["optional"])
    return f"<fieldset><legend>More details</legend>{shown}</fieldset>" if shown else ""


def _promotion(session: Session, filled: Filled) -> str:
    if not session.allow_promotion_codes:
        return ""
    return field("promotionCode", "Promotion code", filled, optional=True)


def _terms(session: Session) -> str:
    text: Any = (session.custom_text.get("submit") or {}).get("message")
    return f'<p class="small">{escape(text)}</p>' if text else ""


def _help(work: Work) -> str:
    """Which cards to try. Without the script they are there to be copied."""
    year = datetime.fromtimestamp(work.now, UTC).year + 3
    rows = "".join(
        f"<tr><td><code>{number}</code></td><td>{what}</td><td>"
        f'<button type="button" class="quiet only-script" data-card="{number}"'
        f' data-expiry="12 / {year % 100}" data-cvc="123"'
        f' aria-label="Use the card that {what[0].lower()}{what[1:]}">Use</button></td></tr>'
        for number, what in HELP
    )
    return (
        '<details class="help"><summary>Test cards</summary><table><caption>Any future expiration'
        " date and any security code will do.</caption><tbody>"
        f"{rows}</tbody></table></details>"
    )


def thanks(session: Session, address: str | None) -> str:
    """The body of the page of a Session that is complete, where it stays in its frame."""
    onward = (
        f'<p><a class="button" href="{escape(address)}" target="_top">Continue</a></p>'
        if address
        else ""
    )
    said = (
        "Your payment details are saved."
        if session.mode == "setup"
        else "Your payment went through."
    )
    return (
        f'<main class="notice" data-told="complete" data-session="{escape(session.id)}">'
        f'<div class="card"><h1>Thank you</h1><p>{said}</p>{onward}</div></main>{FOOT}'
    )
