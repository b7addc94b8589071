"""An event is sent again, as the Stripe CLI's `events resend` asks for.

The API reference does not have it: what may be sent is what the CLI sends.

Source: Stripe docs, "Stripe CLI reference" (events resend): an event of the last 30 days; one of a
connected account is sent again by its platform, which names the account.
"""

from typing import Final

from simulator import errors
from simulator.agenda import due
from simulator.keys import mask
from simulator.operations.platform.events import KEPT_FOR
from simulator.resources.event import Event
from simulator.resources.webhook_endpoint import WebhookEndpoint
from simulator.webhooks.listening import listeners
from simulator.webhooks.thin import is_native
from simulator.work import Work
from simulator.world import Account

RESENT: Final = "webhooks.resent"


def resend(work: Work) -> Event:
    """POST /v1/events/{id}/retry: to one endpoint, else to every one that takes the event.

    Unlike Stripe: without an endpoint the CLI that asks gets it, through a session of its own; here
    what a CLI forwards to is an endpoint like any other.

    Raises:
        RESOURCE_MISSING: there is no such event, or it is too old.
        REFERENCE_MISSING: there is no such endpoint.
        ACCOUNT_INVALID: the account is not connected.
    """
    account = _owner(work)
    event = account.events.get(work.path["id"])
    if event is None or is_native(event) or event.created < work.now - KEPT_FOR:
        raise errors.RESOURCE_MISSING(param="id", noun="event", id=work.path["id"])
    if named := work.params.get("webhook_endpoint"):
        endpoints = [work.refer(WebhookEndpoint, named, "webhook_endpoint").id]
    else:
        takers = listeners(account, event.type)
        endpoints = [id for owner, id in takers if owner is work.account]
    for endpoint in endpoints:
        work.schedule(work.now, RESENT, f"{endpoint} {event.id} {account.id}")
    return event


def _owner(work: Work) -> Account:
    """The account whose event it is."""
    id = work.params.get("account") or work.account.id
    if (found := work.account.world.connected(work.account, id)) is None:
        raise errors.ACCOUNT_INVALID(masked=mask(work.account.key), account=id)
    return found


@due(RESENT)
def send_again(work: Work, subject: str) -> None:
    """An event goes out to an endpoint once more: the courier takes it from here."""
    endpoint, event, id = subject.split(" ")
    account = work.account
    owner = account.world.connected(account, id)
    told = None if owner is None else owner.events.get(event)
    if told is not None:
        of = None if owner is account else id
        delivery = account.outbox.post(told, endpoint, work.now, "resend", of=of)
        account.outbox.make_ready(delivery.id)
