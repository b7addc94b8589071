"""The form of the payment page: who pays, where it is sent, and how it is paid."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from simulator.operations.checkout.paying import asks_for_method
from simulator.operations.checkout.totals import known
from simulator.pages import checkout_extras
from simulator.pages.checkout_form import Filled, known_email, wants_address
from simulator.pages.checkout_inputs import choose, field
from simulator.pages.layout import amount
from simulator.pages.method_fields import ENTRIES, asks_name, name_of, shown_kinds
from simulator.resources.checkout_session import Session
from simulator.work import Work

COUNTRIES: Final = {
    "US": "United States", "AT": "Austria", "AU": "Australia", "BE": "Belgium", "BR": "Brazil",
    "CA": "Canada", "CH": "Switzerland", "DE": "Germany", "DK": "Denmark", "ES": "Spain",
    "FI": "Finland", "FR": "France", "GB": "United Kingdom", "IE": "Ireland", "IN": "India",
    "IT": "Italy", "JP": "Japan", "MX": "Mexico", "NL": "Netherlands", "NO": "Norway",
    "PL": "Poland", "PT": "Portugal", "SE": "Sweden", "SG": "Singapore",
}  # fmt: skip
HELP: Final = (
    ("4242 4242 4242 4242", "Succeeds"),
    ("4000 0025 0000 3155", "Asks for 3-D Secure"),
    ("4000 0000 0000 0002", "Is declined"),
    ("4000 0000 0000 9995", "Has insufficient funds"),
    ("4000 0000 0000 0259", "Succeeds, and is disputed"),
)
"""The test cards that are offered to be filled in. Source: Stripe docs, "Testing"."""
FORM: Final = "pay-form"
"""The id of the form, for the buttons that stand outside of it."""
VERBS: Final = {"book": "Book", "donate": "Donate", "subscribe": "Subscribe"}


def form(work: Work, session: Session, filled: Filled, alert: str | None) -> str:
    told = f'<p class="alert" role="alert" tabindex="-1">{escape(alert)}</p>\n' if alert else ""
    kinds = shown_kinds(session.payment_method_types)
    paying = _methods(session, kinds, filled) if asks_for_method(session) else ""
    return (
        f'<div class="card"><form method="post" action="/c/pay/{escape(session.id)}" data-pay'
        f' id="{FORM}" novalidate>'
        f'<h2 id="pay">{_heading(session)}</h2>{told}'
        f"<fieldset><legend>Contact information</legend>{_contact(session, filled)}</fieldset>"
        f"{_shipping(session, filled)}{_ways(work, session, filled)}{_custom(session, filled)}"
        f"{checkout_extras.optional_items(work, session)}{paying}"
        f"{checkout_extras.tax_id(session, filled)}{_promotion(session, filled)}"
        f"{checkout_extras.consent(session, filled)}"
        f"{_said(session, 'submit')}"
        f'<button class="pay" type="submit">{_verb(work, session)}</button>'
        f"{_said(session, 'after_submit')}</form>"
        f"{_help(work) if 'card' in kinds and paying else ''}</div>"
    )


def _heading(session: Session) -> str:
    return "Save payment details" if session.mode == "setup" else "Pay"


def _verb(work: Work, session: Session) -> str:
    if session.mode == "setup":
        return "Save"
    if session.submit_type in VERBS:
        return VERBS[session.submit_type]
    if session.mode == "subscription" and session.submit_type != "pay":
        return "Subscribe"
    due = amount(session.amount_total or 0, session.currency or work.account.default_currency)
    return f"<span>Pay <span data-due>{due}</span></span>"


def _contact(session: Session, filled: Filled) -> str:
    email = known_email(session)
    shown = field(
        "email", "Email", filled, kind="email", complete="email", hint="you@example.com",
        readonly=email,
    )  # fmt: skip
    asks = session.phone_number_collection
    if isinstance(asks, dict) and asks["enabled"]:
        shown += field("phone", "Phone number", filled, kind="tel", complete="tel")
    return shown + checkout_extras.names(session, filled)


def _methods(session: Session, kinds: Sequence[str], filled: Filled) -> str:
    """The ways to pay; one alone needs no choice."""
    if not kinds:
        return ""
    if len(kinds) == 1:
        shown = _fields(kinds[0], filled)
        if kinds[0] != "card":
            shown = f'<p class="label">{escape(name_of(kinds[0]))}</p>{shown}'
    else:
        chosen = filled.method if filled.method in kinds else kinds[0]
        shown = "".join(_choice(kind, filled, chosen=kind == chosen) for kind in kinds)
    billing = _billing(session, kinds, filled)
    return f"<fieldset><legend>Payment method</legend>{shown}{billing}</fieldset>"


def _choice(kind: str, filled: Filled, *, chosen: bool) -> str:
    """One of several ways to pay; its fields show once it is chosen."""
    checked = " checked" if chosen else ""
    return (
        f'<div class="way"><label class="choice" for="method-{kind}"><input id="method-{kind}"'
        f' type="radio" name="method" value="{kind}"{checked}>{escape(name_of(kind))}</label>'
        f'<div class="entries">{_fields(kind, filled)}</div></div>'
    )


def _fields(kind: str, filled: Filled) -> str:
    if kind != "card":
        return "".join(
            field(entry.name, entry.label, filled, digits=entry.digits, hint=entry.hint)
            for entry in ENTRIES.get(kind, ())
        )
    return (
        field(
            "cardNumber", "Card number", filled, complete="cc-number", digits=True,
            hint="1234 1234 1234 1234",
        )
        + '<div class="two">'
        + field("cardExpiry", "Expiration", filled, complete="cc-exp", digits=True, hint="MM / YY")
        + field("cardCvc", "Security code", filled, complete="cc-csc", digits=True, hint="CVC")
        + "</div>"
    )  # fmt: skip


def _billing(session: Session, kinds: Sequence[str], filled: Filled) -> str:
    """Who pays, whatever it is paid with."""
    card_alone = tuple(kinds) == ("card",)
    whole = wants_address(session)
    lines = ""
    if whole:
        lines = field("addressLine1", "Address", filled, complete="billing address-line1") + field(
            "addressCity", "City", filled, complete="billing address-level2"
        )
    return (
        field(
            "name", "Name on card" if card_alone else "Full name", filled,
            complete="cc-name" if card_alone else "name",
            optional=not any(asks_name(kind) for kind in kinds),
        )
        + lines
        + '<div class="two">'
        + choose("country", "Country or region", COUNTRIES, filled.get("country") or "US")
        + field("postalCode", "Postal code", filled, complete="postal-code", optional=not whole)
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
            + _said(session, "shipping_address")
        )
    return f"<fieldset><legend>Shipping address</legend>{shown}</fieldset>" if shown else ""


def _ways(work: Work, session: Session, filled: Filled) -> str:
    """The ways to send it, where there is a choice."""
    if len(session.shipping_options) < 2:
        return ""
    without = (session.amount_total or 0) - (session.shipping_cost or {}).get("amount_total", 0)
    chosen = filled.get("shippingRate") or session.shipping_options[0]["shipping_rate"]
    parts = []
    for option in session.shipping_options:
        id = option["shipping_rate"]
        rate = known(work, "shipping_rate", id)
        name = rate.display_name
        checked = " checked" if id == chosen else ""
        cost = amount(option["shipping_amount"], session.currency or "")
        total = amount(without + option["shipping_amount"], session.currency or "")
        parts.append(
            f'<label class="choice"><input type="radio" name="shippingRate" value="{escape(id)}"'
            f' data-cost="{cost}" data-total="{total}"{checked}>'
            f"<span>{escape(name)}{_estimate(rate.delivery_estimate)}</span>"
            f"<span>{cost}</span></label>"
        )
    return f"<fieldset><legend>Shipping</legend>{''.join(parts)}</fieldset>"


def _estimate(said: Any) -> str:
    """How long it is on its way, as far as that is known."""
    least, most = (_span((said or {}).get(name)) for name in ("minimum", "maximum"))
    if least and most:
        return f' <span class="hint">{least} to {most}</span>'
    told = f"at least {least}" if least else f"at most {most}" if most else ""
    return f' <span class="hint">{told}</span>' if told else ""


def _span(told: Any) -> str:
    return f"{told['value']} {told['unit'].replace('_', ' ')}s" if told else ""


def _custom(session: Session, filled: Filled) -> str:
    """The shop's own fields."""
    shown = ""
    for asked in session.custom_fields:
        name, label = f"custom.{asked['key']}", asked["label"]["custom"]
        begins = asked[asked["type"]]["default_value"] or ""
        if asked["type"] == "dropdown":
            choices = {row["value"]: row["label"] for row in asked["dropdown"]["options"]}
            if asked["optional"] or not begins:
                choices = {"": "Select…"} | choices
            chosen = filled.values.get(name, begins)
            shown += choose(name, label, choices, chosen, filled.wrong.get(name))
        else:
            numeric = asked["type"] == "numeric"
            typed = filled if name in filled.values else filled.beginning(name, begins)
            shown += field(name, label, typed, digits=numeric, optional=asked["optional"])
    return f"<fieldset><legend>More details</legend>{shown}</fieldset>" if shown else ""


def _promotion(session: Session, filled: Filled) -> str:
    if not session.allow_promotion_codes:
        return ""
    return field("promotionCode", "Promotion code", filled, optional=True)


def _said(session: Session, place: str) -> str:
    """What the shop has to say at this place, in its own words."""
    text: Any = (session.custom_text.get(place) or {}).get("message")
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
