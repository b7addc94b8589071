"""What can be paid for some days: vouchers and Pix codes, until when, and what will become of them.

Source: API reference, "PaymentIntents" (payment_method_options); Stripe docs, "OXXO payments",
"Boleto payments", "Konbini payments", "Multibanco payments", "Pix payments". The second at which a
voucher's last day ends is said of Konbini alone.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from simulator import errors
from simulator.instruments import voucher_payers
from simulator.instruments.voucher_payers import Payer
from simulator.resources.balance_transaction import DAY
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.work import Work

Hash = dict[str, Any]
VOUCHERS: Final = frozenset({"boleto", "konbini", "multibanco", "oxxo"})
EXPIRING: Final = VOUCHERS | {"pix"}
DAYS: Final = 3
"""How many days a voucher can be paid, where nothing is said."""
MULTIBANCO_DAYS: Final = 7
PIX_SECONDS: Final = 4 * 60 * 60
HOURS_EAST: Final = {"boleto": -3, "konbini": 9, "oxxo": -6}
"""Where the last day ends: America/Sao_Paulo, Japan, America/Mexico_City (none has summer time)."""
ONE_OF: Final = {
    "konbini": ("expires_after_days", "expires_at"),
    "pix": ("expires_after_seconds", "expires_at"),
}


def payer_of(intent: PaymentIntent, method: PaymentMethod) -> Payer:
    """Who is to pay it, as far as test mode goes."""
    number = _options(intent, method.type).get("confirmation_number")
    return voucher_payers.behind(method.billing_details.email, number)


def expires_at(work: Work, intent: PaymentIntent, method: PaymentMethod) -> int:
    """Until when it can be paid, Unix seconds."""
    payer = payer_of(intent, method)
    if payer.expires_after is not None:
        return work.now + payer.expires_after
    kind, options = method.type, _options(intent, method.type)
    if at := options.get("expires_at"):
        return int(at)
    if kind == "pix":
        return work.now + (options.get("expires_after_seconds") or PIX_SECONDS)
    if kind == "multibanco":
        return work.now + MULTIBANCO_DAYS * DAY
    return _end_of_day(work.now, kind, options.get("expires_after_days") or DAYS)


def check(intent: PaymentIntent, kind: str) -> None:
    """What is said of it goes together.

    Raises:
        EXCLUSIVE: two ways to say when it expires.
        KONBINI_NUMBER_INVALID, KONBINI_NUMBER_REJECTED
    """
    options = _options(intent, kind)
    names = ONE_OF.get(kind, ())
    if len(names) == len([name for name in names if options.get(name)]) > 1:
        paths = [f"payment_method_options[{kind}][{name}]" for name in names]
        raise errors.EXCLUSIVE(names=", ".join(paths), param=paths[0])
    if (number := options.get("confirmation_number")) is None:
        return
    if not (number.isdecimal() and len(number) in (10, 11) and number.strip("0")):
        raise errors.KONBINI_NUMBER_INVALID()
    if number == voucher_payers.KONBINI_REJECTED:
        raise errors.KONBINI_NUMBER_REJECTED()


def awaited(work: Work, intent: PaymentIntent, method: PaymentMethod) -> None:
    """It was shown: schedule that it is paid, or that it expires."""
    payer = payer_of(intent, method)
    work.call_off("voucher_paid", intent.id)
    work.call_off("voucher_expires", intent.id)
    due_at = expires_at(work, intent, method)
    if payer.pays_after is not None:
        work.schedule(work.now + payer.pays_after, "voucher_paid", intent.id)
    work.schedule(max(due_at, work.now + voucher_payers.SECONDS), "voucher_expires", intent.id)


def _end_of_day(now: int, kind: str, days: int) -> int:
    """The last second of a day, where it is paid; Unix seconds."""
    there = timezone(timedelta(hours=HOURS_EAST[kind]))
    day = datetime.fromtimestamp(now, UTC).astimezone(there) + timedelta(days=days)
    return int(day.replace(hour=23, minute=59, second=59, microsecond=0).timestamp())


def _options(intent: PaymentIntent, kind: str) -> Hash:
    return (intent.payment_method_options or {}).get(kind) or {}
