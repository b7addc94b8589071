"""Every test card that Stripe documents does what the documentation says, by name and by number."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.instruments.cards import CARDS, NAMED
from simulator.tests.calls import Reply, Stripe

SUCCEEDING = {
    # number: name after pm_card_ and tok_, brand, country, funding
    "4242424242424242": ("visa", "visa", "US", "credit"),
    "4000056655665556": ("visa_debit", "visa", "US", "debit"),
    "5555555555554444": ("mastercard", "mastercard", "US", "credit"),
    "2223003122003222": (None, "mastercard", "US", "credit"),
    "5200828282828210": ("mastercard_debit", "mastercard", "US", "debit"),
    "5105105105105100": ("mastercard_prepaid", "mastercard", "US", "prepaid"),
    "378282246310005": (None, "amex", "US", "credit"),
    "371449635398431": ("amex", "amex", "US", "credit"),
    "6011111111111117": (None, "discover", "US", "credit"),
    "6011000990139424": ("discover", "discover", "US", "credit"),
    "6011981111111113": (None, "discover", "US", "debit"),
    "3056930009020004": ("diners", "diners", "US", "credit"),
    "36227206271667": (None, "diners", "US", "credit"),
    "6555900000604105": (None, "discover", "US", "credit"),
    "3566002020360505": ("jcb", "jcb", "JP", "credit"),
    "6200000000000005": ("unionpay", "unionpay", "CN", "credit"),
    "6200000000000047": (None, "unionpay", "CN", "debit"),
    "6205500000000000004": (None, "unionpay", "CN", "credit"),
    "4000002500001001": ("visa_cartesBancaires", "visa", "FR", "credit"),
    "5555552500001001": ("mastercard_cartesBancaires", "mastercard", "FR", "credit"),
    "4000050360000001": ("visa_debit_eftposAuCoBranded", "visa", "AU", "debit"),
    "5555050360000080": ("mastercard_debit_eftposAuCoBranded", "mastercard", "AU", "debit"),
    "4000051230000072": (None, "visa", "US", "debit"),
    "5200828282828897": (None, "mastercard", "US", "debit"),
    "4111111111111111": (None, "visa", "US", "credit"),
    "4000058260000005": ("gb_debit", "visa", "GB", "debit"),
    "5555558265554449": ("gb_mastercard", "mastercard", "GB", "credit"),
    "5200007840000022": ("ae_mastercard", "mastercard", "AE", "credit"),
    "4000007640000003": ("th_credit", "visa", "TH", "credit"),
    "4000057640000008": ("th_debit", "visa", "TH", "debit"),
    "3530111333300000": (None, "jcb", "JP", "credit"),
    "4000006820000007": (None, "visa", "SA", "credit"),
}
COUNTRIES = {
    "ar": "4000000320000021", "br": "4000000760000002", "ca": "4000001240000000",
    "cl": "4000001520000001", "co": "4000001700000003", "cr": "4000001880000005",
    "ec": "4000002180000000", "mx": "4000004840008001", "pa": "4000005910000000",
    "py": "4000006000000066", "pe": "4000006040000068", "uy": "4000008580000003",
    "ae": "4000007840000001", "at": "4000000400000008", "be": "4000000560000004",
    "nz": "4000005540000008", "sg": "4000007020000003", "tw": "4000001580000008",
    "bg": "4000001000000000", "by": "4000001120000005", "hr": "4000001910000009",
    "cy": "4000001960000008", "cz": "4000002030000002", "dk": "4000002080000001",
    "ee": "4000002330000009", "fi": "4000002460000001", "fr": "4000002500000003",
    "de": "4000002760000016", "gi": "4000002920000005", "gr": "4000003000000030",
    "hu": "4000003480000005", "ie": "4000003720000005", "it": "4000003800000008",
    "lv": "4000004280000005", "li": "4000004380000004", "lt": "4000004400000000",
    "lu": "4000004420000006", "mt": "4000004700000007", "nl": "4000005280000002",
    "no": "4000005780000007", "pl": "4000006160000005", "pt": "4000006200000007",
    "ro": "4000006420000001", "si": "4000007050000006",
    "sk": "4000007030000001", "es": "4000007240000007", "se": "4000007520000008",
    "ch": "4000007560000009", "gb": "4000008260000000", "au": "4000000360000006",
    "cn": "4000001560000002", "hk": "4000003440000004", "in": "4000003560000008",
    "jp": "4000003920000003", "my": "4000004580000002",
}  # fmt: skip
TOO_RISKY = "Stripe blocked this payment as too risky."
DECLINED = "Your card was declined."
LIMIT = (
    "Your card was declined for making repeated attempts too frequently or exceeding its amount"
    " limit."
)
DECLINING = [
    # number, names, code, decline_code, param, message, advice, network advice, network decline
    ("4000000000000002", "chargeDeclined", "card_declined", "generic_decline", None, DECLINED,
     "try_again_later", None, "01"),
    ("4000000000009995", "chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds",
     None, "Your card has insufficient funds.", "try_again_later", "02", "51"),
    ("4000000000009987", "chargeDeclinedLostCard", "card_declined", "lost_card", None, DECLINED,
     "do_not_try_again", "01", "41"),
    ("4000000000009979", "chargeDeclinedStolenCard", "card_declined", "stolen_card", None, DECLINED,
     "do_not_try_again", "01", "43"),
    ("4000000000006975", "chargeDeclinedVelocityLimitExceeded", "card_declined",
     "card_velocity_exceeded", None, LIMIT, "try_again_later", "02", "61"),
    ("4000000000000069", "chargeDeclinedExpiredCard", "expired_card", "expired_card", "exp_month",
     "Your card has expired.", "confirm_card_data", "03", "54"),
    ("4000000000000127", "chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc", "cvc",
     "Your card's security code is incorrect.", "confirm_card_data", "03", "N7"),
    ("4000000000000119", "chargeDeclinedProcessingError", "processing_error", "processing_error",
     None, "An error occurred while processing your card. Try again in a little bit.",
     "try_again_later", None, "06"),
]  # fmt: skip


def method_of(stripe: Stripe, number: str, **given: Any) -> Reply:
    card = {"number": number, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    card["cvc"] = "1234" if number.startswith("3") else "123"
    card |= given.pop("card", {})
    card = {name: value for name, value in card.items() if value is not None}
    return stripe.post("/v1/payment_methods", type="card", card=card, **given)


@pytest.mark.parametrize("number", SUCCEEDING)
def test_a_brands_card_looks_right_and_pays(stripe: Stripe, number: str) -> None:
    name, brand, country, funding = SUCCEEDING[number]
    methods = [method_of(stripe, number)]
    if name is not None:
        methods.append(stripe.get(f"/v1/payment_methods/pm_card_{name}"))
        token = {"token": f"tok_{name}"}
        methods.append(stripe.post("/v1/payment_methods", type="card", card=token))
    for method in methods:
        card = method.card
        assert (card.brand, card.country, card.funding) == (brand, country, funding)
        assert card.last4 == number[-4:]
        assert stripe.paid(method.id).status == "succeeded"


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_countrys_card_looks_right_and_pays(stripe: Stripe, country: str) -> None:
    card = stripe.get(f"/v1/payment_methods/pm_card_{country}").card
    assert (card.country, card.last4) == (country.upper(), COUNTRIES[country][-4:])
    assert stripe.paid(f"pm_card_{country}").status == "succeeded"
    assert stripe.paid(method_of(stripe, COUNTRIES[country]).id).status == "succeeded"


def test_cobranded_cards_show_both_networks(stripe: Stripe) -> None:
    card = stripe.get("/v1/payment_methods/pm_card_visa_cartesBancaires").card
    assert card.networks == {"available": ["cartes_bancaires", "visa"], "preferred": None}


@pytest.mark.parametrize("row", DECLINING, ids=lambda row: row[1])
def test_a_declining_card_says_why(stripe: Stripe, row: tuple[Any, ...]) -> None:
    number, name, code, decline_code, param, message, advice, network_advice, network = row
    token = stripe.post("/v1/payment_methods", type="card", card={"token": f"tok_{name}"})
    for method in (
        method_of(stripe, number).id,
        f"pm_card_{name}",
        f"pm_card_visa_{name}",
        token.id,
    ):
        refused = stripe.paid(method)
        assert refused.refusal == (402, "card_error", code, param)
        error = refused.error
        assert (error.decline_code, error.message) == (decline_code, message)
        assert error.advice_code == advice
        assert error.get("network_advice_code") == network_advice
        assert error.network_decline_code == network
        outcome = stripe.get(f"/v1/charges/{error.charge}").outcome
        assert (outcome.network_status, outcome.type) == ("declined_by_network", "issuer_declined")
        assert (outcome.reason, outcome.risk_level) == (decline_code, "normal")
        assert outcome.advice_code == advice
        assert error.payment_method.card.checks.cvc_check == "pass"


def test_the_sellers_message_names_the_decline_code(stripe: Stripe) -> None:
    generic = stripe.paid("pm_card_chargeDeclined").error.charge
    assert stripe.get(f"/v1/charges/{generic}").outcome.seller_message == (
        "The bank did not return any further details with this decline."
    )
    lost = stripe.paid("pm_card_chargeDeclinedLostCard").error.charge
    assert stripe.get(f"/v1/charges/{lost}").outcome.seller_message == (
        "The bank returned the decline code `lost_card`."
    )


@pytest.mark.parametrize("row", DECLINING, ids=lambda row: row[1])
def test_a_declining_card_cannot_be_saved(stripe: Stripe, row: tuple[Any, ...]) -> None:
    _, name, code, decline_code, param, *_ = row
    customer = stripe.post("/v1/customers")
    path = f"/v1/payment_methods/pm_card_{name}/attach"
    refused = stripe.post(path, customer=customer.id)
    assert refused.refusal == (402, "card_error", code, param or "")
    assert refused.error.decline_code == decline_code
    assert not {"charge", "payment_method"} & set(refused.error)


@pytest.mark.parametrize(
    "name",
    [
        "chargeCustomerFail",
        "visa_chargeCustomerFail",
        "visa_chargeCustomerFailLostCard",
        "visa_chargeCustomerFailStolenCard",
    ],
)
def test_a_card_can_be_saved_and_decline_all_the_same(stripe: Stripe, name: str) -> None:
    customer = stripe.post("/v1/customers")
    method = stripe.post(f"/v1/payment_methods/pm_card_{name}/attach", customer=customer.id)
    assert method.http == 200
    refused = stripe.paid(method.id, customer=customer.id)
    assert (refused.error.code, refused.error.decline_code) == ("card_declined", "generic_decline")


@pytest.mark.parametrize("name", ["radarBlock", "chargeDeclinedFraudulent"])
def test_radar_blocks_before_the_network_is_asked(stripe: Stripe, name: str) -> None:
    refused = stripe.paid(f"pm_card_{name}")
    assert refused.refusal == (402, "card_error", "card_declined", None)
    assert (refused.error.decline_code, refused.error.message) == ("fraudulent", DECLINED)
    assert refused.error.payment_method.card.checks.cvc_check == "unavailable"
    charge = stripe.get(f"/v1/charges/{refused.error.charge}")
    outcome = charge.outcome
    assert outcome.network_status == "not_sent_to_network"
    assert (outcome.reason, outcome.risk_level) == ("highest_risk_level", "highest")
    assert (outcome.seller_message, outcome.type) == (TOO_RISKY, "blocked")
    assert "rule" not in outcome
    assert charge.fraud_details == {"stripe_report": "fraudulent"}
    assert charge.calculated_statement_descriptor is None


def test_what_is_not_sent_to_the_network_is_not_checked(stripe: Stripe) -> None:
    payer = {"address": {"line1": "1 Main St", "postal_code": "94107"}}
    card = {"number": "4100000000000019", "exp_month": 12, "exp_year": 2034, "cvc": "123"}
    method = stripe.post("/v1/payment_methods", type="card", card=card, billing_details=payer)
    refused = stripe.paid(method.id)
    charge = stripe.get(f"/v1/charges/{refused.error.charge}")
    assert set(charge.payment_method_details.card.checks.values()) == {"unavailable"}


def test_the_highest_risk_is_blocked_by_the_default_rule(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers")
    path = "/v1/payment_methods/pm_card_riskLevelHighest/attach"
    method = stripe.post(path, customer=customer.id)
    assert method.http == 200
    refused = stripe.paid(method.id, customer=customer.id)
    assert refused.refusal == (402, "card_error", "card_declined", None)
    assert (refused.error.decline_code, refused.error.message) == ("generic_decline", DECLINED)
    charge = stripe.get(f"/v1/charges/{refused.error.charge}", expand=["outcome.rule"])
    assert charge.outcome.reason == "highest_risk_level"
    assert charge.outcome.seller_message == TOO_RISKY
    assert (charge.outcome.rule.id, charge.outcome.rule.action) == ("block_if_high_risk", "block")
    assert charge.fraud_details == {}


@pytest.mark.parametrize("number", ["4000000000009235", "4000058400306072"])
def test_an_elevated_risk_is_put_under_review(stripe: Stripe, number: str) -> None:
    paid = stripe.paid(method_of(stripe, number).id)
    charge = stripe.charge_of(paid)
    outcome = charge.outcome
    assert (outcome.type, outcome.reason) == ("manual_review", "elevated_risk_level")
    assert (outcome.risk_level, outcome.rule) == ("elevated", "manual_review_if_elevated_risk")
    assert stripe.types()[1:3] == ["charge.succeeded", "review.opened"]
    review = stripe.get(f"/v1/reviews/{charge.review}")
    assert (review.open, review.charge, review.payment_intent) == (True, charge.id, paid.id)
    assert paid.review == review.id
    approved = stripe.post(f"/v1/reviews/{review.id}/approve")
    assert (approved.open, approved.closed_reason) == (False, "approved")
    assert stripe.types() == ["review.closed"]


def test_a_wrong_cvc_fails_only_where_one_was_sent(stripe: Stripe) -> None:
    refused = stripe.paid(method_of(stripe, "4000000000000101").id)
    assert refused.refusal == (402, "card_error", "incorrect_cvc", "cvc")
    assert refused.error.payment_method.card.checks.cvc_check == "fail"
    bare = method_of(stripe, "4000000000000101", card={"cvc": None})
    for method, check in ((bare.id, None), ("pm_card_cvcCheckFail", "fail")):
        paid = stripe.paid(method)
        assert paid.status == "succeeded"
        checks = stripe.charge_of(paid).payment_method_details.card.checks
        assert checks.cvc_check == check


def test_a_wrong_postal_code_fails_only_where_one_was_sent(stripe: Stripe) -> None:
    address = {"address": {"postal_code": "12345", "line1": "Main St 1"}}
    refused = stripe.paid(method_of(stripe, "4000000000000036", billing_details=address).id)
    assert refused.refusal == (402, "card_error", "incorrect_zip", "address_zip")
    assert refused.error.message == (
        "Your card could not be authorized using the postal code provided. Please update the postal"
        " code, or contact your card issuer for further details."
    )
    assert stripe.paid("pm_card_avsZipFail").status == "succeeded"
    before = stripe.at_version("2020-08-27").post(
        "/v1/payment_intents",
        amount=2500,
        currency="usd",
        payment_method=method_of(stripe, "4000000000000036", billing_details=address).id,
        confirm=True,
    )
    assert before.error.message == "The zip code you supplied failed validation."
    assert before.error.payment_intent.last_payment_error.message == before.error.message


@pytest.mark.parametrize(
    ("number", "line1", "postal_code"),
    [
        ("4000000000000028", "fail", "pass"),
        ("4000000000000010", "fail", "fail"),
        ("4000000000000044", "pass", "unavailable"),
        ("4242424242424242", "pass", "pass"),
    ],
)
def test_address_checks_are_told_and_do_not_block(
    stripe: Stripe, number: str, line1: str, postal_code: str
) -> None:
    address = {"address": {"postal_code": "12345", "line1": "Main St 1"}}
    method = method_of(stripe, number, billing_details=address)
    assert method.card.checks.address_line1_check == "unchecked"
    checks = stripe.charge_of(stripe.paid(method.id)).payment_method_details.card.checks
    assert (checks.address_line1_check, checks.address_postal_code_check) == (line1, postal_code)


@pytest.mark.parametrize(
    ("name", "line1", "postal_code"),
    [
        ("pm_card_avsFail", "fail", "fail"),
        ("pm_card_avsLine1Fail", "fail", None),
        ("pm_card_visa", None, None),
    ],
)
def test_the_name_of_a_card_whose_address_is_wrong_needs_none(
    stripe: Stripe, name: str, line1: str | None, postal_code: str | None
) -> None:
    paid = stripe.paid(name)
    checks = stripe.charge_of(paid).payment_method_details.card.checks
    assert paid.status == "succeeded"
    assert (checks.address_line1_check, checks.address_postal_code_check) == (line1, postal_code)


# What follows from a payment.


@pytest.mark.parametrize(
    ("name", "reason", "status"),
    [
        ("createDispute", "fraudulent", "needs_response"),
        ("visa_createDispute", "fraudulent", "needs_response"),
        ("createDisputeProductNotReceived", "product_not_received", "needs_response"),
        ("createDisputeInquiry", "fraudulent", "warning_needs_response"),
    ],
)
def test_a_payment_is_disputed(stripe: Stripe, name: str, reason: str, status: str) -> None:
    paid = stripe.paid(f"pm_card_{name}")
    charge = stripe.charge_of(paid)
    assert charge.disputed
    dispute = stripe.get(f"/v1/disputes/{charge.dispute}")
    assert (dispute.reason, dispute.status, dispute.amount) == (reason, status, 2500)


def test_a_pending_refund_arrives_later(stripe: Stripe) -> None:
    paid = stripe.paid("pm_card_pendingRefund")
    refund = stripe.post("/v1/refunds", payment_intent=paid.id)
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    stripe.advance(days=1)
    after = stripe.get(f"/v1/refunds/{refund.id}")
    assert after.status == "succeeded"
    assert "pending_reason" not in after.body


def test_a_failing_refund_comes_back(stripe: Stripe) -> None:
    paid = stripe.paid("pm_card_refundFail")
    refund = stripe.post("/v1/refunds", payment_intent=paid.id)
    assert (refund.status, stripe.charge_of(paid).refunded) == ("succeeded", True)
    stripe.advance(days=1)
    after = stripe.get(f"/v1/refunds/{refund.id}")
    assert after.status == "failed"
    row = stripe.get(f"/v1/balance_transactions/{after.failure_balance_transaction}")
    assert (row.type, row.amount) == ("refund_failure", 2500)
    charge = stripe.charge_of(paid)
    assert (charge.amount_refunded, charge.refunded) == (0, False)


@pytest.mark.parametrize("name", ["bypassPending", "bypassPendingInternational"])
def test_some_money_is_available_at_once(stripe: Stripe, name: str) -> None:
    stripe.paid(f"pm_card_{name}", capture_method="automatic")
    (row,) = stripe.get("/v1/balance_transactions").data
    assert (row.status, row.available_on) == ("available", stripe.now)
    assert stripe.get("/v1/balance").available[0].amount == row.net


def test_every_card_is_well_formed() -> None:
    for card in CARDS.values():
        assert card.number.isdigit(), card
        assert 14 <= len(card.number) <= 19, card
    assert len(NAMED) == sum(len(card.names) for card in CARDS.values())
