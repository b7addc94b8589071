from scenarios.tests.histories import call, delivery, history, told


def test_a_write_without_a_key_is_told() -> None:
    seen = history(calls=(call(path="/v1/refunds", idempotency_key=None),))
    assert told(seen, "every_write_has_a_key") == [
        "POST /v1/refunds: carries no idempotency key: repeated, it happens twice"
    ]


def test_reading_needs_no_key() -> None:
    seen = history(calls=(call(method="GET", idempotency_key=None),))
    assert told(seen, "every_write_has_a_key") == []


def test_a_key_that_meant_two_things_is_told() -> None:
    seen = history(calls=(call(status=400, error_code="idempotency_error"),))
    assert len(told(seen, "a_key_means_one_thing")) == 1


def test_an_event_that_was_never_accepted_is_told() -> None:
    seen = history(deliveries=(delivery(statuses=(500, None)),))
    assert told(seen, "every_event_is_accepted") == [
        "event evt_1: payment_intent.succeeded was never accepted; the last answer was none at all"
    ]
    assert (
        told(history(deliveries=(delivery(statuses=(500, 200)),)), "every_event_is_accepted") == []
    )


def test_an_event_that_was_accepted_and_forgotten_is_told() -> None:
    seen = history(deliveries=(delivery(),), events=())
    assert told(seen, "every_event_is_recorded") == [
        "event evt_1: payment_intent.succeeded was answered with success and then forgotten"
    ]
