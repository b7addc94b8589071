"""Events of live mode, and of other accounts, are acted on as if they were about this shop.

A clone of the shop shares the endpoint; the order numbers are the same; the other one's payment
pays this one's order.
"""

from __future__ import annotations

from reference_backend.webhooks import Envelope, Webhooks

INCIDENT = "pay-rails/pay#999; integrallis/stripe_event#33; liedekef/events-made-easy#993"


class UndiscerningWebhooks(Webhooks):
    """Reads neither `livemode` nor `account`."""

    def is_for_us(self, envelope: Envelope) -> bool:  # noqa: ARG002  # see above
        return True


PARTS = {"webhooks": UndiscerningWebhooks}
