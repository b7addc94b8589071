"""What was renamed or dropped in billing before basil.

Source: Stripe docs, "API changelog", 2019-03-14 to 2025-03-31.basil; shapes recorded in 2019-05-16
and 2019-08-14. That `invoice_customer_balance_settings` went with 2019-10-17 is inferred.
"""

from typing import Any

from simulator.resources.price import PriceRest
from simulator.wire.versions import change, in_order
from simulator.work import Work

Document = dict[str, Any]


@change("2024-04-10", "invoice")
def rendering_under_its_old_name(_: Work, invoice: Document, __: str) -> None:
    """Until 2024-04-10, `rendering_options` stood beside `rendering`."""
    tax = (invoice.get("rendering") or {}).get("amount_tax_display")
    invoice["rendering_options"] = None if tax is None else {"amount_tax_display": tax}


@change("2025-03-31.basil", "plan")
def a_plan_says_how_usage_adds_up(work: Work, plan: Document, _: str) -> None:
    """Until basil, metered plans had no meters."""
    rest = work.find(PriceRest, plan["id"])
    plan["aggregate_usage"] = None if rest is None else rest.aggregate_usage


@change("2025-03-31.basil", "subscription_schedule")
def one_coupon_for_a_phase(_: Work, schedule: Document, __: str) -> None:
    """Until basil, a phase named its coupon; seen on 2020-08-27."""
    for phase in schedule["phases"]:
        phase["coupon"] = next((each["coupon"] for each in phase["discounts"]), None)
    schedule["phases"] = [in_order(phase) for phase in schedule["phases"]]


@change("2020-08-27", "subscription_schedule")
def plans_of_a_phase(_: Work, schedule: Document, __: str) -> None:
    """Until 2020-08-27, its items were called plans; seen in June 2020."""
    for phase in schedule["phases"]:
        rates = phase["default_tax_rates"]
        plain = len(rates) == 1 and not rates[0]["inclusive"]
        phase |= {
            "plans": phase.pop("items"),
            "prorate": phase["proration_behavior"] != "none",
            "tax_percent": rates[0]["percentage"] if plain else None,
        }
    schedule["phases"] = [in_order(phase) for phase in schedule["phases"]]


@change("2020-08-27", "subscription", "invoice")
def one_tax_for_all(_: Work, thing: Document, __: str) -> None:
    """Until 2020-08-27, there was a percentage beside the tax rates.

    It says nothing of several rates, of those that prices include, and of those of single items.
    Source: Stripe docs, "Migrating to Tax Rates and Tax IDs".
    """
    rates = thing.get("default_tax_rates") or []
    known = {rate["id"] for rate in rates}
    plain = len(rates) == 1 and not rates[0]["inclusive"] and _taxed_by(thing) <= known
    thing["tax_percent"] = rates[0]["percentage"] if plain else None


def _taxed_by(thing: Document) -> set[str]:
    """The tax rates of the items of a Subscription, or by which an invoice's lines are taxed."""
    if thing["object"] == "subscription":
        items = thing["items"]["data"]
        return {rate["id"] for item in items for rate in item.get("tax_rates") or ()}
    lines = thing["lines"]["data"]
    return {tax["tax_rate"] for line in lines for tax in line.get("tax_amounts") or ()}


@change("2020-08-27", "plan")
def tiers_always_there(_: Work, plan: Document, __: str) -> None:
    """Until 2020-08-27, tiers came without being asked."""
    plan.setdefault("tiers", None)


@change("2019-10-17", "subscription", "invoice", "subscription_schedule")
def billing_under_its_old_name(_: Work, thing: Document, __: str) -> None:
    """collection_method was called billing; answers of 2019-08-14 have both."""
    if "collection_method" in thing:
        thing["billing"] = thing["collection_method"]


@change("2019-10-17", "subscription")
def start_under_its_old_name(_: Work, subscription: Document, __: str) -> None:
    """start_date was called start; answers of 2019-08-14 have both."""
    subscription["start"] = subscription["start_date"]
    subscription["invoice_customer_balance_settings"] = {"consume_applied_balance_on_void": True}


@change("2019-03-14", "invoice")
def dates_beside_the_status(_: Work, invoice: Document, __: str) -> None:
    """Until 2019-03-14, an invoice had a date and a fee, under shorter names."""
    invoice["application_fee"] = invoice.pop("application_fee_amount", None)
    invoice["date"] = invoice.get("created")
    invoice["finalized_at"] = (invoice.get("status_transitions") or {}).get("finalized_at")
