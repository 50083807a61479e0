"""Triggers that refuse changes to what is on record of contracts and notices; and the index of citations so far."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T16:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Append-only tables of contracts, and the index of citations"

APPEND_ONLY = (
    "implementation_plan",
    "waiver",
    "waiver_end",
    "conformance_report",
    "citation",
    "contract_citation",
    "notice",
    "acknowledgement",
    "key_rotation",
)
PINNED = (
    '"((?:measure|measure-set|value-definition|priority-set|rule-set|term)/[A-Za-z0-9-]+/[a-z0-9-]+@[0-9.]+)'
    '#(sha256:[0-9a-f]+)"'
)
"""A pinned reference as a whole text of a document, which is how documents cite."""
DOCUMENTS = (
    "INSERT INTO citation (id, citing, cited, digest) "
    "SELECT gen_random_uuid(), d.key, found[1], max(found[2]) FROM document d, "
    "regexp_matches(convert_from(d.content, 'UTF8'), '" + PINNED + "', 'g') AS found GROUP BY d.key, found[1]"
)
CONTRACTS = (
    "INSERT INTO contract_citation (id, contract, cited, digest) "
    "SELECT gen_random_uuid(), c.id, c.cites, c.cites_digest FROM contract c"
)
MEASURES = (
    "INSERT INTO contract_citation (id, contract, cited, digest) "
    "SELECT gen_random_uuid(), c.id, split_part(item ->> 'measure', '#', 1), "
    "nullif(split_part(item ->> 'measure', '#', 2), '') "
    "FROM contract c, jsonb_array_elements(c.content::jsonb -> 'items') AS item"
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run():
        from registry.storage.tables import RegistryRow

        for statement in (DOCUMENTS, CONTRACTS, MEASURES):
            await RegistryRow.raw(statement)
        for table in APPEND_ONLY:
            await RegistryRow.raw(
                f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )

    manager.add_raw(run)
    return manager
