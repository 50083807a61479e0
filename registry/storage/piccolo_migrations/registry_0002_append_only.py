"""Triggers that refuse UPDATE, DELETE and TRUNCATE on published documents, the log and the audit trail.

They come in a migration after the tables', because Piccolo runs raw SQL before it makes a migration's tables.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T10:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Append-only tables"

APPEND_ONLY = (
    "registry",
    "person",
    "document",
    "dated_record",
    "label_decision",
    "document_event",
    "comment",
    "disposition",
    "roll",
    "roll_entry",
    "participation",
    "result",
    "contract",
    "audit",
    "log_leaf",
    "log_node",
    "checkpoint",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run():
        from registry.storage.tables import RegistryRow

        await RegistryRow.raw(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'what stands in % is never changed or taken away', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only'; END $$"
        )
        for table in APPEND_ONLY:
            await RegistryRow.raw(
                f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )

    manager.add_raw(run)
    return manager
