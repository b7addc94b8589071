"""The shop, put together: which parts it is made of.

A defect is planted by putting another class in one part's place (see `defects/`); nothing else in
the shop knows about defects.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from reference_backend.alerts import Alerts
from reference_backend.cancellations import Cancellations
from reference_backend.captures import Captures
from reference_backend.cards import Cards
from reference_backend.carts import Carts
from reference_backend.catalogue import Catalogue
from reference_backend.checkout import Checkout
from reference_backend.coupons import Coupons
from reference_backend.customers import Customers
from reference_backend.database import Database
from reference_backend.direct import Direct
from reference_backend.disputes import Disputes
from reference_backend.events import Events
from reference_backend.intentions import Intentions
from reference_backend.jobs import Jobs
from reference_backend.locks import Locks
from reference_backend.missed_events import MissedEvents
from reference_backend.mobile import Mobile
from reference_backend.money import Money
from reference_backend.news import News
from reference_backend.off_session import OffSession
from reference_backend.orders import Orders
from reference_backend.part import Part
from reference_backend.payments import Payments
from reference_backend.reconciliation import Reconciliation
from reference_backend.refunds import Refunds
from reference_backend.renewals import Renewals
from reference_backend.sessions import Sessions
from reference_backend.settings import Settings
from reference_backend.settlement import Settlement
from reference_backend.stock import Stock
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.view import View
from reference_backend.webhook_secrets import WebhookSecrets
from reference_backend.webhooks import Webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The class of each part: the sound one, unless a defect is to take its place."""

    alerts: type[Alerts] = Alerts
    cancellations: type[Cancellations] = Cancellations
    captures: type[Captures] = Captures
    cards: type[Cards] = Cards
    carts: type[Carts] = Carts
    catalogue: type[Catalogue] = Catalogue
    checkout: type[Checkout] = Checkout
    coupons: type[Coupons] = Coupons
    customers: type[Customers] = Customers
    direct: type[Direct] = Direct
    disputes: type[Disputes] = Disputes
    events: type[Events] = Events
    gateway: type[StripeGateway] = StripeGateway
    intentions: type[Intentions] = Intentions
    jobs: type[Jobs] = Jobs
    locks: type[Locks] = Locks
    missed_events: type[MissedEvents] = MissedEvents
    mobile: type[Mobile] = Mobile
    money: type[Money] = Money
    news: type[News] = News
    off_session: type[OffSession] = OffSession
    orders: type[Orders] = Orders
    payments: type[Payments] = Payments
    reconciliation: type[Reconciliation] = Reconciliation
    refunds: type[Refunds] = Refunds
    renewals: type[Renewals] = Renewals
    sessions: type[Sessions] = Sessions
    settlement: type[Settlement] = Settlement
    stock: type[Stock] = Stock
    view: type[View] = View
    webhook_secrets: type[WebhookSecrets] = WebhookSecrets
    webhooks: type[Webhooks] = Webhooks


class Shop(Part):
    """One process's shop: settings, database, gateway, and the parts."""

    alerts: Alerts
    cancellations: Cancellations
    captures: Captures
    cards: Cards
    carts: Carts
    catalogue: Catalogue
    checkout: Checkout
    coupons: Coupons
    customers: Customers
    database: Database
    direct: Direct
    disputes: Disputes
    events: Events
    gateway: StripeGateway
    intentions: Intentions
    jobs: Jobs
    locks: Locks
    missed_events: MissedEvents
    mobile: Mobile
    money: Money
    news: News
    off_session: OffSession
    orders: Orders
    payments: Payments
    reconciliation: Reconciliation
    refunds: Refunds
    renewals: Renewals
    sessions: Sessions
    settings: Settings
    settlement: Settlement
    stock: Stock
    view: View
    webhook_secrets: WebhookSecrets
    webhooks: Webhooks

    def __init__(self, settings: Settings, database: Database, parts: Parts | None = None) -> None:
        parts = parts or Parts()
        kinds = {each.name: getattr(parts, each.name) for each in fields(parts)}
        gateway = kinds.pop("gateway")(settings)
        made: dict[str, Part] = {name: kind() for name, kind in kinds.items()}
        everything = {"database": database, "gateway": gateway, "settings": settings, **made}
        for part in (self, *made.values()):
            part.meet(everything)

    async def close(self) -> None:
        """Close the connections to Stripe and to the database."""
        await self.gateway.close()
        await self.database.close()
