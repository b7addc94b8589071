"""Configurations of the customer portal: what its visitors may do there.

Source: refusals quoted by those who met them, in 2022 and later; all else is the catalogue's.
"""

from typing import Any, Final

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.work import Work

RESOURCE: Final = "billing_portal.Configuration"
KIND: Final = "billing_portal.configuration"


def create(work: Work) -> Any:
    """POST /v1/billing_portal/configurations

    Raises:
        PORTAL_UPDATES_NEED_METHODS
    """
    made = work.keep(_checked(Maker(work).make(RESOURCE, work.params)))
    work.post("billing_portal.configuration.created", made)
    return made


def update(work: Work) -> Any:
    """POST /v1/billing_portal/configurations/{configuration}

    Raises:
        RESOURCE_MISSING, PORTAL_UPDATES_NEED_METHODS
    """
    id = work.path["configuration"]
    if (before := work.find_any(KIND, id)) is None:
        raise errors.RESOURCE_MISSING(param="configuration", noun="configuration", id=id)
    after = work.keep(_checked(Maker(work).change(before, work.params)))
    work.post("billing_portal.configuration.updated", after, before=before)
    return after


def _checked(configuration: Any) -> Any:
    """The configuration, in which what is changed there can also be paid for."""
    if offers(configuration, "subscription_update") and not offers(
        configuration, "payment_method_update"
    ):
        raise errors.PORTAL_UPDATES_NEED_METHODS()
    return configuration


def offers(configuration: Any, feature: str) -> bool:
    """Whether this can be done in a portal of that configuration."""
    told = (configuration.features or {}).get(feature) or {}
    return bool(told.get("enabled"))
