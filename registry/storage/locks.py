"""The advisory locks of the database: numbers that mean the same in every process."""

from typing import Final

WRITE_LOCK: Final = 0x76726C67
"""Held by every write until it is committed, so that the log has one order."""
MIGRATION_LOCK: Final = 0x76726D69
"""Held while migrating, so that two processes that start together do not both migrate."""
