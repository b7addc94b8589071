"""The Token: a card, a bank account or a person's data, handed over once.

Source: API reference, "Tokens".
"""

from typing import ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import CardSource

Type = Literal["account", "bank_account", "card", "cvc_update", "person", "pii"]


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A Token."""

    KIND: ClassVar[str] = "token"

    id: str
    object: Literal["token"] = "token"
    bank_account: BankAccount | UnsetType = UNSET
    card: CardSource | UnsetType = UNSET
    client_ip: str | None
    created: int
    livemode: bool
    type: Type
    used: bool = False


def spent(token: Token) -> Token:
    """The Token once it was used.

    Raises:
        TOKEN_USED: it was used before.
    """
    if token.used:
        raise errors.TOKEN_USED(id=token.id)
    return replace(token, used=True)
