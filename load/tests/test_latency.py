import random

import msgspec
import pytest

from load.latency import Latency, bucket_of, largest_in


def of(*seconds: float) -> Latency:
    latency = Latency()
    for value in seconds:
        latency.add(value)
    return latency


def test_small_values_are_kept_exactly() -> None:
    assert all(largest_in(bucket_of(value)) == value for value in range(2048))


@pytest.mark.parametrize("value", [2048, 4095, 4096, 123_456, 59_999_999, 10**12])
def test_large_values_are_kept_to_a_thousandth(value: int) -> None:
    kept = largest_in(bucket_of(value))
    assert value <= kept <= value * 1.001


def test_a_larger_value_never_has_a_smaller_bucket() -> None:
    buckets = [bucket_of(value) for value in range(0, 3_000_000, 997)]
    assert buckets == sorted(buckets)


def test_percentiles_are_those_of_the_values_themselves() -> None:
    chance = random.Random(7)
    values = sorted(chance.expovariate(20) for _ in range(10_000))
    latency = of(*values)
    for percent in (50, 90, 99, 99.9):
        true_ms = values[int(len(values) * percent / 100) - 1] * 1000
        assert latency.percentile_ms(percent) == pytest.approx(true_ms, rel=0.002)
    assert (
        latency.percentile_ms(100) == latency.max_ms == pytest.approx(values[-1] * 1000, rel=1e-3)
    )


def test_one_slow_answer_in_a_hundred_is_seen() -> None:
    latency = of(*[0.001] * 99, 30.0)
    assert latency.percentile_ms(99) == 1.0
    assert latency.percentile_ms(99.9) == 30_000.0


def test_two_halves_merged_are_the_whole() -> None:
    values = [index / 1000 for index in range(1, 501)]
    first, second = of(*values[::2]), of(*values[1::2])
    first.merge(second)
    assert first == of(*values)


def test_it_survives_the_way_to_another_process() -> None:
    latency = of(0.0, 0.5, 61.7)
    assert msgspec.json.decode(msgspec.json.encode(latency), type=Latency) == latency


def test_nothing_measured_is_nothing() -> None:
    assert (Latency().count, Latency().percentile_ms(99), Latency().max_ms) == (0, 0.0, 0.0)


def test_less_than_nothing_counts_as_nothing() -> None:
    assert of(-0.001).max_ms == 0.0
