"""PaymentMethods: made from test cards and tokens, attached, detached, updated, listed.

Source: API reference, "PaymentMethods"; Stripe docs, "Testing".
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator import bank_instruments, errors, issuer
from simulator.declines import Decline
from simulator.instruments import CARDS, TestCard, by_name
from simulator.issuer import Attempt
from simulator.operations import tokens
from simulator.operations.bank_details import TEST_ROUTING, details_of
from simulator.operations.cards import (
    UNKNOWN_CARD,
    behind,
    card_hash,
    check_card,
    compact,
    expiry_of_minted,
    full_year,
)
from simulator.resources import payment_method as method_states
from simulator.resources.card import ADDRESS, CardSource
from simulator.resources.customer import Customer
from simulator.resources.payment_method import Card, PaymentMethod, Vaulted
from simulator.resources.person import (
    NO_BILLING_DETAILS,
    BillingDetails,
    address_of,
    billing_details_of,
)
from simulator.wire.lists import Page, page
from simulator.wire.readers import METADATA_KEYS_MAX
from simulator.work import Work

DECLINE_CODE_SINCE: Final[Mapping[str, str]] = {
    "expired_card": "2025-03-31.basil",
    "incorrect_cvc": "2025-03-31.basil",
    "incorrect_zip": "9999",
}
"""Error codes that say it all: older answers have no decline_code beside them. It is absent in
answers recorded with 2023-10-16, and there in 2026; the version between is inferred."""


def create(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods"""
    return make(work, work.params, "")


def retrieve(work: Work) -> PaymentMethod:
    """GET /v1/payment_methods/{payment_method}; a test token's name mints a new one each time."""
    return named(work, work.path["payment_method"], in_path=True)


