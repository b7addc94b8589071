from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import catalogue
from simulator.errors import StripeError
from simulator.tests.calls import Stripe
from simulator.wire.forms import decode
from simulator.wire.parameters import Form

CREATE = "PaymentIntentCreateParams"
PAID = "amount=2000&currency=usd"


def read(form: str, shape: str = CREATE, version: str = "9999") -> dict[str, Any]:
    return Form(catalogue.shape(shape), version).read(decode(form.encode()))


def refusal(form: str, shape: str = CREATE, version: str = "9999") -> dict[str, Any]:
    with pytest.raises(StripeError) as refused:
        read(form, shape, version)
    return refused.value.members(version)


@pytest.mark.parametrize(
    ("form", "shape", "typed"),
    [
        (f"{PAID}&confirm=true", CREATE, {"amount": 2000, "currency": "usd", "confirm": True}),
        (f"{PAID}&confirm=False", CREATE, {"amount": 2000, "currency": "usd", "confirm": False}),
        ("amount=1&currency=USD", CREATE, {"amount": 1, "currency": "usd"}),
        ("created=5", "CustomerListParams", {"created": 5}),
        ("created[gte]=5", "CustomerListParams", {"created": {"gte": 5}}),
        ("expand[3]=b&expand[1]=a", "CustomerListParams", {"expand": ["a", "b"]}),
        ("metadata[0]=x", "CustomerUpdateParams", {"metadata": {"0": "x"}}),
        ("metadata[k]=", "CustomerUpdateParams", {"metadata": {"k": ""}}),
        ("metadata=", "CustomerUpdateParams", {"metadata": None}),
        ("percent_off=12.5", "CouponCreateParams", {"percent_off": 12.5}),
        ("description=", "CustomerCreateParams", {"description": None}),
        ("unit_amount_decimal=0.5&currency=usd", "PriceCreateParams",
         {"unit_amount_decimal": "0.5", "currency": "usd"}),
        ("full_name_aliases[]=", "PersonCreateParams", {"full_name_aliases": None}),
    ],
)  # fmt: skip
def test_what_is_sent_becomes_typed(form: str, shape: str, typed: dict[str, Any]) -> None:
    if shape == "PersonCreateParams":
        shape = "AccountPersonCreateParams"
    assert read(form, shape) == typed


@pytest.mark.parametrize(
    ("form", "message", "param", "code"),
    [
        (f"{PAID}&wat=1", "Received unknown parameter: wat", "wat", "parameter_unknown"),
        (
            f"{PAID}&shipping[adress]=1",
            "Received unknown parameter: shipping[adress]. Did you mean address?",
            "shipping[adress]",
            "parameter_unknown",
        ),
        (
            f"{PAID}&wat=1&nix=2",
            "Received unknown parameters: wat, nix",
            "wat",
            "parameter_unknown",
        ),
        ("wat=1", "Received unknown parameter: wat", "wat", "parameter_unknown"),
        ("", "Missing required param: amount.", "amount", "parameter_missing"),
        (
            f"{PAID}&shipping[name]=Jo",
            "Missing required param: shipping[address].",
            "shipping[address]",
            "parameter_missing",
        ),
        (
            "amount=abc&currency=usd",
            "Invalid integer: abc",
            "amount",
            "parameter_invalid_integer",
        ),
        ("amount=1.0&currency=usd", "Invalid integer: 1.0", "amount", "parameter_invalid_integer"),
        (f"{PAID}&confirm=xyz", "Invalid boolean: 'xyz'", "confirm", None),
        (f"{PAID}&shipping=x", "Invalid object", "shipping", None),
        (f"{PAID}&expand=x", "Invalid array", "expand", None),
        (
            f"{PAID}&description[0]=wrong&description[1]=type",
            'Invalid string: {"0":"wrong","1":"type"}',
            "description",
            None,
        ),
        (
            f"{PAID}&capture_method=x",
            "Invalid capture_method: must be one of automatic, automatic_async, or manual",
            "capture_method",
            None,
        ),
        (
            f"{PAID}&automatic_payment_methods[enabled]=1",
            "Invalid boolean: '1'",
            "automatic_payment_methods[enabled]",
            None,
        ),
        (
            (
                f"{PAID}&automatic_payment_methods[enabled]=true"
                "&automatic_payment_methods[allow_redirects]=x"
            ),
            "Invalid automatic_payment_methods[allow_redirects]: must be one of always or never",
            "automatic_payment_methods[allow_redirects]",
            None,
        ),
        (f"{PAID}&receipt_email=x", "Invalid email address: x", "receipt_email", "email_invalid"),
    ],
)
def test_a_refusal_reads_as_stripes_does(
    form: str, message: str, param: str, code: str | None
) -> None:
    error = refusal(form)
    assert error["type"] == "invalid_request_error"
    assert (error["message"], error["param"], error.get("code")) == (message, param, code)


