from scenarios.seen import Coupon
from scenarios.tests.histories import history, order, told


def test_a_coupon_used_by_two_orders_and_good_for_one_is_told() -> None:
    orders = (order(coupon="TEA"), order(id="18", coupon="TEA"))
    seen = history(orders=orders, coupons=(Coupon("TEA", uses=1, limit=1),))
    assert told(seen, "no_coupon_is_overspent") == ["coupon TEA: used 2 times, and good for 1"]


def test_the_shops_own_word_for_it_is_told() -> None:
    seen = history(coupons=(Coupon("TEA", uses=3, limit=2),))
    assert told(seen, "no_coupon_is_overspent") == ["coupon TEA: used 3 times, and good for 2"]


def test_an_order_that_was_called_off_used_none() -> None:
    off = order(id="18", coupon="TEA", payment="cancelled", said="cancelled")
    seen = history(orders=(order(coupon="TEA"), off), coupons=(Coupon("TEA", 1, 1),))
    assert told(seen, "no_coupon_is_overspent") == []
