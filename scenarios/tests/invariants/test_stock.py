from scenarios.seen import OrderLine
from scenarios.tests.histories import history, order, stock, told


def test_more_sold_than_there_was_is_told() -> None:
    seen = history(stocks=(stock(on_hand=-1, sold=11),), orders=())
    assert "sku mug: 1 more sold than there was" in told(seen, "stock_is_conserved")


def test_units_that_left_for_no_order_are_told() -> None:
    seen = history(stocks=(stock(on_hand=8, sold=2),))
    assert told(seen, "stock_is_conserved") == [
        "sku mug: 2 units left the shelf, 1 ordered and paid"
    ]


def test_an_order_without_any_payment_accounts_for_nothing() -> None:
    other = order(id="18", intents=(), payment="authorized", said="awaiting")
    seen = history(stocks=(stock(on_hand=8, sold=2),), orders=(order(), other))
    assert told(seen, "stock_is_conserved") == [
        "sku mug: 2 units left the shelf, 1 ordered and paid"
    ]


def test_units_that_left_and_were_not_sold_are_told() -> None:
    seen = history(stocks=(stock(sold=0),))
    assert told(seen, "stock_is_conserved") == ["sku mug: 1 units left the shelf, 0 sold"]


def test_reserved_units_are_on_the_shelf() -> None:
    seen = history(stocks=(stock(reserved=10),))
    assert told(seen, "stock_is_conserved") == ["sku mug: 10 units reserved, 9 on hand"]


def test_units_sold_twice_are_told() -> None:
    two = order(id="18", lines=(OrderLine("mug", 1),), intents=())
    seen = history(stocks=(stock(initial=1, on_hand=0),), orders=(order(), two))
    assert told(seen, "nothing_is_oversold") == ["sku mug: 2 units sold, there were 1"]


def test_a_reservation_for_nobody_is_told() -> None:
    gone = order(payment="cancelled", said="cancelled")
    seen = history(stocks=(stock(reserved=1, on_hand=10, sold=0),), orders=(gone,))
    assert told(seen, "reservations_end") == ["sku mug: 1 units reserved, living orders hold 0"]
