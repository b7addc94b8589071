"""A Price in another currency than its own: what its `currency_options` say.

Source: API reference, "Prices" (currency_options); Stripe docs, "Multi-currency prices".
"""

from msgspec.structs import replace

from simulator import errors
from simulator.resources.price import DeletedPrice, Price, PriceRest
from simulator.work import Work


def payable_in(work: Work, price: Price, currency: str, param: str) -> Price:
    """The price as it is in this currency; for reckoning, not to be kept.

    Raises:
        ONLY_OTHER_CURRENCY
    """
    if price.currency == currency:
        return price
    rest = work.find(PriceRest, price.id)
    option = rest.currency_options.get(currency) if rest is not None else None
    if option is None or (price.billing_scheme == "tiered" and not option.get("tiers")):
        raise errors.ONLY_OTHER_CURRENCY(param=param, other=price.currency, currency=currency)
    return replace(
        price,
        currency=currency,
        custom_unit_amount=option["custom_unit_amount"],
        unit_amount=option["unit_amount"],
        unit_amount_decimal=option["unit_amount_decimal"],
    )


def sold_at(work: Work, id: str) -> Price:
    """The price of what is sold already, though its Plan be deleted.

    Source: API reference, "Delete a plan".
    """
    return work.find(Price, id) or work.load(DeletedPrice, id)


def loaded_in(work: Work, id: str, currency: str) -> Price:
    """The price of what is sold in this currency already."""
    return payable_in(work, sold_at(work, id), currency, "price")
