"""What a browser, which has a publishable key alone, may not do with a PaymentIntent.

Source: refusals quoted by integrators; API reference, "Confirm a PaymentIntent"
(setup_future_usage).
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.resources.payment_intent import Dossier, PaymentIntent
from simulator.resources.person import shipping_of
from simulator.work import Work


def check_from_browser(work: Work, intent: PaymentIntent, given: dict[str, Any]) -> None:
    """Refuse what the server has kept for itself.

    What the server has said of the shipping stands; that it may be said again is inferred.

    Raises:
        MANUAL_WITH_PUBLISHABLE_KEY, SHIPPING_OF_SERVER, USAGE_OF_SERVER
    """
    if not work.publishable:
        return
    if intent.confirmation_method == "manual":
        raise errors.MANUAL_WITH_PUBLISHABLE_KEY(id=intent.id)
    shipping = shipping_of(given.get("shipping"))
    dossier = work.find(Dossier, intent.id) or Dossier(id=intent.id)
    if shipping is not None and shipping != intent.shipping:
        if intent.shipping is not None and intent.shipping != dossier.shipping_of_browser:
            raise errors.SHIPPING_OF_SERVER()
        work.keep(replace(dossier, shipping_of_browser=shipping))
    before, usage = intent.setup_future_usage, given.get("setup_future_usage")
    if usage and before and (before, usage) not in {(usage, usage), ("on_session", "off_session")}:
        raise errors.USAGE_OF_SERVER()
