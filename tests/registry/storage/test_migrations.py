"""The migrations make the tables that the code knows, and guard those that are append-only."""

from piccolo.apps.migrations.commands.new import AutoMigrationManager

from registry.storage.piccolo_app import APP_CONFIG
from registry.storage.piccolo_migrations import (
    registry_0002_append_only,
    registry_0004_append_only_votes,
    registry_0006_append_only_contracts,
)
from registry.storage.tables import APPEND_ONLY


async def test_no_table_of_the_code_differs_from_what_the_migrations_make():
    changes = await AutoMigrationManager().get_alter_statements(app_config=APP_CONFIG)
    assert [statement for change in changes for statement in change.statements] == []


def test_every_append_only_table_of_the_code_has_its_trigger():
    guarded = {
        *registry_0002_append_only.APPEND_ONLY,
        *registry_0004_append_only_votes.APPEND_ONLY,
        *registry_0006_append_only_contracts.APPEND_ONLY,
    }
    assert {table._meta.tablename for table in APPEND_ONLY} == guarded
