"""Every way to call the shop, on one screen."""

from __future__ import annotations

from typing import Any, Final

from reference_backend import problems as p
from reference_backend.pages import actions, login, order, results
from reference_backend.pages import admin as panel
from reference_backend.view import Seen, SeenOrder
from reference_backend.web import admin, answers, bodies, hosted, mobile, store, system
from reference_backend.web.calls import Route
from reference_backend.web.store import SKU

STRIPE: Final = (p.CARD_DECLINED, p.PAYMENT_REFUSED, p.IN_DOUBT)

ROUTES: Final[tuple[Route, ...]] = (
    Route(method="GET", path="/health", handler=system.health, tag="system", answer=answers.Health),
    Route(method="GET", path="/ready", handler=system.ready, tag="system", answer=answers.Health,
          problems=(p.NOT_READY,)),
    Route(method="GET", path="/openapi.json", handler=system.openapi, tag="system",
          answer=dict[str, Any]),
    Route(method="GET", path="/store/products", handler=store.list_products, tag="store",
          answer=answers.ProductsAnswer, query={"after": SKU.pattern}, problems=(p.MALFORMED,)),
    Route(method="POST", path="/store/carts", handler=store.create_cart, tag="store",
          body=bodies.NewCart, answer=answers.CartAnswer, status=201, problems=(p.INVALID,)),
    Route(method="GET", path="/store/carts/{id}", handler=store.read_cart, tag="store",
          answer=answers.CartAnswer, problems=(p.NOT_FOUND,)),
    Route(method="POST", path="/store/carts/{id}/payment-session", handler=store.start_payment,
          tag="store", body=bodies.StartPayment, body_needed=False, answer=answers.PaymentSession,
          problems=(p.NOT_FOUND, p.CONFLICT, p.INVALID, *STRIPE)),
    Route(method="POST", path="/store/carts/{id}/complete", handler=store.complete_cart,
          tag="store", answer=answers.Completed,
          problems=(p.PAYMENT_REQUIRED, p.NOT_FOUND, p.OUT_OF_STOCK, *STRIPE)),
    Route(method="POST", path="/store/complete-cart", handler=store.complete_cart_at_once,
          tag="store", body=bodies.CompleteCart, answer=answers.Completed,
          problems=(p.PAYMENT_REQUIRED, p.NOT_FOUND, p.OUT_OF_STOCK, *STRIPE)),
    Route(method="GET", path="/api/orders/{id}", handler=store.read_order, tag="orders",
          answer=answers.OrderAnswer, problems=(p.NOT_FOUND,)),
    Route(method="POST", path="/api/orders/{id}/edit", handler=store.edit_order, tag="orders",
          body=bodies.EditOrder, answer=answers.Completed,
          problems=(p.NOT_FOUND, p.CONFLICT, p.INVALID, *STRIPE)),
    Route(method="POST", path="/api/orders/{id}/cancel", handler=store.cancel_order, tag="orders",
          answer=answers.Completed, problems=(p.NOT_FOUND, p.CONFLICT, *STRIPE)),
    Route(method="GET", path="/api/orders/by-session/{session_id}", handler=hosted.order_by_session,
          tag="hosted", answer=SeenOrder, problems=(p.NOT_FOUND,)),
    Route(method="POST", path="/api/orders/{id}/retry-session", handler=hosted.retry_checkout,
          tag="hosted", answer=answers.CheckoutAnswer, status=201,
          problems=(p.NOT_FOUND, p.CONFLICT, *STRIPE)),
    Route(method="POST", path="/api/mobile-app/orders", handler=mobile.place_order, tag="mobile",
          body=bodies.NewMobileOrder, answer=SeenOrder, status=201, problems=(p.INVALID,)),
    Route(method="POST", path="/api/mobile-app/orders/{order_id}/pay", handler=mobile.pay_order,
          tag="mobile", body=bodies.PayMobileOrder, answer=answers.PayAnswer,
          others={402: answers.PayAnswer},
          problems=(p.NOT_FOUND, p.CONFLICT, p.PAYMENT_REFUSED, p.IN_DOUBT)),
    Route(method="POST", path="/api/mobile-app/orders/{order_id}/confirm",
          handler=mobile.confirm_order, tag="mobile", answer=answers.PayAnswer,
          others={402: answers.PayAnswer},
          problems=(p.NOT_FOUND, p.CONFLICT, p.PAYMENT_REFUSED, p.IN_DOUBT)),
    Route(method="GET", path="/api/mobile-app/users/{user_id}/cards", handler=mobile.list_cards,
          tag="mobile", answer=answers.CardsAnswer, problems=(p.NOT_FOUND, *STRIPE)),
    Route(method="DELETE", path="/api/mobile-app/users/{user_id}/cards/{card_id}",
          handler=mobile.detach_card, tag="mobile", answer=answers.CardsAnswer,
          problems=(p.NOT_FOUND, *STRIPE)),
    Route(method="POST", path="/api/payments/create-checkout-session", handler=hosted.open_checkout,
          tag="hosted", body=bodies.NewCheckout, answer=answers.CheckoutAnswer, status=201,
          problems=(p.OUT_OF_STOCK, p.INVALID, *STRIPE)),
    Route(method="POST", path="/api/payments/webhook", handler=hosted.receive_event, tag="webhook",
          body=bodies.StripeEvent, raw=True, answer=answers.Received,
          problems=(p.BAD_SIGNATURE, p.NOT_READY)),
    Route(method="POST", path="/api/direct/payment-intents", handler=hosted.start_direct_payment,
          tag="direct", body=bodies.NewDirectPayment, answer=answers.DirectPayment, status=201,
          problems=(p.INVALID, *STRIPE)),
    Route(method="POST", path="/admin/products", handler=admin.add_product, tag="admin",
          body=bodies.NewProduct, answer=answers.Product, status=201,
          problems=(p.CONFLICT, p.INVALID)),
    Route(method="POST", path="/admin/orders/{id}/end-grace", handler=admin.end_grace, tag="admin",
          answer=answers.Completed, status=202, problems=(p.NOT_FOUND,)),
    Route(method="POST", path="/admin/orders/{id}/capture", handler=admin.capture_order,
          tag="admin", answer=answers.Completed, problems=(p.NOT_FOUND, p.CONFLICT, *STRIPE)),
    Route(method="POST", path="/admin/orders/{id}/cancel", handler=admin.cancel_order, tag="admin",
          answer=answers.Completed, problems=(p.NOT_FOUND, p.CONFLICT, *STRIPE)),
    Route(method="POST", path="/admin/orders/{id}/refund", handler=admin.refund_order, tag="admin",
          body=bodies.NewRefund, body_needed=False, answer=answers.RefundAnswer,
          problems=(p.NOT_FOUND, p.CONFLICT, *STRIPE)),
    Route(method="POST", path="/admin/orders/{id}/charge-saved-card",
          handler=admin.charge_saved_card, tag="admin", body=bodies.ChargeSavedCard,
          body_needed=False, answer=answers.PayAnswer, others={402: answers.PayAnswer},
          problems=(p.NOT_FOUND, p.CONFLICT, p.PAYMENT_REFUSED, p.IN_DOUBT)),
    Route(method="POST", path="/admin/jobs/capture-sweep", handler=admin.capture_sweep, tag="admin",
          body=bodies.Sweep, body_needed=False, answer=answers.Queued, status=202),
    Route(method="POST", path="/admin/jobs/reconcile", handler=admin.reconcile, tag="admin",
          answer=answers.Queued, status=202),
    Route(method="POST", path="/admin/jobs/{id}/resume", handler=admin.resume_job, tag="admin",
          answer=answers.Queued, status=202, problems=(p.NOT_FOUND,)),
    Route(method="GET", path="/testing/view", handler=admin.view, tag="testing", answer=Seen),
    Route(method="POST", path="/testing/webhook-secret", handler=admin.set_webhook_secret,
          tag="testing", body=bodies.WebhookSecret, answer=answers.Health,
          problems=(p.NOT_FOUND,)),
)  # fmt: skip

PAGES: Final[tuple[Route, ...]] = tuple(
    Route(method=method, path=path, handler=handler, tag="pages", page=True)
    for method, path, handler in (
        ("GET", "/checkout/success", results.success),
        ("GET", "/checkout/cancelled", results.cancelled),
        ("POST", "/checkout/again", results.again),
        ("GET", "/admin/orders", panel.orders),
        ("GET", "/admin/orders/{id}", order.show),
        ("POST", "/admin/orders/{id}/actions", actions.on_order),
        ("GET", "/admin/alerts", panel.alerts),
        ("GET", "/admin/stock", panel.stock),
        ("GET", "/admin/events", panel.events),
        ("GET", "/admin/jobs", panel.jobs),
        ("POST", "/admin/jobs/{id}/again", actions.on_job),
        ("GET", "/admin/login", login.show),
        ("POST", "/admin/login", login.enter),
    )
)
