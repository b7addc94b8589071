"""Alerts: what a human should know. The same alert is raised once, however often it is found."""

from __future__ import annotations

import logging

from reference_backend.database import Connection
from reference_backend.part import Part

log = logging.getLogger(__name__)


class Alerts(Part):
    """The admin's list of things to look at."""

    async def raise_alert(self, db: Connection, kind: str, subject: str, message: str) -> None:
        """Tell the admin, within the caller's transaction.

        Args:
            subject: the id of the order, payment or event that it is about.
        """
        new = await db.fetchval(
            "INSERT INTO alerts (kind, subject, message) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING RETURNING id",
            kind, subject, message,
        )  # fmt: skip
        if new is not None:
            log.warning("alert", extra={"kind": kind, "subject": subject, "alert": message})
