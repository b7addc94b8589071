"""A transfer goes to the payment that is meant: by reference, by amount, then by age."""

from __future__ import annotations

from simulator.resources.reconciliation import Waiting, shared_out


def waiting(id: str, missing: int, since: int = 0, **more: bool) -> Waiting:
    return Waiting(id, missing, f"REF-{id}", since, **more)


def shares(
    cash: int, *payments: Waiting, sent: int | None = None, reference: str | None = None
) -> list[tuple[str, int]]:
    found = shared_out(cash, payments, sent=cash if sent is None else sent, reference=reference)
    return [(share.id, share.amount) for share in found]


def test_the_reference_comes_first() -> None:
    payments = waiting("a", 10, 1), waiting("b", 7, 2)
    assert shares(10, *payments, reference="REF-b") == [("b", 7), ("a", 3)]


def test_a_reference_that_nothing_bears_is_passed_over() -> None:
    assert shares(7, waiting("a", 10, 1), waiting("b", 7, 2), reference="REF-x") == [("b", 7)]


def test_an_exact_amount_goes_to_the_smallest_group_that_waits_for_it() -> None:
    payments = waiting("a", 4, 1), waiting("b", 6, 2), waiting("c", 10, 3)
    assert shares(10, *payments) == [("c", 10)]
    assert shares(14, *payments) == [("a", 4), ("c", 10)]


def test_of_two_groups_the_one_with_more_invoices_is_taken_then_the_older_one() -> None:
    bare = waiting("a", 10, 1), waiting("b", 10, 2)
    assert shares(10, *bare) == [("a", 10)]
    assert shares(10, *bare, waiting("c", 10, 3, of_invoice=True)) == [("c", 10)]


def test_a_group_has_at_most_five() -> None:
    six = [waiting(name, 1, at) for at, name in enumerate("abcdef")]
    assert shares(5, *six) == [(name, 1) for name in "abcde"]
    assert shares(6, *six) == [(name, 1) for name in "abcdef"]  # By age, not as a group.


def test_what_fits_nothing_goes_to_the_oldest() -> None:
    assert shares(12, waiting("b", 10, 2), waiting("a", 7, 1)) == [("a", 7), ("b", 5)]


def test_an_invoice_is_paid_in_whole_and_before_payments_or_not_at_all() -> None:
    payments = waiting("a", 10, 1), waiting("i", 8, 2, of_invoice=True)
    assert shares(9, *payments) == [("i", 8), ("a", 1)]
    assert shares(7, *payments) == [("a", 7)]
