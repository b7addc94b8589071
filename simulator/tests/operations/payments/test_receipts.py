"""Receipts: where they are shown, and what their addresses say."""

from __future__ import annotations

from base64 import urlsafe_b64decode

from simulator.tests.calls import Stripe

PAGE = "https://pay.stripe.com/receipts"


def token_of(url: str) -> bytes:
    token = url.rsplit("/", 1)[-1].removesuffix("?s=ap")
    return urlsafe_b64decode(token + "=" * (-len(token) % 4))


def test_an_address_says_whose_receipt_it_is(stripe: Stripe) -> None:
    url = stripe.charge_of(stripe.paid()).receipt_url
    assert url.startswith(f"{PAGE}/payment/CAcaFwoVYWNjdF8")
    assert stripe.account.id.encode() in token_of(url)
    assert len(token_of(url)) == 87


def test_the_payment_of_an_invoice_has_a_page_of_its_own(stripe: Stripe) -> None:
    customer = stripe.post(
        "/v1/customers", payment_method="pm_card_visa", invoice_settings=DEFAULT
    ).id
    stripe.post("/v1/invoiceitems", customer=customer, amount=2500, currency="usd")
    items = {"pending_invoice_items_behavior": "include"}
    invoice = stripe.post("/v1/invoices", customer=customer, **items).id
    stripe.post(f"/v1/invoices/{invoice}/pay")
    [charge] = stripe.get("/v1/charges", customer=customer).data
    assert charge.receipt_url.startswith(f"{PAGE}/invoices/CAcaFwoVYWNjdF8")
    assert charge.receipt_url.endswith("?s=ap")
    stripe.post("/v1/refunds", charge=charge.id, amount=500)
    [after] = stripe.get("/v1/charges", customer=customer).data
    assert after.receipt_url.startswith(f"{PAGE}/invoices/")
    assert after.receipt_url != charge.receipt_url


DEFAULT = {"default_payment_method": "pm_card_visa"}
