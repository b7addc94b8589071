"""SetupIntents: saving a way to pay, what its issuer says, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.operations.payers import mandates
from simulator.operations.setups.setting_up import authenticate
from simulator.resources.setup_intent import SetupIntent
from simulator.tests.calls import CARDS_NAMED, Reply, Stripe, describing
from simulator.work import Work

SETUPS = "/v1/setup_intents"


def setup(stripe: Stripe, **params: Any) -> Reply:
    """A SetupIntent for cards."""
    return stripe.at_version(CARDS_NAMED).post(SETUPS, payment_method_types=["card"], **params)


def confirmed(stripe: Stripe, card: str = "pm_card_visa", **params: Any) -> Reply:
    return setup(stripe, payment_method=card, confirm=True, **params)


def act(stripe: Stripe, intent: Any, *, passed: bool) -> None:
    """The payer passes or fails the challenge."""
    work = Work(stripe.account)
    authenticate(work, work.load(SetupIntent, intent.id), passed=passed)
    work.commit()


def test_a_new_setup_intent_shows_everything_that_stripe_shows(stripe: Stripe) -> None:
    intent = dict(stripe.post(SETUPS).body)
    id = intent.pop("id")
    assert re.fullmatch(r"seti_1\w{23}", id)
    assert re.fullmatch(id + r"_secret_\w{31}", intent.pop("client_secret"))
    assert re.fullmatch(r"pmc_1\w{23}", intent["payment_method_configuration_details"].pop("id"))
    assert intent == {
        "object": "setup_intent",
        "allowed_payment_method_types": None,
        "application": None,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "cancellation_reason": None,
        "created": stripe.now,
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "mandate": None,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": {"parent": None},
        "payment_method_options": {
            "card": {
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
            },
            "link": {"persistent_token": None},
        },
        "payment_method_types": ["card", "link"],
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": "off_session",
    }
    assert stripe.types() == ["setup_intent.created"]


def test_older_versions_take_cards_where_nothing_is_said(stripe: Stripe) -> None:
    intent = stripe.at_version("2022-11-15").post(SETUPS)
    assert intent.payment_method_types == ["card"]
    assert intent.automatic_payment_methods is None


def test_a_setup_intent_with_a_payment_method_waits_for_its_confirmation(stripe: Stripe) -> None:
    intent = setup(stripe, payment_method="pm_card_visa")
    assert intent.status == "requires_confirmation"
    assert intent.payment_method.startswith("pm_1")
    assert intent.latest_attempt is None


def test_confirming_sets_up_and_attaches_to_the_customer(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    stripe.told()
    intent = confirmed(stripe, customer=customer)
    assert (intent.status, intent.next_action, intent.mandate) == ("succeeded", None, None)
    assert intent.latest_attempt.startswith("setatt_1")
    method = stripe.get(f"/v1/payment_methods/{intent.payment_method}")
    assert (method.customer, method.card.checks.cvc_check) == (customer, "pass")
    assert stripe.types() == [
        "setup_intent.created",
        "payment_method.attached",
        "setup_intent.succeeded",
    ]


def test_without_a_customer_the_payment_method_is_used_up(stripe: Stripe) -> None:
    method = confirmed(stripe).payment_method
    refused = setup(stripe, payment_method=method)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert "may not be used again" in refused.error.message


def test_a_created_event_shows_the_bare_intent(stripe: Stripe) -> None:
    confirmed(stripe)
    created = stripe.told()[0].data.object
    assert (created.status, created.payment_method) == ("requires_payment_method", None)


@pytest.mark.parametrize("card", ["pm_card_chargeDeclined", "pm_card_chargeDeclinedExpiredCard"])
def test_a_declined_setup_wants_another_payment_method(stripe: Stripe, card: str) -> None:
    refused = confirmed(stripe, card)
    error = refused.error
    assert (refused.http, error.type) == (402, "card_error")
    assert "charge" not in error
    intent = error.setup_intent
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    told_again = {name: error[name] for name in intent.last_setup_error}
    assert intent.last_setup_error == told_again
    assert error.keys() - told_again.keys() == {"request_log_url", "setup_intent"}
    attempt = stripe.get("/v1/setup_attempts", setup_intent=intent.id).data[0]
    assert (attempt.status, attempt.id) == ("failed", intent.latest_attempt)
    assert attempt.setup_error.code == error.code
    assert stripe.types()[-1] == "setup_intent.setup_failed"


def test_a_card_whose_charges_decline_can_still_be_set_up(stripe: Stripe) -> None:
    assert confirmed(stripe, "pm_card_chargeCustomerFail").status == "succeeded"


# Refusals.


def test_a_missing_payment_method_is_looked_for_before_the_status(stripe: Stripe) -> None:
    intent = setup(stripe)
    stripe.post(f"{SETUPS}/{intent.id}/cancel")
    refused = stripe.post(f"{SETUPS}/{intent.id}/confirm")
    assert refused.refusal == (400, "invalid_request_error", "setup_intent_unexpected_state", None)
    assert refused.error.message.startswith(
        "You cannot confirm this SetupIntent because it's missing a payment method."
    )
    assert refused.error.setup_intent.id == intent.id


@pytest.mark.parametrize(
    ("card", "verb", "message"),
    [
        (
            "pm_card_visa",
            "confirm",
            "You cannot confirm this SetupIntent because it has already succeeded.",
        ),
        (
            "pm_card_visa",
            "cancel",
            (
                "You cannot cancel this SetupIntent because it has a status of succeeded. Only a"
                " SetupIntent with one of the following statuses may be canceled:"
                " `requires_payment_method`, `requires_confirmation`, or `requires_action`."
            ),
        ),
    ],
)
def test_what_has_succeeded_is_over(stripe: Stripe, card: str, verb: str, message: str) -> None:
    intent = confirmed(stripe, card)
    refused = stripe.post(f"{SETUPS}/{intent.id}/{verb}")
    assert (refused.http, refused.error.message) == (400, message)
    assert refused.error.setup_intent.status == "succeeded"


def test_what_was_canceled_is_over(stripe: Stripe) -> None:
    intent = setup(stripe, payment_method="pm_card_visa")
    canceled = stripe.post(f"{SETUPS}/{intent.id}/cancel", cancellation_reason="abandoned")
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")
    assert canceled.payment_method == intent.payment_method
    again = stripe.post(f"{SETUPS}/{intent.id}/cancel")
    assert again.error.message == (
        "You cannot cancel this SetupIntent because it is already canceled."
    )
    refused = stripe.post(f"{SETUPS}/{intent.id}/confirm")
    assert refused.error.message == (
        "You cannot confirm this SetupIntent because it has been canceled."
    )


def test_canceling_abandons_the_attempt_that_was_under_way(stripe: Stripe) -> None:
    intent = confirmed(stripe, "pm_card_authenticationRequired")
    stripe.post(f"{SETUPS}/{intent.id}/cancel")
    [attempt] = stripe.get("/v1/setup_attempts", setup_intent=intent.id).data
    assert attempt.status == "abandoned"


def test_somebody_elses_payment_method_is_refused(stripe: Stripe) -> None:
    owner = stripe.post("/v1/customers").id
    other = stripe.post("/v1/customers").id
    method = confirmed(stripe, customer=owner).payment_method
    alone = setup(stripe, payment_method=method)
    assert alone.refusal == (400, "invalid_request_error", None, "payment_method")
    assert alone.error.message == (
        f"The payment method supplied ({method}) belongs to the Customer {owner}. Please include"
        " the Customer in the `customer` parameter on the SetupIntent."
    )
    assert "setup_intent" not in alone.error
    intent = setup(stripe, customer=other)
    refused = stripe.post(f"{SETUPS}/{intent.id}/confirm", payment_method=method)
    assert refused.error.message == (
        f"The PaymentMethod {method} does not belong to the Customer you supplied {other}. Please"
        " use this PaymentMethod with the Customer that it belongs to instead."
    )
    assert refused.error.setup_intent.id == intent.id


def test_details_can_be_changed_at_any_time_but_the_payment_method_cannot(stripe: Stripe) -> None:
    intent = confirmed(stripe)
    after = stripe.post(f"{SETUPS}/{intent.id}", metadata={"a": "b"}, description="Hello")
    assert (after.metadata, after.description) == ({"a": "b"}, "Hello")
    refused = stripe.post(f"{SETUPS}/{intent.id}", payment_method="pm_card_visa")
    assert refused.error.message == (
        "You cannot update this SetupIntent because it has already succeeded."
    )


def test_a_setup_intent_that_is_not_there_is_refused_in_one_word(stripe: Stripe) -> None:
    refused = stripe.get(f"{SETUPS}/seti_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "intent")
    assert refused.error.message == "No such setupintent: 'seti_x'"


def test_automatic_payment_methods_may_need_a_return_url(stripe: Stripe) -> None:
    refused = stripe.post(SETUPS, payment_method="pm_card_visa", confirm=True)
    assert refused.error.message.startswith("This SetupIntent is configured to accept")
    never = {"enabled": True, "allow_redirects": "never"}
    intent = stripe.post(
        SETUPS, payment_method="pm_card_visa", confirm=True, automatic_payment_methods=never
    )
    assert intent.status == "succeeded"


def test_a_kind_that_there_is_not_is_refused(stripe: Stripe) -> None:
    refused = stripe.at_version(CARDS_NAMED).post(SETUPS, payment_method_types=["sofa"])
    assert refused.refusal[:2] == (400, "invalid_request_error")
    assert refused.refusal[3] == "payment_method_types"
    assert refused.error.message.startswith(
        'The payment method type "sofa" is invalid. See https://stripe.com/docs/api/setup_intents'
    )


@pytest.mark.parametrize("kind", ["affirm", "customer_balance", "interac_present", "oxxo"])
def test_a_kind_that_pays_once_cannot_be_set_up(stripe: Stripe, kind: str) -> None:
    older = stripe.at_version(CARDS_NAMED)
    refused = older.post(SETUPS, payment_method_types=["card", kind])
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "setup_intent_invalid_parameter",
        "payment_method_types",
    )
    intent = older.post(SETUPS, payment_method_types=["card"])
    updated = older.post(f"{SETUPS}/{intent.id}", payment_method_types=[kind])
    assert updated.error.message.startswith(f'The payment method type "{kind}" is invalid. See')


def test_kinds_are_chosen_by_name_or_automatically(stripe: Stripe) -> None:
    automatic = {"enabled": True}
    refused = stripe.at_version(CARDS_NAMED).post(
        SETUPS, payment_method_types=["card"], automatic_payment_methods=automatic
    )
    assert refused.error.message == (
        "You cannot enable `automatic_payment_methods` and specify `payment_method_types`."
    )


def test_lists_are_filtered_by_customer_and_payment_method(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    mine = confirmed(stripe, customer=customer)
    setup(stripe)
    assert [i.id for i in stripe.get(SETUPS, customer=customer).data] == [mine.id]
    found = stripe.get(SETUPS, payment_method=mine.payment_method).data
    assert [i.id for i in found] == [mine.id]


# Mandates.


def test_mandate_data_makes_a_mandate(stripe: Stripe) -> None:
    online = {"ip_address": "203.0.113.5", "user_agent": "tests"}
    intent = confirmed(
        stripe, mandate_data={"customer_acceptance": {"type": "online", "online": online}}
    )
    mandate = stripe.get(f"/v1/mandates/{intent.mandate}")
    assert (mandate.status, mandate.type, mandate.multi_use) == ("active", "multi_use", {})
    assert mandate.payment_method == intent.payment_method
    assert mandate.customer_acceptance == {
        "accepted_at": stripe.now,
        "online": online,
        "type": "online",
    }
    assert mandate.payment_method_details == {"card": {}, "type": "card"}


def test_a_debit_cannot_be_set_up_without_a_mandate(stripe: Stripe) -> None:
    refused = stripe.at_version(CARDS_NAMED).post(
        SETUPS,
        payment_method_types=["sepa_debit"],
        payment_method="pm_sepaDebit_success_de",
        confirm=True,
    )
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message.startswith("This SetupIntent requires a mandate, but no existing")
    waiting = refused.error.setup_intent
    assert waiting.status == "requires_confirmation"
    agreed = {"customer_acceptance": {"type": "offline"}}
    assert stripe.post(f"{SETUPS}/{waiting.id}/confirm", mandate_data=agreed).status == "succeeded"


@pytest.mark.parametrize("kind", sorted(mandates.KEPT_BY_MANDATE))
def test_a_wallet_is_kept_by_a_mandate(stripe: Stripe, kind: str) -> None:
    given = {
        "payment_method_types": [kind],
        "payment_method_data": describing(kind),
        "return_url": "https://shop.example/back",
        "confirm": True,
    }
    older = stripe.at_version(CARDS_NAMED)
    refused = older.post(SETUPS, **given)
    assert refused.error.message.startswith("This SetupIntent requires a mandate, but no existing")
    agreed = {"customer_acceptance": {"type": "offline"}}
    intent = older.post(SETUPS, mandate_data=agreed, **given)
    assert intent.status == "requires_action"
    mandate = stripe.get(f"/v1/mandates/{intent.mandate}")
    assert mandate.payment_method == intent.payment_method
    act(stripe, intent, passed=True)
    assert stripe.get(f"{SETUPS}/{intent.id}").mandate == mandate.id


def test_an_empty_value_takes_the_payment_method_back(stripe: Stripe) -> None:
    intent = setup(stripe, payment_method="pm_card_visa")
    after = stripe.post(f"{SETUPS}/{intent.id}", payment_method="")
    assert (after.status, after.payment_method) == ("requires_payment_method", None)


def test_a_challenge_is_given_up_with_the_payment_method_that_it_was_for(stripe: Stripe) -> None:
    intent = confirmed(stripe, "pm_card_threeDSecure2Required")
    after = stripe.post(f"{SETUPS}/{intent.id}", payment_method="")
    assert (after.status, after.next_action) == ("requires_payment_method", None)
    [attempt] = stripe.get("/v1/setup_attempts", setup_intent=intent.id).data
    assert attempt.status == "abandoned"


def test_what_has_succeeded_keeps_its_payment_method(stripe: Stripe) -> None:
    refused = stripe.post(f"{SETUPS}/{confirmed(stripe).id}", payment_method="")
    assert refused.error.code == "setup_intent_unexpected_state"


def test_a_description_has_a_thousand_characters_at_most(stripe: Stripe) -> None:
    refused = stripe.post(SETUPS, description="d" * 1001)
    assert refused.refusal == (400, "invalid_request_error", None, "description")
