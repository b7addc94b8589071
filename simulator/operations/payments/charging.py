"""Charging: one attempt to take money from a PaymentMethod, with the Charge that it leaves behind.

PaymentIntents and the legacy Charges API both charge through here, so that a charge looks alike
whoever asked for it.

Source: API reference, "Charges"; Stripe docs, "Balances and settlement time", "Testing".
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import money
from simulator.ids import drawn_digits
from simulator.instruments import issuer
from simulator.instruments.cards import TestCard
from simulator.instruments.declines import Decline
from simulator.instruments.issuer import Attempt
from simulator.operations.payers.cards import behind
from simulator.operations.payers.wallets import wallet_on_charge
from simulator.operations.payments import hold_times
from simulator.operations.payments.intent_rules import SUFFIX_ALONE_SINCE
from simulator.operations.payments.receipts import receipt_url
from simulator.operations.payments.risk import outcome, reported
from simulator.resources.charge import (
    AVAILABLE,
    DISABLED,
    ENABLED,
    OVERCAPTURE_MOST,
    UNAVAILABLE,
    CardDetails,
    CardMethodDetails,
    Charge,
    Feature,
    Overcapture,
)
from simulator.resources.payment_method import IN_PERSON, Card, Checks, PaymentMethod
from simulator.work import Work


def charge_id(work: Work, payment: str | None, method_type: str) -> str:
    """A new id of a charge: it shares the payment's base."""
    prefix = "ch" if method_type == "card" or method_type in IN_PERSON else "py"
    return work.new_id(prefix, like=payment or work.new_id("pi"))


def card_charge(
    work: Work,
    method: PaymentMethod,
    card: TestCard,
    fields: dict[str, Any],
    *,
    payment: str | None,
    capture: bool,
    checks: Checks,
    decline: Decline | None = None,
    three_d_secure: dict[str, Any] | None = None,
    moto: bool = False,
    off_session: bool = False,
    keeps: bool = False,
    mandate: str | None = None,
    options: dict[str, Any] | None = None,
) -> Charge:
    """The Charge of one attempt on a card; not yet kept.

    Args:
        fields: what it takes over as it is: the amount (minor units), the currency, and more.
        capture: whether the money is taken at once, and not only held.
        decline: why it failed; None: it went through.
        moto: whether the card was told by mail or by telephone.
        keeps: whether the card is kept for later payments.
        mandate: the id of the one that this payment was made by, or that came about with it.
        options: `payment_method_options[card]`: which of the request_* features were asked for,
            what its credentials are used for, and what else was chosen.
    """
    assert isinstance(method.card, Card)
    amount = fields["amount"]
    failed = decline is not None
    blocked = decline is not None and decline.blocked
    chance = work.account.chance.stream("network")
    details = CardDetails(
        amount_authorized=None if failed else amount,
        authorization_code=None if failed else drawn_digits(chance, 6),
        brand=method.card.brand,
        checks=checks,
        country=method.card.country,
        electronic_commerce_indicator=(
            None if blocked else _shift(method.card.brand, three_d_secure)
        ),
        exp_month=method.card.exp_month,
        exp_year=method.card.exp_year,
        fingerprint=method.card.fingerprint,
        funding=method.card.funding,
        installments=_in_parts(options or {}),
        last4=method.card.last4,
        mandate=mandate,
        network=network_of(method.card, options or {}),
        network_transaction_id=None if blocked else drawn_digits(chance, 15),
        overcapture=overcapture(amount, UNAVAILABLE.status),
        wallet=wallet_on_charge(method.card.wallet),
    )
    if three_d_secure is not None or moto:
        details = replace(details, moto=moto or UNSET, three_d_secure=three_d_secure)
    if usage := _usage(options or {}, keeps=keeps, off_session=off_session):
        details = replace(details, **usage)
    if not capture and not failed:
        currency = fields["currency"]
        details = _held(work, details, amount, currency, options or {}, off_session=off_session)
    if decline is not None:
        fields = fields | {"failure_code": decline.code, "failure_message": decline.message}
    return Charge(
        id=charge_id(work, payment, "card"),
        amount_captured=amount if capture and not failed else 0,
        billing_details=method.billing_details,
        calculated_statement_descriptor=(
            None
            if blocked
            else on_statement(
                work, fields.get("statement_descriptor"), fields.get("statement_descriptor_suffix")
            )
        ),
        captured=capture and not failed,
        created=work.now,
        fraud_details=reported(decline),
        livemode=work.account.livemode,
        outcome=outcome(work, card, decline),
        paid=not failed,
        payment_intent=payment,
        payment_method=method.id,
        payment_method_details=CardMethodDetails(card=details),
        receipt_url=None if failed else receipt_url(work, payment),
        status="failed" if failed else "succeeded",
        **fields,
    )


def network_of(card: Card, options: dict[str, Any]) -> str:
    """The network that a payment goes through: the one that was chosen, of those that the card has.

    Source: API reference, "Charges", "PaymentIntents" (network), "PaymentMethods" (networks). That
    a network which the card does not have counts for nothing is inferred.
    """
    networks = card.networks or {}
    for chosen in (options.get("network"), networks.get("preferred")):
        if chosen in networks.get("available", ()):
            return str(chosen)
    return card.brand


def _in_parts(options: dict[str, Any]) -> dict[str, Any] | None:
    """`installments`: the plan by which the shopper pays, if one was chosen."""
    plan = (options.get("installments") or {}).get("plan")
    if not plan:
        return None
    return {"plan": {name: plan.get(name) for name in ("count", "interval", "type")}}


