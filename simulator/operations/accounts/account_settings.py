"""The settings of a connected account: what it is called where, and when its money is paid out.

Source: API reference, "Create an account" (settings); recorded accounts.
"""

from collections.abc import Collection
from typing import Any, Final

from simulator import errors
from simulator.operations.accounts.persons import merged_hashes
from simulator.resources.account import Account

Hash = dict[str, Any]

ANCHORS: Final = {"monthly": "monthly_anchor", "weekly": "weekly_anchor"}
"""What a schedule says besides of intervals that begin on some day."""
SCHEDULE: Final = "settings[payouts][schedule]"


def settings_of(account: Account, told: Hash | None, asked: Collection[str]) -> Hash:
    """The settings of a new account.

    Args:
        told: what it was given of them.
        asked: the capabilities that were asked for.

    Raises:
        DELAY_TOO_SHORT, PARAMETER_MISSING
    """
    told = told or {}
    profile = account.business_profile or {}
    host = _host(profile.get("url"))
    name = profile.get("name") or host
    payouts: Hash = told.get("payouts") or {}
    descriptor = (told.get("payments") or {}).get("statement_descriptor") or name.upper()[:22]
    cards: Hash = told.get("card_payments") or {}
    schedule = _schedule(account, payouts.get("schedule") or {}, asked, {})
    at_first = {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": dict.fromkeys(("icon", "logo", "primary_color", "secondary_color")),
        "capital": {},  # recorded since 2024-08, and documented nowhere
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False},
            "statement_descriptor_prefix": cards.get("statement_descriptor_prefix")
            or descriptor[:10].strip()
            or None,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "dashboard": {
            "display_name": profile.get("name") or host.rpartition(".")[0] or None,
            "timezone": "Etc/UTC",
        },
        "invoices": {"default_account_tax_ids": None, "hosted_payment_method_save": "offer"},
        "payments": {
            "statement_descriptor": descriptor,
            "statement_descriptor_kana": None,
            "statement_descriptor_kanji": None,
        },
        "payouts": {
            "debit_negative_balances": payouts.get("debit_negative_balances", False),
            "schedule": schedule,
            "statement_descriptor": payouts.get("statement_descriptor"),
        },
        "sepa_debit_payments": {},
    }
    after = merged_hashes(at_first, told)
    return after | {"payouts": after["payouts"] | {"schedule": schedule}}


def changed(account: Account, told: Hash, asked: Collection[str]) -> Hash:
    """The settings of an account once it was told other ones.

    Raises:
        DELAY_TOO_SHORT, PARAMETER_MISSING
    """
    before = account.settings or {}
    after = merged_hashes(before, told)
    if schedule := (told.get("payouts") or {}).get("schedule"):
        old = (before.get("payouts") or {}).get("schedule") or {}
        payouts = after["payouts"] | {"schedule": _schedule(account, schedule, asked, old)}
        after = after | {"payouts": payouts}
    return after


def _schedule(account: Account, told: Hash, asked: Collection[str], before: Hash) -> Hash:
    """When money is paid out; of intervals that begin on some day, it has to be said on which."""
    interval = told.get("interval") or before.get("interval") or "daily"
    least = _delay(account, interval, asked)
    wanted = told.get("delay_days")
    if isinstance(wanted, int) and wanted < least:
        raise errors.DELAY_TOO_SHORT(param=f"{SCHEDULE}[delay_days]", least=least)
    kept = 0 if wanted == "minimum" else before.get("delay_days") or 0
    delay = wanted if isinstance(wanted, int) else max(kept, least)
    found: Hash = {"delay_days": delay, "interval": interval}
    if (anchor := ANCHORS.get(interval)) is not None:
        found[anchor] = told.get(anchor) or before.get(anchor)
        if found[anchor] is None:
            path = f"{SCHEDULE}[{anchor}]"
            raise errors.PARAMETER_MISSING(param=path, name=path)
    return found


def _host(url: str | None) -> str:
    """`https://www.example.com/` gives `example.com`."""
    return (url or "").split("://")[-1].split("/")[0].removeprefix("www.")


def _delay(account: Account, interval: str, asked: Collection[str]) -> int:
    """Days until money can be paid out. Source: recorded; by country and schedule."""
    if "card_payments" not in asked:
        return 0
    if interval == "manual":
        return 1
    return 2 if account.country == "US" else 7
