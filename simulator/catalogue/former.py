"""Operations that Stripe still answers though the SDK has none for them any more.

Source: recorded requests of older clients; API reference of the time.
"""

from collections.abc import Mapping
from typing import Final

FORMER: Final[Mapping[tuple[str, str], str]] = {
    ("POST", "/v1/charges/{}/refund"): "RefundCreateParams",
    ("POST", "/v1/charges/{}/refunds"): "RefundCreateParams",
    ("GET", "/v1/charges/{}/refunds"): "RefundListParams",
    ("GET", "/v1/charges/{}/refunds/{}"): "RefundRetrieveParams",
    ("POST", "/v1/charges/{}/refunds/{}"): "RefundUpdateParams",
    ("GET", "/v1/charges/{}/dispute"): "DisputeRetrieveParams",
    ("POST", "/v1/charges/{}/dispute"): "DisputeUpdateParams",
    ("POST", "/v1/charges/{}/dispute/close"): "DisputeCloseParams",
    ("POST", "/v1/confirmation_tokens"): "test_helpers.ConfirmationTokenCreateParams",
    ("GET", "/v1/customers/{}/cards"): "CustomerPaymentSourceListParams",
    ("POST", "/v1/customers/{}/cards"): "CustomerPaymentSourceCreateParams",
    ("GET", "/v1/customers/{}/cards/{}"): "CustomerPaymentSourceRetrieveParams",
    ("POST", "/v1/customers/{}/cards/{}"): "CustomerPaymentSourceUpdateParams",
    ("DELETE", "/v1/customers/{}/cards/{}"): "CustomerPaymentSourceDeleteParams",
    ("GET", "/v1/customers/{}/bank_accounts"): "CustomerPaymentSourceListParams",
    ("POST", "/v1/customers/{}/bank_accounts"): "CustomerPaymentSourceCreateParams",
    ("GET", "/v1/customers/{}/bank_accounts/{}"): "CustomerPaymentSourceRetrieveParams",
    ("POST", "/v1/customers/{}/bank_accounts/{}"): "CustomerPaymentSourceUpdateParams",
    ("DELETE", "/v1/customers/{}/bank_accounts/{}"): "CustomerPaymentSourceDeleteParams",
    ("POST", "/v1/customers/{}/bank_accounts/{}/verify"): "CustomerPaymentSourceVerifyParams",
    ("GET", "/v1/customers/{}/discount"): "CustomerRetrieveParams",
    ("GET", "/v1/customers/{}/subscriptions"): "SubscriptionListParams",
    ("POST", "/v1/customers/{}/subscriptions"): "SubscriptionCreateParams",
    ("GET", "/v1/customers/{}/subscriptions/{}"): "SubscriptionRetrieveParams",
    ("POST", "/v1/customers/{}/subscriptions/{}"): "SubscriptionUpdateParams",
    ("DELETE", "/v1/customers/{}/subscriptions/{}"): "SubscriptionCancelParams",
}
"""The shape of what may be sent; variables of the path are left unnamed."""
