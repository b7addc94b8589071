"""How parameters are shown as fields."""

from simulator.wire.echo import shown


def test_what_was_left_open_is_null() -> None:
    assert shown("checkout.Session", "consent_collection", {"promotions": "auto"}) == {
        "payment_method_reuse_agreement": None,
        "promotions": "auto",
        "terms_of_service": None,
    }


def test_a_hash_that_is_only_there_where_it_is_wanted_is_left_out() -> None:
    assert shown("checkout.Session", "name_collection", {"business": {"enabled": True}}) == {
        "business": {"enabled": True, "optional": None}
    }


def test_the_members_of_an_array_are_shown_one_by_one() -> None:
    assert shown("Product", "marketing_features", [{"name": "Stoneware"}]) == [
        {"name": "Stoneware"}
    ]


def test_what_is_no_hash_is_shown_as_it_is() -> None:
    assert shown("checkout.Session", "client_reference_id", "order-7") == "order-7"
    assert shown("checkout.Session", "client_reference_id", "") is None
