"""PaymentMethodDomains: validated; everything else about them is as generic operations do it.

Every wallet is active on a domain from the start here, so that there is nothing left to find.

Source: API reference, "Validate an existing payment method domain".
"""

from typing import Any, Final

from simulator.catalogue.things import thing_class
from simulator.work import Work

RESOURCE: Final = "PaymentMethodDomain"


def validate(work: Work) -> Any:
    """POST /v1/payment_method_domains/{payment_method_domain}/validate

    Raises:
        RESOURCE_MISSING
    """
    return work.load(thing_class(RESOURCE), work.path["payment_method_domain"], "domain")
