"""Which call does what: PaymentMethods and what they are made of."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.payers import (
    confirmation_tokens,
    mandates,
    payment_method_configurations,
    payment_method_domains,
    payment_methods,
    source_objects,
    sources,
    tokens,
)

ROUTES: Final[Operations] = {
    "POST /v1/payment_methods": payment_methods.create,
    "GET /v1/payment_methods": payment_methods.list_all,
    "GET /v1/payment_methods/{payment_method}": payment_methods.retrieve,
    "POST /v1/payment_methods/{payment_method}": payment_methods.update,
    "POST /v1/payment_methods/{payment_method}/attach": payment_methods.attach,
    "POST /v1/payment_methods/{payment_method}/detach": payment_methods.detach,
    "GET /v1/customers/{customer}/payment_methods": payment_methods.list_of_customer,
    "GET /v1/customers/{customer}/payment_methods/{payment_method}": (
        payment_methods.retrieve_of_customer
    ),
    "POST /v1/payment_method_configurations": payment_method_configurations.create,
    "GET /v1/payment_method_configurations": payment_method_configurations.list_all,
    "GET /v1/payment_method_configurations/{configuration}": payment_method_configurations.retrieve,
    "POST /v1/payment_method_configurations/{configuration}": payment_method_configurations.update,
    "GET /v1/customers/{customer}/sources": sources.list_all,
    "POST /v1/customers/{customer}/sources": sources.create,
    "GET /v1/customers/{customer}/sources/{id}": sources.retrieve,
    "POST /v1/customers/{customer}/sources/{id}": sources.update,
    "DELETE /v1/customers/{customer}/sources/{id}": sources.delete,
    "POST /v1/customers/{customer}/sources/{id}/verify": sources.verify,
    "GET /v1/customers/{customer}/cards": sources.list_cards,
    "POST /v1/customers/{customer}/cards": sources.create,
    "GET /v1/customers/{customer}/cards/{id}": sources.retrieve,
    "POST /v1/customers/{customer}/cards/{id}": sources.update,
    "DELETE /v1/customers/{customer}/cards/{id}": sources.delete,
    "GET /v1/customers/{customer}/bank_accounts": sources.list_bank_accounts,
    "POST /v1/customers/{customer}/bank_accounts": sources.create,
    "GET /v1/customers/{customer}/bank_accounts/{id}": sources.retrieve,
    "POST /v1/customers/{customer}/bank_accounts/{id}": sources.update,
    "DELETE /v1/customers/{customer}/bank_accounts/{id}": sources.delete,
    "POST /v1/customers/{customer}/bank_accounts/{id}/verify": sources.verify,
    "POST /v1/tokens": tokens.create,
    "GET /v1/tokens/{token}": tokens.retrieve,
    "POST /v1/sources": source_objects.create,
    "GET /v1/sources/{source}": source_objects.retrieve,
    "POST /v1/sources/{source}": source_objects.update,
    "GET /v1/mandates/{mandate}": mandates.retrieve,
    "POST /v1/confirmation_tokens": confirmation_tokens.create,
    "POST /v1/test_helpers/confirmation_tokens": confirmation_tokens.create,
    "GET /v1/confirmation_tokens/{confirmation_token}": confirmation_tokens.retrieve,
    "POST /v1/payment_method_domains/{payment_method_domain}/validate": (
        payment_method_domains.validate
    ),
}
