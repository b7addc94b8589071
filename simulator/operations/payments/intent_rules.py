"""What may be sent together when a PaymentIntent or a SetupIntent is made, changed or confirmed.

Source: API reference, "Create a PaymentIntent" (the parameters marked "only when confirm=true");
Stripe docs, "Statement descriptors"; refusals quoted by integrators.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from simulator import errors
from simulator.operations.payers.method_types import HELD, PAYING_ONCE
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work

WITH_CONFIRM: Final = (
    "error_on_requires_action",
    "mandate",
    "mandate_data",
    "off_session",
    "return_url",
)
SETUP_WITH_CONFIRM: Final = ("mandate_data", "return_url")
ALLOWED: Final = "allowed_payment_method_types"
NOT_WITH_ALLOWED: Final = (
    "automatic_payment_methods",
    "excluded_payment_method_types",
    "payment_method_configuration",
    "payment_method_types",
)
"""Source: Stripe docs, "API changelog", 2026-07-29.dahlia; how it is refused is inferred."""
DESCRIPTORS: Final = ("statement_descriptor", "statement_descriptor_suffix")
DESCRIPTOR_MOST: Final = 22
"""Characters of a line on a statement."""
DESCRIPTOR_NEVER: Final = "<>\\'\"*"
LETTER: Final = re.compile("[A-Za-z]")
"""A letter with a stroke or dots over it is none, as integrators have found out."""
SUFFIX_ALONE_SINCE: Final = "2024-04-10"
"""From this API version on, a card's statement takes a suffix and nothing else."""


def check_new(given: dict[str, Any]) -> None:
    """Refuse what belongs to a confirmation that was not asked for, and what excludes each other.

    Raises:
        ONLY_WITH_CONFIRM, EXCLUSIVE, AUTOMATIC_AND_TYPES
    """
    if not given.get("confirm"):
        for name in WITH_CONFIRM:
            if given.get(name):
                raise errors.ONLY_WITH_CONFIRM(param=name, param_name=name)
    automatic = given.get("automatic_payment_methods")
    if automatic and given.get("confirmation_method") == "manual":
        raise errors.EXCLUSIVE(names="automatic_payment_methods, confirmation_method")
    check_choice(given)


def check_choice(given: dict[str, Any]) -> None:
    """The kinds are chosen by the account, or named by the request.

    Raises:
        AUTOMATIC_AND_TYPES, EXCLUSIVE
    """
    if given.get(ALLOWED) and (other := next(filter(given.get, NOT_WITH_ALLOWED), None)):
        raise errors.EXCLUSIVE(names=f"{ALLOWED}, {other}", param=ALLOWED)
    automatic = given.get("automatic_payment_methods")
    if automatic and automatic.get("enabled") and given.get("payment_method_types"):
        raise errors.AUTOMATIC_AND_TYPES()


def check_uses(intent: PaymentIntent, given: dict[str, Any]) -> None:
    """Refuse kinds that were named and cannot do what the intent wants of each of them.

    Where the account chooses, it leaves them out.

    Args:
        intent: as it is once it has been changed.
        given: the parameters; what they do not touch is not looked at again.

    Raises:
        TYPES_PAY_ONCE, TYPES_ARE_NOT_HELD
    """
    if intent.automatic_payment_methods is not None:
        return
    named = given.get("payment_method_types")
    check_able(
        intent.payment_method_types,
        given.get("payment_method_options"),
        sets_up=bool(intent.setup_future_usage and (named or given.get("setup_future_usage"))),
        holds=intent.capture_method == "manual" and bool(named or given.get("capture_method")),
    )


def check_able(
    named: Iterable[str], options: Mapping[str, Any] | None, *, sets_up: bool, holds: bool
) -> None:
    """Refuse kinds that were named and cannot do what is wanted of each of them.

    A kind whose own options want less is let be.

    Args:
        options: `payment_method_options`.
        sets_up: whether they are to be kept for later.
        holds: whether the money is to be held.

    Raises:
        TYPES_PAY_ONCE, TYPES_ARE_NOT_HELD
    """
    wanted = {
        kind: (said or {}).get("setup_future_usage") for kind, said in (options or {}).items()
    }
    once = [kind for kind in named if kind in PAYING_ONCE and wanted.get(kind) != "none"]
    if once and sets_up:
        raise errors.TYPES_PAY_ONCE(types=_quoted(once))
    not_held = [kind for kind in named if kind not in HELD]
    if not_held and holds:
        raise errors.TYPES_ARE_NOT_HELD(types=_quoted(not_held))


def kept(kinds: Iterable[str], options: Mapping[str, Any] | None) -> list[str]:
    """Those of the account's kinds that can be kept for later, or need not be."""
    return [
        kind
        for kind in kinds
        if kind not in PAYING_ONCE
        or ((options or {}).get(kind) or {}).get("setup_future_usage") == "none"
    ]


def _quoted(kinds: list[str]) -> str:
    return ", ".join(f'"{kind}"' for kind in kinds)


def check_new_setup(given: dict[str, Any]) -> None:
    """Refuse what belongs to the confirmation of a SetupIntent that was not asked for.

    Raises:
        SETUP_ONLY_WITH_CONFIRM, AUTOMATIC_AND_TYPES
    """
    if not given.get("confirm"):
        for name in SETUP_WITH_CONFIRM:
            if given.get(name):
                raise errors.SETUP_ONLY_WITH_CONFIRM(param=name, param_name=name)
    check_choice(given)


def check_off_session(intent: PaymentIntent, given: dict[str, Any]) -> None:
    """Nobody is there to agree to later payments.

    Raises:
        OFF_SESSION_SETS_NOTHING_UP
    """
    sets_up = given.get("setup_future_usage") or intent.setup_future_usage
    if given.get("off_session") and sets_up:
        raise errors.OFF_SESSION_SETS_NOTHING_UP(more={"payment_intent": intent})


def check_descriptor(work: Work, given: dict[str, Any], types: Iterable[str]) -> None:
    """What the statement is to say, which is not for cards since February 2024.

    Raises:
        DESCRIPTOR_NOT_FOR_CARDS, and what `check_lines` raises
    """
    whole = given.get("statement_descriptor")
    if whole and "card" in types and work.version >= SUFFIX_ALONE_SINCE:
        raise errors.DESCRIPTOR_NOT_FOR_CARDS()
    check_lines(given)


def check_lines(
    given: dict[str, Any],
    at: str = "",
    never: str = DESCRIPTOR_NEVER,
    most: int = DESCRIPTOR_MOST,
) -> None:
    """A line on a statement, or its end, has a letter, 22 characters at most, and not every one.

    A suffix that is too long only together with the account's own prefix is cut, and not refused.

    Args:
        at: the hash that the lines are in, for errors; empty at the top.
        never: the characters that it cannot have.
        most: so many it can have, where 22 are too many.

    Raises:
        DESCRIPTOR_TOO_LONG, DESCRIPTOR_CHARACTER, DESCRIPTOR_WITHOUT_LETTER
    """
    for name in DESCRIPTORS:
        said = given.get(name)
        if not said:
            continue
        param = f"{at}[{name}]" if at else name
        if len(said) > most:
            raise errors.DESCRIPTOR_TOO_LONG(param=param, most=most, value=said, length=len(said))
        for character in said:
            if character in never:
                raise errors.DESCRIPTOR_CHARACTER(param=param, character=character)
        if LETTER.search(said) is None:
            raise errors.DESCRIPTOR_WITHOUT_LETTER(param=param)
