"""The index of citations: filled with what cites, and made up for what was published before there was an index."""

import json
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from io import StringIO
from uuid import uuid4

import asyncpg
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from measures.references import Reference
from registry.config import Settings
from registry.founding import founding, open_registry
from registry.storage import citations, piccolo_conf
from registry.storage.documents import ordinal
from registry.storage.engine import Engine
from registry.storage.piccolo_migrations import registry_0004_append_only_votes as before
from registry.storage.tables import TABLES
from tests.registry.web.conftest import a_set

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MEASURE = Reference.parse("measure/a/b@1.0.0#sha256:" + "b" * 64)


async def migrated_before_the_index(address):
    """Bring an empty database to where it was before there was an index of citations."""
    engine = Engine(config={"dsn": address})
    piccolo_conf.DB = Migration._meta._db = engine
    for table in TABLES:
        table._meta._db = engine
    with redirect_stdout(StringIO()):
        result = await ForwardsMigrationManager(app_name="registry", migration_id=before.ID).run()
    assert result.success, result.message


async def insert(connection, table, **values):
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    await connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", *values.values())


async def a_document(connection, document, leaf):
    sealed, reference = document.seal(), document.reference
    await insert(
        connection, "document", key=reference.versioned, kind=reference.kind.value, name=reference.name,
        version=reference.version, ordinal=ordinal(reference.version), digest=sealed.digest, content=sealed.content,
        demonstration=True, published_at=NOW, leaf=leaf,
    )  # fmt: skip
    return reference.pinned(sealed.digest)


async def a_contract(connection, cites):
    organisation, person, contract = "plan", uuid4(), uuid4()
    await insert(
        connection, "organisation", slug=organisation, name="A plan", kind="plan", jurisdiction="US-TN", created_at=NOW
    )
    await insert(connection, "person", id=person, created_at=NOW)
    summary = {
        "title": "Ours", "payer": "A plan", "providers": ["A home"], "cites": str(cites), "categories": ["2C"],
        "items": [{"measure": measure, "role": "reporting"} for measure in (str(MEASURE), "measure/c/d@2.0.0")],
    }  # fmt: skip
    await insert(
        connection, "contract", id=contract, organisation=organisation,
        cites=cites.versioned, cites_digest=cites.digest,
        content=json.dumps(summary), digest="sha256:" + "c" * 64, recorded_by=person, recorded_at=NOW,
    )  # fmt: skip
    return contract


async def test_what_was_published_before_the_index_is_in_it_after_the_migration(empty_database, tmp_path):
    address = await empty_database()
    await migrated_before_the_index(address)
    connection = await asyncpg.connect(address)
    item = a_set([Pinned(MEASURE)])
    cites = await a_document(connection, item, 1)
    contract = await a_contract(connection, cites)
    await connection.close()
    settings = Settings(data_dir=tmp_path / "var", database_url=address)
    async with open_registry(settings, founding(demonstration=True)):
        assert await citations.citing(MEASURE) == [cites]
        for named in (cites, MEASURE, Reference.parse("measure/c/d@2.0.0")):
            assert await citations.contracts_naming(named) == [contract]
            assert await citations.number_naming(named) == 1
        (relying,) = await citations.relying_on([MEASURE.versioned], date(2026, 2, 1))
        assert (relying.contract, relying.organisation, relying.through) == (contract, "plan", None)
        assert await citations.relied_on("measure/c/d@", date(2026, 2, 1)) == ["measure/c/d@2.0.0"]


class Pinned:
    """What `a_set` asks of a measure: its pinned reference."""

    def __init__(self, reference):
        self.reference = reference
