import pytest

from scenarios.seen import Ending, Promise
from scenarios.tests.histories import history, intent, order, told


def test_two_orders_of_one_payment_are_told() -> None:
    seen = history(orders=(order(), order(id="18")))
    assert told(seen, "one_order_per_payment") == [
        "payment pi_1: 2 orders were made of one payment of 100.00 usd"
    ]


def test_a_cart_that_became_two_orders_is_told() -> None:
    seen = history(orders=(order(cart="c1"), order(id="18", cart="c1", intents=())))
    assert told(seen, "one_order_per_payment") == ["cart c1: became 2 orders"]


def test_an_effect_that_happened_twice_is_told() -> None:
    seen = history(orders=(order(effects={"stock_decremented": 2, "paid": 1}),))
    assert told(seen, "effects_happen_once") == ["order 17: stock decremented 2 times"]


def test_an_order_called_paid_on_money_that_is_not_there_is_told() -> None:
    seen = history(intents=(intent(status="processing"),))
    assert told(seen, "no_goods_on_unsettled_money") == [
        "order 17: called paid while the payment is processing"
    ]


def test_an_order_settled_by_the_payment_of_another_is_told() -> None:
    seen = history(intents=(intent(metadata={"order_id": "99"}, amount=50),))
    assert told(seen, "payments_are_bound_to_their_order") == [
        "order 17: was settled by a payment of 0.50 usd that belongs to order 99"
    ]


def test_a_shopper_who_is_two_customers_is_told() -> None:
    seen = history(customers=(("cus_1", "a@b"), ("cus_2", "a@b"), ("cus_3", None)))
    assert told(seen, "one_customer_per_shopper") == ["shopper a@b: has 2 Customers at Stripe"]


@pytest.mark.parametrize(
    ("ends", "payment", "words"),
    [
        ("paid", "failed", ["order 17: calls itself failed, not paid (the card was good)"]),
        ("paid", "paid", []),
        ("unpaid", "paid", ["order 17: calls itself paid (the card was good)"]),
        ("unpaid", "failed", []),
        ("authorized", "paid", ["order 17: calls itself paid, not authorized (the card was good)"]),
        ("cancelled", "paid", ["order 17: calls itself paid, not cancelled (the card was good)"]),
        ("no_order", "paid", ["order 17: an order exists (the card was good)"]),
        ("kept", "cancelled", ["order 17: calls itself cancelled (the card was good)"]),
        ("kept", "authorized", []),
    ],
)
@pytest.mark.parametrize("subject", ["17", "pi_1"])
def test_a_promise_that_is_not_kept_is_told(
    ends: Ending, payment: str, words: list[str], subject: str
) -> None:
    believed = order(payment=payment, said=payment)
    promise = Promise(subject, ends, "the card was good")
    assert told(history(orders=(believed,), promises=(promise,)), "promises_are_kept") == words


def test_a_promise_about_a_payment_without_an_order_names_what_it_can() -> None:
    seen = history(orders=(), promises=(Promise("pi_1", "paid", ""),))
    assert told(seen, "promises_are_kept") == ["order 17: no order exists"]


def test_what_a_story_saw_go_wrong_is_told() -> None:
    seen = history(broken=(("order 17", "a good card was refused"),))
    assert told(seen, "promises_are_kept") == ["order 17: a good card was refused"]
