"""Which kinds of PaymentMethod are offered where nobody names them: the account's own choice.

Until somebody has said something else, an account offers cards, and Link where there is Link. What
its PaymentMethodConfiguration turns on is offered as well, so far as it takes the currency, needs
no redirect where none is wanted, and can be held where the money is to be held. A debit that
wants to know how often it is made is offered where that is said, which is inferred.

Source: Stripe docs, "Dynamic payment methods", "Payment method configurations"; in which order the
kinds stand is inferred.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from simulator import errors
from simulator.operations.payers.mandates import lacks_terms
from simulator.operations.payers.method_types import CURRENCIES, HELD, KNOWN
from simulator.operations.payments.bank_methods import AT_ONCE, DEBITS
from simulator.operations.payments.vouchers import VOUCHERS
from simulator.resources.payment_method import IN_PERSON
from simulator.work import Work

CONFIGURATION: Final = "payment_method_configuration"
LINK_CURRENCIES: Final = frozenset({"aud", "cad", "eur", "gbp", "usd"})
WITHOUT_REDIRECT: Final = DEBITS | AT_ONCE | VOUCHERS | {"card"}
KEPT: Final = frozenset(
    """
    acss_debit amazon_pay au_becs_debit bacs_debit bancontact card cashapp ideal kakao_pay kr_card
    link naver_pay nz_bank_account paypal revolut_pay sepa_debit sofort us_bank_account
    """.split()
)
"""Kinds that can be set up for later."""


class Offer(NamedTuple):
    """The kinds, and the configuration that they come from: its id and its parent's."""

    types: tuple[str, ...]
    configuration: dict[str, Any]


def offered(
    work: Work,
    given: Mapping[str, Any],
    *,
    noun: str,
    currency: str | None,
    redirects: bool = True,
    holds: bool = False,
    keeps: bool = False,
) -> Offer:
    """What a new intent or Session offers.

    Args:
        given: its parameters, which may name another configuration, and allow or exclude kinds.
        noun: what it is that offers them.
        currency: None: any; nothing is paid.
        redirects: whether the payer may be sent elsewhere.
        holds: whether the money is to be held and captured later.
        keeps: whether the PaymentMethod is set up for later, and nothing is paid.

    Raises:
        REFERENCE_MISSING: there is no such configuration.
        NO_METHOD_TYPES: nothing is left to offer.
    """
    own = work.account.payment_method_configuration
    id = given.get(CONFIGURATION) or own
    chosen = work.find_any(CONFIGURATION, id)
    if chosen is None and id != own:
        raise errors.REFERENCE_MISSING(param=CONFIGURATION, noun=CONFIGURATION, id=id)
    types = _by_default(currency)
    if chosen is not None:
        asked = (
            (redirects, KNOWN),
            (not redirects, WITHOUT_REDIRECT),
            (holds, HELD),
            (keeps, KEPT),
        )
        can_be = frozenset.intersection(*(kinds for wanted, kinds in asked if wanted)) - IN_PERSON
        on = {kind for kind in can_be if (getattr(chosen, kind, None) or {}).get("available")}
        on = {kind for kind in on if not lacks_terms(kind, given.get("payment_method_options"))}
        taken = {kind for kind in on if currency is None or _takes(kind, currency)}
        types = tuple(sorted(taken, key=lambda kind: (kind != "card", kind)))
    if allowed := given.get("allowed_payment_method_types"):
        types = tuple(kind for kind in types if kind in allowed) or tuple(
            kind for kind in allowed if currency is None or _takes(kind, currency)
        )
    if excluded := given.get("excluded_payment_method_types"):
        types = tuple(kind for kind in types if kind not in excluded)
    if not types:
        raise errors.NO_METHOD_TYPES(noun=noun)
    return Offer(types, _shown(id))


def _by_default(currency: str | None) -> tuple[str, ...]:
    return ("card", "link") if currency is None or currency in LINK_CURRENCIES else ("card",)


def _takes(kind: str, currency: str) -> bool:
    if kind == "link":
        return currency in LINK_CURRENCIES
    return currency in CURRENCIES.get(kind, (currency,))


@lru_cache(maxsize=1024)
def _shown(id: str) -> dict[str, Any]:
    """`payment_method_configuration_details`, which all that come from it share."""
    return {"id": id, "parent": None}