@pytest.mark.parametrize(
    ("form", "shape", "said"),
    [
        (
            "items[0][price_data][product_data][name]=Mug",
            "SubscriptionCreateParams",
            "items[0][price_data][product_data]. Did you mean product?",
        ),
        (
            "line_items[0][price_data][unit_amout]=1",
            "checkout.SessionCreateParams",
            "line_items[0][price_data][unit_amout]. Did you mean unit_amount?",
        ),
        # A Session has a `cancel_url`, but not in there.
        (
            "subscription_data[cancel_at]=1",
            "checkout.SessionCreateParams",
            "subscription_data[cancel_at]",
        ),
    ],
)
def test_what_a_nested_parameter_was_meant_to_be_is_looked_for_beside_it(
    form: str, shape: str, said: str
) -> None:
    assert refusal(form, shape)["message"] == f"Received unknown parameter: {said}"


def test_an_empty_string_cannot_unset_what_must_be_there() -> None:
    error = refusal("amount=&currency=usd")
    assert error["code"] == "parameter_invalid_empty"
    assert error["message"] == (
        "You passed an empty string for 'amount'. We assume empty values are an attempt to unset a"
        " parameter; however 'amount' cannot be unset. You should remove 'amount' from your request"
        " or supply a non-empty value."
    )


def test_an_unknown_currency_is_answered_with_all_known_ones() -> None:
    message = refusal("amount=1&currency=xyz")["message"]
    assert message.startswith(
        "Invalid currency: xyz. Stripe currently supports these currencies: usd, aed, afn, all, amd"
    )


def test_a_member_of_a_list_is_named_with_its_index() -> None:
    error = refusal(f"{PAID}&allowed_payment_method_types[]=card&allowed_payment_method_types[]=x")
    assert error["param"] == "allowed_payment_method_types[1]"
    assert error["message"].startswith(
        "Invalid allowed_payment_method_types[1]: must be one of acss_debit, affirm"
    )


def test_unknown_parameters_come_before_missing_ones_and_those_in_declared_order() -> None:
    assert refusal("wat=1&amount=x")["param"] == "wat"
    assert refusal("confirm=x&amount=x")["param"] == "amount"
    assert refusal("currency=xyz&amount=x")["param"] == "amount"


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (
            f"metadata[{'k' * 41}]=v",
            (
                "Metadata keys can have up to 40 characters, but you passed in a key that is 41"
                f" characters. Invalid key: {'k' * 41}"
            ),
        ),
        (
            f"metadata[k]={'v' * 501}",
            (
                "Metadata values can have up to 500 characters, but you passed in a value that is"
                f" 501 characters. Invalid value: {'v' * 501}"
            ),
        ),
        (
            "&".join(f"metadata[k{number}]=v" for number in range(51)),
            "Metadata can have up to 50 keys, but you've set 51.",
        ),
        ("metadata=x", "Invalid object"),
    ],
)
def test_metadata_has_its_own_limits(form: str, message: str) -> None:
    assert refusal(form, "CustomerCreateParams")["message"] == message


def test_a_string_has_a_greatest_length() -> None:
    text = "abcd" + "x" * 5000 + "wxyz"
    message = refusal(f"{PAID}&payment_method={text}")["message"]
    assert message == "Invalid string: abcd...wxyz; must be at most 5000 characters"


@pytest.mark.parametrize("number", ["9" * 19, "١٢", " 1", "0x1", "1e3", "-", "+1"])
def test_an_integer_is_written_in_plain_digits(number: str) -> None:
    assert refusal(f"amount={number}&currency=usd")["code"] == "parameter_invalid_integer"


LEAVES = st.sampled_from(["", "x", "1", "-1", "1.5", "true", "usd", "card", "a@b.co", "é" * 9])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["0", "1", "type", "card", "name", "nope"]), inner)
    ),
    max_leaves=6,
)
SHAPES = st.sampled_from(
    [operation.params for operation in catalogue.operations() if operation.params][::7]
)


@given(SHAPES, st.data())
def test_whatever_is_sent_is_read_or_refused_with_a_reason(shape: str, data: st.DataObject) -> None:
    known = [parameter.name for parameter in catalogue.shape(shape).parameters]
    raw = data.draw(st.dictionaries(st.sampled_from([*known, "nope"]), VALUES, max_size=5))
    try:
        read_as = Form(catalogue.shape(shape)).read(raw)
    except StripeError as refused:
        error = refused
    else:
        assert read_as.keys() == raw.keys()
        return
    assert error.spec.status == 400
    assert error.param
    assert error.members("9999")["message"]


def test_what_the_url_says_is_not_said_again(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    refused = stripe.post(
        f"/v1/customers/{customer}/balance_transactions",
        amount=-100,
        currency="usd",
        customer=customer,
    )
    assert refused.refusal == (400, "invalid_request_error", None, "customer")
    assert refused.error.message == (
        "A parameter provided in the URL (customer) was repeated as a GET or POST parameter. You"
        " can only provide this information as a portion of the URL."
    )
