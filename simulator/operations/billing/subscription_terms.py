"""The terms of a Subscription as a request puts them, and as the Subscription shows them.

Source: API reference, "Create a subscription", "Update a subscription"; recorded answers.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.connected_accounts import check_accounts
from simulator.operations.payers.keeping_sources import of_customer
from simulator.operations.payers.making_methods import named
from simulator.resources.customer import Customer
from simulator.resources.subscription import CancellationDetails, Subscription, SubscriptionItem
from simulator.wire.echo import shown
from simulator.work import Work

Hash = dict[str, Any]

COPIED: Final = (
    "application_fee_percent",
    "billing_thresholds",
    "cancel_at_period_end",
    "collection_method",
    "days_until_due",
    "default_payment_method",
    "default_source",
    "description",
    "on_behalf_of",
    "pause_collection",
    "pending_invoice_item_interval",
    "transfer_data",
)
"""Parameters that the Subscription shows as they were sent."""
NEVER_EMPTY: Final = frozenset({"cancel_at_period_end"})
FLEXIBLE_SINCE: Final = "2025-09-30.clover"
"""The first API version in which a Subscription is billed flexibly unless it is told otherwise.
Source: Stripe docs, "API changelog"."""
CREATE_INVOICE: Final[Hash] = {"end_behavior": {"missing_payment_method": "create_invoice"}}
PAYMENT_SETTINGS: Final[Hash] = {
    "payment_method_options": None,
    "payment_method_types": None,
    "save_default_payment_method": "off",
}
UNTAXED: Final[Hash] = {"disabled_reason": None, "enabled": False, "liability": None}
BILLED: Final[Hash] = {
    "account_tax_ids": None,
    "custom_fields": None,
    "description": None,
    "footer": None,
    "issuer": {"type": "self"},
}


def with_payer(work: Work, customer: str, given: Hash) -> Hash:
    """The parameters, once what they name to pay with is known to be the Customer's.

    That the name of a test card is no PaymentMethod of the Customer's is inferred.

    Raises:
        REFERENCE_MISSING, CANNOT_RECEIVE
        NOT_THE_CUSTOMERS: the PaymentMethod is attached to nobody, or to somebody else.
        NO_SUCH_DEFAULT_SOURCE
    """
    check_accounts(work, given)
    if id := given.get("default_payment_method"):
        method = named(work, id, param="default_payment_method")
        if method.customer != customer:
            raise errors.NOT_THE_CUSTOMERS(id=id, param="default_payment_method")
        given = given | {"default_payment_method": method.id}
    source = given.get("default_source")
    if source and of_customer(work, work.load(Customer, customer), source) is None:
        raise errors.NO_SUCH_DEFAULT_SOURCE(id=source)
    return given


def begun_with(work: Work, given: Hash) -> Hash:
    """The fields that a new Subscription has of its parameters."""
    blank = {
        "automatic_tax": UNTAXED,
        "billing_mode": billing_mode(work, given.get("billing_mode")),
        "invoice_settings": BILLED,
        "payment_settings": PAYMENT_SETTINGS,
        "trial_settings": CREATE_INVOICE,
    }
    return blank | _copied(given) | _hashes(blank, given)


def changed_with(before: Subscription, given: Hash) -> Hash:
    """The fields of a Subscription that these parameters change."""
    current = {
        "automatic_tax": before.automatic_tax,
        "invoice_settings": before.invoice_settings,
        "payment_settings": before.payment_settings or PAYMENT_SETTINGS,
        "trial_settings": before.trial_settings or CREATE_INVOICE,
    }
    changes = _copied(given) | _hashes(current, given)
    if given.get("cancellation_details"):
        changes["cancellation_details"] = with_reasons(before, given["cancellation_details"])
    return changes


def with_reasons(before: Subscription, told: Hash | None) -> CancellationDetails:
    """Why it was canceled, with what was said of it: a comment and a feedback."""
    told = told or {}
    said = {name: told[name] or None for name in ("comment", "feedback") if name in told}
    return replace(before.cancellation_details or CancellationDetails(), **said)


def default_mode(version: str) -> str:
    """How a Subscription is billed that a request of this API version begins."""
    return "flexible" if version >= FLEXIBLE_SINCE else "classic"


def billing_mode(work: Work, asked: Hash | None) -> Hash:
    """How it is billed: flexibly or, as all were before clover, classically.

    Unlike Stripe: what is billed is the same in both.
    """
    if ((asked or {}).get("type") or default_mode(work.version)) == "classic":
        return {"flexible": None, "type": "classic"}
    flexible = {"proration_discounts": "included"} | ((asked or {}).get("flexible") or {})
    return {"flexible": flexible, "type": "flexible", "updated_at": work.now}


def _copied(given: Hash) -> Hash:
    found: Hash = {
        name: given[name]
        for name in COPIED
        if name in given and (given[name] is not None or name not in NEVER_EMPTY)
    }
    if paused := found.get("pause_collection"):
        found["pause_collection"] = {"resumes_at": None} | paused
    if every := found.get("pending_invoice_item_interval"):
        found["pending_invoice_item_interval"] = {"interval_count": 1} | every
    return found


def called_off(
    work: Work, given: Hash, items: list[SubscriptionItem], told: CancellationDetails
) -> Hash:
    """When it is to end; whoever says so, cancels it now. Source: recorded.

    Of periods that end apart, it ends with the first. Source: Stripe docs, changelog of
    2025-07-30, "Adds helpers to cancel subscriptions for billing periods with mixed intervals".

    Args:
        items: what is subscribed to, whose periods end.
        told: what is said of its cancellation; that it was asked for is pasted of 2023.
    """
    ends = [item.current_period_end for item in items]
    match given:
        case {"cancel_at_period_end": True} | {"cancel_at": "min_period_end"}:
            at: int | None = min(ends)
        case {"cancel_at": "max_period_end"}:
            at = max(ends)
        case {"cancel_at": int(moment)}:
            at = moment
        case {"cancel_at_period_end": False} | {"cancel_at": None}:
            at = None
        case _:
            return {}
    return {
        "cancel_at": at,
        "canceled_at": None if at is None else work.now,
        "cancellation_details": replace(
            told, reason=None if at is None else "cancellation_requested"
        ),
    }


def _hashes(current: Hash, given: Hash) -> Hash:
    """The settings that are hashes, with those of their members that were sent."""
    found: Hash = {}
    for name in ("invoice_settings", "payment_settings"):
        if given.get(name):
            found[name] = current[name] | _without_blanks(given[name])
    if settings := found.get("payment_settings"):
        settings["save_default_payment_method"] = settings["save_default_payment_method"] or "off"
        found["payment_settings"] = shown("Subscription", "payment_settings", settings)
    if ends := (given.get("trial_settings") or {}).get("end_behavior"):
        kept = current["trial_settings"]["end_behavior"]
        found["trial_settings"] = {"end_behavior": kept | ends}
    if tax := given.get("automatic_tax"):
        liability = tax.get("liability") or current["automatic_tax"]["liability"]
        found["automatic_tax"] = {
            "disabled_reason": None,
            "enabled": tax["enabled"],
            "liability": (liability or {"type": "self"}) if tax["enabled"] else None,
        }
    return found


def _without_blanks(sent: Hash) -> Hash:
    return {name: value or None for name, value in sent.items()}
