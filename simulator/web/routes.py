"""Every operation that is written by hand, on one screen; all others come from the catalogue."""

from simulator.operations import (
    balance,
    charges,
    customers,
    disputes,
    events,
    payment_intents,
    payment_methods,
    refunds,
    transfers,
)
from simulator.web.routing import Operation

ROUTES: dict[str, Operation] = {
    "POST /v1/payment_intents": payment_intents.create,
    "GET /v1/payment_intents": payment_intents.list_all,
    "GET /v1/payment_intents/{intent}": payment_intents.retrieve,
    "POST /v1/payment_intents/{intent}": payment_intents.update,
    "POST /v1/payment_intents/{intent}/confirm": payment_intents.confirm,
    "POST /v1/payment_intents/{intent}/capture": payment_intents.capture,
    "POST /v1/payment_intents/{intent}/cancel": payment_intents.cancel,
    "POST /v1/payment_intents/{intent}/increment_authorization": (
        payment_intents.increment_authorization
    ),
    "POST /v1/payment_methods": payment_methods.create,
    "GET /v1/payment_methods": payment_methods.list_all,
    "GET /v1/payment_methods/{payment_method}": payment_methods.retrieve,
    "POST /v1/payment_methods/{payment_method}": payment_methods.update,
    "POST /v1/payment_methods/{payment_method}/attach": payment_methods.attach,
    "POST /v1/payment_methods/{payment_method}/detach": payment_methods.detach,
    "POST /v1/customers": customers.create,
    "GET /v1/customers": customers.list_all,
    "GET /v1/customers/{customer}": customers.retrieve,
    "POST /v1/customers/{customer}": customers.update,
    "DELETE /v1/customers/{customer}": customers.delete,
    "GET /v1/customers/{customer}/payment_methods": payment_methods.list_of_customer,
    "GET /v1/customers/{customer}/payment_methods/{payment_method}": (
        payment_methods.retrieve_of_customer
    ),
    "POST /v1/charges": charges.create,
    "GET /v1/charges": charges.list_all,
    "GET /v1/charges/{charge}": charges.retrieve,
    "POST /v1/charges/{charge}": charges.update,
    "POST /v1/charges/{charge}/capture": charges.capture,
    "POST /v1/charges/{charge}/refund": refunds.refund_charge,
    "POST /v1/charges/{charge}/refunds": refunds.create_of_charge,
    "GET /v1/charges/{charge}/refunds": refunds.list_of_charge,
    "GET /v1/charges/{charge}/refunds/{refund}": refunds.retrieve_of_charge,
    "POST /v1/refunds": refunds.create,
    "GET /v1/refunds": refunds.list_all,
    "GET /v1/refunds/{refund}": refunds.retrieve,
    "POST /v1/refunds/{refund}": refunds.update,
    "POST /v1/refunds/{refund}/cancel": refunds.cancel,
    "GET /v1/disputes": disputes.list_all,
    "GET /v1/disputes/{dispute}": disputes.retrieve,
    "POST /v1/disputes/{dispute}": disputes.update,
    "POST /v1/disputes/{dispute}/close": disputes.close,
    "GET /v1/charges/{charge}/dispute": disputes.retrieve_of_charge,
    "POST /v1/charges/{charge}/dispute": disputes.update_of_charge,
    "POST /v1/charges/{charge}/dispute/close": disputes.close_of_charge,
    "POST /v1/transfers": transfers.create,
    "GET /v1/transfers": transfers.list_all,
    "GET /v1/transfers/{transfer}": transfers.retrieve,
    "POST /v1/transfers/{transfer}": transfers.update,
    "POST /v1/transfers/{id}/reversals": transfers.reverse,
    "GET /v1/transfers/{id}/reversals": transfers.list_reversals,
    "GET /v1/transfers/{transfer}/reversals/{id}": transfers.retrieve_reversal,
    "POST /v1/transfers/{transfer}/reversals/{id}": transfers.update_reversal,
    "GET /v1/balance": balance.retrieve,
    "GET /v1/balance_transactions": balance.list_transactions,
    "GET /v1/balance_transactions/{id}": balance.retrieve_transaction,
    "GET /v1/events": events.list_all,
    "GET /v1/events/{id}": events.retrieve,
}

PUBLISHABLE = frozenset(
    {
        "POST /v1/tokens",
        "POST /v1/sources",
        "POST /v1/payment_methods",
        "POST /v1/confirmation_tokens",
        "GET /v1/confirmation_tokens/{confirmation_token}",
        "GET /v1/payment_intents/{intent}",
        "POST /v1/payment_intents/{intent}/confirm",
        "POST /v1/payment_intents/{intent}/verify_microdeposits",
        "GET /v1/setup_intents/{intent}",
        "POST /v1/setup_intents/{intent}/confirm",
        "POST /v1/setup_intents/{intent}/verify_microdeposits",
    }
)
"""What a publishable key may ask for, with a client secret where the object has one."""
