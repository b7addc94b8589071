"""What the network and Radar said of a charge.

Source: Stripe docs, "Risk evaluation", "Declines"; charges that people have posted.
"""

from typing import Any, Final

from msgspec import UNSET

from simulator.instruments.cards import TestCard
from simulator.instruments.declines import BLOCKED_BY_RULE, Decline
from simulator.resources.charge import Outcome
from simulator.resources.radar import BLOCK_HIGHEST, REVIEW_ELEVATED
from simulator.work import Work

RISK_SCORES: Final = {"normal": (0, 64), "elevated": (65, 74), "highest": (75, 100)}


def score_of(work: Work, card: TestCard) -> int:
    """How risky a payment by this card is, from 0 to 100; drawn anew for each."""
    low, high = RISK_SCORES[card.risk]
    return low + int(work.account.chance.stream("radar").random() * (high - low + 1))


def outcome(work: Work, card: TestCard, decline: Decline | None) -> Outcome:
    """The `outcome` of a charge."""
    score = score_of(work, card)
    if decline is None:
        if card.risk == "elevated":
            return Outcome(
                reason="elevated_risk_level",
                risk_level="elevated",
                risk_score=score,
                rule=REVIEW_ELEVATED.id,
                seller_message="Stripe evaluated this payment as having elevated risk, and placed"
                " it in your manual review queue.",
                type="manual_review",
            )
        return Outcome(risk_level=card.risk, risk_score=score)
    if decline.blocked:
        return Outcome(
            network_status="not_sent_to_network",
            reason="highest_risk_level",
            risk_level="highest",
            risk_score=score,
            rule=BLOCK_HIGHEST.id if decline == BLOCKED_BY_RULE else UNSET,
            seller_message="Stripe blocked this payment as too risky.",
            type="blocked",
        )
    code = decline.decline_code
    return Outcome(
        advice_code=decline.advice_code,
        network_advice_code=decline.network_advice_code,
        network_decline_code=decline.network_decline_code,
        network_status="declined_by_network",
        reason=code,
        risk_level=card.risk,
        risk_score=score,
        seller_message=(
            "The bank did not return any further details with this decline."
            if code == "generic_decline"
            else f"The bank returned the decline code `{code}`."
        ),
        type="issuer_declined",
    )


def reported(decline: Decline | None) -> dict[str, Any]:
    """`fraud_details` of a new charge: Stripe itself reports what it takes for a fraud."""
    suspected = decline is not None and decline.blocked and decline.decline_code == "fraudulent"
    return {"stripe_report": "fraudulent"} if suspected else {}
