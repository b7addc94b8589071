"""The web application: the route table with what every call goes through around it."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from reference_backend.shop import Shop
from reference_backend.web import middleware, openapi
from reference_backend.web.calls import DOCUMENT, SHOP, Call, Route, read_body
from reference_backend.web.encoding import encode
from reference_backend.web.routes import PAGES, ROUTES

BODY_MAX: Final = 1024 * 1024


def make_app(shop: Shop) -> web.Application:
    """The shop as an application for aiohttp."""
    app = web.Application(
        client_max_size=BODY_MAX,
        middlewares=[middleware.log_requests, middleware.refuse_clearly, middleware.guard_admin],
    )
    app[SHOP] = shop
    app[DOCUMENT] = openapi.document()
    for route in (*ROUTES, *PAGES):
        app.router.add_route(route.method, route.path, _serve(route))
    return app


def _serve(route: Route) -> middleware.Serve:
    async def serve(request: web.Request) -> web.StreamResponse:
        call = Call(request.app[SHOP], request, await read_body(route, request))
        answer = await route.handler(call)
        if isinstance(answer, web.StreamResponse):
            return answer
        return encode(answer, route.status)

    return serve
