"""The signature's age is not checked: an event that was recorded last year is taken for new.

Who once saw a delivery (in a log, in a proxy) can send it again for ever.
"""

from __future__ import annotations

from reference_backend.stripe_gateway import StripeGateway

INCIDENT = "profullstack/sh1pt PR#711, #856; stripe/stripe-php#657; stripe/stripe-dotnet#1183"


class AgelessGateway(StripeGateway):
    """Has switched the tolerance off, as 0 does in the SDK."""

    tolerance_s = 0


PARTS = {"gateway": AgelessGateway}
