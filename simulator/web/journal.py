"""Middleware, the outermost: every request and its answer goes into the account's journal."""

from simulator.clock import stopwatch
from simulator.journal import Entry
from simulator.web.answer import Answer, CutAnswer
from simulator.web.exchange import Exchange, Serve


async def journal(exchange: Exchange, serve: Serve) -> Answer:
    """Serve, and note what was asked and answered."""
    began = stopwatch()
    answer = await serve(exchange)
    account = getattr(exchange, "account", None)
    if account is None:  # Without a good key nobody knows whose journal it is.
        return answer
    entry = Entry()
    entry.at = account.clock.now()
    entry.order = account.activity.next()
    entry.method = exchange.method
    entry.path = exchange.path
    entry.query = exchange.query
    route = getattr(exchange, "route", None)
    entry.operation = "" if route is None else route.name
    entry.body = exchange.body
    entry.status = None if isinstance(answer, CutAnswer) else answer.status
    entry.answered = answer.body if answer.shows is None else b""
    entry.shows = answer.shows
    entry.error = exchange.error
    entry.request_id = exchange.request_id
    entry.idempotency_key = exchange.idempotency_key
    entry.replayed = exchange.replayed
    entry.version = exchange.version
    entry.user_agent = exchange.headers.get("user-agent", "")
    entry.faults = exchange.faults
    entry.duration_ms = (stopwatch() - began) * 1000
    account.journal.add(entry)
    return answer
