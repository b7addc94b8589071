"""Calls about webhook endpoints: what Stripe's Dashboard can do, and its API cannot."""

import msgspec

from simulator.control.calls import Ask, ControlError, control_call, missing
from simulator.control.shapes import AddEndpoint, ChangeEndpoint, Done, Endpoint, RollSecret
from simulator.operations.platform import webhook_endpoints
from simulator.resources.webhook_endpoint import EndpointSecrets, Secret, WebhookEndpoint
from simulator.wire import releases
from simulator.work import Work
from simulator.world import Account


def view(account: Account, endpoint: WebhookEndpoint) -> Endpoint:
    """The endpoint, as it is shown."""
    kept: EndpointSecrets | None = account.store.get(EndpointSecrets.KIND, endpoint.id)
    assert kept is not None
    holding = kept.holding(account.clock.now())
    return Endpoint(
        id=endpoint.id,
        url=endpoint.url,
        events=endpoint.enabled_events,
        api_version=endpoint.api_version,
        status=endpoint.status,
        secret=kept.secrets[0].value,
        secrets=list(holding),
        connect=kept.connect,
    )


@control_call("GET /_sim/endpoints")
async def list_all(ask: Ask) -> list[Endpoint]:
    """The endpoints, with their secrets."""
    table = ask.account.store.table(WebhookEndpoint.KIND)
    return [view(ask.account, endpoint) for endpoint in table.values()]


@control_call("POST /_sim/endpoints", AddEndpoint)
async def add(ask: Ask, given: AddEndpoint) -> Endpoint:
    """Add an endpoint."""
    if not given.events:
        raise ControlError(400, 'events names none; ["*"] names all', param="events")
    if given.api_version is not None:
        releases.named(given.api_version)
    params = {
        "url": given.url,
        "enabled_events": given.events,
        "api_version": given.api_version,
        "connect": given.connect,
        "description": given.description,
    }
    work = Work(ask.account, params=params)
    endpoint = webhook_endpoints.draw_up(work)
    if given.secret is not None:
        kept = work.find(EndpointSecrets, endpoint.id)
        assert kept is not None
        work.keep(msgspec.structs.replace(kept, secrets=(Secret(given.secret),)))
    work.commit()
    return view(ask.account, endpoint)


@control_call("POST /_sim/endpoints/{id}", ChangeEndpoint)
async def change(ask: Ask, given: ChangeEndpoint) -> Endpoint:
    """Turn an endpoint elsewhere, choose other events for it, or switch it on or off."""
    params: dict[str, object] = {}
    if given.url is not None:
        params["url"] = given.url
    if given.events is not None:
        params["enabled_events"] = given.events
    if given.status is not None:
        params["disabled"] = given.status == "disabled"
    work = Work(ask.account, params=params, path={"webhook_endpoint": ask.path["id"]})
    endpoint = webhook_endpoints.update(work)
    work.commit()
    return view(ask.account, endpoint)


@control_call("POST /_sim/endpoints/{id}/roll", RollSecret)
async def roll(ask: Ask, given: RollSecret) -> Endpoint:
    """Roll an endpoint's secret; until the old one has run out, deliveries carry two signatures."""
    account = ask.account
    work = Work(account)
    kept = work.find(EndpointSecrets, ask.path["id"])
    endpoint = work.find(WebhookEndpoint, ask.path["id"])
    if kept is None or endpoint is None:
        raise missing("endpoint", ask.path["id"])
    secret = f"whsec_{account.ids.any(32)}"
    work.keep(kept.roll(secret, keep_until=work.now + given.keep_for_s))
    work.commit()
    return view(account, endpoint)


@control_call("DELETE /_sim/endpoints/{id}")
async def remove(ask: Ask) -> Done:
    """Delete an endpoint; what it still has to get is dropped."""
    work = Work(ask.account, path={"webhook_endpoint": ask.path["id"]})
    webhook_endpoints.delete(work)
    work.commit()
    return Done()
