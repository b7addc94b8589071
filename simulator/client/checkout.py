"""The hosted page, from Python."""

from __future__ import annotations

from typing import Any

from simulator.connection import Control


class Checkout:
    """What a shopper does on the hosted page."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def pay(
        self,
        session_id: str,
        payment_method: str = "pm_card_visa",
        *,
        email: str | None = None,
        shopper: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Pay; the session as it then is.

        Args:
            shopper: what else is typed into the page: `name`, `phone`, `business_name`,
                `individual_name`, `address`, `shipping`, `tax_ids`, `opts_in`, `custom_fields`,
                `shipping_rate`, `promotion_code`, `optional_items`, `quantities`, `amounts`.
        """
        given = {"payment_method": payment_method, "email": email, "shopper": shopper or {}}
        return self._control.call("POST", f"/checkout/{session_id}/pay", dict[str, Any], given)

    def cancel(self, session_id: str) -> dict[str, Any]:
        """Leave the page by its back link; the session stays open, as at Stripe."""
        return self._control.call("POST", f"/checkout/{session_id}/cancel", dict[str, Any])
