"""What a profile may say: its keys, what a template may ask for, and what an answer must give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

METHODS: Final = ("get", "post", "put", "patch", "delete")
STEP_KEYS: Final = ("headers", "body", "form", "pick", "pick_headers", "refused")
# What a template may ask for, by ability; values picked anywhere in the profile come on top.
GIVEN: Final[Mapping[str, tuple[str, ...]]] = {
    "seed_product": ("sku", "title", "price", "currency", "quantity"),
    "seed_coupon": ("code", "amount_off", "currency", "uses"),
    "open_cart": ("items", "sku", "quantity", "currency", "email"),
    "edit_cart": ("cart", "items", "sku", "quantity"),
    "apply_coupon": ("cart", "code"),
    "start_payment": ("cart", "capture_method"),
    "complete_cart": ("cart",),
    "complete_and_capture": ("cart",),
    "place_order": ("user", "email", "items", "sku", "quantity", "currency"),
    "pay_order": ("order", "payment_method"),
    "confirm_order": ("order",),
    "open_session": ("items", "sku", "quantity", "currency", "email"),
    "retry_session": ("order",),
    "order_by_session": ("session",),
    "direct_payment": ("items", "sku", "quantity", "currency", "capture_method"),
    "edit_order": ("order", "items", "sku", "quantity"),
    "change_price": ("sku", "price", "currency"),
    "cancel_order": ("order",),
    "capture_order": ("order",),
    "refund_order": ("order", "amount"),
    "end_grace": ("order",),
    "capture_sweep": (),
    "reconcile": (),
    "crash": (),
}
CAPTURE_METHODS: Final = frozenset({"automatic", "manual"})
ALWAYS: Final = ("python", "port", "stripe.url", "stripe.secret_key", "stripe.publishable_key",
                 "stripe.webhook_secret", "defect", "profile_dir")  # fmt: skip
# What an answer must give for the ability to be of use.
PICKS: Final[Mapping[str, tuple[str, ...]]] = {
    "open_cart": ("cart",),
    "start_payment": ("client_secret",),
    "place_order": ("order",),
    "pay_order": ("status",),
    "open_session": ("session",),
    "retry_session": ("session",),
    "direct_payment": ("client_secret",),
}
ORDER_FIELDS: Final = ("id", "payment", "currency", "total", "intents", "sessions", "cart", "paid",
                       "refunded", "refund_reasons", "lines", "effects", "called",
                       "coupon")  # fmt: skip
VIEWS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    # name: (fields that must be said, all fields)
    "orders": (("id", "payment", "currency", "total"), ORDER_FIELDS),
    "stock": (("sku", "on_hand"), ("sku", "on_hand", "reserved", "sold", "initial")),
    "coupons": (("code", "uses", "limit"), ("code", "uses", "limit")),
    "alerts": ((), ("text",)),
    "events": ((), ("id",)),
    "quiet": ((), ()),
}
BACKEND_KEYS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "name": str, "start": list, "container": str, "url": str, "ready_line": str, "ready": str,
    "start_timeout_s": (int, float), "timeout_s": (int, float), "settle_s": (int, float),
    "webhook": str, "events": list, "api_version": str, "environment": dict, "defect": list,
    "list_defects": list, "directory": str, "driver": str, "headers": dict,
    "webhook_secret": str, "secret_key": str, "stripe_port": int, "port": int,
    "captures": str, "database": str,
}  # fmt: skip


KINDS: Final = {str(str): "text", str(list): "a list of texts", str(dict): "a table"}
