"""Money into a Customer's cash, and out of it to a payment: the two calls that move it.

Source: API reference, "Fund a test mode cash balance", "Reconcile a customer_balance
PaymentIntent"; Stripe docs, "Reconciliation". No refusal of either is recorded.
"""

from typing import Any, Final

from simulator import errors, money
from simulator.operations.payers.making_methods import make
from simulator.operations.payments.bank_transfers import (
    applied,
    arrived,
    ask,
    missing,
    of_invoice,
    payer,
    waits,
)
from simulator.operations.payments.cash_balances import cash_of, entered
from simulator.operations.payments.outcomes import tell_settled
from simulator.operations.payments.transfer_instructions import ACTION, kind_of
from simulator.resources import payment_intent as states
from simulator.resources.cash_balance import CustomerCashBalanceTransaction, held_in
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work

Hash = dict[str, Any]
FUNDABLE: Final = ("requires_payment_method", "requires_confirmation", "requires_action")
SENDER: Final = "Jenny Rosen"
SENDERS: Final[dict[str, Hash]] = {
    "eu_bank_transfer": {"bic": "TESTIE2DXXX", "iban_last4": "3000", "sender_name": SENDER},
    "gb_bank_transfer": {
        "account_number_last4": "2345",
        "sender_name": SENDER,
        "sort_code": "108800",
    },
    "jp_bank_transfer": {
        "sender_bank": "STRIPE TEST BANK",
        "sender_branch": "STRIPE TEST BRANCH",
        "sender_name": SENDER,
    },
    "us_bank_transfer": {"network": "ach", "sender_name": SENDER},
}
"""Who a test transfer comes from, where the kind tells; what it tells is inferred."""


def fund(work: Work) -> CustomerCashBalanceTransaction:
    """POST /v1/test_helpers/customers/{customer}/fund_cash_balance

    Raises:
        RESOURCE_MISSING, TOO_SMALL, CASH_IN_NO_SUCH_CURRENCY
    """
    given = work.params
    customer = work.load(Customer, work.path["customer"], "customer").id
    if given["amount"] < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    return sent(work, customer, given["currency"], given["amount"], given.get("reference"))


def transferred(work: Work, intent: PaymentIntent) -> PaymentIntent:
    """The intent after its payer has done as the instructions say: all that is missing is sent."""
    told = (intent.next_action or {})[ACTION]
    sent(work, payer(intent), intent.currency, told["amount_remaining"], told["reference"])
    return work.load(PaymentIntent, intent.id)


def sent(
    work: Work, customer: str, currency: str, amount: int, reference: str | None
) -> CustomerCashBalanceTransaction:
    """A bank transfer has come in, and pays what waits for it.

    Args:
        amount: minor units.

    Raises:
        CASH_IN_NO_SUCH_CURRENCY
    """
    kind = kind_of({}, currency)
    transfer: Hash = {"reference": reference, "type": kind}
    if kind in SENDERS:
        transfer = {kind: dict(SENDERS[kind]), **transfer}
    more = {"bank_transfer": dict(sorted(transfer.items()))}
    transaction = entered(work, customer, currency, amount, "funded", more)
    arrived(work, customer, currency, amount, reference=reference)
    return transaction


def apply(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/apply_customer_balance

    Without an amount all that is missing is applied, or as much of it as there is: Stripe's own
    example calls it so for one intent after the other until the cash is used up.

    Raises:
        NO_CASH_PAYMENT, APPLY_STATE, CASH_NEEDS_CUSTOMER, APPLY_OTHER_CURRENCY, TOO_SMALL,
        APPLY_TOO_MUCH, CASH_INSUFFICIENT, APPLY_IN_WHOLE
    """
    intent = work.load(PaymentIntent, work.path["intent"], "intent")
    _check_fundable(intent, work.params)
    wanted = _wanted(work, intent, work.params.get("amount"))
    if not waits(intent):
        method = make(work, {"type": "customer_balance"}, "")
        intent = states.with_payment_method(intent, method.id)
        if wanted < missing(work, intent):
            intent = ask(work, intent)
    return tell_settled(work, applied(work, intent, wanted))


def _check_fundable(intent: PaymentIntent, given: Hash) -> None:
    """Refuse what no cash can pay.

    Raises:
        NO_CASH_PAYMENT, APPLY_STATE, CASH_NEEDS_CUSTOMER, APPLY_OTHER_CURRENCY
    """
    embedded = {"payment_intent": intent}
    if "customer_balance" not in intent.payment_method_types:
        raise errors.NO_CASH_PAYMENT(more=embedded)
    if intent.status not in FUNDABLE:
        raise errors.APPLY_STATE(status=intent.status, statuses=", ".join(FUNDABLE), more=embedded)
    payer(intent)
    currency = given.get("currency") or intent.currency
    if currency != intent.currency:
        raise errors.APPLY_OTHER_CURRENCY(currency=currency, theirs=intent.currency)


def _wanted(work: Work, intent: PaymentIntent, amount: int | None) -> int:
    """How much is to be applied, minor units.

    Raises:
        TOO_SMALL, APPLY_TOO_MUCH, CASH_INSUFFICIENT, APPLY_IN_WHOLE
    """
    currency, lacks = intent.currency, missing(work, intent)
    cash = held_in(cash_of(work, payer(intent)), currency)
    if of_invoice(work, intent):  # Whatever amount was said.
        if cash < lacks:
            raise errors.APPLY_IN_WHOLE(more={"payment_intent": intent})
        return lacks
    if amount is not None and amount < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    if amount is not None and amount > lacks:
        raise errors.APPLY_TOO_MUCH(
            amount=money.printed(amount, currency), missing=money.printed(lacks, currency)
        )
    if cash == 0 or (amount is not None and amount > cash):
        raise errors.CASH_INSUFFICIENT(cash=cash, currency=currency)
    return min(lacks, cash) if amount is None else amount
