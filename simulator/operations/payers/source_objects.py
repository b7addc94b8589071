"""Sources of their own (`src_…`): made, shown to the payer, charged once or for good.

Where a Source has a page that the payer must visit, the page is that of the payment intents' other
methods; what happens there comes back through `decided`.

Source: API reference, "Sources".
"""

from typing import Any, Final

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.instruments.cards import TestCard
from simulator.operations.payers import tokens
from simulator.operations.payers.cards import behind, compact, fingerprint
from simulator.operations.payers.keeping_sources import keep_as_method
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources import source as states
from simulator.resources.card import CardSource
from simulator.resources.payment_method import PaymentMethod, Vaulted
from simulator.resources.person import address_of
from simulator.resources.source import Source
from simulator.work import Work

REDIRECTING: Final = frozenset(
    "alipay bancontact eps giropay ideal klarna p24 sofort three_d_secure".split()
)
RECEIVING: Final = frozenset({"ach_credit_transfer", "multibanco", "sepa_credit_transfer"})
SINGLE_USE: Final = REDIRECTING | {"multibanco"}
UNUSED: Final = "source_unused"
VISITED_WITHIN: Final = 60 * 60
CHARGED_WITHIN: Final = 6 * 60 * 60
"""Seconds until a Source is canceled that waits for its payer, and one that waits to be charged.

Source: Stripe docs, "Bancontact payments with Sources" (source expiration); that it is so of all
that lead to a page is inferred.
"""
CARD_MEMBERS: Final = (
    "address_line1_check",
    "address_zip_check",
    "brand",
    "country",
    "cvc_check",
    "dynamic_last4",
    "exp_month",
    "exp_year",
    "fingerprint",
    "funding",
    "last4",
    "name",
    "tokenization_method",
)
OWNER: Final[dict[str, Any]] = {
    "address": None,
    "email": None,
    "name": None,
    "phone": None,
    "verified_address": None,
    "verified_email": None,
    "verified_name": None,
    "verified_phone": None,
}


def create(work: Work) -> Source:
    """POST /v1/sources

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, TOKEN_USED
    """
    given = work.params
    if given.get("original_source"):
        return _cloned(work, given)
    kind = given.get("type") or ("card" if given.get("token") else None)
    if kind is None:
        raise errors.PARAMETER_MISSING(name="type", param="type")
    if kind == "card":
        return _of_card(work, given)
    if kind == "three_d_secure":
        return _of_three_d_secure(work, given)
    source = _made(work, kind, given, _hash(work, kind, given))
    number = (given.get(kind) or {}).get("iban", "")
    work.keep(Vaulted(id=source.id, number=compact(number)))
    work.keep(_method_of(work, source, kind))
    if source.status == "chargeable":
        work.post("source.chargeable", source)
    return work.keep(source)


