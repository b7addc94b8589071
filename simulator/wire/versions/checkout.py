"""What Products, Prices, Checkout Sessions and the portal's looked like before.

Source: Stripe docs, "API changelog"; recorded answers of 2019 to 2026.
"""

from typing import Any, Final

from simulator.resources.checkout_session import SessionPlan
from simulator.resources.price import PriceRest
from simulator.resources.product import Product
from simulator.wire.versions import change
from simulator.work import Work

Document = dict[str, Any]
UI_MODES: Final = {"hosted_page": "hosted", "embedded_page": "embedded", "elements": "custom"}


@change("2026-09-30.endive", "billing_portal.session")
def a_portal_session_just_ends(_: Work, session: Document, __: str) -> None:
    """Endive added what becomes of one that is over."""
    session.pop("after_expiration", None)


@change("2026-03-25.dahlia", "checkout.session")
def ui_modes_under_their_old_names(_: Work, session: Document, __: str) -> None:
    """Dahlia renamed the ways to show the page."""
    session["ui_mode"] = UI_MODES.get(session["ui_mode"], session["ui_mode"])


@change("2025-03-31.basil", "checkout.session")
def shipping_beside_what_was_collected(_: Work, session: Document, __: str) -> None:
    """Until basil, `shipping_details` stood by itself."""
    collected = session.get("collected_information") or {}
    session["shipping_details"] = collected.get("shipping_details")


@change("2025-03-31.basil", "price")
def usage_is_aggregated(work: Work, price: Document, _: str) -> None:
    """Until basil, metered prices had no meters, and said how they add up."""
    if isinstance(recurring := price.get("recurring"), dict):
        rest = work.find(PriceRest, price["id"])
        adds_up = None if rest is None else rest.aggregate_usage
        price["recurring"] = {"aggregate_usage": adds_up, **recurring}


@change("2024-04-10", "product")
def features_of_marketing(_: Work, product: Document, __: str) -> None:
    """Until 2024-04-10, marketing features were called features; products of 2025 have both."""
    product["features"] = product["marketing_features"]


@change("2022-08-01", "checkout.session")
def shipping_under_its_old_name(_: Work, session: Document, __: str) -> None:
    """Until 2022-08-01, it was `shipping`, and the rate stood by itself."""
    session["shipping"] = session.pop("shipping_details", None)
    session["shipping_rate"] = (session.pop("shipping_cost", None) or {}).get("shipping_rate")


@change("2020-08-27", "checkout.session")
def items_on_display(work: Work, session: Document, _: str) -> None:
    """Until 2020-08-27, a session showed what it sells, where it was told of no prices.

    Sessions of prices, pasted of 2018-09-24 in 2023 and of 2020-03-02 in 2026, do not show them.
    """
    plan = work.find(SessionPlan, session["id"])
    told = (plan.parameters.get("line_items") or ()) if plan is not None else ()
    if plan is None or not told or any("amount" not in line for line in told):
        return
    shown = []
    for line in plan.lines:
        price = line.price
        assert price is not None
        product = work.find(Product, price.product)
        shown.append(
            {
                "amount": price.unit_amount,
                "currency": line.currency,
                "custom": {
                    "description": product.description if product else None,
                    "images": (product.images or None) if product else None,
                    "name": line.description,
                },
                "quantity": line.quantity,
                "type": "custom",
            }
        )
    session["display_items"] = shown
