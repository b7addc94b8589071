"""The shop, put together: which parts it is made of.

A defect is planted by putting another class in one part's place (see `defects/`); nothing else in
the shop knows about defects.
"""

from __future__ import annotations

from dataclasses import dataclass

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


class Shop:
    """One process's shop: settings, database, gateway, and the parts."""

    def __init__(self, settings: Settings, database: Database, parts: Parts | None = None) -> None:
        parts = parts or Parts()
        self.settings = settings
        self.database = database
        self.gateway = parts.gateway(settings)
        self.alerts = parts.alerts(self)
        self.cancellations = parts.cancellations(self)
        self.captures = parts.captures(self)
        self.cards = parts.cards(self)
        self.carts = parts.carts(self)
        self.catalogue = parts.catalogue(self)
        self.checkout = parts.checkout(self)
        self.coupons = parts.coupons(self)
        self.customers = parts.customers(self)
        self.direct = parts.direct(self)
        self.disputes = parts.disputes(self)
        self.events = parts.events(self)
        self.intentions = parts.intentions(self)
        self.jobs = parts.jobs(self)
        self.locks = parts.locks(self)
        self.missed_events = parts.missed_events(self)
        self.mobile = parts.mobile(self)
        self.money = parts.money(self)
        self.news = parts.news(self)
        self.off_session = parts.off_session(self)
        self.orders = parts.orders(self)
        self.payments = parts.payments(self)
        self.reconciliation = parts.reconciliation(self)
        self.refunds = parts.refunds(self)
        self.renewals = parts.renewals(self)
        self.sessions = parts.sessions(self)
        self.settlement = parts.settlement(self)
        self.stock = parts.stock(self)
        self.view = parts.view(self)
        self.webhook_secrets = parts.webhook_secrets(self)
        self.webhooks = parts.webhooks(self)

    async def close(self) -> None:
        """Close the connections to Stripe and to the database."""
        await self.gateway.close()
        await self.database.close()
