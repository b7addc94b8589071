"""The hosted page, from Python."""

from __future__ import annotations

from typing import Any

from simulator.connection import Control


class Checkout:
    """What a shopper does on the hosted page."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def pay(
        self, session_id: str, payment_method: str = "pm_card_visa", *, email: str | None = None
    ) -> dict[str, Any]:
        """Pay; the session as it then is."""
        given = {"payment_method": payment_method, "email": email}
        return self._control.call("POST", f"/checkout/{session_id}/pay", dict[str, Any], given)

    def cancel(self, session_id: str) -> dict[str, Any]:
        """Leave the page by its back link; the session stays open, as at Stripe."""
        return self._control.call("POST", f"/checkout/{session_id}/cancel", dict[str, Any])
