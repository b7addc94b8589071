"""What was renamed or dropped in billing before basil, and where coupons were until clover.

Source: Stripe docs, "API changelog", 2019-03-14 to 2025-09-30.clover; shapes recorded in 2019-05-16
and 2019-08-14. That `invoice_customer_balance_settings` went with 2019-10-17 is inferred.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from simulator.wire.versions import change

if TYPE_CHECKING:
    from simulator.work import Work

Document = dict[str, Any]


@change("2025-09-30.clover", "promotion_code")
def a_code_shows_its_coupon(work: "Work", code: Document, _: str) -> None:
    """Until clover, a promotion code held its whole coupon."""
    promotion = code.pop("promotion", None) or {}
    code.setdefault("coupon", _coupon(work, promotion.get("coupon")))


@change("2025-03-31.basil", "plan")
def a_plan_says_how_usage_adds_up(_: "Work", plan: Document, __: str) -> None:
    """Until basil, metered plans had no meters."""
    if not plan.get("deleted"):
        plan.setdefault("aggregate_usage", None)


@change("2020-08-27", "subscription", "invoice")
def one_tax_for_all(_: "Work", thing: Document, __: str) -> None:
    """Until 2020-08-27, there was a percentage beside the tax rates."""
    if not thing.get("deleted"):
        thing.setdefault("tax_percent", None)


@change("2020-08-27", "plan")
def tiers_always_there(_: "Work", plan: Document, __: str) -> None:
    """Until 2020-08-27, tiers came without being asked."""
    if not plan.get("deleted"):
        plan.setdefault("tiers", None)


@change("2019-10-17", "subscription", "invoice", "subscription_schedule")
def billing_under_its_old_name(_: "Work", thing: Document, __: str) -> None:
    """collection_method was called billing; answers of 2019-08-14 have both."""
    if "collection_method" in thing:
        thing["billing"] = thing["collection_method"]


@change("2019-10-17", "subscription")
def start_under_its_old_name(_: "Work", subscription: Document, __: str) -> None:
    """start_date was called start; answers of 2019-08-14 have both."""
    subscription["start"] = subscription["start_date"]
    subscription["invoice_customer_balance_settings"] = {"consume_applied_balance_on_void": True}


@change("2019-03-14", "invoice")
def dates_beside_the_status(_: "Work", invoice: Document, __: str) -> None:
    """Until 2019-03-14, an invoice had a date and a fee, under shorter names."""
    if invoice.get("deleted"):
        return
    invoice["application_fee"] = invoice.pop("application_fee_amount", None)
    invoice["date"] = invoice.get("created")
    invoice["finalized_at"] = (invoice.get("status_transitions") or {}).get("finalized_at")


def _coupon(work: "Work", named: Any) -> Any:
    """The coupon of this id; one that is there whole already, or is gone, stays what it is."""
    found = work.find_any("coupon", named) if isinstance(named, str) else None
    return named if found is None else msgspec.to_builtins(found)
