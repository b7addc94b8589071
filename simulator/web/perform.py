"""The innermost: read the parameters, do the operation as one piece of work, and render its result.

A refusal leaves nothing behind, unless it says that it keeps what was done (a decline does).
"""

from simulator import errors
from simulator.errors import StripeError
from simulator.faults.plans import NOBODY
from simulator.idempotency import V2
from simulator.other_clocks import TEST_CLOCK, now_for
from simulator.web.answer import Answer
from simulator.web.calls import call_of, objects_of
from simulator.web.exchange import Exchange
from simulator.wire import json_bodies, moments, multipart
from simulator.wire.expand import check_paths, paths_of
from simulator.wire.forms import Raw, decode
from simulator.wire.render import prints_alike, render
from simulator.work import Work, catch_up

FORM = "application/x-www-form-urlencoded"


async def perform(exchange: Exchange) -> Answer:
    """Do it, from load to store without an `await`; what was due before it is done before it."""
    catch_up(exchange.account)
    route = exchange.route
    form = route.form(exchange.version, publishable=exchange.publishable)
    exchange.raw = sent(exchange) if exchange.method == "POST" else decode(exchange.query.encode())
    exchange.params = form.read(exchange.raw, exchange.path_values)
    if expand := paths_of(exchange.params):
        check_paths(route.method, route.template, expand, exchange.version)
    work = Work(
        exchange.account,
        params=exchange.params,
        path=exchange.path_values,
        version=exchange.version,
        request_id=exchange.request_id,
        idempotency_key=exchange.idempotency_key,
        publishable=exchange.publishable,
        version_named=bool(exchange.version_asked),
    )
    if exchange.account.store.table(TEST_CLOCK):
        named = (*objects_of(exchange), str(exchange.params.get("test_clock")))
        work.now = now_for(exchange.account, named) or work.now
    if form.names_moments:
        moments.check(exchange.params, work.now)
    if exchange.account.plans.charges:
        exchange.account.plans.charging = call_of(exchange)
    try:
        result = route.operation(work)
        answer = Answer(200, render(work, result, expand))
        if prints_alike(work, result, expand):
            answer.shows = result
    except StripeError as refusal:
        if refusal.keeps:
            work.commit()
        raise
    finally:
        exchange.account.plans.charging = NOBODY
    work.commit()
    return answer


def sent(exchange: Exchange) -> Raw:
    """What the body of a POST says, in whichever of the ways that its kind names; v2 speaks JSON.

    Raises:
        INVALID_CONTENT: it is of another kind.
    """
    given = exchange.headers.get("content-type", "")
    kind = given.partition(";")[0].strip().lower()
    if exchange.path.startswith(V2):
        if exchange.body and kind != json_bodies.KIND:
            raise errors.INVALID_CONTENT()
        return json_bodies.decode(exchange.body)
    if kind == multipart.KIND:
        return multipart.read(exchange.body, given)
    if exchange.body and kind not in ("", FORM):
        raise errors.INVALID_CONTENT()
    return decode(exchange.body, exchange.query)
