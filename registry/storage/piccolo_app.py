"""What Piccolo's migrations need to know of the tables."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from registry.storage.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="registry",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=list(TABLES),
    migration_dependencies=[],
    commands=[],
)
