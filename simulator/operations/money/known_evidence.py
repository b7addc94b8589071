"""What a dispute's evidence says before anybody has sent any: what Stripe itself knows."""

from simulator.resources.charge import Charge
from simulator.resources.customer import Customer
from simulator.resources.dispute import Evidence
from simulator.resources.person import Address
from simulator.work import Work


def known_evidence(work: Work, charge: Charge) -> Evidence:
    """Who paid, from where and for what, as the charge or its customer has it."""
    customer = work.find(Customer, charge.customer) if charge.customer else None
    return Evidence(
        billing_address=_lines(charge.billing_details.address),
        customer_email_address=charge.billing_details.email
        or (customer.email if customer else None)
        or charge.receipt_email,
        customer_name=charge.billing_details.name or (customer.name if customer else None),
        product_description=charge.description,
    )


def _lines(address: Address) -> str | None:
    """An address as a text: the street's lines, and a last line of all else, as in posted events.

    Of a payer who told only the country, the country is all of it.
    """
    place = (address.city, address.state, address.postal_code, address.country)
    lines = (address.line1, address.line2, ", ".join(filter(None, place)))
    return "\n".join(filter(None, lines)) or None
