import json

import pytest
import stripe

from load.swarm.signature import header

BODY = json.dumps({"id": "evt_1", "object": "event", "says": "ü"}).encode()
AT = 1_700_000_000


def verify(body: bytes, signature: str, secret: str) -> None:
    stripe.WebhookSignature.verify_header(body.decode(), signature, secret, tolerance=None)


def test_the_sdk_believes_the_signature() -> None:
    verify(BODY, header(BODY, "whsec_right", AT), "whsec_right")


def test_the_sdk_does_not_believe_another_secret() -> None:
    with pytest.raises(stripe.SignatureVerificationError):
        verify(BODY, header(BODY, "whsec_wrong", AT), "whsec_right")


def test_the_sdk_does_not_believe_an_altered_body() -> None:
    with pytest.raises(stripe.SignatureVerificationError):
        verify(BODY + b" ", header(BODY, "whsec_right", AT), "whsec_right")
