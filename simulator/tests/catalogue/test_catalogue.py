"""The catalogue against the SDK that is installed: nothing in it is beyond the reader."""

import pathlib
import subprocess
import sys

import pytest

import simulator
from simulator import catalogue
from simulator.catalogue import Enum, Field, Integer, ListOf, Parameter, Reference, String


def test_every_operation_has_a_shape_and_names_resources_that_can_be_read() -> None:
    operations = catalogue.operations()
    assert len(operations) > 500
    for operation in operations:
        if operation.params is not None:
            catalogue.shape(operation.params)
        for name in operation.returns:
            catalogue.resource(name)


def test_an_operation_says_how_it_is_asked_for_and_answered() -> None:
    capture = catalogue.operation("POST", "/v1/payment_intents/{intent}/capture")
    assert capture is not None
    assert (capture.verb, capture.returns, capture.answer) == (
        "capture",
        ("PaymentIntent",),
        "object",
    )
    assert capture.variables == ("intent",)
    search = catalogue.operation("GET", "/v1/customers/search")
    assert search is not None
    assert search.answer == "search_result"
    upload = catalogue.operation("POST", "/v1/files")
    assert upload is not None
    assert upload.base == "files"


def test_test_helpers_are_operations_too() -> None:
    assert catalogue.operation("POST", "/v1/test_helpers/test_clocks/{test_clock}/advance")


def test_a_shape_knows_what_must_be_sent_and_what_can_be_unset() -> None:
    parameters = {
        each.name: each for each in catalogue.shape("PaymentIntentCreateParams").parameters
    }
    assert parameters["amount"] == Parameter("amount", Integer(), required=True)
    assert parameters["customer"] == Parameter("customer", String())
    assert parameters["capture_method"].kind == Enum(("automatic", "automatic_async", "manual"))
    update = {each.name: each for each in catalogue.shape("CustomerUpdateParams").parameters}
    assert update["metadata"].unsettable
    assert not update["source"].unsettable


def test_names_that_python_cannot_spell_are_read() -> None:
    options = next(
        each
        for each in catalogue.shape("tax.RegistrationCreateParams").parameters
        if each.name == "country_options"
    )
    assert isinstance(options.kind, catalogue.Hash)
    assert {"in", "is"} <= {each.name for each in options.kind.parameters}
    shown = next(
        field for field in catalogue.resource("tax.Registration").fields
        if field.name == "country_options"
    )  # fmt: skip
    assert isinstance(shown.kind, catalogue.Nested)
    assert {"in", "is"} <= {field.name for field in shown.kind.fields}


def test_a_resource_knows_its_fields() -> None:
    intent = catalogue.resource("PaymentIntent")
    fields = {field.name: field for field in intent.fields}
    assert intent.object == "payment_intent"
    assert not intent.deletable
    assert fields["amount"] == Field("amount", Integer())
    assert fields["latest_charge"] == Field(
        "latest_charge", Reference(("Charge",), expandable=True), optional=True
    )
    assert fields["hooks"].bare
    assert catalogue.resource("Coupon").deletable


def test_a_class_is_found_by_the_name_of_its_objects() -> None:
    assert catalogue.class_of("checkout.session") == "checkout.Session"
    assert catalogue.class_of("nothing") is None


def test_event_types_are_those_that_an_endpoint_can_ask_for() -> None:
    types = catalogue.event_types()
    assert "payment_intent.succeeded" in types
    assert "*" not in types
    assert len(set(types)) == len(types)


def test_the_shape_of_an_operation_is_found_whatever_its_variables_are_called() -> None:
    shape = catalogue.shape_of_operation("POST", "/v1/refunds/{id}")
    assert shape is catalogue.shape_of_operation("POST", "/v1/refunds/{refund}")
    with pytest.raises(LookupError):
        catalogue.shape_of_operation("PUT", "/v1/refunds/{id}")


@pytest.mark.parametrize("read", [catalogue.shape, catalogue.resource])
def test_what_the_sdk_does_not_have_is_said_to_be_missing(read: object) -> None:
    assert callable(read)
    with pytest.raises(LookupError):
        read("NothingOfThisName")


def test_a_shape_of_lists_keeps_its_members() -> None:
    shape = catalogue.shape("CustomerListParams")
    assert Parameter("expand", ListOf(String())) in shape.parameters


def test_the_sdk_is_never_imported() -> None:
    program = (
        "import sys; from simulator import catalogue;"
        "catalogue.operations(); catalogue.shape('RefundCreateParams');"
        "catalogue.resource('Refund'); sys.exit('stripe' in sys.modules)"
    )
    where = pathlib.Path(simulator.__file__).parent.parent
    ran = subprocess.run([sys.executable, "-c", program], check=False, cwd=where)
    assert ran.returncode == 0
