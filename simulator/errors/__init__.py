"""Every error that the API gives is a row here, raised by its name.

Rule 1: no status code, error type or message is written anywhere else.
Rule 2: a row says whether Stripe had begun to execute when it refused. An executed refusal is
stored under its idempotency key and tells SDKs not to retry (`Stripe-Should-Retry: false`).
Rule 3: where Stripe has changed a sentence, the row keeps the older ones with the first API
version, or the day, that no longer says it.

Source: Stripe docs, "Error codes" and "Errors"; the sentences are recorded ones unless a row says
otherwise.
"""

from simulator.errors.accounts import *
from simulator.errors.billing import *
from simulator.errors.cash import *
from simulator.errors.charges import *
from simulator.errors.checkout import *
from simulator.errors.connect import *
from simulator.errors.credit_notes import *
from simulator.errors.customers import *
from simulator.errors.intents import *
from simulator.errors.invoices import *
from simulator.errors.kinds import *
from simulator.errors.metering import *
from simulator.errors.methods import *
from simulator.errors.oauth import *
from simulator.errors.parameters import *
from simulator.errors.portal import *
from simulator.errors.quotes import *
from simulator.errors.requests import *
from simulator.errors.schedules import *
from simulator.errors.selling import *
from simulator.errors.setups import *
from simulator.errors.spec import ErrorSpec as ErrorSpec
from simulator.errors.spec import StripeError as StripeError
from simulator.errors.taxes import *
from simulator.errors.terminal import *
from simulator.errors.webhooks import *
