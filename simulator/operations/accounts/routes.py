"""Which call does what: connected accounts."""

from typing import Final

from simulator.operations.accounts import (
    account_links,
    account_sessions,
    accounts,
    capabilities,
    external_accounts,
    login_links,
    oauth,
    persons,
    rejecting,
)
from simulator.operations.operation import Operations

ROUTES: Final[Operations] = {
    "POST /oauth/token": oauth.token,
    "POST /oauth/deauthorize": oauth.deauthorize,
    "GET /v1/account": accounts.own,
    "POST /v1/account_links": account_links.create,
    "POST /v1/account_sessions": account_sessions.create,
    "POST /v1/accounts": accounts.create,
    "GET /v1/accounts": accounts.list_all,
    "GET /v1/accounts/{account}": accounts.retrieve,
    "POST /v1/accounts/{account}": accounts.update,
    "DELETE /v1/accounts/{account}": accounts.delete,
    "POST /v1/accounts/{account}/login_links": login_links.create,
    "POST /v1/accounts/{account}/reject": rejecting.reject,
    "POST /v1/accounts/{account}/unreject": rejecting.unreject,
    "GET /v1/accounts/{account}/capabilities": capabilities.list_all,
    "GET /v1/accounts/{account}/capabilities/{capability}": capabilities.retrieve,
    "POST /v1/accounts/{account}/capabilities/{capability}": capabilities.update,
    "POST /v1/accounts/{account}/persons": persons.create,
    "GET /v1/accounts/{account}/persons": persons.list_all,
    "GET /v1/accounts/{account}/persons/{person}": persons.retrieve,
    "POST /v1/accounts/{account}/persons/{person}": persons.update,
    "DELETE /v1/accounts/{account}/persons/{person}": persons.delete,
    "POST /v1/accounts/{account}/external_accounts": external_accounts.create,
    "GET /v1/accounts/{account}/external_accounts": external_accounts.list_all,
    "GET /v1/accounts/{account}/external_accounts/{id}": external_accounts.retrieve,
    "POST /v1/accounts/{account}/external_accounts/{id}": external_accounts.update,
    "DELETE /v1/accounts/{account}/external_accounts/{id}": external_accounts.delete,
}
