"""Who is liable and who issues an invoice, and what stands on its paper.

Source: API reference, "Create a Checkout Session".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

AT = "invoice_creation[invoice_data]"
NOBODY = {"type": "account", "account": "acct_no"}


def invoice(**data: Any) -> dict[str, Any]:
    return {"invoice_creation": {"enabled": True, "invoice_data": data}}


@pytest.mark.parametrize(
    ("params", "param", "said"),
    [
        (invoice(issuer=NOBODY), f"{AT}[issuer][account]", "No such account: 'acct_no'"),
        (invoice(issuer={"type": "account"}), f"{AT}[issuer][account]",
         f"Missing required param: {AT}[issuer][account]."),
        ({"automatic_tax": {"enabled": True, "liability": NOBODY}},
         "automatic_tax[liability][account]", "No such account: 'acct_no'"),
        (invoice(account_tax_ids=["txi_no"]), f"{AT}[account_tax_ids][0]",
         "No such tax id: 'txi_no'"),
        (invoice(custom_fields=[{"name": "PO", "value": "1"}] * 5), f"{AT}[custom_fields]",
         f"Array {AT}[custom_fields] exceeded maximum 4 allowed elements."),
        (invoice(custom_fields=[{"name": "n" * 41, "value": "1"}]), f"{AT}[custom_fields][0][name]",
         "Invalid string: nnnn...nnnn; must be at most 40 characters"),
    ],
)  # fmt: skip
def test_an_invoice_is_asked_for_as_it_can_be_drawn_up(
    stripe: Stripe, params: dict[str, Any], param: str, said: str
) -> None:
    sold = {"line_items": [goods()]}
    for refused in (
        open_session(stripe, **params),
        stripe.post("/v1/payment_links", **sold, **params),
    ):
        assert (refused.error.param, refused.error.message) == (param, said)


def test_an_invoice_shows_the_accounts_own_tax_ids(stripe: Stripe) -> None:
    own = stripe.post("/v1/tax_ids", type="eu_vat", value="DE123456789").id
    session = open_session(stripe, **invoice(account_tax_ids=[own]))
    pay(stripe, session)
    assert again(stripe, session, expand=["invoice"]).invoice.account_tax_ids == [own]


@pytest.mark.parametrize(
    ("address", "status"), [(None, "requires_location_inputs"), ({"country": "DE"}, "complete")]
)
def test_tax_is_worked_out_once_it_is_known_where(
    stripe: Stripe, address: dict[str, str] | None, status: str
) -> None:
    customer = stripe.post("/v1/customers", **({"address": address} if address else {})).id
    session = open_session(
        stripe,
        customer=customer,
        customer_update={"address": "auto"},
        automatic_tax={"enabled": True},
    )
    assert session.automatic_tax.status == status


def test_a_page_that_saves_some_kinds_makes_a_customer_of_a_guest(stripe: Stripe) -> None:
    options = {"card": {"setup_future_usage": "off_session"}}
    session = open_session(stripe, payment_method_options=options)
    assert session.customer_creation == "always"
    pay(stripe, session)
    paid = again(stripe, session, expand=["payment_intent.payment_method"])
    method = paid.payment_intent.payment_method
    assert (method.customer, method.allow_redisplay) == (paid.customer, "limited")


def test_what_is_asked_of_saved_methods_is_shown_for_guests_too(stripe: Stripe) -> None:
    asked = {"payment_method_save": "enabled"}
    session = open_session(stripe, saved_payment_method_options=asked)
    assert session.saved_payment_method_options.payment_method_save == "enabled"


@pytest.mark.parametrize(
    ("params", "param"),
    [
        (
            {"line_items": [goods(price_data={"product_data": {"name": "M", "images": ["x"]}})]},
            "line_items[0][price_data][product_data][images][0]",
        ),
        (
            {
                "shipping_options": [
                    {
                        "shipping_rate_data": {
                            "display_name": "Post",
                            "fixed_amount": {"amount": -1, "currency": "usd"},
                            "type": "fixed_amount",
                        }
                    }
                ]
            },
            "shipping_options[0][shipping_rate_data][fixed_amount][amount]",
        ),
    ],
)
def test_what_is_told_inline_is_held_to_its_limits(
    stripe: Stripe, params: dict[str, Any], param: str
) -> None:
    assert open_session(stripe, **params).error.param == param
