"""A card that is held to a reader, kept for payments on the web."""

from __future__ import annotations

from simulator.tests.calls import Stripe
from simulator.tests.operations.tills import a_reader, a_setup, in_person, present, process, tell


def test_a_payment_for_later_ones_leaves_a_card_with_the_customer(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    customer = stripe.post("/v1/customers").id
    intent = in_person(stripe, customer=customer, setup_future_usage="off_session")
    process(stripe, id, intent, allow_redisplay="always")
    present(stripe, id)
    paid = stripe.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"])
    details = paid.latest_charge.payment_method_details.card_present
    method = stripe.get(f"/v1/payment_methods/{details.generated_card}")
    assert (method.type, method.customer, method.allow_redisplay) == ("card", customer, "always")
    origin = method.card.generated_from
    assert (origin.charge, origin.setup_attempt) == (paid.latest_charge.id, None)
    assert origin.payment_method_details.card_present.reader == id
    again = stripe.paid(method.id, customer=customer, off_session=True)
    assert again.status == "succeeded"


def test_without_a_customer_the_card_is_there_to_be_attached(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe, setup_future_usage="off_session")
    process(stripe, id, intent)
    present(stripe, id)
    paid = stripe.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"])
    card = paid.latest_charge.payment_method_details.card_present.generated_card
    customer = stripe.post("/v1/customers").id
    attached = stripe.post(f"/v1/payment_methods/{card}/attach", customer=customer)
    assert attached.customer == customer


def test_what_was_read_pays_once_and_belongs_to_nobody(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    customer = stripe.post("/v1/customers").id
    intent = in_person(stripe, customer=customer, setup_future_usage="off_session")
    process(stripe, id, intent)
    present(stripe, id)
    read = stripe.get(f"/v1/payment_intents/{intent.id}").payment_method
    assert stripe.get(f"/v1/payment_methods/{read}").customer is None
    refused = stripe.post(f"/v1/payment_methods/{read}/attach", customer=customer)
    assert refused.error.message == (
        "PaymentMethods of type 'card_present' cannot be saved to customers."
    )


def test_a_card_is_saved_without_a_payment(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    customer = stripe.post("/v1/customers").id
    setup = a_setup(stripe, customer=customer)
    told = tell(
        stripe, id, "process_setup_intent", setup_intent=setup.id, allow_redisplay="limited"
    )
    assert told.action.process_setup_intent == {"setup_intent": setup.id}
    stripe.told()
    card = present(stripe, id).action.process_setup_intent.generated_card
    done = stripe.get(f"/v1/setup_intents/{setup.id}", expand=["latest_attempt"])
    assert done.status == "succeeded"
    attempt = done.latest_attempt
    assert attempt.payment_method_details.card_present == {"generated_card": card, "offline": None}
    method = stripe.get(f"/v1/payment_methods/{card}")
    assert (method.customer, method.allow_redisplay) == (customer, "limited")
    assert method.card.generated_from.setup_attempt == attempt.id
    assert stripe.types() == [
        "payment_method.attached",
        "setup_intent.succeeded",
        "terminal.reader.action_succeeded",
    ]


def test_a_card_that_declines_is_not_saved(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    setup = a_setup(stripe)
    tell(stripe, id, "process_setup_intent", setup_intent=setup.id, allow_redisplay="always")
    action = present(stripe, id, "4000000000000002").action
    assert (action.status, action.failure_code) == (
        "failed",
        "setup_intent_authentication_failure",
    )
    failed = stripe.get(f"/v1/setup_intents/{setup.id}", expand=["latest_attempt"])
    assert (failed.status, failed.latest_attempt.status) == ("requires_payment_method", "failed")
    assert failed.last_setup_error.code == "setup_intent_authentication_failure"


def test_only_a_setup_that_wants_a_card_is_processed(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    setup = a_setup(stripe)
    given = {"setup_intent": setup.id, "allow_redisplay": "always"}
    tell(stripe, id, "process_setup_intent", **given)
    present(stripe, id)
    assert tell(stripe, id, "process_setup_intent", **given).error.code == "intent_invalid_state"
    online = a_setup(stripe, payment_method_types=["card"])
    given["setup_intent"] = online.id
    assert tell(stripe, id, "process_setup_intent", **given).http == 400
