"""Prices: create, retrieve, update, list; a Price can be made inline, too, in what uses it.

Source: API reference, "Prices".
"""

from typing import Any, Final, Literal

from msgspec.structs import replace

from simulator import errors
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.lengths import check_length, check_lengths
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling import price_options, price_tiers
from simulator.resources.metering import Meter
from simulator.resources.plan import plan_of
from simulator.resources.price import INTERVALS_MOST, Price, PriceRest, Recurring, canonical, whole
from simulator.resources.product import Product
from simulator.wire.expand import includable_within
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

DECIMALS_MOST: Final = 12
"""Places behind the point of unit_amount_decimal."""
LOOKUP_KEY_MOST: Final = 200
"""Characters."""
LOOKUP_KEYS_MOST: Final = 10
"""Keys that a list is asked for."""
AMOUNT_MOST: Final = 99_999_999
METERS_SINCE: Final = "2025-03-31.basil"
"""From this API version on, what is used is counted by a meter. Source: API changelog."""
RHYTHMS: Final = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
STATEMENT_NEVER: Final = "<>\\'\""
"""What a Product's line on a statement cannot have. Source: API reference, "Create a product"."""
FILTERS: Final = ("active", "currency", "type")


def create(work: Work) -> Price:
    """POST /v1/prices

    Raises:
        PRICE_NEEDS_PRODUCT, PRICE_NEEDS_AMOUNT, LOOKUP_KEY_TAKEN, INTERVAL_TOO_LONG, ...
    """
    given = work.params
    named, data = given.get("product"), given.get("product_data")
    if named and data:
        raise errors.EXCLUSIVE_UNCODED(names="product, product_data", param="product")
    if data:
        check_lines(data, "product_data", never=STATEMENT_NEVER)
        product = make_product(work, data, active=data.get("active", True))
    elif named:
        product = work.refer(Product, named, "product")
    else:
        raise errors.PRICE_NEEDS_PRODUCT()
    price = make_price(work, given, product.id, "")
    if data:
        work.post("product.created", product)
    post_price(work, "created", price)
    return price


def make_product(work: Work, given: dict[str, Any], *, active: bool) -> Product:
    """The Product of an inline price; kept, with no event.

    Raises:
        PRODUCT_EXISTS
    """
    id = given.get("id") or work.new_id("prod")
    if work.find(Product, id) is not None:
        raise errors.PRODUCT_EXISTS(param="product_data[id]")
    return work.keep(
        Product(
            id=id,
            active=active,
            created=work.now,
            description=given.get("description") or None,
            images=list(given.get("images") or ()),
            livemode=work.account.livemode,
            metadata=dict(given.get("metadata") or {}),
            name=given["name"],
            statement_descriptor=given.get("statement_descriptor") or None,
            tax_code=given.get("tax_code") or None,
            tax_details=tax_details(given.get("tax_details")),
            unit_label=given.get("unit_label") or None,
            updated=work.now,
        )
    )


def tax_details(given: dict[str, Any] | None) -> dict[str, Any] | None:
    """How a Product is taxed, as it shows it."""
    if not given:
        return None
    return {name: given.get(name) or None for name in ("performance_location", "tax_code")}


def post_price(
    work: Work,
    deed: Literal["created", "updated", "deleted"],
    price: Price,
    *,
    before: Price | None = None,
) -> None:
    """Tell of a Price, and first of the Plan that a recurring one is as well."""
    if price.recurring is not None:
        plan = plan_of(price)
        work.post(f"plan.{deed}", plan, before=plan_of(before) if before else None)
    work.post(f"price.{deed}", price, before=before)


def make_price(
    work: Work,
    given: dict[str, Any],
    product: str,
    prefix: str,
    *,
    active: bool = True,
    id: str | None = None,
    credits: bool = False,
) -> Price:
    """A Price of parameters; kept, with no event.

    Args:
        prefix: the parameter that holds them, for errors; empty at the top.
        id: the one that it is to have; None: a new one.
        credits: whether it may be below zero, as what an invoice item gives back is.
    """
    price_tiers.check(given)
    price_options.check(given, prefix)
    tiered = given.get("billing_scheme") == "tiered"
    amount, amount_decimal = (None, None) if tiered else _amounts(given, prefix, credits)
    id = id or work.new_id("price")
    lookup_key = given.get("lookup_key") or None
    if lookup_key is not None:
        _take_lookup_key(work, lookup_key, transfer=bool(given.get("transfer_lookup_key")))
    recurring = _recurring(work, given.get("recurring"), _at(prefix, "recurring"))
    price = Price(
        id=id,
        active=given.get("active", active),
        billing_scheme="tiered" if tiered else "per_unit",
        created=work.now,
        currency=given["currency"],
        custom_unit_amount=price_options.custom(given.get("custom_unit_amount")),
        livemode=work.account.livemode,
        lookup_key=lookup_key,
        metadata=dict(given.get("metadata") or {}),
        nickname=(given.get("nickname") or "").strip() or None,
        product=product,
        recurring=recurring,
        tax_behavior=given.get("tax_behavior") or "unspecified",
        tiers_mode=given.get("tiers_mode"),
        transform_quantity=given.get("transform_quantity") or None,
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
        unit_amount_decimal=amount_decimal,
    )
    _keep_rest(work, price, given, inline=not active)
    return work.keep(price)


