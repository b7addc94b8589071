"""The parts of a PaymentIntent's amount: told, changed, summed up over captures, and listed.

They must come to the amount, unless the request says that they need not; then the intent shows what
is wrong with them. Nothing is sent to a card network here, so nothing else follows from them.

Source: Stripe docs, "Payment line items", "Use payment line items for flexible payments".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.errors import StripeError
from simulator.resources import amount_details as parts
from simulator.resources.amount_details import AmountLine, AmountLines
from simulator.resources.payment_intent import AmountDetails, PaymentIntent
from simulator.wire.expand import Find, includable_within
from simulator.wire.lists import Page, page_in_order
from simulator.work import Work

Hash = dict[str, Any]
NAME: Final = "amount_details"


def described(
    work: Work, intent: PaymentIntent, given: Hash, *, amount: int | None = None
) -> PaymentIntent:
    """The intent with the parts of its amount as a request leaves them; its lines are kept.

    Where the request says nothing of the parts, they are held against the amount all the same: that
    they are not enforced any more once they were not is inferred.

    Args:
        amount: what they must come to, minor units; None: the intent's amount.

    Raises:
        EXCLUSIVE, AMOUNT_DETAILS_MISMATCH, AMOUNT_DETAILS_TOO_MUCH
    """
    details, lines = _told(work, intent)
    error = details.pop("error", None)
    if NAME not in given and not (details or lines):
        return intent
    enforced = error is None
    if NAME in given:
        said = given[NAME]
        if said is None:
            return _with(work, intent, {}, ())
        details = parts.changed(details, said)
        if "line_items" in said:
            lines = _made(work, said["line_items"])
        _check_once(details, lines)
        enforced = said.get("enforce_arithmetic_validation", True)
    due = intent.amount if amount is None else amount
    return _with(work, intent, _held_against(work, details, lines, due, enforced=enforced), lines)


def captured(
    work: Work, intent: PaymentIntent, given: Hash, *, amount: int, final: bool
) -> PaymentIntent:
    """The intent with the parts of what is captured now, and of what was captured before.

    One capture alone needs no parts of its own; those of the intent may then not come to what is
    captured, and the intent says so.

    Args:
        amount: what is captured now, minor units.
        final: whether this is the last capture.

    Raises:
        CAPTURE_NEEDS_DETAILS, CAPTURE_DETAILS_LATE, SHIPPED_ELSEWHERE, and those of `described`
    """
    details, lines = _told(work, intent)
    again = intent.amount_received > 0
    if again and amount == 0:
        return intent
    if not again and final:
        if NAME in given:
            return described(work, intent, given, amount=amount)
        details.pop("error", None)
        if not (details or lines):
            return intent
        told = _held_against(work, details, lines, amount, enforced=False)
        return _with(work, intent, told, lines)
    _check_continued(details, lines, given, again=again)
    if not again:
        return described(work, intent, given, amount=amount)
    if (said := given.get(NAME)) is None:
        return intent
    more, now = parts.changed({}, said), _made(work, said.get("line_items"))
    _check_once(more, now)
    if (code := parts.sent_elsewhere(details, more)) is not None:
        raise errors.SHIPPED_ELSEWHERE(param=f"{NAME}[shipping][{code}]", name=code)
    enforced = said.get("enforce_arithmetic_validation", True)
    wrong = _held_against(work, more, now, amount, enforced=enforced).get("error")
    summed = parts.added(details, more)
    return _with(work, intent, summed | ({"error": wrong} if wrong else {}), lines + now)


def _check_continued(
    details: Hash, lines: tuple[AmountLine, ...], given: Hash, *, again: bool
) -> None:
    """Of several captures either all tell of their parts or none does; so with the lines.

    The first may also begin to, or unset what was told.

    Raises:
        CAPTURE_NEEDS_DETAILS, CAPTURE_DETAILS_LATE
    """
    said = given.get(NAME) or {}
    for name, before, now in (
        (NAME, details or lines, NAME in given),
        (f"{NAME}[line_items]", lines, "line_items" in said),
    ):
        if before and not now:
            raise errors.CAPTURE_NEEDS_DETAILS(param=name, name=name)
        if again and now and not before:
            raise errors.CAPTURE_DETAILS_LATE(param=name, name=name)


def _held_against(
    work: Work, details: Hash, lines: tuple[AmountLine, ...], amount: int, *, enforced: bool
) -> Hash:
    """The parts, with what is wrong with them.

    Raises:
        AMOUNT_DETAILS_MISMATCH, AMOUNT_DETAILS_TOO_MUCH: something is, and it must not be.
    """
    found = _wrong(details, lines, amount)
    if found is None:
        return details
    if enforced:
        raise found
    return details | {"error": {"code": found.spec.code, "message": found.message(work.version)}}


def _wrong(details: Hash, lines: tuple[AmountLine, ...], amount: int) -> StripeError | None:
    """Why the parts cannot be those of this amount; without lines they may be less than it."""
    if lines and (total := parts.total(details, lines)) != amount:
        return errors.AMOUNT_DETAILS_MISMATCH(total=total, amount=amount)
    if (beside := parts.beside(details)) > amount:
        return errors.AMOUNT_DETAILS_TOO_MUCH(total=beside, amount=amount)
    return None


def _check_once(details: Hash, lines: tuple[AmountLine, ...]) -> None:
    """Tax and discount are told of as a whole, or line by line.

    Raises:
        EXCLUSIVE
    """
    for name, inner in (("discount_amount", "[discount_amount]"), ("tax", "[tax]")):
        if details.get(name) is None:
            continue
        for place, line in enumerate(lines):
            if getattr(line, name) is not None:
                both = f"{NAME}{inner}", f"{NAME}[line_items][{place}]{inner}"
                raise errors.EXCLUSIVE(names=", ".join(both), param=both[0])


def _made(work: Work, said: list[Hash] | None) -> tuple[AmountLine, ...]:
    return tuple(AmountLine(id=work.new_id("uli"), **line) for line in said or ())


def _told(work: Work, intent: PaymentIntent) -> tuple[Hash, tuple[AmountLine, ...]]:
    """The parts that were told of the intent, without the tip, and its lines."""
    shown = intent.amount_details
    if not isinstance(shown, dict):
        return {}, ()
    return {name: part for name, part in shown.items() if name != "tip"}, lines_of(work, intent.id)


def _with(
    work: Work, intent: PaymentIntent, details: Hash, lines: tuple[AmountLine, ...]
) -> PaymentIntent:
    if lines != lines_of(work, intent.id):
        work.keep(AmountLines(intent.id, lines))
    told = details or lines
    shown = dict(sorted((details | {"tip": {}}).items())) if told else AmountDetails()
    return replace(intent, amount_details=shown)


def lines_of(work: Work, intent: str) -> tuple[AmountLine, ...]:
    """The lines of a PaymentIntent, the first one first."""
    found = work.find(AmountLines, intent)
    return () if found is None else found.lines


def list_lines(work: Work) -> Page:
    """GET /v1/payment_intents/{intent}/amount_details_line_items"""
    intent = work.load(PaymentIntent, work.path["intent"], "intent")
    return _page(lines_of(work, intent.id), work.params, intent.id)


def _page(lines: tuple[AmountLine, ...], params: Hash, intent: str) -> Page:
    url = f"/v1/payment_intents/{intent}/{NAME}_line_items"
    return page_in_order(list(lines), params, url, AmountLine.KIND)


@includable_within("payment_intent", "amount_details.line_items")
def lines_shown(find: Find, intent: Hash) -> Page | None:
    """The first lines of an intent that has some; absent unless they are asked for."""
    found: AmountLines | None = find(AmountLines.KIND, intent["id"])
    return None if found is None or not found.lines else _page(found.lines, {}, intent["id"])
