"""The app's PaymentMethod is used as it comes, without a Customer to attach it to.

The first payment works. The retry after a decline, or the next order with the card, is refused:
"The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment …".
"""

from __future__ import annotations

from reference_backend.mobile import Mobile
from reference_backend.payments import Payment

INCIDENT = "founding incident 3; liberapay/liberapay.com#2686, getlago/lago-api PR#3826"


class UnattachedMobile(Mobile):
    """Knows no Customers."""

    async def usable(
        self,
        user_id: str,  # noqa: ARG002  # see above
        payment_method: str,
        payment: Payment,  # noqa: ARG002  # see above
        attempt: int,  # noqa: ARG002  # see above
    ) -> tuple[str | None, str]:
        return None, payment_method


PARTS = {"mobile": UnattachedMobile}
