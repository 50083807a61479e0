"""Piccolo's own configuration, imported by it. `migrating.py` sets the engine that migrations run on."""

from piccolo.conf.apps import AppRegistry

from registry.config import Settings
from registry.storage.engine import Engine

DB = Engine(config={"dsn": Settings.from_environment().database_url or "postgresql:///registry"})
APP_REGISTRY = AppRegistry(apps=["registry.storage.piccolo_app"])
