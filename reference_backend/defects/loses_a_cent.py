"""Prices are floating point numbers on their way to Stripe, and cut off where they should be whole.

4.35 times a hundred is 434.99999999999994, and one price in twenty is a cent off.
"""

from __future__ import annotations

from reference_backend.money import Money

INCIDENT = "Automattic/woocommerce-payments PR#91; BasedHardware/omi PR#10158"


class FloatingMoney(Money):
    """Thinks in dollars."""

    def charge_amount(self, total_minor: int, currency: str) -> int:
        del currency
        return int(total_minor / 100 * 100)


PARTS = {"money": FloatingMoney}
