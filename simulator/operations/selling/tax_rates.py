"""What a tax rate adds to an amount, or is contained in it.

Source: API reference, "Tax Rates". That it rounds half up, each line by itself, is inferred.
"""

from decimal import Decimal
from typing import Any, Final

from simulator import money

OVER: Final = Decimal(100)


def tax_on(amount: int, rate: Any) -> int:
    """The tax on an amount, or in it where the rate is inclusive; minor units."""
    share = Decimal(str(rate.percentage)) / OVER
    if rate.inclusive:
        return amount - money.share(amount, str(1 / (1 + share)))
    return money.share(amount, str(share))
