"""Which call does what: what is sold, and at which price."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.selling import (
    coupons,
    features,
    plans,
    prices,
    products,
    promotion_codes,
    shipping_rates,
    tax_ids,
    tax_rates,
)

ROUTES: Final[Operations] = {
    "POST /v1/customers/{customer}/tax_ids": tax_ids.create,
    "POST /v1/tax_ids": tax_ids.create_owned,
    "GET /v1/tax_ids": tax_ids.list_all,
    "POST /v1/products": products.create,
    "GET /v1/products": products.list_all,
    "GET /v1/products/search": products.search,
    "GET /v1/products/{id}": products.retrieve,
    "POST /v1/products/{id}": products.update,
    "DELETE /v1/products/{id}": products.delete,
    "POST /v1/prices": prices.create,
    "GET /v1/prices": prices.list_all,
    "GET /v1/prices/search": prices.search,
    "GET /v1/prices/{price}": prices.retrieve,
    "POST /v1/prices/{price}": prices.update,
    "POST /v1/plans": plans.create,
    "GET /v1/plans": plans.list_all,
    "GET /v1/plans/{plan}": plans.retrieve,
    "POST /v1/plans/{plan}": plans.update,
    "DELETE /v1/plans/{plan}": plans.delete,
    "POST /v1/coupons": coupons.create,
    "POST /v1/coupons/{coupon}": coupons.update,
    "DELETE /v1/coupons/{coupon}": coupons.delete,
    "GET /v1/promotion_codes": promotion_codes.list_all,
    "POST /v1/promotion_codes": promotion_codes.create,
    "POST /v1/promotion_codes/{promotion_code}": promotion_codes.update,
    "POST /v1/entitlements/features": features.create,
    "GET /v1/entitlements/features": features.list_all,
    "POST /v1/entitlements/features/{id}": features.update,
    "POST /v1/products/{product}/features": features.attach,
    "POST /v1/shipping_rates": shipping_rates.create,
    "POST /v1/shipping_rates/{shipping_rate_token}": shipping_rates.update,
    "POST /v1/tax_rates": tax_rates.create,
}
