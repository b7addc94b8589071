"""SetupIntents and their attempts: the calls of the API; what confirming does is in `setting_up`.

Source: API reference, "SetupIntents", "SetupAttempts".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.errors import StripeError
from simulator.operations.accounts.connected_accounts import application_of, check_accounts
from simulator.operations.payers.attaching import usable
from simulator.operations.payers.confirmation_tokens import written_on_intent
from simulator.operations.payers.method_types import KNOWN, PAYING_ONCE
from simulator.operations.payers.payers import check_taken, method_of
from simulator.operations.payments.card_options import keep_aside
from simulator.operations.payments.drafting import (
    AUTOMATIC_SINCE,
    METHOD_PARAMS,
    check_secret,
)
from simulator.operations.payments.intent_rules import check_new_setup
from simulator.operations.payments.offering import offered
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import by_clock, check_named, meets
from simulator.operations.setups import setting_up
from simulator.operations.setups.setup_options import default_options, with_options
from simulator.resources import setup_intent as states
from simulator.resources.checkout_session import PaidBy, Session
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import Dossier
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.setup_intent import SetupIntent
from simulator.wire.lists import Page, page
from simulator.work import Work

COPIED: Final = (
    "allowed_payment_method_types",
    "customer_account",
    "description",
    "excluded_payment_method_types",
    "flow_directions",
    "on_behalf_of",
)
"""Parameters that the intent shows as they were sent."""


def create(work: Work) -> SetupIntent:
    """POST /v1/setup_intents"""
    given = work.params
    check_new_setup(given)
    bare = intent = made(work, given)
    method = method_of(work, given, intent.id)
    if method is not None:
        usable(work, method)
        setting_up.check_owner(intent, method, embeds=False)
        check_taken(intent, method, embeds=False)
        intent = states.with_payment_method(intent, method.id)
    work.keep(intent)
    if single_use := given.get("single_use"):
        work.keep(Dossier(id=intent.id, single_use=single_use))
    work.post("setup_intent.created", bare if given.get("confirm") else intent)
    if not given.get("confirm"):
        keep_aside(work, intent.id, given)
        return intent
    said = written_on_intent(work, given)
    rest = {name: value for name, value in said.items() if name not in METHOD_PARAMS}
    try:
        return setting_up.confirm(work, intent, rest)
    except StripeError as refusal:
        if not refusal.keeps:
            refusal.more.pop("setup_intent", None)
        raise


def made(work: Work, given: dict[str, Any]) -> SetupIntent:
    """A new intent of these parameters; not yet kept."""
    customer = given.get("customer")
    if customer is not None:
        work.refer(Customer, customer, "customer")
    check_accounts(work, given)
    id = work.new_id("seti")
    automatic, types, configuration = _choice(work, given)
    return SetupIntent(
        id=id,
        application=application_of(work, {}),
        automatic_payment_methods=automatic,
        client_secret=work.account.ids.secret(id, 31),
        created=work.now,
        customer=customer,
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        payment_method_configuration_details=configuration,
        payment_method_options=with_options(
            default_options(types), given.get("payment_method_options")
        ),
        payment_method_types=types,
        usage=given.get("usage") or "off_session",
        **{name: given[name] for name in COPIED if given.get(name) is not None},
    )


def _choice(
    work: Work, given: dict[str, Any]
) -> tuple[dict[str, Any] | None, list[str], dict[str, Any] | None]:
    """automatic_payment_methods, payment_method_types and the configuration of a new intent.

    Raises:
        SETUP_METHOD_TYPE_UNKNOWN
    """
    asked = given.get("automatic_payment_methods")
    if types := given.get("payment_method_types"):
        return None, _known(types), None
    wants = asked["enabled"] if asked else work.version >= AUTOMATIC_SINCE
    if not wants:
        return None, ["card"], None
    redirects = (asked or {}).get("allow_redirects") or "always"
    offer = offered(
        work, given, noun="Setup Intent", currency=None, redirects=redirects == "always", keeps=True
    )
    return {"allow_redirects": redirects, "enabled": True}, list(offer.types), offer.configuration


def _known(types: list[str]) -> list[str]:
    """The kinds of PaymentMethod that were named.

    Raises:
        SETUP_METHOD_TYPE_UNKNOWN: there is no such kind, or it cannot be kept for later.
    """
    for kind in types:
        if kind not in KNOWN or kind in PAYING_ONCE or kind == "interac_present":
            raise errors.SETUP_METHOD_TYPE_UNKNOWN(type=kind)
    return list(types)


def _named(work: Work) -> SetupIntent:
    """The SetupIntent that the path names.

    Raises:
        RESOURCE_MISSING, PARAMETER_MISSING, WRONG_CLIENT_SECRET
    """
    intent = work.load(SetupIntent, work.path["intent"], "intent")
    check_secret(work, intent.client_secret, "SetupIntent")
    return intent


def retrieve(work: Work) -> SetupIntent:
    """GET /v1/setup_intents/{intent}"""
    return _named(work)


def update(work: Work) -> SetupIntent:
    """POST /v1/setup_intents/{intent}; there is no event for it."""
    before = _named(work)
    given = work.params
    keep_aside(work, before.id, given)
    changes: dict[str, Any] = {name: given[name] or None for name in COPIED if name in given}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    if given.get("customer"):
        changes["customer"] = work.refer(Customer, given["customer"], "customer").id
    if types := given.get("payment_method_types"):
        changes |= {
            "automatic_payment_methods": None,
            "payment_method_configuration_details": None,
            "payment_method_options": default_options(types),
            "payment_method_types": _known(types),
        }
    if options := given.get("payment_method_options"):
        current = changes.get("payment_method_options", before.payment_method_options)
        changes["payment_method_options"] = with_options(current, options)
    after = replace(before, **changes)
    if given.get("payment_method") or given.get("payment_method_data"):
        setting_up.refuse_ended(before, "update")
        method = method_of(work, given, after.id)
        assert method is not None
        usable(work, method)
        setting_up.check_owner(after, method, embeds=False)
        check_taken(after, method, embeds=False)
        after = states.with_payment_method(after, method.id)
    elif "payment_method" in given:
        after = _without_method(work, after)
    return work.keep(after)


def _without_method(work: Work, intent: SetupIntent) -> SetupIntent:
    """The intent whose PaymentMethod was taken back by an empty value.

    Raises:
        SETUP_ALREADY_SUCCEEDED, SETUP_ALREADY_CANCELED, SETUP_IN_PROCESS
    """
    setting_up.refuse_ended(intent, "update")
    if intent.status == "requires_action":
        setting_up.abandon(work, intent)
    return states.without_payment_method(intent)


def confirm(work: Work) -> SetupIntent:
    """POST /v1/setup_intents/{intent}/confirm"""
    intent = _named(work)
    _check_not_of_session(work, intent)
    return setting_up.confirm(work, intent, work.params)


def cancel(work: Work) -> SetupIntent:
    """POST /v1/setup_intents/{intent}/cancel"""
    before = work.load(SetupIntent, work.path["intent"], "intent")
    _check_not_of_session(work, before)
    after = states.canceled(before, work.params.get("cancellation_reason"))
    setting_up.abandon(work, before)
    work.post("setup_intent.canceled", after)
    return work.keep(after)


def _check_not_of_session(work: Work, intent: SetupIntent) -> None:
    """An intent of an open Checkout Session belongs to the session's page.

    Raises:
        SESSION_OWNS_SETUP
    """
    link = work.find(PaidBy, intent.id)
    session = work.find(Session, link.session) if link is not None else None
    if session is not None and session.status == "open":
        raise errors.SESSION_OWNS_SETUP(more={"setup_intent": intent})


def list_all(work: Work) -> Page:
    """GET /v1/setup_intents"""
    given = work.params
    check_named(work, customer=Customer, payment_method=PaymentMethod)
    every = work.account.store.table("setup_intent").values()
    things: Any = every
    if customer := given.get("customer"):
        things = work.where(SetupIntent, "customer", customer)
    equal = meets(work, "attach_to_self", "customer_account", "payment_method")
    own = by_clock(work, "customer")
    return page(
        things,
        given,
        "/v1/setup_intents",
        "setup_intent",
        keep=lambda intent: equal(intent) and own(intent),
        among=every,
    )
