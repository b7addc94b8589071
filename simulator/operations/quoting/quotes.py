"""Quotes: what a Customer is offered, until when, and what they say to it.

Unlike Stripe: a Quote is not printed (`/pdf`), and its taxes are those of the rates that it names.

Source: Stripe docs, "Quotes"; API reference, "Quotes". The form of the number is inferred.
"""

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.catalogue.maker import Maker
from simulator.operations.checkout.totals import tax_rates_of
from simulator.operations.quoting.accepting import made_of
from simulator.operations.quoting.computing import computed, of_first_invoice
from simulator.operations.selling import line_items
from simulator.resources import quote as states
from simulator.resources.quote import QuotePlan
from simulator.wire.expand import Find, includable_within
from simulator.wire.lists import Page
from simulator.work import Work

Hash = dict[str, Any]
EXPIRES: Final = "quote_expires"
COUNTS: Final = frozenset(
    {"customer", "default_tax_rates", "discounts", "line_items", "subscription_data"}
)
"""Parameters that what it comes to hangs on."""
OF_ITSELF: Final = frozenset({"discounts", "expand", "expires_at", "from_quote", "line_items"})
"""Parameters that are no fields to be filled as they are."""
NOT_CLONED: Final = frozenset(
    """
    created expires_at from_quote id invoice livemode number object status status_transitions
    subscription subscription_schedule
    """.split()
)
LINES_SHOWN: Final = 10


def create(work: Work) -> Any:
    """POST /v1/quotes: a draft, that expires 30 days from now unless something else is said.

    Raises:
        TIMESTAMP_PAST, QUOTE_NOT_REVISABLE, QUOTE_INTERVALS_MIXED, and those of its lines
    """
    given, clones = work.params, work.params.get("from_quote")
    made: Any = Maker(work).make("Quote", _fields(given))
    quote = replace(made, expires_at=_until(work), number=None, status="draft")
    plan = QuotePlan(id=quote.id)
    if clones:
        quote, plan = _cloned(work, quote, clones)
        quote = Maker(work).change(quote, _fields(given))
    quote = _kept(work, quote, plan)
    work.post("quote.created", quote)
    return _watched(work, quote)


def update(work: Work) -> Any:
    """POST /v1/quotes/{quote}

    Raises:
        RESOURCE_MISSING, QUOTE_STATE, TIMESTAMP_PAST, QUOTE_INTERVALS_MIXED, and those of its lines
    """
    before = _load(work)
    states.moved(before.status, "updated")
    after: Any = Maker(work).change(before, _fields(work.params))
    if "expires_at" in work.params:
        after = replace(after, expires_at=_until(work))
    if COUNTS & work.params.keys():
        return _watched(work, _kept(work, after, _plan(work, before.id)))
    return _watched(work, work.keep(after))


def finalize(work: Work) -> Any:
    """POST /v1/quotes/{quote}/finalize: it has a number, and can be accepted.

    Raises:
        RESOURCE_MISSING, QUOTE_STATE, QUOTE_WITHOUT_CUSTOMER, QUOTE_WITHOUT_LINES, TIMESTAMP_PAST
    """
    before = _load(work)
    status = states.moved(before.status, "finalized")
    if not before.customer and not getattr(before, "customer_account", None):
        raise errors.QUOTE_WITHOUT_CUSTOMER()
    if not _plan(work, before.id).lines:
        raise errors.QUOTE_WITHOUT_LINES()
    revised = _revised(work, before)
    after = replace(
        before,
        expires_at=_until(work) if "expires_at" in work.params else before.expires_at,
        number=_number(work, revised),
        status=status,
        status_transitions=before.status_transitions | {"finalized_at": work.now},
    )
    work.post("quote.finalized", work.keep(after))
    if revised is not None and "canceled" in states.LIFE_CYCLE[revised.status]:
        _over(work, revised, "canceled")
    return _watched(work, after)


def accept(work: Work) -> Any:
    """POST /v1/quotes/{quote}/accept

    Raises:
        RESOURCE_MISSING, QUOTE_STATE, and what `accepting.made_of` raises
    """
    before = _load(work)
    states.moved(before.status, "accepted")
    made = made_of(work, before, _plan(work, before.id))
    return _over(work, replace(before, **made), "accepted")


def cancel(work: Work) -> Any:
    """POST /v1/quotes/{quote}/cancel

    Raises:
        RESOURCE_MISSING, QUOTE_STATE
    """
    return _over(work, _load(work), "canceled")


@due(EXPIRES)
def expires(work: Work, id: str) -> None:
    """Nobody has accepted it in time."""
    quote = work.find_any(states.KIND, id)
    if quote is not None and "canceled" in states.LIFE_CYCLE[quote.status]:
        _over(work, quote, "canceled")


def list_lines(work: Work) -> Page:
    """GET /v1/quotes/{quote}/line_items"""
    quote = _load(work)
    lines = _plan(work, quote.id).lines
    return _listed(work.find_any, lines, work.params, f"/v1/quotes/{quote.id}/line_items")


