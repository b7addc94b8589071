"""What every call goes through: a request id, a log line, the admin's door, one way to refuse."""

from __future__ import annotations

import hmac
import logging
import random
import time
from collections.abc import Awaitable, Callable
from typing import Final

import asyncpg
import msgspec
from aiohttp import web

from reference_backend import problems
from reference_backend.problems import Problem, ProblemSpec
from reference_backend.stripe_errors import Declined, Refused, Unknown
from reference_backend.web.calls import SHOP

log = logging.getLogger(__name__)
Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]
GUARDED: Final = ("/admin", "/testing")
LOGIN: Final = "/admin/login"
UNREACHABLE: Final = (
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it is shutting down, or starting up
    asyncpg.InsufficientResourcesError,  # it has no connection left, no memory, no disk
    asyncpg.ObjectNotInPrerequisiteStateError,  # it takes no connections just now
    OSError,
    TimeoutError,
)
"""The database cannot do anything at the moment, whatever is asked: come again."""
PROBLEM_JSON: Final = "application/problem+json"


def answer_problem(problem: Problem) -> web.Response:
    """The refusal as a problem detail (RFC 9457)."""
    spec = problem.spec
    body = {
        "type": f"urn:shop:problem:{spec.code}",
        "title": spec.title,
        "status": spec.status,
        "code": spec.code,
        "detail": problem.detail,
        **problem.more,
    }
    return web.Response(
        body=msgspec.json.encode(body),
        status=spec.status,
        content_type=PROBLEM_JSON,
        headers=spec.headers,
    )


@web.middleware
async def log_requests(request: web.Request, handler: Serve) -> web.StreamResponse:
    """Name the request, and say how it went; never what it held."""
    request_id = request.headers.get("X-Request-Id", "")[:64]
    if not (request_id and request_id.isprintable() and request_id.isascii()):
        request_id = f"req_{random.getrandbits(64):016x}"  # a name, no secret
    began = time.perf_counter()
    response = await handler(request)
    response.headers["X-Request-Id"] = request_id
    if log.isEnabledFor(logging.INFO):
        log.info(
            "request",
            extra={
                "request": request_id,
                "method": request.method,
                "path": request.path,
                "status": response.status,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            },
        )
    return response


@web.middleware
async def refuse_clearly(request: web.Request, handler: Serve) -> web.StreamResponse:
    """Whatever goes wrong is told as a problem detail, and tells nothing that is ours to keep."""
    try:
        return await handler(request)
    except Problem as problem:
        return answer_problem(problem)
    except Declined as declined:
        return answer_problem(problems.CARD_DECLINED(str(declined), reason=declined.code))
    except Refused as refused:
        return answer_problem(problems.PAYMENT_REFUSED(str(refused), reason=refused.code))
    except Unknown:
        return answer_problem(problems.IN_DOUBT())
    except web.HTTPException as error:
        return answer_problem(_of_http(error))
    except UNREACHABLE:
        log.exception("database_unreachable")
        return answer_problem(problems.NOT_READY())
    except Exception:
        log.exception("request_failed", extra={"method": request.method, "path": request.path})
        return answer_problem(problems.INTERNAL())


def _of_http(error: web.HTTPException) -> Problem:
    known = {404: problems.NOT_FOUND, 405: problems.METHOD_NOT_ALLOWED, 413: problems.TOO_LARGE}
    if error.status < 400:
        raise error
    spec = known.get(error.status)
    if spec is None:
        spec = ProblemSpec(error.status, "refused", error.reason)
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        spec = ProblemSpec(405, spec.code, spec.title, headers={"Allow": allowed})
    return spec(error.reason)


@web.middleware
async def guard_admin(request: web.Request, handler: Serve) -> web.StreamResponse:
    """Where an admin token is set, the admin's paths ask for it; no other site may use them."""
    if request.path.startswith(GUARDED) and request.method != "GET":
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if site not in {"same-origin", "none"}:
            raise problems.FORBIDDEN()
    if request.path == LOGIN:
        return await handler(request)
    token = request.app[SHOP].settings.admin_token
    if token and request.path.startswith(GUARDED):
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        given = given or request.cookies.get("admin_token", "")
        if not hmac.compare_digest(given.encode(), token.encode()):
            if "text/html" in request.headers.get("Accept", ""):
                return web.Response(status=303, headers={"Location": LOGIN})
            raise problems.UNAUTHORIZED()
    return await handler(request)
