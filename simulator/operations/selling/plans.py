"""Plans: recurring Prices under their older name; each can be asked for by either.

Source: API reference, "Plans". In which order the events of a Price and of its Plan come is
inferred, and so is what is refused first.
"""

from typing import Any, Final

import msgspec
from msgspec.structs import asdict, replace

from simulator import errors
from simulator.errors import StripeError
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling.prices import make_price, make_product, post_price
from simulator.resources.plan import Plan, plan_of
from simulator.resources.price import DeletedPrice, Price, PriceRest
from simulator.resources.product import Product
from simulator.wire.expand import includable_within
from simulator.wire.lists import Page, page
from simulator.work import Work

AMOUNTS: Final = {"amount": "unit_amount", "amount_decimal": "unit_amount_decimal"}
"""What a Plan calls the amounts of a Price."""
RHYTHM: Final = (
    "aggregate_usage",
    "interval",
    "interval_count",
    "meter",
    "trial_period_days",
    "usage_type",
)
"""What a Price says in its `recurring`."""
SENT_AS: Final = {price: plan for plan, price in AMOUNTS.items()} | {
    f"recurring[{name}]": name for name in RHYTHM
}
"""What a Plan calls the parameters that a Price is refused for."""


def create(work: Work) -> Plan:
    """POST /v1/plans

    Raises:
        PARAMETER_MISSING, EXCLUSIVE, RESOURCE_EXISTS, REFERENCE_MISSING, and what a Price is
        refused for
    """
    given = work.params
    id = given.get("id") or work.new_id("plan")
    if work.find(Price, id) is not None:
        raise errors.RESOURCE_EXISTS(noun="Plan")
    tiered = given.get("billing_scheme") == "tiered"
    if not tiered and not AMOUNTS.keys() & given.keys():
        raise errors.PARAMETER_MISSING(param="amount", name="amount")
    if AMOUNTS.keys() <= given.keys():
        raise errors.EXCLUSIVE(names=", ".join(AMOUNTS), param="amount")
    product, is_new = _product_of(work, given.get("product"))
    asked = {AMOUNTS.get(name, name): value for name, value in given.items()} | {
        "recurring": {name: given[name] for name in RHYTHM if given.get(name) is not None},
        "transform_quantity": given.get("transform_usage"),
    }
    price = _made(work, asked, product.id, id)
    if is_new:
        work.post("product.created", product)
    post_price(work, "created", price)
    return plan_of(price)


def _made(work: Work, asked: dict[str, Any], product: str, id: str) -> Price:
    """The Price that the Plan is; a refusal names what was sent."""
    try:
        return make_price(work, asked, product, "", id=id)
    except StripeError as refusal:
        refusal.param = SENT_AS.get(refusal.param or "", refusal.param)
        raise


def _product_of(work: Work, given: str | dict[str, Any] | None) -> tuple[Product, bool]:
    """What is sold by the Plan, and whether it was made for it."""
    if not given:
        raise errors.PARAMETER_MISSING(param="product", name="product")
    if isinstance(given, str):
        return work.refer(Product, given, "product"), False
    if not given.get("name"):
        raise errors.PARAMETER_MISSING(param="product[name]", name="product[name]")
    return make_product(work, given, active=given.get("active", True)), True


def retrieve(work: Work) -> Plan:
    """GET /v1/plans/{plan}"""
    return plan_of(_price(work))


def _price(work: Work) -> Price:
    price = work.find(Price, work.path["plan"])
    if price is None or price.recurring is None:
        raise errors.RESOURCE_MISSING(noun="plan", id=work.path["plan"], param="plan")
    return price


def update(work: Work) -> Plan:
    """POST /v1/plans/{plan}; what it costs, and how often, cannot be changed."""
    before, given = _price(work), work.params
    changes: dict[str, Any] = {}
    if given.get("active") is not None:
        changes["active"] = given["active"]
    if "nickname" in given:
        changes["nickname"] = (given["nickname"] or "").strip() or None
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if given.get("product"):
        changes["product"] = work.refer(Product, given["product"], "product").id
    if "trial_period_days" in given and before.recurring is not None:
        days = given["trial_period_days"] or None
        changes["recurring"] = replace(before.recurring, trial_period_days=days)
    after = replace(before, **changes)
    if after != before:
        post_price(work, "updated", after, before=before)
    return plan_of(work.keep(after))


def delete(work: Work) -> dict[str, Any]:
    """DELETE /v1/plans/{plan}; who is subscribed stays so."""
    price = _price(work)
    work.keep(DeletedPrice(**asdict(price)))
    work.drop(price)
    post_price(work, "deleted", price)
    return {"id": price.id, "object": "plan", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/plans"""
    given = work.params
    things: Any
    if product := given.get("product"):
        work.refer(Product, product, "product")
        things = work.where(Price, "product", product)
    else:
        things = work.account.store.table("price").values()
    plans = [plan_of(price) for price in things if price.recurring is not None]

    def keep(plan: Plan) -> bool:
        return given.get("active") is None or plan.active == given["active"]

    return page(plans, given, "/v1/plans", "plan", keep=keep)


@includable_within("plan", "tiers")
def tiers(find: Any, plan: dict[str, Any]) -> Any:
    """The tiers of a tiered plan; absent unless they are asked for."""
    rest = find(PriceRest.KIND, plan["id"])
    return None if rest is None else msgspec.to_builtins(rest.tiers)