def _usage(options: dict[str, Any], *, keeps: bool, off_session: bool) -> dict[str, Any]:
    """What kind of payments the card is kept for, and of which kind this one is.

    Source: API reference, "Charges" (setup_credential_usage, stored_credential_usage).
    """
    told = {"setup_credential_usage": keeps, "stored_credential_usage": off_session}
    return {name: options[name] for name, counts in told.items() if counts and options.get(name)}


def _held(
    work: Work,
    details: CardDetails,
    amount: int,
    currency: str,
    options: dict[str, Any],
    *,
    off_session: bool,
) -> CardDetails:
    """The details where the money is only held, with the features that were asked for."""
    extended = _feature(options, "extended_authorization") is AVAILABLE
    lasts = hold_times.of_card(
        work.account, details.brand, currency, off_session=off_session, extended=extended
    )
    return replace(
        details,
        capture_before=work.now + lasts,
        extended_authorization=ENABLED if extended else DISABLED,
        incremental_authorization=_feature(options, "incremental_authorization"),
        multicapture=_feature(options, "multicapture"),
        overcapture=overcapture(amount, _feature(options, "overcapture").status),
    )


NOT_AUTHENTICATED: Final = "07"
"""Electronic commerce indicator of a payment whose payer was not asked; recorded of Visa."""
INDICATING: Final = frozenset({"visa", "mastercard"})
"""The networks whose indicator is told at all. Source: API reference, "Charges"."""


def _shift(brand: str, three_d_secure: dict[str, Any] | None) -> str | None:
    """Who answers for the payment; that 3-D Secure's own indicator is repeated is inferred."""
    if brand not in INDICATING:
        return None
    return (three_d_secure or {}).get("electronic_commerce_indicator") or NOT_AUTHENTICATED


STATEMENT_MOST: Final = 22
"""Characters of a line on a card's statement."""


def on_statement(work: Work, whole: str | None, suffix: str | None) -> str:
    """What the shopper reads of a card payment; a whole descriptor has become a suffix, too.

    Source: Stripe docs, "Statement descriptors"; API reference, "Charges". From which version on,
    is inferred.
    """
    prefix = work.account.statement_descriptor
    if work.version >= SUFFIX_ALONE_SINCE:
        suffix = suffix or whole
    if suffix:
        return f"{prefix}* {suffix}"[:STATEMENT_MOST]
    return whole or prefix


def overcapture(amount: int, status: str) -> Overcapture:
    """How much of an authorization over this amount can be captured, minor units."""
    most = money.share(amount, OVERCAPTURE_MOST) if status == AVAILABLE.status else amount
    return Overcapture(maximum_amount_capturable=most, status=status)


def held_until(charge: Charge) -> int | None:
    """When the authorization runs out, Unix seconds; None where nothing is held."""
    details = charge.payment_method_details
    if not isinstance(details, CardMethodDetails) or details.card.capture_before is UNSET:
        return None
    return details.card.capture_before


def _feature(options: dict[str, Any], name: str) -> Feature:
    """Whether a feature of an authorization is there: it has to be asked for."""
    if options.get(f"request_{name}") == "if_available":
        return AVAILABLE
    return UNAVAILABLE


def judged(work: Work, number: str, attempt: Attempt) -> tuple[TestCard, issuer.Verdict, Checks]:
    """The card behind a PaymentMethod, the issuer's word on it, and its checks.

    A fault that declines the next charge has its say first.
    """
    card = behind(number)
    planned = work.account.take_planned_decline()
    if planned is not None:
        return card, issuer.Verdict("declined", planned), issuer.checks(card, attempt)
    return card, issuer.judge(card, attempt), issuer.checks(card, attempt)


# What follows once the money is held or taken.

Follower = Callable[[Work, Charge], None]
ON_HELD: Final[list[Follower]] = []
ON_TAKEN: Final[list[Follower]] = []
ON_ENTERED: Final[list[Follower]] = []


def on_held(follower: Follower) -> Follower:
    """Register what follows from money that is only held."""
    ON_HELD.append(follower)
    return follower


def on_taken(follower: Follower) -> Follower:
    """Register what follows from money taken: the nouns that arise from a charge register here."""
    ON_TAKEN.append(follower)
    return follower


def on_entered(follower: Follower) -> Follower:
    """Register what follows once the money is in the balance, where it can be shared out."""
    ON_ENTERED.append(follower)
    return follower


def held(work: Work, charge: Charge) -> Charge:
    """A hold, told and kept, with everything that follows from it; the charge as it then is."""
    work.post("charge.succeeded", work.keep(charge))
    return _followed(work, charge, ON_HELD)


def taken(
    work: Work, charge: Charge, told: str = "charge.succeeded", *, before: Charge | None = None
) -> Charge:
    """Money taken, told and kept, with everything that follows from it; the charge as it then is.

    What is shared out at once (the transfer, the application fee) its event shows already.

    Args:
        told: the type of the event.
        before: the charge as it was held.
    """
    place = work.events_so_far
    work.keep(charge)
    if charge.balance_transaction is not None:
        charge = entered(work, charge)
    work.post(told, charge, before=before, at=place)
    return _followed(work, charge, ON_TAKEN)


def entered(work: Work, charge: Charge) -> Charge:
    """Let what there is be shared out: with `automatic_async` that is some seconds later.

    Source: Stripe docs, "Asynchronous capture" (transfer and application_fee are null until then).
    """
    return _followed(work, charge, ON_ENTERED)


def _followed(work: Work, charge: Charge, followers: list[Follower]) -> Charge:
    for follower in followers:
        follower(work, charge)
        charge = work.find(Charge, charge.id) or charge
    return charge


def keep_failed(work: Work, charge: Charge) -> Charge:
    """Keep a Charge that failed, and say so."""
    work.post("charge.failed", charge)
    return work.keep(charge)
