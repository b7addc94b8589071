"""What the shop is told from outside: by its environment and its command line.

Secrets are kept out of every representation, so that no log and no traceback shows them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

LOOPBACK: Final = "127.0.0.1"
STRIPE_API: Final = "https://api.stripe.com"


@dataclass(frozen=True, slots=True)
class Settings:
    """The shop's settings. Times are in seconds."""

    database_url: str = ""
    """Empty: PostgreSQL is started for this run and removed after it."""
    stripe_api_base: str = STRIPE_API
    stripe_secret_key: str = field(default="", repr=False)
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    """While a secret is rolled two are valid; an event signed with either is genuine."""
    stripe_timeout_s: float = 20.0
    admin_token: str = field(default="", repr=False)
    """When set, /admin and /testing ask for it; without, they trust the loopback interface."""
    host: str = LOOPBACK
    port: int = 8000
    public_url: str = ""
    """Where shoppers reach the shop; empty: the address of the request."""
    web_processes: int = 1
    worker_processes: int = 1
    worker_jobs: int = 16
    """Jobs that one worker process does at once."""
    grace_s: float = 3600.0
    """How long an authorized order may still be edited before it is captured."""
    sweep_s: float = 30.0
    reconcile_s: float = 300.0
    retry_delays_s: tuple[float, ...] = (0.2, 0.6, 1.8)
    """The waits between the tries of one call to Stripe: three retries."""
    job_delay_s: float = 1.0
    """The wait before a failed job's second try; it doubles from try to try."""
    job_attempts_max: int = 8
    livemode: bool = False
    testing: bool = False
    defect: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **chosen: object) -> Self:
        """Read the settings; what is given by name goes before the environment.

        Raises:
            ValueError: a value has the wrong form; the message names it.
        """
        env = os.environ if environ is None else environ
        secret_key = env.get("STRIPE_SECRET_KEY", "sk_test_reference_backend")
        read: dict[str, object] = {
            "database_url": env.get("DATABASE_URL", ""),
            "stripe_api_base": env.get("STRIPE_API_BASE", STRIPE_API).rstrip("/"),
            "stripe_secret_key": secret_key,
            "webhook_secrets": tuple(
                s.strip() for s in env.get("STRIPE_WEBHOOK_SECRET", "").split(",") if s.strip()
            ),
            "admin_token": env.get("ADMIN_TOKEN", ""),
            "public_url": env.get("PUBLIC_URL", "").rstrip("/"),
            "livemode": secret_key.startswith(("sk_live_", "rk_live_")),
        }
        for name, variable in (
            ("stripe_timeout_s", "STRIPE_TIMEOUT_SECONDS"),
            ("grace_s", "GRACE_SECONDS"),
            ("sweep_s", "SWEEP_SECONDS"),
            ("reconcile_s", "RECONCILE_SECONDS"),
            ("job_delay_s", "JOB_DELAY_SECONDS"),
        ):
            if variable in env:
                read[name] = _seconds(variable, env[variable])
        if "RETRY_DELAYS_SECONDS" in env:
            read["retry_delays_s"] = tuple(
                _seconds("RETRY_DELAYS_SECONDS", part)
                for part in env["RETRY_DELAYS_SECONDS"].split(",")
            )
        if "JOB_ATTEMPTS_MAX" in env:
            read["job_attempts_max"] = int(_seconds("JOB_ATTEMPTS_MAX", env["JOB_ATTEMPTS_MAX"]))
        read.update(chosen)
        return cls(**read)  # type: ignore[arg-type]  # each value was made for its field above


def _seconds(variable: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{variable} must be a number, not {text!r}") from None
    if not 0 <= value < 10**9:
        raise ValueError(f"{variable} must be between 0 and 1000000000, not {text}")
    return value
