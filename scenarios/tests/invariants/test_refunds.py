from scenarios.seen import Ask
from scenarios.tests.histories import TOTAL, charge, dispute, history, order, refund, told

BACK = (charge(amount_refunded=TOTAL),)


def test_a_refund_that_nobody_asked_for_is_told() -> None:
    seen = history(charges=BACK, refunds=(refund(),))
    assert told(seen, "nothing_refunded_unasked") == ["order 17: refunded without anyone asking"]


def test_a_refund_that_an_admin_asked_for_is_right() -> None:
    for subject in ("17", "pi_1", "*"):
        seen = history(charges=BACK, refunds=(refund(),), asks=(Ask("refund", subject),))
        assert told(seen, "nothing_refunded_unasked") == []


def test_more_given_back_than_was_asked_for_is_told() -> None:
    part = (Ask("refund", "17", 10_00),)
    seen = history(
        charges=(charge(amount_refunded=20_00),), refunds=(refund(amount=20_00),), asks=part
    )
    assert told(seen, "nothing_refunded_unasked") == [
        "order 17: 20.00 usd refunded of 10.00 usd asked for"
    ]


def test_a_failed_refund_gave_nothing_back() -> None:
    assert told(history(refunds=(refund(status="failed"),)), "nothing_refunded_unasked") == []


def test_refunds_are_at_most_what_was_taken() -> None:
    seen = history(refunds=(refund(1), refund(2, amount=1)))
    assert told(seen, "no_more_refunded_than_was_taken") == [
        "charge ch_1: 100.01 usd refunded of 100.00 usd taken"
    ]


def test_a_refund_that_was_asked_for_and_not_made_is_told() -> None:
    seen = history(asks=(Ask("refund", "17", 30_00),))
    assert told(seen, "what_was_asked_back_went_back") == [
        "order 17: 30.00 usd was asked back, 0.00 usd went back"
    ]


def test_compensation_is_allowed_and_never_demanded() -> None:
    seen = history(asks=(Ask("compensation", "17"),))
    assert told(seen, "what_was_asked_back_went_back") == []


def test_a_cancelled_order_that_keeps_money_is_told() -> None:
    seen = history(orders=(order(payment="cancelled", said="cancelled"),))
    assert told(seen, "cancelled_money_returns") == [
        "order 17: is cancelled, and 100.00 usd is kept"
    ]


def test_a_refund_while_disputed_is_told() -> None:
    seen = history(disputes=(dispute(),), refunds=(refund(),))
    assert told(seen, "no_refund_over_an_open_dispute") == [
        "payment pi_1: 100.00 usd refunded while disputed: the shopper gets it twice"
    ]


def test_a_refund_before_the_dispute_or_after_it_was_won_is_right() -> None:
    early = history(disputes=(dispute(created=30),), refunds=(refund(),))
    won = history(disputes=(dispute(status="won"),), refunds=(refund(),))
    for seen in (early, won):
        assert told(seen, "no_refund_over_an_open_dispute") == []


def test_an_order_called_refunded_whose_money_is_kept_is_told() -> None:
    seen = history(orders=(order(payment="refunded", said="refunded"),))
    assert told(seen, "an_order_refunded_is_money_returned") == [
        "order 17: calls itself refunded, and 100.00 usd is kept"
    ]


def test_a_refund_that_the_order_does_not_know_is_told() -> None:
    seen = history(charges=BACK, refunds=(refund(),))
    assert told(seen, "every_refund_is_in_the_books") == [
        "order 17: calls itself paid, but 100.00 usd went back"
    ]
    knowing = order(payment="refunded", said="refunded", refunded=TOTAL)
    assert told(history(charges=BACK, refunds=(refund(),), orders=(knowing,)),
                "every_refund_is_in_the_books") == []  # fmt: skip
