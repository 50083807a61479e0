"""Triggers that refuse UPDATE, DELETE and TRUNCATE on what is on record of a vote's life."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T13:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Append-only tables of votes"

APPEND_ONLY = (
    "vote_round",
    "vote_step",
    "certification",
    "recusal",
    "appeal",
    "appeal_decision",
    "agency_decision",
    "receipt",
    "translation",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run():
        from registry.storage.tables import RegistryRow

        for table in APPEND_ONLY:
            await RegistryRow.raw(
                f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )

    manager.add_raw(run)
    return manager
