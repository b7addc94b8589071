"""Balance settings: the calls. How long money is held counts for what is charged from then on.

Once they tell a schedule, money is paid out by itself. Unlike Stripe: what is changed here is not
told by the account's own `settings`, nor the other way round once it was changed.

Source: API reference, "Balance Settings". What an account that nobody has connected starts with is
how long its money is held here.
"""

from typing import Any, Final

from simulator import errors
from simulator.operations.money.scheduled_payouts import schedule_next
from simulator.resources import balance_settings as states
from simulator.resources.account import Account, as_hash
from simulator.resources.balance_settings import BalanceSettings
from simulator.resources.balance_transaction import SETTLES_AFTER_DAYS
from simulator.work import Work

Hash = dict[str, Any]
DELAY_MOST: Final = 31
"""Days that money can be held."""
DELAY: Final = "payments[settlement_timing][delay_days_override]"
SCHEDULE: Final = "payments[payouts][schedule]"


def retrieve(work: Work) -> Hash:
    """GET /v1/balance_settings"""
    return _shown(_kept(work).payments)


def _shown(payments: Hash) -> Hash:
    timing = payments["settlement_timing"]
    days = timing.get("delay_days_override") or timing["delay_days"]
    timing = timing | {"delay_days": days}
    return {"object": "balance_settings", "payments": payments | {"settlement_timing": timing}}


def _kept(work: Work) -> BalanceSettings:
    """The settings as they are, or as they are at first."""
    found = work.find(BalanceSettings, work.account.id)
    return found or BalanceSettings(id=work.account.id, payments=_at_first(work))


def _at_first(work: Work) -> Hash:
    platform = work.account.platform
    known = platform.store.get(Account.KIND, work.account.id) if platform else None
    payouts = as_hash(known.settings).get("payouts") if known else None
    collects = as_hash(known.controller).get("requirement_collection") if known else None
    schedule = (payouts or {}).get("schedule") or {}
    return {
        "debit_negative_balances": collects != "application",
        "payouts": {
            "schedule": _as_told_here(schedule),
            "statement_descriptor": (payouts or {}).get("statement_descriptor"),
            "status": "enabled" if known is None or known.payouts_enabled else "disabled",
        },
        "settlement_timing": {"delay_days": schedule.get("delay_days") or SETTLES_AFTER_DAYS},
    }


def _as_told_here(schedule: Hash) -> Hash:
    """The schedule of an account's own settings, which know one day of an interval alone."""
    interval = schedule.get("interval") or "daily"
    days = {
        name: [schedule[f"{of}_anchor"]] for of, name in states.DAYS_OF.items() if of == interval
    }
    return {"interval": interval} | days


def update(work: Work) -> Hash:
    """POST /v1/balance_settings

    Raises:
        TOO_GREAT, PARAMETER_MISSING
    """
    before = _kept(work)
    told = work.params.get("payments") or {}
    delay = (told.get("settlement_timing") or {}).get("delay_days_override")
    if delay is not None and delay > DELAY_MOST:
        raise errors.TOO_GREAT(param=DELAY, most=DELAY_MOST)
    payments = states.changed(before.payments, told)
    _check_days(payments["payouts"]["schedule"])
    shown = _shown(before.payments)
    kept = work.keep(BalanceSettings(id=before.id, payments=payments))
    if (told.get("payouts") or {}).get("schedule"):
        schedule_next(work, kept)
    after = _shown(payments)
    if after != shown:
        work.post("balance_settings.updated", after, before=shown)
    return after


def _check_days(schedule: Hash) -> None:
    """Refuse an interval that does not say on which of its days it pays."""
    name = states.DAYS_OF.get(schedule["interval"])
    if name is not None and not schedule.get(name):
        raise errors.PARAMETER_MISSING(name=f"{SCHEDULE}[{name}]", param=f"{SCHEDULE}[{name}]")
