"""Webhook endpoints: create, retrieve, update, list, delete.

Source: API reference, "Webhook Endpoints".

Unlike Stripe: an endpoint may be on this machine, over plain HTTP.
"""

from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from simulator import errors
from simulator.resources.event_destination import is_destination
from simulator.resources.webhook_endpoint import EndpointSecrets, Secret, WebhookEndpoint
from simulator.wire import releases
from simulator.wire.lists import Page, page
from simulator.wire.nouns import noun_of
from simulator.work import Work

ENDPOINTS_MAX: Final = 16
"""Of an account in one mode; the control API, which stands beside Stripe's, knows no limit."""
PARAM: Final = "webhook_endpoint"


def create(work: Work) -> WebhookEndpoint:
    """POST /v1/webhook_endpoints

    Raises:
        TOO_MANY_ENDPOINTS: the account has as many as it may have.
    """
    if len(_all(work)) >= ENDPOINTS_MAX:
        mode = "live" if work.account.livemode else "test"
        raise errors.TOO_MANY_ENDPOINTS(most=ENDPOINTS_MAX, mode=mode)
    return draw_up(work)


def draw_up(work: Work) -> WebhookEndpoint:
    """A new endpoint with its secret, which is shown only now.

    Raises:
        URL_WITHOUT_SCHEME, INVALID_URL: nothing could be posted to its address.
    """
    params = work.params
    version = params.get("api_version")
    endpoint = WebhookEndpoint(
        id=work.new_id("we"),
        api_version=None if version is None else releases.named(version),
        application=work.account.application if params.get("connect") else None,
        created=work.now,
        description=params.get("description") or None,
        enabled_events=list(params["enabled_events"]),
        livemode=work.account.livemode,
        metadata=dict(params.get("metadata") or {}),
        url=checked_url(params["url"]),
    )
    secret = f"whsec_{work.account.ids.any(32)}"
    work.keep(endpoint)
    work.keep(
        EndpointSecrets(
            id=endpoint.id, secrets=(Secret(secret),), connect=bool(params.get("connect"))
        )
    )
    return msgspec.structs.replace(endpoint, secret=secret)


def retrieve(work: Work) -> WebhookEndpoint:
    """GET /v1/webhook_endpoints/{webhook_endpoint}"""
    id = work.path["webhook_endpoint"]
    if is_destination(id):
        raise errors.RESOURCE_MISSING(param=PARAM, noun=noun_of(WebhookEndpoint.KIND), id=id)
    return work.load(WebhookEndpoint, id, PARAM)


def update(work: Work) -> WebhookEndpoint:
    """POST /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = retrieve(work)
    params = work.params
    changes: dict[str, Any] = {}
    if "url" in params:
        changes["url"] = checked_url(params["url"])
    if "enabled_events" in params:
        changes["enabled_events"] = list(params["enabled_events"])
    if "description" in params:
        changes["description"] = params["description"] or None
    if "disabled" in params:
        changes["status"] = "disabled" if params["disabled"] else "enabled"
    if "metadata" in params:
        changes["metadata"] = merged(endpoint.metadata, params["metadata"])
    return work.keep(msgspec.structs.replace(endpoint, **changes))


def list_all(work: Work) -> Page:
    """GET /v1/webhook_endpoints"""
    return page(_all(work), work.params, "/v1/webhook_endpoints", WebhookEndpoint.KIND)


def delete(work: Work) -> dict[str, Any]:
    """DELETE /v1/webhook_endpoints/{webhook_endpoint}"""
    endpoint = retrieve(work)
    work.drop(endpoint)
    if (secrets := work.find(EndpointSecrets, endpoint.id)) is not None:
        work.drop(secrets)
    return {"id": endpoint.id, "object": endpoint.object, "deleted": True}


def _all(work: Work) -> list[WebhookEndpoint]:
    """The account's endpoints, without those that belong to an event destination of API v2."""
    table = work.account.store.table(WebhookEndpoint.KIND)
    return [endpoint for endpoint in table.values() if not is_destination(endpoint.id)]


def checked_url(url: str) -> str:
    """The address, if something could be posted to it.

    Raises:
        URL_WITHOUT_SCHEME, INVALID_URL: nothing could.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise errors.INVALID_URL() from None
    if not parts.scheme or "://" not in url:
        raise errors.URL_WITHOUT_SCHEME()
    blank = any(character.isspace() for character in url)
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or blank:
        raise errors.INVALID_URL()
    return url


def merged(before: dict[str, str], given: Any) -> dict[str, str]:
    """Metadata with the changes of an update: an empty value takes a key away, `""` takes all."""
    if not given:
        return {}
    found = {**before, **given}
    return {key: value for key, value in found.items() if value != ""}
