"""Middleware: idempotency. The first answer under a key is given again, and nothing is done twice.

Source: API reference, "Idempotent requests". What is stored: every answer of an operation that had
begun to execute. What is not: refusals before that (parameters, missing references), so that the
key can be used again. A POST without a key is given one by the server, as Stripe does.
"""

import hashlib
import re
from typing import Final
from urllib.parse import unquote_to_bytes

import msgspec

from simulator import errors
from simulator.errors import StripeError
from simulator.idempotency import LENGTH_MAX, V2, Remembered, is_kept, kept_for
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange, Serve
from simulator.web.refusals import refuse
from simulator.wire.printing import pretty

FORM: Final = "application/x-www-form-urlencoded"
PLACE: Final = re.compile(rb"\[\d+\]$")
"""The place of a member of an array, at a name's end: `types[0]` says what `types[]` does."""


async def replay(exchange: Exchange, serve: Serve) -> Answer:
    """Answer from memory, or do it and remember the answer."""
    given = exchange.headers.get("idempotency-key")
    if exchange.method != "POST" and not (given and deletes_in_v2(exchange)):
        answer = await serve(exchange)
        if exchange.method == "DELETE" and given:
            answer.headers["Idempotency-Key"] = given
        return answer
    if given is None:
        exchange.idempotency_key = invented_key(exchange)
        try:
            return headed(exchange, await serve(exchange))
        except StripeError as refusal:
            return headed(exchange, refuse(exchange, refusal))
    if not 1 <= len(given) <= LENGTH_MAX:
        raise errors.KEY_LENGTH(length=len(given))
    exchange.idempotency_key = given
    memory = exchange.account.idempotency
    now = exchange.account.clock.now()
    known = memory.get(given)
    fingerprint = fingerprint_of(exchange)
    if known is not None and now - known.first_at < kept_for(known.path):
        try:
            return again(exchange, known, fingerprint)
        except StripeError as refusal:
            return headed(exchange, refuse(exchange, refusal), known.request_id)
    assert exchange.request_id is not None
    forget_old(memory, now)
    first = Remembered(exchange.path, fingerprint, exchange.request_id, now)
    memory[given] = first
    executed = False
    try:
        answer, executed = await first_answer(exchange, serve)
        executed = executed and is_kept(exchange.path, answer.status)
    finally:
        if not executed:
            memory.pop(given, None)
    if executed:
        memory[given] = msgspec.structs.replace(
            first,
            status=answer.status,
            body=answer.body if answer.shows is None else None,
            shows=answer.shows,
        )
    return headed(exchange, answer)


def deletes_in_v2(exchange: Exchange) -> bool:
    """Whether it is a DELETE that heeds its key; in API v1 none does."""
    return exchange.method == "DELETE" and exchange.path.startswith(V2)


def forget_old(memory: dict[str, Remembered], now: int) -> None:
    """Let go of what is past its time; the oldest stands first."""
    while memory:
        oldest = next(iter(memory))
        if now - memory[oldest].first_at < kept_for(memory[oldest].path):
            return
        del memory[oldest]


async def first_answer(exchange: Exchange, serve: Serve) -> tuple[Answer, bool]:
    """The answer, and whether the operation had begun to execute."""
    try:
        return await serve(exchange), True
    except StripeError as refusal:
        return refuse(exchange, refusal), refusal.spec.executed


def again(exchange: Exchange, known: Remembered, fingerprint: bytes) -> Answer:
    """The first answer once more; or why this is not the same request."""
    key = exchange.idempotency_key
    if known.path != exchange.path:
        raise errors.KEY_WITH_OTHER_ENDPOINT(path=exchange.path, first_path=known.path, key=key)
    if known.fingerprint != fingerprint:
        raise errors.KEY_WITH_OTHER_PARAMS(key=key)
    if not known.status:
        raise errors.KEY_IN_USE(key=key)
    exchange.replayed = True
    body = pretty(known.shows) if known.body is None else known.body
    answer = Answer(known.status, body, {"Idempotent-Replayed": "true"})
    answer.headers["Stripe-Should-Retry"] = "false"
    return headed(exchange, answer, known.request_id)


def fingerprint_of(exchange: Exchange) -> bytes:
    """What tells one set of parameters from another, however each was spelled.

    In which order they were sent, with which percent signs, in the body or the query, is all the
    same; what was sent several times under one name (`a[]`) keeps its order. That Stripe compares
    what was said, and not how, is inferred.
    """
    if exchange.headers.get("content-type", FORM).startswith(FORM):
        sent = (exchange.body + b"&" + exchange.query.encode()).split(b"&")
        pairs = sorted((_plain(pair) for pair in sent if pair), key=_name)
        said = b"\0".join(PLACE.sub(b"[]", name) + b"\0" + value for name, value in pairs)
    else:
        said = exchange.body + b"?" + exchange.query.encode()
    return hashlib.blake2b(exchange.method.encode() + b" " + said, digest_size=16).digest()


def _plain(pair: bytes) -> tuple[bytes, bytes]:
    """Name and value, without percent signs and pluses."""
    name, _, value = pair.replace(b"+", b" ").partition(b"=")
    return (unquote_to_bytes(name), unquote_to_bytes(value)) if b"%" in pair else (name, value)


def _name(pair: tuple[bytes, bytes]) -> bytes:
    return pair[0]


def headed(exchange: Exchange, answer: Answer, original: str | None = None) -> Answer:
    """The answer with the headers that every POST's has."""
    assert exchange.idempotency_key is not None
    assert exchange.request_id is not None
    answer.headers["Idempotency-Key"] = exchange.idempotency_key
    answer.headers["Original-Request"] = original or exchange.request_id
    if answer.status < 400:
        answer.headers["Stripe-Should-Retry"] = "false"
    return answer


def invented_key(exchange: Exchange) -> str:
    """A key in the form of a UUIDv4, by the account's chance."""
    text = exchange.account.chance.stream("idempotency").getrandbits(128).to_bytes(16).hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
