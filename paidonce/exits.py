"""What the exit code of `paidonce gate` means."""

from enum import IntEnum


class Exit(IntEnum):
    """An inconclusive run is never green, and a usage mistake is never a violation."""

    HOLDS = 0
    VIOLATED = 1
    USAGE = 2
    UNREACHABLE = 3
    INCONCLUSIVE = 4
    INTERRUPTED = 130
    NOBODY_READS = 141
    TERMINATED = 143
