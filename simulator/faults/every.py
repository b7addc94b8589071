"""Every fault by its name; importing this file registers them all."""

from typing import Final

from simulator.faults import api, delivery
from simulator.faults.fault import FAULTS as REGISTERED
from simulator.faults.fault import FaultClass

FAULTS: Final[dict[str, FaultClass]] = REGISTERED
"""All that the files of these packages registered."""

__all__ = ["FAULTS", "api", "delivery"]
