"""Exhibits in memory. As of one checkpoint an exhibit never changes, so it need not be made twice."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from measures.references import Reference
from registry.exporting import MadeExhibit, basis_of, exhibit_of
from registry.storage.transaction import Store

ROOM: Final = 64 * 1024 * 1024
"""Bytes of exhibits that are kept, those that were asked for last."""
AT_ONCE: Final = 2
"""Exhibits that are made at the same time. Anybody may ask for any version as of any checkpoint, and each takes a part
of a second: the others wait their turn, and time out in it, while other pages are answered."""


@dataclass(slots=True)
class ExhibitShelf:
    """Where exhibits stand that somebody asked for."""

    room: int = ROOM
    _held: OrderedDict[tuple[str, int], MadeExhibit] = field(default_factory=OrderedDict)
    _size: int = 0
    _making: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def get(self, store: Store, reference: Reference, size: int | None) -> MadeExhibit:
        """The exhibit of a version as of a checkpoint, as `exhibit_of` gives it, and refuses it."""
        subject, checkpoint = await basis_of(store, reference, size)
        key = (subject.reference.versioned, checkpoint.size)
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        async with self._making:
            if key not in self._held:  # nobody made it meanwhile
                made = await exhibit_of(store, subject.reference, checkpoint.size)
                self._keep(key, made)
                return made
        return self._held[key]

    def _keep(self, key: tuple[str, int], made: MadeExhibit) -> None:
        if key in self._held or made.size > self.room:
            return
        self._held[key] = made
        self._size += made.size
        while self._size > self.room:
            _, dropped = self._held.popitem(last=False)
            self._size -= dropped.size