def _amounts(given: dict[str, Any], prefix: str, credits: bool) -> tuple[int | None, str | None]:
    """unit_amount and unit_amount_decimal, each made of the other.

    Raises:
        PRICE_NEEDS_AMOUNT, EXCLUSIVE_UNCODED, NEGATIVE, TOO_GREAT, TOO_MANY_DECIMALS
    """
    amount, precise = given.get("unit_amount"), given.get("unit_amount_decimal")
    custom = given.get("custom_unit_amount")
    if amount is not None and precise is not None:
        both = "unit_amount, unit_amount_decimal"
        raise errors.EXCLUSIVE_UNCODED(names=both, param=_at(prefix, "unit_amount"))
    if amount is None and precise is None:
        if custom and custom.get("enabled"):
            return None, None
        raise errors.PRICE_NEEDS_AMOUNT()
    at = _at(prefix, "unit_amount" if precise is None else "unit_amount_decimal")
    if precise is None:
        precise = str(amount)
    if precise.startswith("-") and not credits:
        raise errors.NEGATIVE(param=at)
    if (exact := whole(precise)) is not None and exact > AMOUNT_MOST:
        raise errors.TOO_GREAT(param=at, most=AMOUNT_MOST)
    if len(precise.partition(".")[2]) > DECIMALS_MOST:
        raise errors.TOO_MANY_DECIMALS(param=at, value=precise, most="twelve")
    return whole(precise), canonical(precise)


def _at(prefix: str, name: str) -> str:
    return f"{prefix}[{name}]" if prefix else name


def _recurring(work: Work, given: dict[str, Any] | None, at: str) -> Recurring | None:
    """How often it falls due.

    Args:
        at: the parameter that says it, for errors.

    Raises:
        INTERVAL_TOO_LONG, METERED_WITHOUT_METER, REFERENCE_MISSING
    """
    if not given:
        return None
    interval, count = given["interval"], given.get("interval_count", 1)
    if count < 1:
        raise errors.TOO_SMALL(param=f"{at}[interval_count]", least=1)
    if (most := INTERVALS_MOST[interval]) < count:
        param = f"{at}[interval_count]"
        raise errors.INTERVAL_TOO_LONG(param=param, rhythm=RHYTHMS[interval], most=most)
    metered = given.get("usage_type") == "metered"
    if metered and not given.get("meter") and work.version >= METERS_SINCE:
        raise errors.METERED_WITHOUT_METER()
    if given.get("meter"):
        work.refer(Meter, given["meter"], f"{at}[meter]")
    return Recurring(
        interval=interval,
        interval_count=count,
        meter=given.get("meter") or None,
        trial_period_days=given.get("trial_period_days"),
        usage_type=given.get("usage_type") or "licensed",
    )


def _take_lookup_key(work: Work, key: str, *, transfer: bool, but: str = "") -> None:
    """See to it that no other Price has this key.

    Raises:
        STRING_TOO_LONG
        LOOKUP_KEY_TAKEN: one has, and it is not to be taken from it.
    """
    check_length(key, LOOKUP_KEY_MOST, "lookup_key")
    for other in work.account.store.table("price").values():
        current = work.find(Price, other.id)
        if current is None or current.lookup_key != key or current.id == but:
            continue
        if not transfer:
            raise errors.LOOKUP_KEY_TAKEN(price=current.id)
        without = work.keep(replace(current, lookup_key=None))
        post_price(work, "updated", without, before=current)


def _keep_rest(work: Work, price: Price, given: dict[str, Any], *, inline: bool) -> None:
    """Keep what the Price shows only where it is asked for."""
    own = {
        "custom_unit_amount": price.custom_unit_amount,
        "tax_behavior": price.tax_behavior,
        "unit_amount": price.unit_amount,
        "unit_amount_decimal": price.unit_amount_decimal,
    }
    options = {price.currency: own}
    for currency, option in (given.get("currency_options") or {}).items():
        options[currency] = price_options.shown(option)
    work.keep(
        PriceRest(
            id=price.id,
            tiers=[price_tiers.shown(tier) for tier in given.get("tiers") or ()] or None,
            currency_options=dict(sorted(options.items())),
            inline=inline,
            aggregate_usage=_adding_up(given.get("recurring") or {}),
        )
    )