def _hash(work: Work, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """The hash that is named after the type."""
    if kind == "sepa_debit":
        iban = compact((given.get("sepa_debit") or {}).get("iban", ""))
        return {
            "bank_code": iban[4:12] or None,
            "branch_code": None,
            "country": iban[:2] or None,
            "fingerprint": fingerprint(work, iban),
            "last4": iban[-4:] or None,
            "mandate_reference": work.account.ids.any(16).upper(),
            "mandate_url": f"{work.account.world.hooks_url}/adapter/sepa_debit/file/{kind}",
        }
    return dict(given.get(kind) or {})


def _made(work: Work, kind: str, given: dict[str, Any], hash_: dict[str, Any]) -> Source:
    id = work.new_id("src")
    redirects = kind in REDIRECTING
    flow = "redirect" if redirects else "receiver" if kind in RECEIVING else "none"
    if redirects and not (given.get("redirect") or {}).get("return_url"):
        raise errors.PARAMETER_MISSING(name="redirect[return_url]", param="redirect[return_url]")
    usage: Any = given.get("usage") or ("single_use" if kind in SINGLE_USE else "reusable")
    if redirects and usage == "single_use":
        for needed in ("amount", "currency"):
            if given.get(needed) is None:
                raise errors.PARAMETER_MISSING(name=needed, param=needed)
    if redirects:
        work.schedule(work.now + VISITED_WITHIN, UNUSED, id)
    secret = f"src_client_secret_{work.account.ids.any(24)}"
    hooks = work.account.world.hooks_url
    own: dict[str, Any] = {kind: dict(sorted(hash_.items()))}
    return Source(
        id=id,
        amount=given.get("amount"),
        client_secret=secret,
        created=work.now,
        currency=given.get("currency"),
        flow=flow,
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        owner=owner_of(given.get("owner"), OWNER),
        receiver=_receiver(work, kind) if flow == "receiver" else UNSET,
        redirect=(
            {
                "failure_reason": None,
                "return_url": given["redirect"]["return_url"],
                "status": "pending",
                "url": f"{hooks}/redirect/authenticate/{id}?client_secret={secret}",
            }
            if redirects
            else UNSET
        ),
        statement_descriptor=given.get("statement_descriptor"),
        status="chargeable" if flow == "none" else "pending",
        type=kind,
        usage=usage,
        **own,
    )


def owner_of(given: dict[str, Any] | None, before: dict[str, Any]) -> dict[str, Any]:
    """`owner`, as it is after these parameters; an address is shown with all of its lines."""
    told = dict(given or {})
    if told.get("address"):
        told["address"] = msgspec.to_builtins(address_of(told["address"]))
    return dict(sorted((before | told).items()))


def _receiver(work: Work, kind: str) -> dict[str, Any]:
    """To where money is to be sent; how such an address looks in test mode is inferred."""
    return {
        "address": f"110000000-test_{work.account.ids.any(12).lower()}",
        "amount_charged": 0,
        "amount_received": 0,
        "amount_returned": 0,
        "refund_attributes_method": "none" if kind == "multibanco" else "email",
        "refund_attributes_status": "missing",
    }


def _of_card(work: Work, given: dict[str, Any]) -> Source:
    token_id = given.get("token")
    if not token_id and given.get("card"):
        token_id = tokens.of_raw_card(work, given["card"], "card").id
    if not token_id:
        raise errors.PARAMETER_MISSING(name="token", param="token")
    token, vaulted = tokens.spend(work, token_id, "token")
    if not isinstance(token.card, CardSource):
        raise errors.TOKEN_KIND(type=token.type, id=token.id)
    card = token.card
    hash_ = {name: getattr(card, name) for name in CARD_MEMBERS}
    hash_["three_d_secure"] = _asks_its_owner(behind(vaulted.number))
    source = _made(work, "card", given, hash_)
    keep_as_method(
        work,
        replace(card, id=source.id, customer=None),
        Vaulted(id=source.id, number=vaulted.number, cvc=vaulted.cvc),
    )
    work.post("source.chargeable", source)
    return work.keep(source)


def _cloned(work: Work, given: dict[str, Any]) -> Source:
    """A card of the platform's Customer as a Source of the connected account.

    Source: Stripe docs, "Shared card Sources with Connect"; API reference, "Create a Source"
    (original_source, customer).
    """
    platform = work.account.platform
    there = work if platform is None else Work(platform)
    original = given["original_source"]
    source, vaulted = there.find(Source, original), there.find(Vaulted, original)
    if source is None:
        token = tokens.of_customer(work, given.get("customer") or "", original)
    elif vaulted is not None and isinstance(source.card, dict):
        expiry = {name: source.card[name] for name in ("exp_month", "exp_year")}
        token = tokens.of_raw_card(work, {"number": vaulted.number, **expiry})
    else:
        raise errors.REFERENCE_MISSING(param="original_source", noun="source", id=original)
    return _of_card(work, {**given, "card": None, "token": token.id})


def _asks_its_owner(card: TestCard) -> str:
    """Whether a card needs its owner to be asked, as its Source says it.

    Source: Stripe docs, "3D Secure with Sources" (card.three_d_secure). That no card is said to be
    `recommended` here is inferred.
    """
    if card.brand == "amex":
        return "not_supported"
    return "required" if card.authentication == "always" else "optional"


def _of_three_d_secure(work: Work, given: dict[str, Any]) -> Source:
    """A card that its owner is asked about on a page first, for one charge.

    Source: Stripe docs, "3D Secure with Sources" of before PaymentIntents.
    """
    named = (given.get("three_d_secure") or {}).get("card")
    if not named:
        param = "three_d_secure[card]"
        raise errors.PARAMETER_MISSING(name=param, param=param)
    card = work.refer(Source, named, "three_d_secure[card]")
    hash_ = (card.card or {}) | {"authenticated": False, "card": card.id, "customer": None}
    source = _made(work, "three_d_secure", given, hash_)
    for kept in (work.find(Vaulted, card.id), work.find(PaymentMethod, card.id)):
        if kept is not None:
            work.keep(replace(kept, id=source.id))
    return work.keep(source)


def _method_of(work: Work, source: Source, kind: str) -> PaymentMethod:
    hash_ = getattr(source, kind)
    names = PaymentMethod.__struct_fields__
    return PaymentMethod(
        id=source.id,
        created=work.now,
        livemode=source.livemode,
        metadata={},
        type=kind,
        **({kind: hash_} if kind in names else {}),
    )


def retrieve(work: Work) -> Source:
    """GET /v1/sources/{source}"""
    return _load(work)


def _load(work: Work) -> Source:
    found = work.find(Source, work.path["source"])
    if found is None:
        raise errors.RESOURCE_MISSING(param="source", noun="source", id=work.path["source"])
    return found


def update(work: Work) -> Source:
    """POST /v1/sources/{source}"""
    before = _load(work)
    given = work.params
    changes: dict[str, Any] = {}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if given.get("owner"):
        changes["owner"] = owner_of(given["owner"], before.owner or OWNER)
    if given.get("amount") is not None:
        changes["amount"] = given["amount"]
    return work.keep(replace(before, **changes))


@due(UNUSED)
def expired(work: Work, id: str) -> None:
    """Nobody has used it in time, and now nobody can."""
    source = work.find(Source, id)
    if source is not None and "expired" in states.LIFE_CYCLE[source.status]:
        work.post("source.canceled", work.keep(states.moved(source, "expired")))


def decided(work: Work, source: Source, *, authorized: bool) -> Source:
    """What the payer did on the Source's page."""
    if source.status != "pending":
        return source
    after = work.keep(states.moved(source, "authorized" if authorized else "refused"))
    work.call_off(UNUSED, source.id)
    if authorized and source.usage == "single_use":
        work.schedule(work.now + CHARGED_WITHIN, UNUSED, source.id)
    work.post("source.chargeable" if authorized else "source.failed", after)
    return after
