"""Sessions of the customer portal: whose it is, and which flow it opens with.

Unlike Stripe: the account's own configuration lets everything be done.

Source: API reference, "Create a portal session"; Stripe docs, "Customer portal deep links". Which
refusal is given where nobody is named, or a flow lacks its hash, is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.operations.billing import portal_configurations as configurations
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]
OF_SUBSCRIPTION: Final = (
    "subscription_cancel",
    "subscription_pause",
    "subscription_update",
    "subscription_update_confirm",
)
"""Flows about one Subscription, which a hash of the same name tells."""
UPDATES: Final = ("subscription_update", "subscription_update_confirm")


def create(work: Work) -> Any:
    """POST /v1/billing_portal/sessions

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, PORTAL_UPDATES_DISABLED, PORTAL_CHANGES_NOTHING,
        PORTAL_CANCELS_ALREADY
    """
    given = work.params
    if not given.get("customer") and not given.get("customer_account"):
        raise errors.PARAMETER_MISSING(name="customer", param="customer")
    made = Maker(work).make("billing_portal.Session", given)
    if told := given.get("flow_data"):
        made = replace(made, flow=_flow(work, told))
        _check_offered(work, told["type"])
        if told["type"] == "subscription_update_confirm":
            _check_changes(work, told["subscription_update_confirm"])
        if told["type"] == "subscription_cancel":
            _check_goes_on(work, told["subscription_cancel"]["subscription"])
    work.post("billing_portal.session.created", work.keep(made))
    return made


def _check_offered(work: Work, kind: str) -> None:
    """Refuse a flow that the configuration which was asked for does not offer."""
    asked = work.find_any(configurations.KIND, work.params.get("configuration") or "")
    if kind not in UPDATES or asked is None:
        return
    if not configurations.offers(asked, "subscription_update"):
        raise errors.PORTAL_UPDATES_DISABLED()


def _check_changes(work: Work, told: Hash) -> None:
    """Refuse to have confirmed what the Subscription is already.

    Raises:
        PORTAL_CHANGES_NOTHING
    """
    subscription = work.load(Subscription, told["subscription"])
    items = {item["id"]: item for item in subscription.items["data"]}
    if told.get("discounts"):
        return
    for wanted in told["items"]:
        item = items.get(wanted["id"])
        if item is None or wanted.get("price") not in (None, item["price"]["id"]):
            return
        if wanted.get("quantity") not in (None, item.get("quantity")):
            return
    raise errors.PORTAL_CHANGES_NOTHING()


def _check_goes_on(work: Work, id: str) -> None:
    """Refuse to have canceled what ends anyway, whether with its period or at a moment named.

    Raises:
        PORTAL_CANCELS_ALREADY
    """
    subscription = work.load(Subscription, id)
    if subscription.cancel_at_period_end or subscription.cancel_at is not None:
        raise errors.PORTAL_CANCELS_ALREADY(id=id)


def _flow(work: Work, told: Hash) -> Hash:
    """The flow, with what it leaves open as null.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING
    """
    kind = told["type"]
    if kind in OF_SUBSCRIPTION:
        at = f"flow_data[{kind}]"
        if not told.get(kind):
            raise errors.PARAMETER_MISSING(name=at, param=at)
        work.refer(Subscription, told[kind]["subscription"], f"{at}[subscription]")
    after = told.get("after_completion") or {"type": "portal_homepage"}
    flow: Hash = {
        "after_completion": {
            "hosted_confirmation": after.get("hosted_confirmation"),
            "redirect": after.get("redirect"),
            "type": after["type"],
        },
        "customer_update": None,
    }
    for name in OF_SUBSCRIPTION:
        flow[name] = told.get(name) if name == kind else None
    if cancel := flow["subscription_cancel"]:
        flow["subscription_cancel"] = {"retention": None} | cancel
    if confirm := flow["subscription_update_confirm"]:
        flow["subscription_update_confirm"] = {"discounts": None} | confirm
    return flow | {"type": kind}
