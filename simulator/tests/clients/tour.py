"""A walk through the payments core: one object of everything, in most of the states it can have."""

from __future__ import annotations

from typing import Any, Final

from simulator.tests.calls import Reply, Stripe

HERE: Final = "https://shop.example/back"
TYPES: Final = ["card"]
AGREED: Final = {
    "customer_acceptance": {
        "type": "online",
        "online": {"ip_address": "192.0.2.1", "user_agent": "a browser"},
    }
}
DEBIT: Final = {
    "type": "sepa_debit",
    "sepa_debit": {"iban": "AT611904300234573201"},
    "billing_details": {"name": "Jo Example", "email": "jo@example.org"},
}


def tour(stripe: Stripe) -> list[Any]:
    """Every body that Stripe answered with, in the version of the client."""
    walk = _Walk(stripe)
    customer = walk.kept_payers()
    walk.payments(customer)
    walk.money()
    walk.selling(customer)
    return walk.bodies


class _Walk:
    def __init__(self, stripe: Stripe) -> None:
        self.stripe = stripe
        self.bodies: list[Any] = []

    def post(self, path: str, **params: Any) -> Reply:
        answer = self.stripe.post(path, **params)
        assert answer.http == 200, (path, answer.body)
        self.bodies.append(answer.body)
        return answer

    def refused(self, path: str, **params: Any) -> None:
        answer = self.stripe.post(path, **params)
        assert answer.http >= 400, (path, answer.body)
        self.bodies += [answer.error.get("payment_intent"), answer.error.get("setup_intent")]

    def get(self, path: str, **params: Any) -> Reply:
        answer = self.stripe.get(path, **params)
        assert answer.http == 200, (path, answer.body)
        self.bodies.append(answer.body)
        return answer

    def kept_payers(self) -> str:
        customer = str(self.post("/v1/customers", source="tok_visa", email="jo@example.org").id)
        self.get(f"/v1/customers/{customer}", expand=["sources", "subscriptions", "tax_ids"])
        self.post(f"/v1/customers/{customer}/sources", source="tok_mastercard")
        self.post("/v1/sources", type="card", token="tok_visa")
        self.get(f"/v1/tokens/{self._token()}")
        method = self.post("/v1/payment_methods", type="card", card={"token": "tok_visa"}).id
        self.post(f"/v1/payment_methods/{method}/attach", customer=customer)
        self.get("/v1/payment_methods", customer=customer, type="card")
        setup = self.post("/v1/setup_intents", customer=customer, payment_method_types=TYPES).id
        path = f"/v1/setup_intents/{setup}/confirm"
        self.refused(path, payment_method="pm_card_chargeDeclined")
        self.post(path, payment_method="pm_card_visa")
        self.get("/v1/setup_attempts", setup_intent=setup)
        return customer

    def _token(self) -> Any:
        card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}
        return self.post("/v1/tokens", card=card).id

    def payments(self, customer: str) -> None:
        wanted = {"amount": 2000, "currency": "usd", "payment_method_types": TYPES}
        now = wanted | {"confirm": True}
        path = "/v1/payment_intents"
        paid = self.post(path, **now, payment_method="pm_card_visa", customer=customer)
        self.get(f"{path}/{paid.id}", expand=["customer", "payment_method"])
        self.post(path, **now, payment_method="pm_card_threeDSecure2Required", return_url=HERE)
        self.refused(path, **now, payment_method="pm_card_chargeDeclined")
        held = {"payment_method": "pm_card_visa", "capture_method": "manual"}
        self.post(f"{path}/{self.post(path, **now, **held).id}/capture", amount_to_capture=1500)
        self.post(f"{path}/{self.post(path, **now, **held).id}/cancel")
        self.post(
            path, amount=2000, currency="eur", confirm=True, payment_method_types=["sepa_debit"],
            payment_method_data=DEBIT, mandate_data=AGREED,
        )  # fmt: skip
        self.get(path)
        self.get("/v1/charges")

    def money(self) -> None:
        charge = self.post("/v1/charges", amount=90_000, currency="usd", source="tok_bypassPending")
        self.refused("/v1/charges", amount=1, currency="usd", source="tok_visa")
        self.post("/v1/refunds", charge=charge.id, amount=300)
        self.get(f"/v1/charges/{charge.id}", expand=["balance_transaction", "refunds"])
        self.post("/v1/charges", amount=1000, currency="usd", source="tok_createDispute")
        self.get("/v1/disputes")
        self.post("/v1/payouts", amount=100, currency="usd")
        self.get("/v1/balance")
        self.get("/v1/balance_transactions")

    def selling(self, customer: str) -> None:
        product = self.post("/v1/products", name="Standard plan").id
        price = {"product": product, "currency": "usd", "unit_amount": 1500}
        once = self.post("/v1/prices", **price).id
        monthly = self.post("/v1/prices", **price, recurring={"interval": "month"}).id
        back = {"success_url": HERE, "cancel_url": HERE, "payment_method_types": TYPES}
        opened = self.post(
            "/v1/checkout/sessions",
            mode="payment", line_items=[{"price": once, "quantity": 2}], **back,
        )  # fmt: skip
        self.post(f"/v1/checkout/sessions/{opened.id}/expire")
        self.post("/v1/checkout/sessions", mode="setup", **back)
        self.post("/v1/payment_links", line_items=[{"price": once, "quantity": 1}])
        self.post("/v1/subscriptions", customer=customer, items=[{"price": monthly}])
        self.get("/v1/subscriptions", customer=customer)
        self.get("/v1/invoices", customer=customer)
