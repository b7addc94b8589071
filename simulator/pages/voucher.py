"""A voucher, as its payer sees it, with the buttons of a test: pay it in a store, or let it go.

Source: Stripe docs, "OXXO payments", "Boleto payments", "Konbini payments" (hosted_voucher_url).
"""

from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from simulator.operations.payments.vouchers import VOUCHERS
from simulator.pages.layout import FOOT, amount
from simulator.pages.method_fields import name_of
from simulator.resources.payment_intent import PaymentIntent

DETAILS: Final = "_display_details"
EXPIRY: Final = ("expires_at", "expires_after")


def kind_of(intent: Any) -> str | None:
    """The kind of voucher that an intent waits for; None: it waits for none."""
    kind = str((intent.next_action or {}).get("type", "")).removesuffix(DETAILS)
    return kind if kind in VOUCHERS else None


def body(intent: PaymentIntent, kind: str) -> str:
    """The voucher as a page."""
    told = (intent.next_action or {})[f"{kind}{DETAILS}"]
    rows = f"<dt>Amount</dt><dd>{amount(intent.amount, intent.currency)}</dd>"
    for name, value in told.items():
        if name in EXPIRY:
            until = datetime.fromtimestamp(value, UTC)
            rows += f"<dt>Pay until</dt><dd>{until:%Y-%m-%d %H:%M} UTC</dd>"
        elif name in ("entity", "number", "reference"):
            rows += f"<dt>{name.capitalize()}</dt><dd>{escape(value)}</dd>"
    for store, codes in (told.get("stores") or {}).items():
        rows += f"<dt>{escape(store.capitalize())}</dt><dd>{escape(codes['payment_code'])}</dd>"
    return (
        f'<main class="notice"><div class="card"><h1>{escape(name_of(kind))}</h1>'
        "<p>Pay this amount with the voucher. In test mode it is paid by itself in some minutes,"
        f" or here and now.</p><dl>{rows}</dl>"
        '<form method="post" class="buttons">'
        '<button name="outcome" value="complete">Pay test voucher</button>'
        '<button class="quiet" name="outcome" value="fail">Let test voucher expire</button>'
        f"</form></div></main>{FOOT}"
    )
