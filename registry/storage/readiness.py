"""Whether the database can be served from: it answers, and its tables are those of this program."""

from registry.storage import migrating
from registry.storage.tables import RegistryRow


async def is_migrated() -> bool:
    """Whether the newest migration that the database has is the newest one of the code."""
    rows = await RegistryRow.raw("SELECT max(name) AS newest FROM migration WHERE app_name = 'registry'")
    return bool(rows[0]["newest"] == migrating.newest())
