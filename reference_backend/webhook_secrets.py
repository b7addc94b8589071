"""The secrets that webhooks are signed with: those of the settings, or one that was told later."""

from __future__ import annotations

from reference_backend.database import Database
from reference_backend.part import Part
from reference_backend.settings import Settings


class WebhookSecrets(Part):
    """Knows the secrets; a test run tells one after start, and every process must know it."""

    database: Database
    settings: Settings

    def __init__(self) -> None:
        self.told: tuple[str, ...] | None = None

    @property
    def current(self) -> tuple[str, ...]:
        """Any of these may have signed."""
        return self.settings.webhook_secrets if self.told is None else self.told

    async def tell(self, secret: str) -> None:
        """From now on this one signs, for this process and for all others."""
        await self.database.pool.execute(
            "INSERT INTO runtime_settings (name, value) VALUES ('webhook_secret', $1)"
            " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
            secret,
        )
        self.told = (secret,)

    async def read_again(self) -> None:
        """Take over what was told to any process, if something was."""
        secret = await self.database.pool.fetchval(
            "SELECT value FROM runtime_settings WHERE name = 'webhook_secret'"
        )
        if secret is not None:
            self.told = (secret,)
