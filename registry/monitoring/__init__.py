"""Watching a log from outside: `value-registry monitor`. It needs no database and no account.

An operator who rewinds or rewrites the log is caught by anybody who kept a checkpoint; one who shows two logs to two
people is caught when the two compare. Nothing that the log shows is believed: the tiles must lead to a signed root.
"""

from registry.monitoring.keeper import Keeper, KeeperUnwritableError, KeptDamagedError
from registry.monitoring.kept import Held, held
from registry.monitoring.observation import Observation
from registry.monitoring.sources import LogUnreadableError, Source, source
from registry.monitoring.watching import observe, shown_by

__all__ = [
    "Held",
    "Keeper",
    "KeeperUnwritableError",
    "KeptDamagedError",
    "LogUnreadableError",
    "Observation",
    "Source",
    "held",
    "observe",
    "shown_by",
    "source",
]
