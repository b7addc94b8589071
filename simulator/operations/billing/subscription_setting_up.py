"""What a Subscription will be paid with, collected while there is nothing to pay yet.

Source: API reference, "The Subscription object" (pending_setup_intent,
payment_settings.save_default_payment_method); Stripe docs, "Configure free trials".
"""

from msgspec.structs import replace

from simulator.operations.setups import setting_up, setup_intents
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.subscription import ENDED, Subscription
from simulator.work import Work


def awaiting_method(work: Work, subscription: Subscription) -> Subscription:
    """The Subscription with a SetupIntent, if it collects by itself what it will cost; kept."""
    if subscription.collection_method != "charge_automatically" or _is_free(subscription):
        return subscription
    types = (subscription.payment_settings or {}).get("payment_method_types") or ["card"]
    asked = {"customer": subscription.customer, "payment_method_types": types}
    intent = work.keep(setup_intents.made(work, asked))
    work.post("setup_intent.created", intent)
    return work.keep(replace(subscription, pending_setup_intent=intent.id))


def _is_free(subscription: Subscription) -> bool:
    """Whether no period of it costs anything; that nothing is collected then is inferred."""
    return not any(
        item["price"]["unit_amount"] != 0 and item.get("quantity") != 0
        for item in subscription.items["data"]
    )


def set_up(work: Work, intent: SetupIntent) -> None:
    """A SetupIntent succeeded: the Subscription that waits for it waits no more."""
    if intent.customer is None:
        return
    for before in tuple(work.where(Subscription, "customer", intent.customer)):
        if before.pending_setup_intent != intent.id or before.status in ENDED:
            continue
        after = replace(before, pending_setup_intent=None)
        settings = before.payment_settings or {}
        if settings.get("save_default_payment_method") == "on_subscription":
            after = replace(after, default_payment_method=intent.payment_method)
        work.post("customer.subscription.updated", work.keep(after), before=before)


setting_up.ON_SET_UP.append(set_up)
