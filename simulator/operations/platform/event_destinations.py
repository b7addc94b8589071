"""Event destinations of API v2: create, retrieve, update, list, delete, switch, ping.

Source: API v2 reference, "Event Destinations". The refusals are those of API v1; that they read the
same there is inferred.

Unlike Stripe: what goes to a cloud's event bus is kept, and arrives nowhere.
"""

from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator import catalogue, errors
from simulator.operations.platform.webhook_endpoints import checked_url, merged
from simulator.resources.event_destination import PREFIX, EventDestination
from simulator.resources.webhook_endpoint import EndpointSecrets, Secret, WebhookEndpoint
from simulator.webhooks.thin import PING, TWIN, thin
from simulator.wire import releases, versions
from simulator.wire.scalars import choices
from simulator.wire.times import rfc3339
from simulator.wire.v2_lists import page_of
from simulator.work import Work

URL: Final = "/v2/core/event_destinations"
SECRET, ADDRESS = "webhook_endpoint.signing_secret", "webhook_endpoint.url"
OWN, ACCOUNTS = "@self", "@accounts"
"""Whose events go there: the account's, which is what is meant without a word (inferred), and those
of the accounts that it has connected."""
Document = dict[str, Any]


def create(work: Work) -> Document:
    """POST /v2/core/event_destinations"""
    given = work.params
    payload, kind = given["event_payload"], given["type"]
    version = given.get("snapshot_api_version")
    mode = "" if work.account.livemode else "test_"
    id = f"{PREFIX}{mode}61{work.account.ids.any(42)}"
    destination = EventDestination(
        id=id,
        created=work.now,
        description=given.get("description") or "",
        enabled_events=checked_events(given["enabled_events"], payload),
        event_payload=payload,
        events_from=given.get("events_from") or [OWN],
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        name=given["name"],
        snapshot_api_version=None if version is None else releases.named(version),
        transport=_bus(id, kind, given.get(kind) or {}),
        type=kind,
        updated=work.now,
    )
    if kind not in given:
        raise errors.PARAMETER_MISSING(param=kind, name=kind)
    if kind == WebhookEndpoint.KIND:
        _listen(work, destination, checked_url(given[kind]["url"]))
    return shown(work, work.keep(destination), secret=True)


def retrieve(work: Work) -> Document:
    """GET /v2/core/event_destinations/{id}"""
    return shown(work, _named(work))


def list_all(work: Work) -> Document:
    """GET /v2/core/event_destinations: the newest first."""
    found = [shown(work, each) for each in work.account.store.table(EventDestination.KIND).values()]
    found.reverse()
    return page_of(found, work.params, URL)


def update(work: Work) -> Document:
    """POST /v2/core/event_destinations/{id}"""
    before = _named(work)
    given = work.params
    changes: Document = {"updated": work.now}
    if "enabled_events" in given:
        changes["enabled_events"] = checked_events(given["enabled_events"], before.event_payload)
    if "metadata" in given:
        changes["metadata"] = merged(before.metadata, given["metadata"])
    for name in ("description", "name"):
        if name in given:
            changes[name] = given[name] or ""
    after = replace(before, **changes)
    endpoint = work.find(WebhookEndpoint, after.id)
    if endpoint is not None:
        url = (given.get(WebhookEndpoint.KIND) or {}).get("url")
        heard = [name.removeprefix(TWIN) for name in after.enabled_events]
        address = endpoint.url if url is None else checked_url(url)
        work.keep(replace(endpoint, enabled_events=heard, url=address))
    return shown(work, work.keep(after))


def delete(work: Work) -> Document:
    """DELETE /v2/core/event_destinations/{id}"""
    destination = _named(work)
    for kept in (WebhookEndpoint, EndpointSecrets):
        if (found := work.find(kept, destination.id)) is not None:
            work.drop(found)
    work.drop(destination)
    return {"id": destination.id, "object": destination.object}


def disable(work: Work) -> Document:
    """POST /v2/core/event_destinations/{id}/disable"""
    return _switched(work, "disabled")


def enable(work: Work) -> Document:
    """POST /v2/core/event_destinations/{id}/enable"""
    return _switched(work, "enabled")


def ping(work: Work) -> Document:
    """POST /v2/core/event_destinations/{id}/ping: an event that goes there alone."""
    return thin(work.tell(PING, _named(work)))


def checked_events(names: list[str], payload: str) -> list[str]:
    """The types of events, if there are such.

    Raises:
        INVALID_ENUM: one is none, or not of this payload.
    """
    known = catalogue.thin_event_types() if payload == "thin" else catalogue.event_types()
    for index, name in enumerate(names):
        if name != "*" and name not in known:
            raise errors.INVALID_ENUM(
                param=f"enabled_events[{index}]",
                name=f"enabled_events[{index}]",
                choices=choices(("*", *known)),
            )
    return list(names)


def shown(work: Work, destination: EventDestination, *, secret: bool = False) -> Document:
    """The destination as an answer shows it.

    Args:
        secret: whether the signing secret may be asked for, as it may at creation alone.
    """
    document = msgspec.to_builtins(destination)
    transport = document.pop("transport")
    if transport is not None:
        document[destination.type] = transport
    document["created"] = rfc3339(destination.created)
    document["updated"] = rfc3339(destination.updated)
    by_user = {"disabled": {"reason": "user"}}
    document["status_details"] = by_user if destination.status == "disabled" else None
    included = work.params.get("include") or ()
    endpoint, kept = work.find(WebhookEndpoint, destination.id), None
    if endpoint is not None and secret:
        kept = work.find(EndpointSecrets, destination.id)
    if endpoint is not None:
        document[WebhookEndpoint.KIND] = {
            "signing_secret": kept.secrets[0].value if kept and SECRET in included else None,
            "url": endpoint.url if ADDRESS in included else None,
        }
    return versions.in_order(document)


def _bus(id: str, kind: str, told: Document) -> Document | None:
    """What is shown of a cloud's event bus, which nobody has switched on yet; None of a webhook.

    How the names are made that Stripe gives is inferred.
    """
    if kind == "amazon_eventbridge":
        region = told.get("aws_region")
        return {
            "aws_account_id": told.get("aws_account_id"),
            "aws_event_source_arn": f"arn:aws:events:{region}::event-source/aws.partner"
            f"/stripe.com/{id}",
            "aws_event_source_status": "pending",
        }
    if kind == "azure_event_grid":
        names = {"azure_partner_topic_name": id, "azure_partner_topic_status": "never_activated"}
        return dict(sorted((names | told).items()))
    return None


def _named(work: Work) -> EventDestination:
    return work.load(EventDestination, work.path["id"])


def _listen(work: Work, destination: EventDestination, url: str) -> None:
    """Keep the endpoint that deliveries are made to."""
    work.keep(
        WebhookEndpoint(
            id=destination.id,
            api_version=destination.snapshot_api_version,
            created=work.now,
            enabled_events=[name.removeprefix(TWIN) for name in destination.enabled_events],
            livemode=destination.livemode,
            metadata={},
            url=url,
        )
    )
    secret = Secret(f"whsec_{work.account.ids.any(32)}")
    sources = destination.events_from or ()
    work.keep(
        EndpointSecrets(
            id=destination.id,
            secrets=(secret,),
            connect=ACCOUNTS in sources,
            own=OWN in sources,
            thin=destination.event_payload == "thin",
        )
    )


def _switched(work: Work, status: str) -> Document:
    before = _named(work)
    if (endpoint := work.find(WebhookEndpoint, before.id)) is not None:
        work.keep(replace(endpoint, status=status))
    return shown(work, work.keep(replace(before, status=status, updated=work.now)))
