"""Which call does what: events, endpoints, files and what stands fixed."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.platform import (
    ephemeral_keys,
    event_destinations,
    event_resending,
    events,
    files,
    fixed_things,
    thin_events,
    webhook_endpoints,
)

ROUTES: Final[Operations] = {
    "GET /v2/core/events": thin_events.list_all,
    "GET /v2/core/events/{id}": thin_events.retrieve,
    "POST /v2/core/event_destinations": event_destinations.create,
    "GET /v2/core/event_destinations": event_destinations.list_all,
    "GET /v2/core/event_destinations/{id}": event_destinations.retrieve,
    "POST /v2/core/event_destinations/{id}": event_destinations.update,
    "DELETE /v2/core/event_destinations/{id}": event_destinations.delete,
    "POST /v2/core/event_destinations/{id}/disable": event_destinations.disable,
    "POST /v2/core/event_destinations/{id}/enable": event_destinations.enable,
    "POST /v2/core/event_destinations/{id}/ping": event_destinations.ping,
    "POST /v1/ephemeral_keys": ephemeral_keys.create,
    "DELETE /v1/ephemeral_keys/{key}": ephemeral_keys.delete,
    "POST /v1/files": files.upload,
    "GET /v1/files": files.list_all,
    "GET /v1/files/{file}": files.retrieve,
    "POST /v1/file_links": files.link,
    "GET /v1/file_links": files.list_links,
    "GET /v1/file_links/{link}": files.retrieve_link,
    "POST /v1/file_links/{link}": files.update_link,
    "GET /v1/country_specs": fixed_things.list_country_specs,
    "GET /v1/country_specs/{country}": fixed_things.country_spec,
    "GET /v1/exchange_rates": fixed_things.list_exchange_rates,
    "GET /v1/exchange_rates/{rate_id}": fixed_things.exchange_rate,
    "GET /v1/tax_codes": fixed_things.list_tax_codes,
    "GET /v1/tax_codes/{id}": fixed_things.tax_code,
    "GET /v1/events": events.list_all,
    "GET /v1/events/{id}": events.retrieve,
    "POST /v1/events/{id}/retry": event_resending.resend,
    "POST /v1/webhook_endpoints": webhook_endpoints.create,
    "GET /v1/webhook_endpoints": webhook_endpoints.list_all,
    "GET /v1/webhook_endpoints/{webhook_endpoint}": webhook_endpoints.retrieve,
    "POST /v1/webhook_endpoints/{webhook_endpoint}": webhook_endpoints.update,
    "DELETE /v1/webhook_endpoints/{webhook_endpoint}": webhook_endpoints.delete,
}
