"""SCRAM-SHA-256: a password is proved without being said.

Source: RFC 5802 and RFC 7677; PostgreSQL documentation, "SASL Authentication". There is no channel
binding, since nothing here is encrypted; so the user's name is the connection's, and stays empty.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

MECHANISM = "SCRAM-SHA-256"
_NO_BINDING = "n,,"


class Refused(Exception):  # noqa: N818 - it is an outcome
    """The server does not know the password either, or says what is not SCRAM."""


class Scram:
    """One exchange: `first`, then `final` for what the server says, then `verify`."""

    def __init__(self, password: str, *, user: str = "", nonce: str | None = None) -> None:
        self._password = password.encode()
        own = nonce or secrets.token_urlsafe(18)  # real: a nonce that can be foreseen is none
        self._bare = f"n={user},r={own}"
        self._nonce = own
        self._expected = b""

    @property
    def first(self) -> bytes:
        return f"{_NO_BINDING}{self._bare}".encode()

    def final(self, challenge: bytes) -> bytes:
        """The proof for what the server asked.

        Raises:
            Refused
        """
        said = _parts(challenge)
        try:
            nonce, salt, rounds = said["r"], base64.b64decode(said["s"]), int(said["i"])
        except (KeyError, ValueError) as error:
            raise Refused(f"the server's challenge is none: {error!r}") from error
        if not nonce.startswith(self._nonce):
            raise Refused("the server answers somebody else's challenge")
        bound = base64.b64encode(_NO_BINDING.encode()).decode()
        unproved = f"c={bound},r={nonce}"
        everything = f"{self._bare},{challenge.decode()},{unproved}".encode()
        salted = hashlib.pbkdf2_hmac("sha256", self._password, salt, rounds)
        key = hmac.digest(salted, b"Client Key", "sha256")
        signature = hmac.digest(hashlib.sha256(key).digest(), everything, "sha256")
        proof = bytes(a ^ b for a, b in zip(key, signature, strict=True))
        self._expected = hmac.digest(
            hmac.digest(salted, b"Server Key", "sha256"), everything, "sha256"
        )
        return f"{unproved},p={base64.b64encode(proof).decode()}".encode()

    def verify(self, outcome: bytes) -> None:
        """Raises: Refused: the server did not know the password."""
        expected = base64.b64encode(self._expected).decode()
        if _parts(outcome).get("v") != expected:
            raise Refused("the server could not prove that it knows the password")


def _parts(said: bytes) -> dict[str, str]:
    pairs = (part.partition("=") for part in said.decode("utf-8", "replace").split(","))
    return {key: value for key, _, value in pairs}
