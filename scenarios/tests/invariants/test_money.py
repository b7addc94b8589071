from scenarios.seen import Ask
from scenarios.tests.histories import TOTAL, call, charge, history, intent, order, refund, told

ASKED = (Ask("refund", "17"),)


def test_two_charges_that_kept_money_are_one_too_many() -> None:
    seen = history(intents=(intent(1), intent(2)), charges=(charge(1), charge(2)))
    assert told(seen, "charged_once") == ["order 17: charged 2 times, 200.00 usd in all"]


def test_a_second_charge_that_was_given_back_is_not_a_second_charge() -> None:
    seen = history(
        intents=(intent(1), intent(2)), charges=(charge(1), charge(2, amount_refunded=TOTAL))
    )
    assert told(seen, "charged_once") == []


def test_two_payments_of_a_cart_without_an_order_are_counted_together() -> None:
    cart = {"cart_id": "cart_1"}
    seen = history(
        intents=(intent(1, metadata=cart), intent(2, metadata=cart)),
        charges=(charge(1), charge(2)),
        orders=(),
    )
    assert told(seen, "charged_once") == ["cart_1: charged 2 times, 200.00 usd in all"]


def test_money_without_an_order_is_told() -> None:
    seen = history(orders=())
    assert told(seen, "money_taken_is_an_order_paid") == [
        "order 17: charged 100.00 usd, no order exists"
    ]


def test_money_for_an_order_that_calls_itself_failed_is_told() -> None:
    seen = history(orders=(order(payment="failed", said="failed"),))
    assert told(seen, "money_taken_is_an_order_paid") == [
        "order 17: charged 100.00 usd, the order calls itself failed"
    ]


def test_money_that_two_orders_claim_is_told() -> None:
    seen = history(orders=(order(), order(id="18")))
    assert told(seen, "money_taken_is_an_order_paid") == [
        "order 17: charged 100.00 usd, 2 orders call it theirs"
    ]


def test_money_that_comes_and_goes_unasked_is_not_forgiven() -> None:
    seen = history(charges=(charge(amount_refunded=TOTAL),), refunds=(refund(),), orders=())
    assert len(told(seen, "money_taken_is_an_order_paid")) == 1


def test_money_that_went_back_because_somebody_asked_is_forgiven() -> None:
    seen = history(
        charges=(charge(amount_refunded=TOTAL),), refunds=(refund(),), orders=(), asks=ASKED
    )
    assert told(seen, "money_taken_is_an_order_paid") == []


def test_an_order_that_calls_itself_paid_without_money_is_told() -> None:
    seen = history(intents=(), charges=())
    assert told(seen, "an_order_paid_is_money_taken") == [
        "order 17: calls itself paid, but 0.00 usd of 100.00 usd was taken"
    ]


def test_an_authorized_order_needs_an_authorization() -> None:
    waiting = order(payment="authorized", said="awaiting")
    held = intent(status="requires_capture", amount_capturable=TOTAL, amount_received=0)
    assert told(history(orders=(waiting,), intents=(held,), charges=()),
                "an_order_paid_is_money_taken") == []  # fmt: skip
    lapsed = intent(status="canceled", amount_received=0)
    assert told(history(orders=(waiting,), intents=(lapsed,), charges=()),
                "an_order_paid_is_money_taken") == [
        "order 17: calls itself awaiting, but nothing is held for it"
    ]  # fmt: skip


def test_too_much_taken_is_told_to_the_cent() -> None:
    seen = history(orders=(order(total=99_99),))
    assert told(seen, "captured_is_the_orders_total") == [
        "order 17: total 99.99 usd, but 100.00 usd was taken"
    ]


def test_too_much_taken_and_the_difference_given_back_is_right() -> None:
    seen = history(orders=(order(total=99_99),), charges=(charge(amount_refunded=1),))
    assert told(seen, "captured_is_the_orders_total") == []


def test_an_order_in_one_currency_is_not_paid_in_another() -> None:
    seen = history(intents=(intent(currency="jpy", amount_received=100),))
    assert told(seen, "captured_is_the_orders_total") == [
        "order 17: is in usd, but 100 jpy was taken"
    ]


def test_a_cancelled_order_keeps_nothing() -> None:
    seen = history(orders=(order(payment="cancelled", said="cancelled"),))
    assert told(seen, "captured_is_the_orders_total") == [
        "order 17: calls itself cancelled, but 100.00 usd was kept"
    ]


def test_books_that_differ_from_the_money_are_told() -> None:
    seen = history(orders=(order(paid=1),))
    assert told(seen, "the_books_match_the_money") == [
        "order 17: books say 0.01 usd paid, the money says 100.00 usd"
    ]


def test_a_capture_of_what_was_captured_is_told() -> None:
    refused = call(status=400, error_code="payment_intent_unexpected_state")
    assert told(history(calls=(refused,)), "captured_without_asking_first") == [
        "order 17: captured a payment that was not waiting for capture"
    ]
    assert told(history(calls=(call(),)), "captured_without_asking_first") == []


def test_a_hold_that_no_order_waits_for_is_told() -> None:
    held = intent(status="requires_capture", amount_capturable=TOTAL, amount_received=0)
    seen = history(intents=(held,), charges=(), orders=())
    assert told(seen, "no_authorization_is_forgotten") == [
        "order 17: 100.00 usd is held, and no order waits for it"
    ]
