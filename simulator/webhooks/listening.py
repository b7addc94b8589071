"""Who listens: the endpoints that take an event of an account.

Source: Stripe docs, "Connect webhooks": an endpoint made with `connect` receives the events of
connected accounts, in place of the platform's own.
"""

from typing import Final

import msgspec

from simulator.faults.patterns import names_any
from simulator.resources.event import Event
from simulator.resources.invoice import Invoice
from simulator.resources.webhook_endpoint import EndpointSecrets, WebhookEndpoint
from simulator.webhooks.thin import NATIVE, TWIN, is_told
from simulator.world import Account

INVOICE_CREATED: Final = "invoice.created"


def listeners(account: Account, type: str) -> list[tuple[Account, str]]:
    """The endpoints, each with the account that has it: its own, and its platform's."""
    found = [(account, id) for id in _taking(account, type, connect=False)]
    if account.platform is not None:
        platform = account.platform
        found += [(platform, id) for id in _taking(platform, type, connect=True)]
    return found


def _taking(owner: Account, type: str, *, connect: bool) -> list[str]:
    endpoints = owner.store.table(WebhookEndpoint.KIND)
    if not endpoints:
        return []
    secrets = owner.store.table(EndpointSecrets.KIND)
    name = type.removeprefix(TWIN)
    return [
        endpoint.id
        for endpoint in endpoints.values()
        if endpoint.status == "enabled"
        and (secrets[endpoint.id].connect is connect or (secrets[endpoint.id].own and not connect))
        and names_any(endpoint.enabled_events, name)
        and (is_told(type) if secrets[endpoint.id].thin else not type.startswith(NATIVE))
    ]


def all_answered(account: Account, event: Event) -> None:
    """Every endpoint has taken an event: an invoice shows since when that is so.

    Source: API reference, "The Invoice object" (webhooks_delivered_at).
    """
    if event.type != INVOICE_CREATED:
        return
    id = getattr(event.data.object, "id", None)
    invoice = account.store.get(Invoice.KIND, id) if id else None
    if invoice is not None and invoice.webhooks_delivered_at is None:
        told = msgspec.structs.replace(invoice, webhooks_delivered_at=account.clock.now())
        account.store.put(Invoice.KIND, told)
