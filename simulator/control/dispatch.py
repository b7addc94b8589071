"""The control API's door: who may come in, which call is meant, and how it is answered.

Security: the Host header must name this machine (or what `serve` was told), so that no page can
reach in by rebinding a name; a call that changes something must not come from another origin, and
must be sent as JSON, which a form cannot do.
"""

import logging
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import msgspec
from aiohttp import web

from simulator.app import App
from simulator.control.calls import Ask, ControlCall, ControlError
from simulator.control.everything import CALLS
from simulator.errors import StripeError
from simulator.keys import mask
from simulator.wire.releases import NEWEST
from simulator.world import KEY_PREFIXES, Account

log = logging.getLogger("simulator")
DEFAULT_KEY: Final = "sk_test_paidonce"
"""The account of calls that give no key."""


def _table() -> dict[int, list[tuple[list[str], ControlCall]]]:
    found: dict[int, list[tuple[list[str], ControlCall]]] = {}
    for call in CALLS.values():
        segments = call.template.strip("/").split("/")
        found.setdefault(len(segments), []).append((segments, call))
    for rows in found.values():  # A fixed segment wins over a variable one.
        rows.sort(key=lambda row: [segment[0] == "{" for segment in row[0]])
    return found


TABLE: Final = _table()


async def control(app: App, request: web.BaseRequest) -> web.StreamResponse:
    """Answer one call."""
    try:
        _admit(app, request)
        call, path = find(request.method, request.rel_url.raw_path)
        ask = Ask(
            app=app,
            request=request,
            account=account_of(app, request),
            path=path,
            query=dict(request.rel_url.query),
        )
        given = await _read(request, call)
        answer = await (call.handler(ask) if call.takes is None else call.handler(ask, given))
        if app.world.durable is not None:
            await app.world.durable.flushed()
        if isinstance(answer, web.StreamResponse):
            return answer
        return web.Response(body=msgspec.json.encode(answer), content_type="application/json")
    except ControlError as refusal:
        return refused(refusal.status, refusal.message, refusal.param)
    except StripeError as refusal:
        return refused(refusal.spec.status, refusal.message(NEWEST), refusal.param)
    except web.HTTPException as refusal:
        return refused(refusal.status, refusal.reason)
    except Exception:
        log.exception("%s %s broke the control API", request.method, request.rel_url.raw_path)
        return refused(500, "The control API has a fault; the simulator's log says where.")


def refused(status: int, message: str, param: str | None = None) -> web.Response:
    """An answer that says no."""
    error = {"type": "control_error", "message": message}
    if param is not None:
        error["param"] = param
    return web.Response(
        status=status,
        body=msgspec.json.encode({"error": error}),
        content_type="application/json",
    )


def find(method: str, path: str) -> tuple[ControlCall, dict[str, str]]:
    """The call that is meant, and the values of its path.

    Raises:
        ControlError: there is none.
    """
    segments = [unquote(segment) for segment in path.strip("/").split("/")]
    others = set()
    for template, call in TABLE.get(len(segments), ()):
        values = {}
        for wanted, given in zip(template, segments, strict=True):
            if wanted[0] == "{":
                values[wanted[1:-1]] = given
            elif wanted != given:
                break
        else:
            if call.method == method:
                return call, values
            others.add(call.method)
    if others:
        raise ControlError(405, f"{path} takes {' or '.join(sorted(others))}, not {method}")
    raise ControlError(404, f"no such call: {method} {path}; GET /_sim/openapi.json lists them all")


def account_of(app: App, request: web.BaseRequest) -> Account:
    """The account of the key that was given.

    Raises:
        ControlError: it is no key.
    """
    given = request.headers.get("Authorization", "").partition(" ")[2].strip()
    key = given or request.rel_url.query.get("key", "") or DEFAULT_KEY
    if key.startswith("pk_"):
        found = app.world.account_of_publishable(key)
        if found is not None:
            return found
    if not key.startswith(KEY_PREFIXES):
        raise ControlError(401, f"not a secret key: {mask(key)}")
    return app.world.account(key)


def _admit(app: App, request: web.BaseRequest) -> None:
    host = urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    if host not in app.hosts and not host.endswith(".localhost"):
        raise ControlError(
            403, f"{host!r} is not a name of this simulator; serve it with --host to allow it"
        )
    if request.method in ("GET", "HEAD"):
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
        raise ControlError(403, "changes are not taken from another origin")
    if request.body_exists and not request.content_type.startswith("application/json"):
        raise ControlError(415, "the control API takes application/json")


async def _read(request: web.BaseRequest, call: ControlCall) -> Any:
    if call.takes is None:
        return None
    body = await request.read() if request.body_exists else b""
    try:
        return msgspec.json.decode(body or b"{}", type=call.takes)
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise ControlError(400, str(wrong)) from None
