"""In which order the words of an enum are listed. Source: quoted and probed refusals."""

import pytest

from simulator.tests.calls import Stripe


@pytest.mark.parametrize(
    ("path", "asked", "words"),
    [
        ("invoices", {"status": "x"}, "draft, open, void, paid, or uncollectible"),
        (
            "subscriptions",
            {"status": "x"},
            (
                "active, past_due, unpaid, canceled, incomplete, incomplete_expired, trialing,"
                " paused, all, or ended"
            ),
        ),
        ("prices", {"recurring": {"interval": "x"}}, "month, year, week, or day"),
    ],
)
def test_the_words_come_in_stripes_own_order(
    stripe: Stripe, path: str, asked: dict[str, object], words: str
) -> None:
    assert stripe.get(f"/v1/{path}", **asked).error.message.endswith(f"must be one of {words}")


def test_a_word_deep_inside_is_named_with_its_whole_path(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug").id
    refused = stripe.post(
        "/v1/prices", product=product, currency="usd", unit_amount=1, recurring={"interval": "x"}
    )
    assert refused.error.message == (
        "Invalid recurring[interval]: must be one of month, year, week, or day"
    )
