"""The part of a load run that is locust's; it lives in a process of its own.

Locust replaces the standard library's sockets in whatever process imports it. So nothing outside
this folder imports locust, and the two sides speak through files: a `Plan` in, `Findings` out.
"""

from load.swarm.plan import Findings, Letter, Plan
from load.swarm.program import SwarmFailed, run

__all__ = ["Findings", "Letter", "Plan", "SwarmFailed", "run"]
