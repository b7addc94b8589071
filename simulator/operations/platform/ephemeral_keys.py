"""Ephemeral keys: made for a mobile app with the API version that it speaks, and taken back.

Source: Stripe docs, "Accept in-app payments"; recorded answers. What such a key may ask for is
`simulator.web.ephemeral`.
"""

from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.resources.ephemeral_key import EphemeralKey
from simulator.wire.nouns import noun_of
from simulator.work import Work

LASTS: Final = 3600
"""Seconds."""
NAMED: Final = {
    "customer": "customer",
    "issuing_card": "issuing.card",
    "verification_session": "identity.verification_session",
}
"""Parameters that name what the key opens, and the kinds that are shown."""


def create(work: Work) -> EphemeralKey:
    """POST /v1/ephemeral_keys

    Raises:
        EPHEMERAL_KEY_NEEDS_VERSION, EPHEMERAL_KEY_NEEDS_OBJECT, EXCLUSIVE, REFERENCE_MISSING
    """
    given = work.params
    if not work.version_named:
        raise errors.EPHEMERAL_KEY_NEEDS_VERSION()
    named = {name: id for name in NAMED if (id := given.get(name))}
    if not named:
        raise errors.EPHEMERAL_KEY_NEEDS_OBJECT()
    if len(named) > 1:
        raise errors.EXCLUSIVE(param=min(named), names=", ".join(named))
    for name, id in named.items():
        if work.find_any(NAMED[name], id) is None:
            raise errors.REFERENCE_MISSING(param=name, noun=noun_of(NAMED[name]), id=id)
    opened = [{"id": id, "type": NAMED[name]} for name, id in named.items()]
    mode = "live" if work.account.livemode else "test"
    return work.keep(
        EphemeralKey(
            id=work.new_id("ephkey"),
            associated_objects=opened,
            created=work.now,
            expires=work.now + LASTS,
            livemode=work.account.livemode,
            secret=f"ek_{mode}_{work.account.ids.any(80)}",
        )
    )


def delete(work: Work) -> EphemeralKey:
    """DELETE /v1/ephemeral_keys/{key}: it is no more; the answer does not show its secret."""
    key = work.load(EphemeralKey, work.path["key"], "key")
    work.drop(key)
    return replace(key, expires=work.now, secret=UNSET)
