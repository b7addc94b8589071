"""Resources that nobody wrote by hand, served as the SDK describes them."""

from typing import Any

import pytest

from simulator import catalogue
from simulator.catalogue.deeds import status_after
from simulator.catalogue.generic import deed_of
from simulator.catalogue.places import place_of
from simulator.catalogue.prefixes import prefix_of
from simulator.catalogue.things import class_of_kind, is_by_hand, thing_class
from simulator.tests.calls import Stripe


def saved(stripe: Stripe, **more: Any) -> Any:
    return stripe.post("/v1/coupons", percent_off=25, duration="once", **more)


def test_an_object_is_created_read_listed_and_deleted(stripe: Stripe) -> None:
    coupon = saved(stripe, id="SAVE25", metadata={"k": "v"})
    assert (coupon.http, coupon.id, coupon.object) == (200, "SAVE25", "coupon")
    assert (coupon.percent_off, coupon.amount_off, coupon.valid) == (25, None, True)
    assert coupon.metadata == {"k": "v"}
    assert stripe.get("/v1/coupons/SAVE25").raw == coupon.raw
    assert [each.id for each in stripe.get("/v1/coupons").data] == ["SAVE25"]
    assert stripe.delete("/v1/coupons/SAVE25").body == {
        "id": "SAVE25",
        "object": "coupon",
        "deleted": True,
    }
    assert stripe.get("/v1/coupons/SAVE25").refusal == (
        404,
        "invalid_request_error",
        "resource_missing",
        "coupon",
    )
    assert stripe.types() == ["coupon.created", "coupon.deleted"]


def test_keys_are_in_stripes_order(stripe: Stripe) -> None:
    names = list(saved(stripe).body)
    assert names == ["id", "object", *sorted(names[2:])]


def test_an_id_can_be_taken_once(stripe: Stripe) -> None:
    saved(stripe, id="SAVE25")
    again = saved(stripe, id="SAVE25")
    assert again.refusal == (400, "invalid_request_error", "resource_already_exists", None)


def test_an_update_merges_metadata_and_says_what_was_before(stripe: Stripe) -> None:
    coupon = saved(stripe, name="Quarter off", metadata={"a": "1", "b": "2"})
    stripe.types()
    changed = stripe.post(
        f"/v1/coupons/{coupon.id}", name="A quarter off", metadata={"b": "", "c": "3"}
    )
    assert changed.metadata == {"a": "1", "c": "3"}
    [event] = stripe.told()
    assert event.type == "coupon.updated"
    assert event.data.previous_attributes.name == "Quarter off"


def test_what_belongs_to_another_object_is_found_there_alone(stripe: Stripe) -> None:
    one, other = (stripe.post("/v1/customers").id for _ in range(2))
    path = f"/v1/customers/{one}/tax_ids"
    tax_id = stripe.post(path, type="eu_vat", value="DE123456789")
    assert tax_id.id.startswith("txi_")
    assert [each.id for each in stripe.get(path).data] == [tax_id.id]
    assert stripe.get(path).url == path
    assert stripe.get(f"/v1/customers/{other}/tax_ids").data == []
    assert stripe.get(f"/v1/customers/{other}/tax_ids/{tax_id.id}").http == 404
    assert stripe.get("/v1/customers/cus_nope/tax_ids").error.message == (
        "No such customer: 'cus_nope'"
    )


def test_a_parameter_that_names_an_object_must_name_one_that_there_is(stripe: Stripe) -> None:
    refused = stripe.post("/v1/billing_portal/sessions", customer="cus_nope")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")
    customer = stripe.post("/v1/customers").id
    session = stripe.post("/v1/billing_portal/sessions", customer=customer)
    assert session.url.startswith("https://billing.stripe.com/p/session/test_")


def test_the_only_one_of_its_kind_is_there_without_having_been_made(stripe: Stripe) -> None:
    assert stripe.get("/v1/tax/settings").object == "tax.settings"
    changed = stripe.post("/v1/tax/settings", defaults={"tax_behavior": "inclusive"})
    assert changed.defaults.tax_behavior == "inclusive"
    assert stripe.get("/v1/tax/settings").defaults.tax_behavior == "inclusive"


