"""Published versions in memory. A version never changes and never goes away, so what was read once holds for ever."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from governance.publication import Published
from measures.references import Reference
from registry.storage import documents

ROOM: Final = 64 * 1024 * 1024
"""Bytes of documents that are kept, those that were asked for last."""


@dataclass(slots=True)
class DocumentShelf:
    """Where versions stand that somebody asked for."""

    room: int = ROOM
    _held: OrderedDict[str, Published] = field(default_factory=OrderedDict)
    _size: int = 0

    async def get(self, reference: Reference) -> Published:
        """A published version, as `documents.get` gives it. Without a version the database is asked for the newest.

        Raises:
            ReferenceNotFoundError, DigestMismatchError: as there. Only what exists is kept.
        """
        held = self._held.get(reference.versioned)
        if held is not None and reference.digest in (None, held.reference.digest):
            self._held.move_to_end(reference.versioned)
            return held
        found = await documents.get(reference)
        if reference.version is not None:
            self._keep(found)
        return found

    def _keep(self, found: Published) -> None:
        key = found.reference.versioned
        if key in self._held or len(found.content) > self.room:
            return
        self._held[key] = found
        self._size += len(found.content)
        while self._size > self.room:
            _, dropped = self._held.popitem(last=False)
            self._size -= len(dropped.content)
