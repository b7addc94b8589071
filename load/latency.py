"""How long things took, kept whole: every value to three digits, mergeable between processes.

A mean hides the one answer in a thousand that took a second, and so does a percentile of
percentiles. A histogram whose buckets grow with the value keeps both small and large values to
about one part in a thousand, in a few kilobytes, and adding two of them loses nothing.

Source: the idea of HdrHistogram (G. Tene), with one precision, and a mapping in place of an array.
"""

import math
from typing import Final

import msgspec

PRECISION_BITS: Final = 11  # 2048 buckets for each doubling: three significant digits
EXACT: Final = 1 << PRECISION_BITS


def bucket_of(value: int) -> int:
    """The bucket that keeps this value: itself while it is small, then ever wider ones."""
    shift = max(0, value.bit_length() - PRECISION_BITS)
    return (shift << PRECISION_BITS) | (value >> shift)


def largest_in(bucket: int) -> int:
    """The largest value that a bucket may stand for; no percentile is told too low."""
    shift, value = divmod(bucket, EXACT)
    return ((value + 1) << shift) - 1


class Latency(msgspec.Struct):
    """A histogram of durations, in whole microseconds; as JSON it is what it is."""

    counts: dict[int, int] = {}  # by bucket
    max_us: int = 0

    def add(self, seconds: float) -> None:
        """Count one duration; less than nothing counts as nothing."""
        value_us = max(0, round(seconds * 1_000_000))
        bucket = bucket_of(value_us)
        self.counts[bucket] = self.counts.get(bucket, 0) + 1
        self.max_us = max(self.max_us, value_us)

    def merge(self, other: "Latency") -> None:
        """Count all that the other has counted."""
        for bucket, count in other.counts.items():
            self.counts[bucket] = self.counts.get(bucket, 0) + count
        self.max_us = max(self.max_us, other.max_us)

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def max_ms(self) -> float:
        return self.max_us / 1000

    def percentile_ms(self, percent: float) -> float:
        """The duration that this share of all did not exceed, in milliseconds; 0 if there are none.

        Args:
            percent: above 0, at most 100.
        """
        wanted = math.ceil(self.count * percent / 100)
        seen = 0
        for bucket in sorted(self.counts):
            seen += self.counts[bucket]
            if seen >= wanted:
                return min(largest_in(bucket), self.max_us) / 1000
        return 0.0
