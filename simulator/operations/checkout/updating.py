"""Updating a Checkout Session: what it says, what the shop has learned of the shopper, its lines.

Source: API reference, "Update a Checkout Session". That what only some pages take is refused in the
words in which creation refuses it is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.connected_accounts import check_accounts_within
from simulator.operations.checkout.completing import COLLECTED, plan_of
from simulator.operations.checkout.intents import abandon, follow
from simulator.operations.checkout.reckoning import reckoned
from simulator.operations.checkout.rules import LONGEST, check_mode, check_rhythm
from simulator.operations.checkout.sending import shipping_rates_of, ways
from simulator.operations.checkout.sessions import found
from simulator.operations.checkout.totals import known, tax_rates_of
from simulator.operations.checkout.ui_mode import name_of
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.lengths import check_lengths
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling import line_items
from simulator.resources.checkout_session import Session
from simulator.wire.echo import shown
from simulator.work import Work

Hash = dict[str, Any]
ONLY_FOR: Final = {
    "collected_information": ("embedded_page", "elements"),
    "payment_intent_data": ("elements",),
}
"""The pages whose Sessions take what."""
WHILE_OPEN: Final = (*ONLY_FOR, "line_items", "shipping_options")


def update(work: Work) -> Session:
    """POST /v1/checkout/sessions/{session}

    Raises:
        SESSION_NOT_OPEN, NOT_WITH_UI_MODE, NOT_IN_MODE, ARRAY_TOO_LONG, REFERENCE_MISSING, and what
        else the checks of lines raise
    """
    before = found(work)
    given = work.params
    _check(before, given, work.version)
    changes: Hash = {}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    if told := given.get("collected_information"):
        so_far = before.collected_information or dict.fromkeys(COLLECTED)
        changes["collected_information"] = so_far | shown(
            "checkout.Session", "collected_information", so_far | told
        )
    if told := given.get("payment_intent_data"):
        _say(work, before, told)
    after = replace(before, **changes)
    if given.get("line_items") or "shipping_options" in given:
        after = _reckoned_again(work, after, given)
    return work.keep(after)


def _check(session: Session, given: Hash, version: str) -> None:
    check_lengths(given, LONGEST)
    check_mode(given, session.mode)
    for name, modes in ONLY_FOR.items():
        if given.get(name) and session.ui_mode not in modes:
            ui_mode = name_of(session.ui_mode, version)
            raise errors.NOT_WITH_UI_MODE(ui_mode=ui_mode, name=name, param=name)
    if session.status != "open" and any(name in given for name in WHILE_OPEN):
        raise errors.SESSION_NOT_OPEN(status=session.status)


def _say(work: Work, session: Session, told: Hash) -> None:
    """What the PaymentIntent will say; one that was being paid is given up, and paid anew."""
    check_lines(told, "payment_intent_data")
    check_accounts_within(work, told, "payment_intent_data")
    plan = plan_of(work, session)
    data = plan.payment_intent_data | told
    if "metadata" in told:
        so_far = plan.payment_intent_data.get("metadata") or {}
        data["metadata"] = merged_metadata(so_far, told["metadata"])
    abandon(work, session)
    follow(work, session, work.keep(replace(plan, payment_intent_data=data)))


def _reckoned_again(work: Work, session: Session, given: Hash) -> Session:
    """The Session with other lines, or other ways to send them.

    Raises:
        REFERENCE_MISSING, and what else `made` and `check_rhythm` raise
    """
    plan = plan_of(work, session)
    lines = plan.lines
    if rows := given.get("line_items"):
        lines = line_items.changed(work, plan.lines, rows, session.currency)
        check_rhythm(session.mode, lines)
        named = tax_rates_of(work, rows, lines)
        kept = {
            line.id: plan.tax_rates[line.id]
            for row, line in zip(rows, lines, strict=True)
            if "tax_rates" not in row and line.id in plan.tax_rates
        }
        plan = replace(plan, tax_rates=named | kept)
    rates = [known(work, "shipping_rate", id) for id in plan.shipping_rates]
    if "shipping_options" in given:
        rates = shipping_rates_of(work, given)
        options = ways(work, rates, session.currency or "")
        session = replace(session, shipping_options=options)
        plan = replace(plan, shipping_rates=tuple(rate.id for rate in rates))
    discount = next(iter(session.discounts or ()), {})
    return reckoned(
        work,
        session,
        plan,
        lines,
        coupon=work.find_any("coupon", plan.coupon) if plan.coupon else None,
        promotion_code=discount.get("promotion_code"),
        shipping_rate=rates[0] if rates else None,
    )
