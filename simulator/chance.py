"""Chance: one printed seed, one generator for each purpose.

Two purposes never share a generator, so that drawing more of the one changes nothing in the other:
the same seed and the same requests give the same ids, faults and delays.
"""

import hashlib
import random


class Chance:
    """Generators by purpose, all derived from one seed."""

    __slots__ = ("_streams", "seed")

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}

    def stream(self, purpose: str) -> random.Random:
        """The generator of this purpose; the same one at every call."""
        if (found := self._streams.get(purpose)) is None:
            # Not for secrets: what matters here is that a run can be repeated.
            found = self._streams[purpose] = random.Random(self._first(purpose))
        return found

    def begin_again(self, generation: int) -> None:
        """Draw anew, from the seed and from how often the simulator was started on its state.

        After a restart no generator may repeat what it gave before: ids would be given twice.
        """
        self.seed = f"{self.seed}#{generation}"
        for purpose, stream in self._streams.items():
            stream.seed(self._first(purpose))

    def _first(self, purpose: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{purpose}".encode()).digest())

    def states(self) -> dict[str, tuple[object, ...]]:
        """Where each generator stands, for a snapshot."""
        return {purpose: stream.getstate() for purpose, stream in self._streams.items()}

    def restore(self, states: dict[str, tuple[object, ...]]) -> None:
        """Put each generator back to where it stood."""
        for purpose, state in states.items():
            self.stream(purpose).setstate(state)
