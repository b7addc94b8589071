"""Receipts: the addresses at which Stripe shows them.

An address ends in a token, base64 of a message in Protocol Buffers: whose receipt it is, when the
address was given out, and what nobody else can guess. Payments of invoices have a page of their
own. So read from addresses that were posted and recorded from 2023 to 2026; what the last two
fields are is not known.

Unlike Stripe: a charge keeps its address until something happens to it; Stripe gives out a new one
with every answer.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Final

from simulator.resources.invoice import InvoicePayment
from simulator.work import Work

BASE: Final = "https://pay.stripe.com/receipts"
RECEIPT: Final = b"\x08\x07"
LIVE: Final = b"\x10\x01"
OF_ACCOUNT, AT, SALT, SEAL = b"\x1a", b"\x28", b"\x32", b"\x3a"
"""The tags of the fields."""


def receipt_url(work: Work, intent: str | None) -> str:
    """The address of the receipt of a charge; drawn at once, since every charge has one.

    Args:
        intent: the id of the PaymentIntent that the charge is of.
    """
    found = work.where(InvoicePayment, "intent", intent) if intent else ()
    if any(found):
        return f"{BASE}/invoices/{_token(work)}?s=ap"
    return f"{BASE}/payment/{_token(work)}"


def _token(work: Work) -> str:
    drawn = work.account.chance.stream("receipts").getrandbits(49 * 8).to_bytes(49)
    given_out = _given_out(work.account.id, work.now, live=work.account.livemode)
    message = given_out + SALT + _sized(drawn[:6]) + SEAL + _sized(b"\x16" + drawn[6:])
    return urlsafe_b64encode(message).rstrip(b"=").decode()


@lru_cache(maxsize=64)
def _given_out(account: str, at: int, *, live: bool) -> bytes:
    """What the receipts say alike that an account gives out at one moment."""
    whose = OF_ACCOUNT + _sized(b"\x0a" + _sized(account.encode()))
    return RECEIPT + (LIVE if live else b"") + whose + AT + _varint(at)


def _sized(content: bytes) -> bytes:
    return _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that there are more."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*written, number))