def test_a_move_leads_where_the_resources_own_words_say(stripe: Stripe) -> None:
    topup = stripe.post("/v1/topups", amount=1000, currency="usd")
    canceled = stripe.post(f"/v1/topups/{topup.id}/cancel")
    assert canceled.status == "canceled"
    assert stripe.types() == ["topup.created", "topup.canceled"]


def test_what_is_not_simulated_says_so(stripe: Stripe) -> None:
    refused = stripe.post("/v1/tax/calculations", currency="usd", line_items=[{"amount": 100}])
    assert refused.http in {200, 400}
    refused = stripe.get("/v1/quotes/qt_nope/pdf")
    assert refused.http == 400
    assert refused.error.message == (
        "The simulator knows GET /v1/quotes/{quote}/pdf, but does not simulate what it does."
    )


def test_unknown_parameters_and_paths_are_refused_as_everywhere(stripe: Stripe) -> None:
    assert saved(stripe, nope=1).error.message == "Received unknown parameter: nope"
    assert stripe.get("/v1/nope").http == 404


@pytest.mark.parametrize(
    ("verb", "kind", "status"),
    [
        ("cancel", "Topup", "canceled"),
        ("approve", "issuing.Authorization", None),
        ("archive", "billing.Alert", "archived"),
        ("expire", "checkout.Session", "expired"),
        ("nothing_known", "Topup", None),
    ],
)
def test_a_verb_leads_to_a_status_that_the_resource_knows(
    verb: str, kind: str, status: str | None
) -> None:
    assert status_after(verb, catalogue.resource(kind)) == status


def test_a_path_says_what_an_object_belongs_to() -> None:
    operation = catalogue.operation("GET", "/v1/customers/{customer}/tax_ids/{id}")
    assert operation is not None
    place = place_of(operation)
    assert (place.variable, place.kind) == ("id", "tax_id")
    assert place.parent == ("customer", "customer")
    assert place.url({"customer": "cus_1"}) == "/v1/customers/cus_1/tax_ids"


def test_nearly_every_operation_of_the_sdk_is_served() -> None:
    served = [each for each in catalogue.operations() if deed_of(each) is not None]
    assert len(served) > 0.95 * len(catalogue.operations())


def test_a_thing_is_told_from_what_is_written_by_hand() -> None:
    assert class_of_kind("coupon") is thing_class("Coupon")
    assert class_of_kind("nothing") is None
    assert is_by_hand("payment_intent")
    assert not is_by_hand("coupon")


def test_a_kind_without_a_listed_prefix_has_its_initials() -> None:
    assert prefix_of("tax_id") == "txi"
    assert prefix_of("some.new_kind") == "nk"


def test_what_can_be_expanded_is_what_the_sdk_calls_expandable(stripe: Stripe) -> None:
    saved(stripe, id="SAVE25")
    customer = stripe.post("/v1/customers").id
    code = stripe.post(
        "/v1/promotion_codes",
        promotion={"type": "coupon", "coupon": "SAVE25"},
        customer=customer,
        expand=["customer"],
    )
    assert code.customer.id == customer
    assert code.promotion.coupon == "SAVE25"
    refused = stripe.get(f"/v1/promotion_codes/{code.id}", expand=["code"])
    assert refused.error.message == "This property cannot be expanded (code)."


def test_a_schedule_is_made_of_a_subscription_that_there_is(stripe: Stripe) -> None:
    refused = stripe.post("/v1/subscription_schedules", from_subscription="sub_x")
    missing = (400, "invalid_request_error", "resource_missing", "from_subscription")
    assert refused.refusal == missing
    assert refused.error.message == "No such subscription: 'sub_x'"


def test_a_missing_domain_is_named_as_one(stripe: Stripe) -> None:
    refused = stripe.get("/v1/payment_method_domains/pmd_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "domain")