def list_upfront(work: Work) -> Page:
    """GET /v1/quotes/{quote}/computed_upfront_line_items: what is due once it is accepted."""
    quote = _load(work)
    lines = of_first_invoice(quote, _plan(work, quote.id))
    url = f"/v1/quotes/{quote.id}/computed_upfront_line_items"
    return _listed(work.find_any, lines, work.params, url)


@includable_within("quote", "line_items")
def shown_lines(find: Find, quote: Hash) -> Any:
    """The first lines of a Quote; absent unless they are asked for."""
    plan: QuotePlan | None = find(QuotePlan.KIND, quote["id"])
    lines = () if plan is None else plan.lines
    return _listed(find, lines, {"limit": LINES_SHOWN}, f"/v1/quotes/{quote['id']}/line_items")


def _listed(find: Any, lines: Any, params: Hash, url: str) -> Page:
    return line_items.in_order(line_items.current(find, lines), params, url)


def _fields(given: Hash) -> Hash:
    return {name: value for name, value in given.items() if name not in OF_ITSELF}


def _until(work: Work) -> int:
    """Until when it can be accepted, Unix seconds."""
    told = work.params.get("expires_at")
    if told is not None and told <= work.now:
        raise errors.TIMESTAMP_PAST(param="expires_at")
    return int(told or work.now + states.LIVES_FOR)


def _kept(work: Work, quote: Any, plan: QuotePlan) -> Any:
    """The Quote with what the request says of its lines, and what they come to; kept."""
    given = work.params
    if "line_items" in given:
        plan = _sold(work, plan, given["line_items"] or ())
    if "discounts" in given:
        plan = replace(plan, discounts=tuple(given["discounts"] or ()))
    quote, plan = computed(work, quote, plan)
    work.keep(plan)
    return work.keep(quote)


def _sold(work: Work, plan: QuotePlan, rows: Sequence[Hash]) -> QuotePlan:
    """The plan with these lines; one named by its id is as before in what is not said of it."""
    if plan.lines:
        lines = line_items.changed(work, plan.lines, rows, None, usual=1)
    else:
        lines = line_items.made(work, rows, usual=1)
    rates = tax_rates_of(work, rows, lines)
    rates |= {
        line.id: plan.tax_rates[line.id]
        for row, line in zip(rows, lines, strict=True)
        if "tax_rates" not in row and line.id in plan.tax_rates
    }
    return replace(plan, lines=lines, tax_rates=rates)


def _cloned(work: Work, quote: Any, asked: Hash) -> tuple[Any, QuotePlan]:
    """A new draft of what another Quote says.

    Raises:
        REFERENCE_MISSING, QUOTE_NOT_REVISABLE
    """
    id, revises = asked["quote"], bool(asked.get("is_revision"))
    other = work.find_any(states.KIND, id)
    if other is None:
        raise errors.REFERENCE_MISSING(param="from_quote[quote]", noun="quote", id=id)
    if revises and other.status != "open":
        raise errors.QUOTE_NOT_REVISABLE(status=other.status)
    same = {
        name: getattr(other, name)
        for name in other.__struct_fields__
        if name not in NOT_CLONED and hasattr(quote, name)
    }
    quote = replace(quote, **same, from_quote={"is_revision": revises, "quote": id})
    plan = _plan(work, id)
    lines = tuple(replace(line, id=work.new_id("li")) for line in plan.lines)
    rates = {line.id: plan.tax_rates[old.id] for old, line in zip(plan.lines, lines, strict=True)}
    return quote, replace(plan, id=quote.id, lines=lines, tax_rates=rates)


def _revised(work: Work, quote: Any) -> Any:
    """The Quote in whose place this one stands; None: it stands for itself."""
    told = quote.from_quote or {}
    return work.find_any(states.KIND, told["quote"]) if told.get("is_revision") else None


def _over(work: Work, before: Any, move: states.Move) -> Any:
    transitions = before.status_transitions | {f"{move}_at": work.now}
    status = states.moved(before.status, move)
    after = work.keep(replace(before, status=status, status_transitions=transitions))
    work.call_off(EXPIRES, before.id)
    work.post(f"quote.{move}", after)
    return after


def _watched(work: Work, quote: Any) -> Any:
    """The Quote, which is awaited to expire."""
    work.call_off(EXPIRES, quote.id)
    work.schedule(quote.expires_at, EXPIRES, quote.id)
    return quote


def _number(work: Work, revised: Any) -> str:
    """Which Quote it is of the account, and how often it was revised."""
    if revised is not None and revised.number:
        base, _, revision = revised.number.rpartition("-")
        return f"{base}-{int(revision) + 1}"
    kept = work.account.store.table(states.KIND).values()
    first = sum(quote.number is not None and not _revised(work, quote) for quote in kept)
    return f"QT-{1 + first:04}-1"


def _plan(work: Work, id: str) -> QuotePlan:
    return work.find(QuotePlan, id) or QuotePlan(id=id)


def _load(work: Work) -> Any:
    id = work.path["quote"]
    if (quote := work.find_any(states.KIND, id)) is None:
        raise errors.RESOURCE_MISSING(param="quote", noun="quote", id=id)
    return quote
