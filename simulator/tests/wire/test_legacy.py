from collections.abc import Iterable, Iterator

import pytest

from simulator import catalogue
from simulator.catalogue import Hash, ListOf, Parameter
from simulator.errors import StripeError
from simulator.tests.calls import Stripe
from simulator.wire.former_names import UPCOMING, UPCOMING_LINES
from simulator.wire.forms import decode
from simulator.wire.legacy import NO_LONGER_REQUIRED, ROWS
from simulator.wire.parameters import Form

METERED = "currency=usd&recurring[interval]=month&recurring[usage_type]=metered"
PAID = "amount=2000&currency=usd"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.shapes[0]}.{row.path}")
def test_every_row_names_shapes_of_the_sdk(row: object) -> None:
    shapes: tuple[str, ...] = row.shapes  # type: ignore[attr-defined]  # rows are NamedTuples
    for shape in shapes:
        assert shape in (UPCOMING, UPCOMING_LINES) or catalogue.shape(shape).parameters


@pytest.mark.parametrize("name", NO_LONGER_REQUIRED)
def test_what_is_no_longer_required_is_required_by_the_sdk(name: str) -> None:
    required = set(required_of(catalogue.shape(name).parameters))
    assert {parameter for parameter, _ in NO_LONGER_REQUIRED[name]} <= required


def required_of(parameters: Iterable[Parameter], at: str = "") -> Iterator[str]:
    for each in parameters:
        if each.required:
            yield f"{at}{each.name}"
        inner = each.kind.of if isinstance(each.kind, ListOf) else each.kind
        if isinstance(inner, Hash):
            yield from required_of(inner.parameters, f"{at}{each.name}.")


def taken(shape: str, form: str, version: str) -> bool:
    try:
        Form(catalogue.shape(shape), version).read(decode(form.encode()))
    except StripeError:
        return False
    return True


@pytest.mark.parametrize(
    ("shape", "form", "taken_in", "refused_in"),
    [
        ("PaymentIntentCreateParams", f"{PAID}&payment_method_types[]=card",
         "2026-06-24.dahlia", "2026-10-28.endive"),
        ("SubscriptionCreateParams", "customer=cus_1&coupon=x", "2019-08-14", "2025-03-31.basil"),
        ("SubscriptionUpdateParams", "tax_percent=", "2020-03-02", "2020-08-27"),
        ("InvoiceCreateParams", "customer=cus_1&tax_percent=7.5", "2020-03-02", "2020-08-27"),
        ("PromotionCodeCreateParams", "coupon=x", "2023-10-16", "2025-09-30.clover"),
        ("checkout.SessionCreateParams", "line_items[][amount]=5", "2020-08-27", "2022-08-01"),
        ("PriceCreateParams", f"{METERED}&recurring[aggregate_usage]=max",
         "2024-06-20", "2025-03-31.basil"),
        ("PlanCreateParams", "currency=usd&interval=month&aggregate_usage=sum",
         "2019-12-03", "2025-03-31.basil"),
        ("ProductCreateParams", "name=x&features[][name]=y", "2023-10-16", "2024-04-10"),
    ],
)  # fmt: skip
def test_an_older_version_takes_what_a_newer_one_refuses(
    shape: str, form: str, taken_in: str, refused_in: str
) -> None:
    assert taken(shape, form, taken_in)
    assert not taken(shape, form, refused_in)


def test_what_took_anothers_place_is_unknown_before() -> None:
    for shape, form in (
        ("ProductCreateParams", "name=x&marketing_features[][name]=y"),
        ("ProductUpdateParams", "marketing_features[][name]=y"),
    ):
        assert taken(shape, form, "2024-04-10")
        assert not taken(shape, form, "2023-10-16")


def test_a_setups_confirmation_never_took_the_types() -> None:
    form = "payment_method_types[]=card"
    assert taken("SetupIntentUpdateParams", form, "2024-06-20")
    assert not taken("SetupIntentConfirmParams", form, "2024-06-20")


@pytest.mark.parametrize(
    ("shape", "form"),
    [
        ("CustomerUpdateParams", "invoice_settings[default_payment_method]="),
        ("SubscriptionUpdateParams", "default_payment_method="),
        ("InvoiceUpdateParams", "default_payment_method="),
    ],
)
def test_a_default_payment_method_is_unset_by_an_empty_value(shape: str, form: str) -> None:
    assert taken(shape, form, "9999")
    assert not taken("PaymentIntentUpdateParams", "statement_descriptor=", "9999")


def test_raw_card_numbers_are_taken_in_every_version() -> None:
    card = "payment_method_data[type]=card&payment_method_data[card][number]=4242424242424242"
    assert taken("PaymentIntentCreateParams", f"{PAID}&{card}", "9999")


def test_what_browsers_add_is_taken_from_a_publishable_key_alone() -> None:
    shape = catalogue.shape("PaymentIntentConfirmParams")
    raw = decode(
        b"client_secret=x&key=pk_test_1&payment_method_data[type]=card&payment_method_data[guid]=1"
    )
    assert Form(shape, publishable=True).read(raw)["client_secret"] == "x"
    with pytest.raises(StripeError):
        Form(shape).read(raw)


def test_line_items_of_old_are_refused_with_the_way_to_prices(stripe: Stripe) -> None:
    refused = stripe.at_version("2022-08-01").post(
        "/v1/checkout/sessions",
        mode="payment",
        success_url="https://shop.test",
        line_items=[{"name": "Cup", "amount": 500, "currency": "usd", "quantity": 1}],
    )
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "You cannot use line_items.amount, line_items.currency, line_items.name,"
        " line_items.description, or line_items.images in this API version. Please use"
        " line_items.price or line_items.price_data. Please see"
        " https://stripe.com/docs/payments/checkout/migrating-prices for more information."
    )
