"""What the tests of readers begin with: a shop with a till, and a reader on it."""

from typing import Any

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe

SHOP = {
    "city": "San Francisco",
    "country": "US",
    "line1": "1272 Valencia Street",
    "postal_code": "94110",
    "state": "CA",
}


def a_location(stripe: Stripe, **params: Any) -> Reply:
    """The Location of a shop in San Francisco."""
    given = {"display_name": "Valencia Street", "address": SHOP, **params}
    return stripe.post("/v1/terminal/locations", **given)


def a_reader(stripe: Stripe, **params: Any) -> Reply:
    """A simulated reader."""
    given = {"registration_code": "simulated-wpe", **params}
    return stripe.post("/v1/terminal/readers", **given)


def in_person(stripe: Stripe, *kinds: str, **params: Any) -> Reply:
    """A PaymentIntent to be paid at a reader, whose money is taken at once."""
    types = list(kinds) or ["card_present"]
    return stripe.intent(**{"payment_method_types": types, "capture_method": "automatic"} | params)


def a_setup(stripe: Stripe, **params: Any) -> Reply:
    """A SetupIntent for a card that is held to a reader."""
    given = {"payment_method_types": ["card_present"], **params}
    return stripe.at_version(CARDS_NAMED).post("/v1/setup_intents", **given)


def tell(stripe: Stripe, reader: str, command: str, **params: Any) -> Reply:
    """Tell a reader to do something: `process_payment_intent`."""
    return stripe.post(f"/v1/terminal/readers/{reader}/{command}", **params)


def process(stripe: Stripe, reader: str, intent: Any, **config: Any) -> Reply:
    """Tell a reader to take a payment."""
    given: dict[str, Any] = {"payment_intent": intent.id}
    if config:
        given["process_config"] = config
    return tell(stripe, reader, "process_payment_intent", **given)


def present(stripe: Stripe, reader: str, number: str | None = None, **params: Any) -> Reply:
    """Hold a card to the reader; the usual one where no number is said."""
    if number is not None:
        params["card_present"] = {"number": number}
    path = f"/v1/test_helpers/terminal/readers/{reader}/present_payment_method"
    return stripe.post(path, **params)


def paid_in_person(stripe: Stripe, number: str | None = None, **params: Any) -> Reply:
    """A PaymentIntent that was paid, or declined, at a new reader; with its charge and its row."""
    reader = a_reader(stripe)
    intent = in_person(stripe, **params)
    assert process(stripe, reader.id, intent).http == 200
    assert present(stripe, reader.id, number).http == 200
    path = f"/v1/payment_intents/{intent.id}"
    return stripe.get(path, expand=["latest_charge.balance_transaction"])
