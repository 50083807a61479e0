"""The migrations make the tables that the code knows, and guard those that are append-only."""

from piccolo.apps.migrations.commands.new import AutoMigrationManager

from registry.storage.piccolo_app import APP_CONFIG
from registry.storage.piccolo_migrations import registry_0002_append_only
from registry.storage.tables import APPEND_ONLY


async def test_no_table_of_the_code_differs_from_what_the_migrations_make():
    changes = await AutoMigrationManager().get_alter_statements(app_config=APP_CONFIG)
    assert [statement for change in changes for statement in change.statements] == []


def test_every_append_only_table_of_the_code_has_its_trigger():
    assert {table._meta.tablename for table in APPEND_ONLY} == set(registry_0002_append_only.APPEND_ONLY)
