"""Evidence for the card networks' own programs, and how far a dispute has come towards them.

Source: Stripe docs, "Visa Compelling Evidence 3.0", "Visa compliance disputes"; API reference, "The
dispute object" (`enhanced_eligibility`). What makes a claim complete follows the docs' list; that
it is weighed as soon as evidence is staged is inferred.
"""

from collections.abc import Mapping
from typing import Any, Final

Hash = dict[str, Any]

COMPELLING: Final = "visa_compelling_evidence_3"
COMPLIANCE: Final = frozenset({"visa_compliance", "mastercard_compliance"})
OF_BOTH: Final = (
    "customer_account_id",
    "customer_device_fingerprint",
    "customer_device_id",
    "customer_email_address",
    "customer_purchase_ip",
    "product_description",
    "shipping_address",
)
"""What is told of the disputed transaction and of each earlier one."""
MAIN: Final = frozenset(
    {"customer_device_fingerprint", "customer_device_id", "customer_purchase_ip"}
)
IDENTIFIERS: Final = MAIN | {"customer_account_id", "customer_email_address", "shipping_address"}
"""What two transactions are matched by: two of these, of which one is a main one."""
CHARACTERS_LEAST: Final = {"customer_device_fingerprint": 20, "customer_device_id": 15}
"""So many characters an identifier has at least, or it names nothing. Source: API reference,
"Update a dispute"; that it is kept nevertheless is inferred."""
IDENTIFIERS_LEAST: Final = 2
PRIOR_LEAST: Final = 2
ADDRESS: Final = ("city", "country", "line1", "line2", "postal_code", "state")


def shown(given: Mapping[str, Any]) -> Hash:
    """`enhanced_evidence` as a dispute shows it: what was not told is null."""
    found: Hash = {}
    for program, told in sorted(given.items()):
        if not isinstance(told, Mapping):
            continue
        if program in COMPLIANCE:
            found[program] = {"fee_acknowledged": bool(told.get("fee_acknowledged"))}
        elif program == COMPELLING:
            disputed = told.get("disputed_transaction") or None
            found[program] = {
                "disputed_transaction": disputed
                and _transaction(disputed, "merchandise_or_services"),
                "prior_undisputed_transactions": [
                    _transaction(prior, "charge")
                    for prior in told.get("prior_undisputed_transactions") or ()
                ],
            }
    return found


def _transaction(told: Mapping[str, Any], own: str) -> Hash:
    found: Hash = {name: told.get(name) or None for name in sorted((*OF_BOTH, own))}
    if address := found["shipping_address"]:
        found["shipping_address"] = {name: address.get(name) or None for name in ADDRESS}
    return found


def eligibility(before: Mapping[str, Any], evidence: Mapping[str, Any]) -> Hash:
    """`enhanced_eligibility` once this evidence is there; of the programs that were open at all."""
    found: Hash = dict(before)
    for program in before:
        told = evidence.get(program)
        if not told:
            continue
        if program == COMPELLING:
            lacking = _lacking(told)
            status = "requires_action" if lacking else "qualified"
            found[program] = {"required_actions": lacking, "status": status}
        elif told["fee_acknowledged"]:
            found[program] = {"status": "fee_acknowledged"}
    return found


def _names(identifier: str, told: Any) -> bool:
    """Whether a transaction can be matched by this; of an address every line is needed but one."""
    if isinstance(told, Mapping):
        return all(told.get(line) for line in ADDRESS if line != "line2")
    return bool(told) and len(told) >= CHARACTERS_LEAST.get(identifier, 1)


def _lacking(told: Mapping[str, Any]) -> list[str]:
    disputed = told["disputed_transaction"] or {}
    priors = told["prior_undisputed_transactions"]
    named = {name for name in IDENTIFIERS if _names(name, disputed.get(name))}
    checks = {
        "missing_customer_identifiers": len(named) >= IDENTIFIERS_LEAST and bool(named & MAIN),
        "missing_disputed_transaction_description": bool(disputed.get("product_description")),
        "missing_merchandise_or_services": bool(disputed.get("merchandise_or_services")),
        "missing_prior_undisputed_transactions": len(priors) >= PRIOR_LEAST,
        "missing_prior_undisputed_transaction_description": all(
            prior.get("product_description") for prior in priors
        ),
    }
    return sorted(name for name, there in checks.items() if not there)
