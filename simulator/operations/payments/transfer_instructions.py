"""Where to transfer money to: the virtual bank account of a Customer, as each country writes it.

In test mode the account details are invalid, and the same for everybody; only the reference is a
payment's own. The details themselves are inferred, but for the networks and the fields.

Source: Stripe docs, "Accept a bank transfer", "Funding instructions"; API reference,
"PaymentIntents" (next_action).
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from simulator import errors
from simulator.resources.customer import Customer
from simulator.resources.funding import Funding
from simulator.resources.funding_instructions import FundingInstructions
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work

Hash = dict[str, Any]
ACTION: Final = "display_bank_transfer_instructions"
TYPES: Final[Mapping[str, str]] = {
    "eur": "eu_bank_transfer",
    "gbp": "gb_bank_transfer",
    "jpy": "jp_bank_transfer",
    "mxn": "mx_bank_transfer",
    "usd": "us_bank_transfer",
}
"""By currency, the one kind of bank transfer that brings it."""
COUNTRIES: Final[Mapping[str, str]] = {
    "eu_bank_transfer": "IE",
    "gb_bank_transfer": "GB",
    "jp_bank_transfer": "JP",
    "mx_bank_transfer": "MX",
    "us_bank_transfer": "US",
}
"""Where the account is; for the EU where nothing else is asked for, which is inferred."""
NO_REFERENCE: Final = frozenset({"jp_bank_transfer"})
"""Transfers that are matched by amount alone; that they show no reference is inferred."""
REFERENCE_LENGTH: Final = 12
HOLDER: Final = "PAIDONCE"


class Address(NamedTuple):
    """One way to write the account."""

    type: str
    networks: tuple[str, ...]
    details: Hash


ADDRESSES: Final[Mapping[str, tuple[Address, ...]]] = {
    "us_bank_transfer": (
        Address(
            "aba",
            ("ach", "domestic_wire_us"),
            {
                "account_number": "111222333444",
                "account_type": "checking",
                "bank_name": "US Test Bank",
                "routing_number": "444555666",
            },
        ),
        Address(
            "swift",
            ("swift",),
            {
                "account_number": "111222333444",
                "account_type": "checking",
                "bank_name": "US Test Bank",
                "swift_code": "AAAA-BB-CC-123",
            },
        ),
    ),
    "eu_bank_transfer": (
        Address("iban", ("sepa",), {"bic": "TESTIE2DXXX", "iban": "00000000000000000000"}),
    ),
    "gb_bank_transfer": (
        Address(
            "sort_code",
            ("bacs", "fps"),
            {"account_number": "00012345", "sort_code": "108800"},
        ),
    ),
    "jp_bank_transfer": (
        Address(
            "zengin",
            ("zengin",),
            {
                "account_number": "0001234",
                "account_type": "futsu",
                "bank_code": "1100",
                "bank_name": "STRIPE TEST BANK",
                "branch_code": "000",
                "branch_name": "STRIPE TEST BRANCH",
            },
        ),
    ),
    "mx_bank_transfer": (
        Address(
            "spei",
            ("spei",),
            {"bank_code": "002", "bank_name": "BANCO DE PRUEBA", "clabe": "002000000000000008"},
        ),
    ),
}
NO_LINES: Final = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


def create(work: Work) -> FundingInstructions:
    """POST /v1/customers/{customer}/funding_instructions

    Raises:
        RESOURCE_MISSING, CASH_IN_NO_SUCH_CURRENCY, TRANSFER_OF_OTHER_CURRENCY
    """
    given = work.params
    work.load(Customer, work.path["customer"], "customer")
    currency = given["currency"]
    kind = kind_of(given["bank_transfer"], currency, param="bank_transfer[type]")
    transfer = {
        "country": _country(given["bank_transfer"], kind),
        "financial_addresses": addresses(given["bank_transfer"], kind),
        "type": kind,
    }
    return FundingInstructions(
        bank_transfer=transfer, currency=currency, livemode=work.account.livemode
    )


def asked_of(intent: PaymentIntent) -> Hash:
    """Which bank transfer the intent's options ask for; `{}` where they leave it open."""
    options = (intent.payment_method_options or {}).get("customer_balance") or {}
    return options.get("bank_transfer") or {}


def new_funding(work: Work, intent: PaymentIntent) -> Funding:
    """The funding of an intent to which nothing was applied yet, with its reference; not kept."""
    kind = kind_of(asked_of(intent), intent.currency)
    drawn = work.account.ids.any(REFERENCE_LENGTH).upper()
    page = f"{work.account.world.hooks_url}/bank_transfer"
    return Funding(
        id=intent.id,
        reference=None if kind in NO_REFERENCE else drawn,
        page=f"{page}?payment_intent_client_secret={intent.client_secret}",
        since=work.now,
    )


def shown(intent: PaymentIntent, funding: Funding) -> Hash:
    """The `next_action` that says how much is to be transferred, and where to."""
    asked = asked_of(intent)
    kind = kind_of(asked, intent.currency)
    return {
        ACTION: {
            "amount_remaining": intent.amount - funding.applied,
            "currency": intent.currency,
            "financial_addresses": addresses(asked, kind),
            "hosted_instructions_url": funding.page,
            "reference": funding.reference,
            "type": kind,
        },
        "type": ACTION,
    }


def kind_of(
    asked: Hash,
    currency: str,
    *,
    param: str = "payment_method_options[customer_balance][bank_transfer][type]",
) -> str:
    """The kind of bank transfer.

    Raises:
        CASH_IN_NO_SUCH_CURRENCY, TRANSFER_OF_OTHER_CURRENCY
    """
    if currency not in TYPES:
        raise errors.CASH_IN_NO_SUCH_CURRENCY(currency=currency)
    kind: str = asked.get("type") or TYPES[currency]
    if kind != TYPES[currency]:
        raise errors.TRANSFER_OF_OTHER_CURRENCY(type=kind, currency=currency, param=param)
    return kind


def addresses(asked: Hash, kind: str) -> list[Hash]:
    """The account in each of the ways that were asked for, or in all that there are."""
    wanted = asked.get("requested_address_types")
    country = _country(asked, kind)
    return [
        _written(each, country) for each in ADDRESSES[kind] if not wanted or each.type in wanted
    ]


def _written(address: Address, country: str) -> Hash:
    own = {"country": country} if address.type == "iban" else {}
    if address.type == "iban":
        own["iban"] = f"{country}{address.details['iban']}"
    details: Hash = {
        "account_holder_address": NO_LINES | {"country": country},
        "account_holder_name": HOLDER,
        "bank_address": NO_LINES | {"country": country},
        **address.details,
        **own,
    }
    return {
        "supported_networks": list(address.networks),
        "type": address.type,
        address.type: dict(sorted(details.items())),
    }


def _country(asked: Hash, kind: str) -> str:
    chosen: str | None = (asked.get("eu_bank_transfer") or {}).get("country")
    return chosen if chosen and kind == "eu_bank_transfer" else COUNTRIES[kind]