def _adding_up(given: dict[str, Any]) -> str | None:
    """How metered usage adds up where no meter says so; by default it is summed."""
    if given.get("usage_type") != "metered" or given.get("meter"):
        return None
    return given.get("aggregate_usage") or "sum"


def retrieve(work: Work) -> Price:
    """GET /v1/prices/{price}"""
    return work.load(Price, work.path["price"], "price")


def update(work: Work) -> Price:
    """POST /v1/prices/{price}; an amount cannot be changed.

    Raises:
        PRICE_IS_DEFAULT, OWN_CURRENCY_AS_OPTION, TAX_BEHAVIOR_STAYS, STRING_TOO_LONG,
        LOOKUP_KEY_TAKEN, EXCLUSIVE_UNCODED, TOO_SMALL
    """
    before = retrieve(work)
    given = work.params
    if before.active and given.get("active") is False:
        product = work.find(Product, before.product)
        if product is not None and product.default_price == before.id:
            raise errors.PRICE_IS_DEFAULT()
    behaves = before.tax_behavior
    if behaves not in ("unspecified", given.get("tax_behavior") or behaves):
        raise errors.TAX_BEHAVIOR_STAYS()
    changes: dict[str, Any] = {
        name: given[name] for name in ("active", "tax_behavior") if given.get(name) is not None
    }
    if "nickname" in given:
        changes["nickname"] = (given["nickname"] or "").strip() or None
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if "lookup_key" in given:
        key = given["lookup_key"] or None
        if key is not None:
            transfer = bool(given.get("transfer_lookup_key"))
            _take_lookup_key(work, key, transfer=transfer, but=before.id)
        changes["lookup_key"] = key
    if before.currency in (given.get("currency_options") or ()):
        raise errors.OWN_CURRENCY_AS_OPTION(param=f"currency_options[{before.currency}]")
    if "currency_options" in given:
        _change_options(work, before, given["currency_options"])
    after = replace(before, **changes)
    if after != before:
        post_price(work, "updated", after, before=before)
    return work.keep(after)


def _change_options(work: Work, price: Price, given: dict[str, Any] | None) -> None:
    """Keep what the Price is in these currencies; nothing at all leaves it its own alone.

    Raises:
        EXCLUSIVE_UNCODED, TOO_SMALL
    """
    price_options.check({"currency": price.currency, "currency_options": given}, "")
    rest = work.find(PriceRest, price.id) or PriceRest(id=price.id)
    known = rest.currency_options
    if not given:
        own = {name: option for name, option in known.items() if name == price.currency}
        work.keep(replace(rest, currency_options=own))
        return
    new = {
        currency: price_options.changed(known.get(currency) or price_options.shown({}), option)
        for currency, option in given.items()
    }
    work.keep(replace(rest, currency_options=dict(sorted({**known, **new}.items()))))


def list_all(work: Work) -> Page:
    """GET /v1/prices: all but inline ones, unless the inactive are asked for.

    Raises:
        ARRAY_TOO_LONG, REFERENCE_MISSING
    """
    given = work.params
    check_lengths(given, {"lookup_keys": LOOKUP_KEYS_MOST})
    wanted = {name: given[name] for name in FILTERS if given.get(name) is not None}
    keys = given.get("lookup_keys")
    rhythm = given.get("recurring") or {}
    things: Any
    if product := given.get("product"):
        work.refer(Product, product, "product")
        things = work.where(Price, "product", product)
    else:
        things = work.account.store.table("price").values()

    def keep(price: Price) -> bool:
        return (
            ("active" in wanted or not _is_inline(work, price))
            and (keys is None or price.lookup_key in keys)
            and all(getattr(price, name) == value for name, value in wanted.items())
            and all(
                price.recurring is not None and getattr(price.recurring, name, None) == value
                for name, value in rhythm.items()
            )
        )

    return page(things, given, "/v1/prices", "price", keep=keep)


def _is_inline(work: Work, price: Price) -> bool:
    rest = work.find(PriceRest, price.id)
    return rest is not None and rest.inline


def search(work: Work) -> SearchPage:
    """GET /v1/prices/search"""
    return found_by_query(work, "price", "/v1/prices/search")


@includable_within("price", "tiers")
def tiers(find: Any, price: dict[str, Any]) -> Any:
    """The tiers of a tiered price; absent unless they are asked for."""
    rest = find(PriceRest.KIND, price["id"])
    return None if rest is None else rest.tiers


@includable_within("price", "currency_options")
def currency_options(find: Any, price: dict[str, Any]) -> Any:
    """What the price is in each currency; absent unless it is asked for."""
    rest = find(PriceRest.KIND, price["id"])
    return {} if rest is None else rest.currency_options
