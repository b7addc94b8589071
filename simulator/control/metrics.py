"""The call that gives metrics, as Prometheus reads them: counts of all accounts, by account."""

from collections.abc import Iterator
from typing import Final

from aiohttp import web

from simulator.control.calls import Ask, control_call
from simulator.world import Account

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
METRICS: Final = {
    "requests_answered": "API requests answered and still in the journal.",
    "requests_dropped": "API requests that the journal had no room for any more.",
    "requests_in_flight": "API requests that are not answered yet.",
    "requests_held": "Requests and deliveries that are held.",
    "holds_expired": "Holds that let go because their time was up.",
    "events": "Events.",
    "deliveries": "Deliveries on record.",
    "deliveries_dropped": "Deliveries that had to make room.",
    "deliveries_in_flight": "Attempts that are under way.",
    "deliveries_waiting": "Deliveries whose attempt is due.",
    "delivery_attempts": "Attempts of the deliveries on record.",
    "faults_struck": "How often faults have struck.",
    "agenda_entries": "What is still to fall due.",
    "objects": "Objects of all kinds.",
}


@control_call("GET /_sim/metrics")
async def read(ask: Ask) -> web.Response:
    """Metrics of all accounts, in Prometheus' text format."""
    text = "".join(lines([*ask.app.world.accounts()]))
    return web.Response(text=text, headers={"Content-Type": TYPE})


def lines(accounts: list[Account]) -> Iterator[str]:
    """The lines: accounts are told apart by their id, since a key is nobody's business."""
    counted = [(account.id, counts(account)) for account in accounts]
    for name, story in METRICS.items():
        yield f"# HELP paidonce_{name} {story}\n# TYPE paidonce_{name} gauge\n"
        for id, found in counted:
            yield f'paidonce_{name}{{account="{id}"}} {found[name]}\n'


def counts(account: Account) -> dict[str, int]:
    """What is counted of one account."""
    outbox, store = account.outbox, account.store
    return {
        "requests_answered": len(account.journal),
        "requests_dropped": account.journal.dropped,
        "requests_in_flight": account.activity.requests,
        "requests_held": len(list(account.holds.held())),
        "holds_expired": account.holds.expired,
        "events": len(account.events),
        "deliveries": len(outbox.deliveries),
        "deliveries_dropped": outbox.deliveries.dropped + outbox.overflowed,
        "deliveries_in_flight": outbox.in_flight,
        "deliveries_waiting": len(outbox.ready),
        "delivery_attempts": sum(len(delivery.attempts) for delivery in outbox.deliveries),
        "faults_struck": sum(plan.struck for plan in account.plans.all()),
        "agenda_entries": len(account.agenda),
        "objects": sum(len(store.table(kind)) for kind in store.kinds()),
    }
