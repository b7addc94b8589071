"""How a test run has the shop's processes killed: a signal to the supervisor.

What was acknowledged must survive that, and what was begun must be taken up again.
"""

from __future__ import annotations

import signal
from typing import Final

CRASH: Final = signal.SIGUSR1
"""Heeded only where the shop was started with --testing."""
