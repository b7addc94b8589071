"""FundingInstructions: where a Customer can transfer money to before there is anything to pay.

Source: API reference, "Funding Instructions".
"""

from typing import Any, ClassVar, Literal

import msgspec


class FundingInstructions(msgspec.Struct, frozen=True, kw_only=True):
    """The instructions. They have no id, and are not kept."""

    KIND: ClassVar[str] = "funding_instructions"

    object: Literal["funding_instructions"] = "funding_instructions"
    bank_transfer: dict[str, Any]
    currency: str
    funding_type: Literal["bank_transfer"] = "bank_transfer"
    livemode: bool