def update(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods/{payment_method}"""
    before = named(work, work.path["payment_method"], in_path=True)
    given = work.params
    changes: dict[str, Any] = {}
    if "billing_details" in given:
        changes["billing_details"] = billing_details_of(
            given["billing_details"], before.billing_details
        )
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if "allow_redisplay" in given:
        changes["allow_redisplay"] = given["allow_redisplay"]
    if isinstance(before.card, Card) and (card := given.get("card")):
        expiry = {key: card[key] for key in ("exp_month", "exp_year") if key in card}
        changes["card"] = replace(before.card, **expiry)
    after = replace(before, **changes)
    if after != before:
        work.post("payment_method.updated", after, before=before)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/payment_methods: of one Customer; without one the list is empty."""
    customer = work.params.get("customer")
    if customer is None:
        return page((), work.params, "/v1/payment_methods", "payment_method")
    work.refer(Customer, customer, "customer")
    return page(
        work.where(PaymentMethod, "customer", customer),
        work.params,
        "/v1/payment_methods",
        "payment_method",
        keep=lambda method: work.params.get("type") in (None, method.type),
    )


def list_of_customer(work: Work) -> Page:
    """GET /v1/customers/{customer}/payment_methods"""
    customer = work.load(Customer, work.path["customer"], "customer")
    return page(
        work.where(PaymentMethod, "customer", customer.id),
        work.params,
        f"/v1/customers/{customer.id}/payment_methods",
        "payment_method",
        keep=lambda method: work.params.get("type") in (None, method.type),
    )


def retrieve_of_customer(work: Work) -> PaymentMethod:
    """GET /v1/customers/{customer}/payment_methods/{payment_method}"""
    customer = work.load(Customer, work.path["customer"], "customer")
    method = work.load(PaymentMethod, work.path["payment_method"], "payment_method")
    if method.customer != customer.id:
        raise errors.RESOURCE_MISSING(param="payment_method", noun="PaymentMethod", id=method.id)
    return method


def attach(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods/{payment_method}/attach"""
    method = named(work, work.path["payment_method"], in_path=True)
    if not (given := work.params.get("customer")):
        raise errors.CUSTOMER_NEEDED()
    customer = work.refer(Customer, given, "customer")
    return attach_to(work, method, customer.id)


def attach_to(work: Work, method: PaymentMethod, customer: str) -> PaymentMethod:
    """Attach, with the validation that Stripe asks the issuer for.

    Raises:
        PAYMENT_METHOD_CONSUMED, ALREADY_ATTACHED, CARD_DECLINED
    """
    vaulted = usable(work, method)
    if method.customer == customer:
        return method
    moved = method_states.attached(method, customer)
    if isinstance(method.card, Card):
        card = CARDS.get(vaulted.number, UNKNOWN_CARD)
        attempt = attempt_with(method, vaulted)
        if (refusal := validation_decline(card, attempt)) is not None:
            raise declined(refusal, param="" if refusal.param is None else refusal.param)
        moved = method_states.checked(moved, issuer.checks(card, attempt))
    work.post("payment_method.attached", moved)
    return work.keep(moved)


def validation_decline(card: TestCard, attempt: Attempt) -> Decline | None:
    """Why the issuer refuses to have a card saved, if it does."""
    if card.decline is not None and card.attaches and card.risk == "normal":
        return None
    verdict = issuer.judge(card, attempt)
    return verdict.decline if verdict.outcome == "declined" else None


def detach(work: Work) -> PaymentMethod:
    """POST /v1/payment_methods/{payment_method}/detach"""
    method = named(work, work.path["payment_method"], in_path=True)
    return detach_from(work, method)


def detach_from(work: Work, method: PaymentMethod) -> PaymentMethod:
    """Detach; from then on it can never be used again."""
    alone = method_states.detached(method)
    consume(work, method)
    assert method.customer is not None
    customer = work.find(Customer, method.customer)
    if customer is not None and customer.invoice_settings.default_payment_method == method.id:
        settings = replace(customer.invoice_settings, default_payment_method=None)
        work.keep(replace(customer, invoice_settings=settings))
    work.post("payment_method.detached", alone, before=method)
    return work.keep(alone)


# Finding one, and what may be done with it.


def named(
    work: Work, id: str, *, param: str = "payment_method", in_path: bool = False
) -> PaymentMethod:
    """The PaymentMethod of an id; the name of a test card mints a new one.

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING: neither an id nor a name.
    """
    if (card := by_name(id)) is not None and id.startswith("pm_"):
        return mint(work, card)
    if (account := bank_instruments.NAMED.get(id)) is not None:
        return mint_account(work, account)
    if in_path:
        return work.load(PaymentMethod, id, param)
    return work.refer(PaymentMethod, id, param)


def usable(work: Work, method: PaymentMethod) -> Vaulted:
    """What stands behind a PaymentMethod that can still pay.

    Raises:
        PAYMENT_METHOD_CONSUMED: it has paid without a Customer, or was detached.
    """
    vaulted = work.find(Vaulted, method.id)
    if vaulted is None:
        return Vaulted(id=method.id, number="")
    if vaulted.consumed and method.customer is None:
        raise errors.PAYMENT_METHOD_CONSUMED()
    return vaulted


def consume(work: Work, method: PaymentMethod) -> None:
    """Note that a PaymentMethod without a Customer has paid, or tried to."""
    vaulted = work.find(Vaulted, method.id) or Vaulted(id=method.id, number="")
    work.keep(replace(vaulted, consumed=True))


def attempt_with(method: PaymentMethod, vaulted: Vaulted) -> Attempt:
    """How this PaymentMethod would be tried, so far as its own details say."""
    address = method.billing_details.address
    return Attempt(
        set_up=vaulted.set_up,
        cvc_given=vaulted.cvc is not None,
        postal_code_given=address.postal_code is not None,
        line1_given=address.line1 is not None,
    )


def declined(refusal: Decline, *, param: str | None = None, **more: Any) -> errors.StripeError:
    """The 402 of a decline, ready to be raised."""
    spec = errors.ErrorSpec(
        402,
        "card_error",
        refusal.code,
        refusal.message,
        executed=True,
        documented=bool(refusal.decline_code),
        told_since={"decline_code": DECLINE_CODE_SINCE.get(refusal.code, "")},
    )
    members: dict[str, Any] = {}
    if refusal.decline_code:
        members["decline_code"] = refusal.decline_code
    for name in ("advice_code", "network_advice_code", "network_decline_code"):
        if (value := getattr(refusal, name)) is not None:
            members[name] = value
    error = spec(param=refusal.param if param is None else param, more=members | more)
    if param is not None:
        error.param = param
    return error


# Making one.


def make(work: Work, given: dict[str, Any], prefix: str) -> PaymentMethod:
    """A PaymentMethod of parameters.

    Args:
        prefix: the parameter that holds them, for errors; empty at the top.
    """
    if original := given.get("payment_method"):
        return clone(work, original)
    kind = given.get("type")
    if kind is None:
        if "card" not in given:
            raise errors.PARAMETER_MISSING(name=_path(prefix, "type"), param=_path(prefix, "type"))
        kind = "card"
    details = billing_details_of(given.get("billing_details"))
    if kind == "card":
        return _make_card(work, given, details, prefix)
    return _make_other(work, kind, given, details)


def clone(work: Work, original: str) -> PaymentMethod:
    """A connected account's own copy of its platform's PaymentMethod.

    Source: Stripe docs, "Clone customers across accounts".
    """
    platform = work.account.platform
    there = Work(platform) if platform is not None else work
    found = there.refer(PaymentMethod, original, "payment_method")
    vaulted = usable(there, found)
    copy = replace(found, id=work.new_id("pm"), created=work.now, customer=None)
    work.keep(replace(vaulted, id=copy.id, consumed=False))
    return work.keep(copy)


def _make_card(
    work: Work, given: dict[str, Any], details: BillingDetails, prefix: str
) -> PaymentMethod:
    card = given.get("card")
    if not card:
        path = _path(prefix, "card")
        raise errors.PARAMETER_MISSING(name=path, param=path)
    metadata = dict(given.get("metadata") or {})
    if token := card.get("token"):
        test_card = by_name(token) if token.startswith("tok_") else None
        if test_card is not None:
            return mint(work, test_card, details=details, metadata=metadata)
        return _of_token(work, token, details, metadata)
    for needed in ("number", "exp_month", "exp_year"):
        if needed not in card:
            path = _path(prefix, f"card[{needed}]") if prefix else f"card[{needed}]"
            raise errors.PARAMETER_MISSING(name=path, param=path)
    number = compact(card["number"])
    check_card(work, number, card["exp_month"], card["exp_year"], card.get("cvc"))
    return mint(
        work,
        behind(number),
        details=details,
        metadata=metadata,
        expiry=(card["exp_month"], full_year(card["exp_year"])),
        cvc=card.get("cvc"),
        allow_redisplay=given.get("allow_redisplay"),
    )


def _of_token(
    work: Work, id: str, details: BillingDetails, metadata: dict[str, str]
) -> PaymentMethod:
    """A PaymentMethod of a card's token; what the form did not say, the token may know."""
    token, vaulted = tokens.spend(work, id, "card[token]")
    card = token.card
    if not isinstance(card, CardSource):
        raise errors.TOKEN_KIND(type=token.type, id=token.id)
    lines = {line: getattr(card, name) for name, line in ADDRESS.items()}
    known = BillingDetails(address=address_of(lines), name=card.name)
    return mint(
        work,
        behind(vaulted.number),
        details=known if details == NO_BILLING_DETAILS else details,
        metadata=metadata,
        expiry=(card.exp_month, card.exp_year),
        cvc=vaulted.cvc,
    )


def _make_other(
    work: Work, kind: str, given: dict[str, Any], details: BillingDetails
) -> PaymentMethod:
    hash_, number = details_of(work, kind, given.get(kind) or {})
    own: dict[str, Any] = {kind: hash_}
    method = PaymentMethod(
        id=work.new_id("pm"),
        billing_details=details,
        created=work.now,
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        type=kind,
        **own,
    )
    work.keep(Vaulted(id=method.id, number=number))
    return work.keep(method)


def mint_account(work: Work, account: bank_instruments.TestAccount) -> PaymentMethod:
    """A new PaymentMethod of a test bank account, whose owner is known to be the payer."""
    is_iban = account.number[:2].isalpha()
    kind = "sepa_debit" if is_iban else "us_bank_account"
    numbers = (
        {"iban": account.number}
        if is_iban
        else {"account_number": account.number, "routing_number": TEST_ROUTING}
    )
    owner = BillingDetails(email="jenny@example.com", name="Jenny Rosen")
    method = _make_other(work, kind, {kind: numbers}, owner)
    work.keep(Vaulted(id=method.id, number=account.number, verified=True))
    return method


def mint(
    work: Work,
    card: TestCard,
    *,
    details: BillingDetails | None = None,
    metadata: dict[str, str] | None = None,
    expiry: tuple[int, int] | None = None,
    cvc: str | None = None,
    allow_redisplay: Any = None,
) -> PaymentMethod:
    """A new PaymentMethod of a test card. Minted ones expire in a year, in this month."""
    if expiry is None:
        expiry = expiry_of_minted(work.now)
    method = PaymentMethod(
        id=work.new_id("pm"),
        allow_redisplay=allow_redisplay or "unspecified",
        billing_details=details or BillingDetails(),
        card=card_hash(work, card, expiry, details, cvc),
        created=work.now,
        livemode=work.account.livemode,
        metadata=metadata or {},
        type="card",
    )
    work.keep(Vaulted(id=method.id, number=card.number, cvc=cvc))
    return work.keep(method)


def merged_metadata(before: dict[str, str], given: Any) -> dict[str, str]:
    """Metadata after an update: an empty value drops its key, an empty hash drops all.

    Raises:
        METADATA_TOO_MANY: what was there and what is new are too many together.
    """
    if not given:
        return {}
    merged = {key: value for key, value in (before | given).items() if value not in ("", None)}
    if len(merged) > METADATA_KEYS_MAX:
        raise errors.METADATA_TOO_MANY(count=len(merged))
    return merged


def _path(prefix: str, name: str) -> str:
    if not prefix:
        return name
    head, bracket, rest = name.partition("[")
    return f"{prefix}[{head}]{bracket}{rest}"
