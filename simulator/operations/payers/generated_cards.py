"""Cards that were held to a reader, kept for payments on the web.

What a reader has read pays once. Where its owner agrees, a card of its own is made of it, which can
be charged without the reader, and belongs to the Customer.

Source: Stripe docs, "Save payment details in person"; API reference, "PaymentIntents"
(setup_future_usage), "PaymentMethods" (card.generated_from). That a card is generated only where
the payment is set up for later ones is inferred, as it is that none is of Interac's cards.
"""

from typing import Any

from msgspec.structs import replace

from simulator.instruments.presented_cards import behind
from simulator.operations.payers.making_methods import mint
from simulator.resources.payment_method import Card, PaymentMethod, Vaulted, attached
from simulator.resources.terminal_reader import CardRead
from simulator.work import Work


def generated(
    work: Work,
    method: PaymentMethod,
    customer: str | None,
    details: dict[str, Any] | None = None,
    **origin: str,
) -> PaymentMethod:
    """The card of what a reader has read, kept, and attached to its Customer if there is one.

    Args:
        details: what the charge tells of the payment.
        origin: `charge` or `setup_attempt`, the id of the one.
    """
    vaulted = work.load(Vaulted, method.id)
    read = work.find(CardRead, method.id)
    own = method.card_present
    assert isinstance(own, dict)
    made = mint(work, behind(vaulted.number), expiry=(own["exp_month"], own["exp_year"]))
    assert isinstance(made.card, Card)
    of = {"charge": None, "payment_method_details": details, "setup_attempt": None} | origin
    made = replace(
        made,
        allow_redisplay=read.allow_redisplay if read else "unspecified",
        billing_details=method.billing_details,
        card=replace(made.card, generated_from=of),
    )
    work.keep(replace(work.load(Vaulted, made.id), set_up=True))
    if customer is not None:
        made = attached(made, customer)
        work.post("payment_method.attached", made)
    return work.keep(made)
