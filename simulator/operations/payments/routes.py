"""Which call does what: PaymentIntents and Charges."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.payments import (
    amount_details,
    application_fees,
    cash_balances,
    cash_funding,
    charges,
    holding,
    payment_intents,
    transfer_instructions,
)

ROUTES: Final[Operations] = {
    "POST /v1/payment_intents": payment_intents.create,
    "GET /v1/payment_intents": payment_intents.list_all,
    "GET /v1/payment_intents/search": payment_intents.search,
    "GET /v1/payment_intents/{intent}": payment_intents.retrieve,
    "POST /v1/payment_intents/{intent}": payment_intents.update,
    "POST /v1/payment_intents/{intent}/confirm": payment_intents.confirm,
    "POST /v1/payment_intents/{intent}/capture": holding.capture,
    "GET /v1/payment_intents/{intent}/amount_details_line_items": amount_details.list_lines,
    "POST /v1/payment_intents/{intent}/cancel": payment_intents.cancel,
    "POST /v1/payment_intents/{intent}/apply_customer_balance": cash_funding.apply,
    "POST /v1/payment_intents/{intent}/increment_authorization": holding.increment_authorization,
    "GET /v1/customers/{customer}/cash_balance": cash_balances.retrieve,
    "POST /v1/customers/{customer}/cash_balance": cash_balances.update,
    "GET /v1/customers/{customer}/cash_balance_transactions": cash_balances.list_transactions,
    "GET /v1/customers/{customer}/cash_balance_transactions/{transaction}": (
        cash_balances.retrieve_transaction
    ),
    "POST /v1/customers/{customer}/funding_instructions": transfer_instructions.create,
    "POST /v1/test_helpers/customers/{customer}/fund_cash_balance": cash_funding.fund,
    "POST /v1/charges": charges.create,
    "GET /v1/charges": charges.list_all,
    "GET /v1/charges/search": charges.search,
    "GET /v1/charges/{charge}": charges.retrieve,
    "POST /v1/charges/{charge}": charges.update,
    "POST /v1/charges/{charge}/capture": charges.capture,
    "GET /v1/application_fees": application_fees.list_all,
    "GET /v1/application_fees/{id}": application_fees.retrieve,
    "POST /v1/application_fees/{id}/refunds": application_fees.refund,
    "POST /v1/application_fees/{id}/refund": application_fees.refund_fee,
    "GET /v1/application_fees/{id}/refunds": application_fees.list_refunds,
    "GET /v1/application_fees/{fee}/refunds/{id}": application_fees.retrieve_refund,
    "POST /v1/application_fees/{fee}/refunds/{id}": application_fees.update_refund,
}
