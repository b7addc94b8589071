"""Reviews: payments that the shop's people should look at, and how such a look comes to its end.

A review is closed by an approval, or because nothing is left to look at: the payment was given
back in whole, disputed, or canceled before it was captured.

Source: API reference, "Reviews"; Stripe docs, "Reviews", "Review uncaptured payments". That a
refund in part leaves a review open, and that a hold which ran out counts as canceled, is inferred.
"""

from msgspec import UNSET
from msgspec.structs import replace

from simulator.operations.payments.charging import on_held, on_taken
from simulator.operations.payments.releasing import ON_RELEASED
from simulator.resources.charge import Charge
from simulator.resources.radar import ClosedReason, Review, closed
from simulator.wire.lists import Page, page
from simulator.work import Work


@on_held
@on_taken
def review_of_test_card(work: Work, charge: Charge) -> None:
    """A payment of elevated risk is put into the review queue, as the default rule says."""
    if charge.outcome is None or charge.outcome.type != "manual_review" or charge.review:
        return
    review = Review(
        id=work.new_id("prv"),
        billing_zip=charge.billing_details.address.postal_code,
        charge=charge.id,
        created=work.now,
        livemode=charge.livemode,
        payment_intent=charge.payment_intent or UNSET,
    )
    work.keep(replace(charge, review=review.id))
    work.post("review.opened", work.keep(review))


def close(work: Work, charge: Charge, reason: ClosedReason) -> None:
    """Close the review of this charge, if it has one that is open."""
    before = work.find(Review, charge.review) if charge.review else None
    if before is not None and before.open:
        work.post("review.closed", work.keep(closed(before, reason)))


def refunded(work: Work, charge: Charge, reason: str | None) -> None:
    """Close the review of what was given back.

    Args:
        reason: why it was, as the refund says.
    """
    if charge.refunded:
        close(work, charge, "refunded_as_fraud" if reason == "fraudulent" else "refunded")


def canceled(work: Work, charge: Charge) -> None:
    """Close the review of what is held no more."""
    close(work, charge, "canceled")


ON_RELEASED.append(canceled)


def approve(work: Work) -> Review:
    """POST /v1/reviews/{review}/approve"""
    before = work.load(Review, work.path["review"])
    if not before.open:
        return before
    after = closed(before, "approved")
    work.post("review.closed", after)
    return work.keep(after)


def retrieve(work: Work) -> Review:
    """GET /v1/reviews/{review}"""
    return work.load(Review, work.path["review"])


def list_all(work: Work) -> Page:
    """GET /v1/reviews: those that are open."""
    things = work.account.store.table("review").values()
    return page(things, work.params, "/v1/reviews", "review", keep=lambda review: review.open)
