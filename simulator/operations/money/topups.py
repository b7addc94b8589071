"""Top-ups: money for the balance that no shopper pays, from which a platform pays its accounts.

It comes from the bank account that is named, and fails where that is a test account which pays
nothing; any other is taken for the one that was set up in the Dashboard, which pays.

Source: API reference, "Top-ups"; Stripe docs, "Top up your platform account balance". When a
top-up of test mode arrives, and by which test accounts it fails, is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.instruments import bank_accounts
from simulator.operations.payers.making_methods import named
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import meets
from simulator.resources import topup as states
from simulator.resources.balance_transaction import DAY, row
from simulator.resources.payment_method import Vaulted
from simulator.resources.topup import Topup
from simulator.wire.lists import Page, page
from simulator.work import Work

ARRIVES_AFTER: Final = DAY
COPIED: Final = ("description", "statement_descriptor", "transfer_group")
STATEMENT_MOST: Final = 15
"""Characters that the bank's statement shows of a top-up."""
BY_ACH: Final = {"us_bank_account": {"network": "ach"}}
"""What the options of a bank account say where nothing else is said."""


def create(work: Work) -> Topup:
    """POST /v1/topups

    That an account is topped up in its own currency alone is inferred: others are quoted refused.

    Raises:
        TOO_SMALL, NO_TOPUPS_IN, REFERENCE_MISSING, and what `check_lines` raises
    """
    given = work.params
    if given["amount"] < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    country, currency = work.account.country, given["currency"]
    if currency != work.account.default_currency:
        raise errors.NO_TOPUPS_IN(country=country, currency=currency.upper())
    check_lines(given, most=STATEMENT_MOST)
    id = work.new_id("tu")
    number, method = _account_of(work, given)
    work.keep(Vaulted(id=id, number=number))
    topup = Topup(
        id=id,
        amount=given["amount"],
        created=work.now,
        currency=currency,
        expected_availability_date=work.now + ARRIVES_AFTER,
        initiated_by="user",
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        payment_method=method,
        payment_method_options=BY_ACH | (given.get("payment_method_options") or {})
        if method
        else None,
        **{name: given[name] for name in COPIED if given.get(name)},
    )
    work.schedule(work.now + ARRIVES_AFTER, "topup_arrives", topup.id)
    work.post("topup.created", topup)
    return work.keep(topup)


def _account_of(work: Work, given: dict[str, Any]) -> tuple[str, str | None]:
    """The number of the bank account that it comes from, and its PaymentMethod, if it has one.

    Raises:
        REFERENCE_MISSING
    """
    source = given.get("source") or ""
    if name := given.get("payment_method"):
        source = named(work, name).id
    if (account := bank_accounts.TOKENS.get(source)) is not None:
        return account.number, None
    vaulted = work.find(Vaulted, source) if source else None
    return vaulted.number if vaulted else "", source if name else None


@due("topup_arrives")
def topup_arrives(work: Work, id: str) -> None:
    """The money is in the balance; or its bank has not paid it."""
    before = work.find(Topup, id)
    if before is None or "arrived" not in states.LIFE_CYCLE[before.status]:
        return
    vaulted = work.find(Vaulted, id)
    failure = bank_accounts.behind(vaulted.number).failure if vaulted else None
    if failure is not None:
        after = states.refused(before, failure.code, failure.message)
        work.post("topup.failed", work.keep(after))
        return
    entry = work.keep(
        row(
            id=work.new_id("txn"),
            amount=before.amount,
            created=work.now,
            currency=before.currency,
            description=before.description,
            source=before.id,
            type="topup",
            reporting_category="topup",
            at_once=True,
        )
    )
    work.post("topup.succeeded", work.keep(states.arrived(before, entry.id)))


def retrieve(work: Work) -> Topup:
    """GET /v1/topups/{topup}"""
    return work.load(Topup, work.path["topup"], "topup")


def update(work: Work) -> Topup:
    """POST /v1/topups/{topup}"""
    before = retrieve(work)
    changes: dict[str, Any] = {}
    if "description" in work.params:
        changes["description"] = work.params["description"] or None
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata, work.params["metadata"])
    return work.keep(replace(before, **changes))


def cancel(work: Work) -> Topup:
    """POST /v1/topups/{topup}/cancel

    Raises:
        TOPUP_NOT_CANCELABLE
    """
    after = states.canceled(retrieve(work))
    work.call_off("topup_arrives", after.id)
    work.post("topup.canceled", after)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/topups"""
    return page(
        work.account.store.table("topup").values(),
        work.params,
        "/v1/topups",
        "topup",
        keep=meets(work, "amount", "status"),
    )
