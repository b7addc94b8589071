"""What a payer has to do before an intent can go on: pass a challenge, or visit the bank's page.

The pages themselves are `simulator.pages`; what the payer does on them comes back through
`attempting.authenticate` and `setting_up.authenticate`.

Source: API reference, "PaymentIntents" (next_action); Stripe docs, "3D Secure authentication".
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from simulator.instruments import directory_server
from simulator.instruments.cards import TestCard
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work

Intent = PaymentIntent | SetupIntent
PASSED: Final = {
    "authentication_flow": "challenge",
    "electronic_commerce_indicator": "05",
    "exemption_indicator": None,
    "result": "authenticated",
    "result_reason": None,
    "version": "2.2.0",
}
"""`three_d_secure` of what a passed challenge led to, but for its transaction's id."""
FAILED: Final = {"electronic_commerce_indicator": None, "result": "failed"}
"""What is different where it was failed. Inferred; the reason is `rejected`."""
UNCHALLENGED: Final[Mapping[str, dict[str, Any]]] = {
    "acknowledged": {
        "authentication_flow": None,
        "electronic_commerce_indicator": "06",
        "result": "attempt_acknowledged",
        "result_reason": "card_not_enrolled",
    },
    "authenticates": {"authentication_flow": "frictionless"},
    "fails": {
        "authentication_flow": None,
        "electronic_commerce_indicator": None,
        "result": "processing_error",
    },
}
"""What is different where the payment went on without a challenge, by what came of the lookup.
Inferred from the API reference's words for the results; `unsupported` leaves nothing at all."""
PAGES: Final = ("url", "hosted_instructions_url", "hosted_voucher_url")
"""How a `next_action` may name the page that the payer is to see."""
FINGERPRINT_SINCE: Final = "2024-04-10"
"""Until here, some test cards go to a page of Stripe's instead of having the device looked at.

Recorded on 2023-10-16: the page until December 2023, the device in July 2024. The version is
inferred from these dates.
"""


def passed(work: Work) -> dict[str, Any]:
    """`three_d_secure` of a charge whose challenge was passed."""
    chance = work.account.chance.stream("network")
    transaction = str(UUID(int=chance.getrandbits(128), version=4))
    return dict(sorted((PASSED | {"transaction_id": transaction}).items()))


def unchallenged(work: Work, card: TestCard) -> dict[str, Any] | None:
    """`three_d_secure` of a charge for which 3D Secure was asked, and took no challenge."""
    if card.lookup not in UNCHALLENGED:
        return None
    return dict(sorted((passed(work) | UNCHALLENGED[card.lookup]).items()))


def ended(work: Work, *, well: bool) -> dict[str, Any]:
    """`three_d_secure` of a SetupAttempt, which knows no exemptions, after the challenge."""
    return _of_attempt(passed(work) | ({} if well else FAILED | {"result_reason": "rejected"}))


def spared(work: Work, card: TestCard) -> dict[str, Any] | None:
    """`three_d_secure` of a SetupAttempt for which it was asked, and which took no challenge."""
    shown = unchallenged(work, card)
    return None if shown is None else _of_attempt(shown)


def _of_attempt(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name != "exemption_indicator"}


def key_of(intent: Intent) -> str | None:
    """The idempotency key of what the payer's answer sets off; None where no attempt is named."""
    attempt = re.search(r"\b(?:payatt|src)_\w+", str(intent.next_action))
    return f"{intent.id}-{attempt[0]}" if attempt else None


def noun_of(intent: Intent) -> str:
    """`payment_intent` or `setup_intent`, as the pages' addresses name it."""
    return intent.KIND


def of_card(work: Work, intent: Intent, card: TestCard, given: dict[str, Any]) -> dict[str, Any]:
    """Go to the challenge page, or let Stripe.js show it, which can also be asked for.

    Args:
        given: the parameters of the confirmation, of which `use_stripe_sdk` goes before
            `return_url`: told by those who sent both.
    """
    account = work.account
    return_url = None if given.get("use_stripe_sdk") else given.get("return_url")
    if return_url:
        noun = noun_of(intent)
        attempt = work.new_id("payatt", like=intent.id)
        return {
            "redirect_to_url": {
                "return_url": return_url,
                "url": f"{account.world.hooks_url}/3d_secure_2/hosted?merchant={account.id}"
                f"&{noun}={intent.id}&{noun}_client_secret={intent.client_secret}"
                f"&publishable_key={account.publishable_key}&source={attempt}",
            },
            "type": "redirect_to_url",
        }
    if card.soft_declined and work.version < FINGERPRINT_SINCE:
        source = work.new_id("src")
        return {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {
                "source": source,
                "stripe_js": f"{account.world.hooks_url}/redirect/authenticate/{source}"
                f"?client_secret={intent.client_secret}",
                "type": "three_d_secure_redirect",
            },
        }
    chance = account.chance.stream("network")
    return {
        "type": "use_stripe_sdk",
        "use_stripe_sdk": {
            "directory_server_encryption": directory_server.encryption(card.brand),
            "directory_server_name": card.brand,
            "merchant": account.id,
            "one_click_authn": None,
            "server_transaction_id": str(UUID(int=chance.getrandbits(128), version=4)),
            "three_d_secure_2_source": work.new_id("payatt", like=intent.id),
            "three_ds_method_url": "",
            "three_ds_optimizations": "kf",
            "type": "stripe_3ds2_fingerprint",
        },
    }


def of_redirect(work: Work, intent: Intent, kind: str, return_url: str) -> dict[str, Any]:
    """Go to the page of the bank or wallet.

    Args:
        kind: the type of the PaymentMethod.
    """
    account = work.account
    noun = noun_of(intent)
    attempt = work.new_id("payatt", like=intent.id)
    return {
        "redirect_to_url": {
            "return_url": return_url,
            "url": f"{account.world.hooks_url}/redirect/{kind}?merchant={account.id}"
            f"&{noun}={intent.id}&{noun}_client_secret={intent.client_secret}"
            f"&publishable_key={account.publishable_key}&source={attempt}",
        },
        "type": "redirect_to_url",
    }


def leads_to(action: dict[str, Any]) -> str | None:
    """The page that a `next_action` sends the payer to; None: it sends nobody anywhere."""
    for hash_ in action.values():
        if isinstance(hash_, dict):
            return next((str(hash_[name]) for name in PAGES if hash_.get(name)), None)
    return None


def leads_back_to(action: dict[str, Any]) -> str | None:
    """The page of the shop's that a `next_action` leads back to, where it says so."""
    for hash_ in action.values():
        if isinstance(hash_, dict):
            url: str | None = hash_.get("return_url")
            return url
    return None


def of_microdeposits(work: Work, intent: Intent, arrives_at: int) -> dict[str, Any]:
    """Say which code, or which amounts, came with the microdeposit.

    Args:
        arrives_at: Unix seconds.
    """
    noun = noun_of(intent)
    page = f"{work.account.world.hooks_url}/microdeposit"
    return {
        "type": "verify_with_microdeposits",
        "verify_with_microdeposits": {
            "arrival_date": arrives_at,
            "hosted_verification_url": f"{page}?{noun}={intent.id}"
            f"&{noun}_client_secret={intent.client_secret}",
            "microdeposit_type": "descriptor_code",
        },
    }
