"""PostgreSQL out of a Python wheel: no server to install, none to be running, no account to be made."""

from registry.embedded.binaries import find_server_binaries
from registry.embedded.connections import Cluster, ConnectKwargs, ensure_database
from registry.embedded.errors import EmbeddedServerError
from registry.embedded.homes import has_cluster
from registry.embedded.server import EmbeddedServer, embedded

__all__ = [
    "Cluster",
    "ConnectKwargs",
    "EmbeddedServer",
    "EmbeddedServerError",
    "embedded",
    "ensure_database",
    "find_server_binaries",
    "has_cluster",
]
