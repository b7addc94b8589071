"""PostgreSQL: connections, migrations, and a server of our own when none is named."""

from reference_backend.database.connections import Connection, Database, open_database
from reference_backend.database.migrations import migrate

__all__ = ["Connection", "Database", "migrate", "open_database"]
