"""Garbage: looked for seldom while the simulator serves, since it leaves little and keeps much.

What is kept of a payment is plain data without circles, and most of it is not even looked at
(`gc=False`). Circles come of refusals and of connections that end; they can wait.
"""

import gc
from typing import Final

LOOKED_FOR_AFTER: Final = (10_000, 20, 50)
"""Objects made and not yet freed; then how often the young, and the middle-aged, come first."""


def not_yet() -> None:
    """Look for none while a process starts: what it imports, it keeps."""
    gc.disable()


def seldom() -> None:
    """Let what was imported be, and look for garbage seldom; for a process that only serves."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOKED_FOR_AFTER)
