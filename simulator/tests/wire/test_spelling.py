import pytest

from simulator import catalogue
from simulator.wire.spelling import distance, jaro_winkler, meant


def names(shape: str) -> list[str]:
    return [parameter.name for parameter in catalogue.shape(shape).parameters]


@pytest.mark.parametrize(
    ("sent", "shape", "suggested"),
    [
        ("price", "InvoiceItemCreateParams", "pricing"),
        ("payment_method_types", "InvoiceCreateParams", "payment_settings"),
        ("customer_email", "checkout.SessionListParams", "customer_details"),
        ("customer_name", "checkout.SessionCreateParams", "customer_email"),
        ('"recurring', "PriceCreateParams", "recurring"),
        ("customer_data", "checkout.SessionCreateParams", "customer_update"),
        (
            "shipping_address_collection.allowed_countries",
            "checkout.SessionCreateParams",
            "shipping_address_collection",
        ),
        ("wat", "PaymentIntentCreateParams", None),
        ("client_secret", "PaymentIntentConfirmParams", None),
    ],
)
def test_suggestions_are_the_recorded_ones(sent: str, shape: str, suggested: str | None) -> None:
    assert meant(sent, names(shape)) == suggested


def test_a_longer_name_may_stand_for_its_beginning() -> None:
    assert meant("product_data", ["currency", "product", "recurring"]) == "product"


def test_nothing_is_meant_where_nothing_is_known() -> None:
    assert meant("anything", []) is None


@pytest.mark.parametrize(("one", "other", "steps"), [("", "abc", 3), ("amout", "amount", 1)])
def test_distance_counts_typing_errors(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == distance(other, one) == steps


def test_a_common_beginning_makes_words_more_alike() -> None:
    assert jaro_winkler("amount", "amount") == 1
    assert jaro_winkler("amount", "xyz") == 0
    assert jaro_winkler("amountx", "amounty") > jaro_winkler("xamount", "yamount")
