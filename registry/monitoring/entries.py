"""The entries that were added since the last look: whether each can be read, follows in time, names the right key."""

from collections.abc import Iterable, Iterator
from typing import Final

from measures.errors import InvalidError
from registry.proof.leaves import Action, Leaf
from registry.proof.succession import Succession

ABOUT_KEYS: Final = (Action.KEY_INTRODUCED, Action.KEY_ROTATED)


class Entries:
    """Entries as they pass, with every problem that was found."""

    def __init__(self, succession: Succession, start: int) -> None:
        self.problems: list[str] = []
        self.number = 0
        self.last_at: str | None = None
        self._succession = succession
        self._start = start

    def watched(self, leaves: Iterable[bytes]) -> Iterator[bytes]:
        """The same leaves, each looked at while it passes."""
        for index, content in enumerate(leaves, self._start):
            self.number += 1
            self.problems += self._problems(index, content)
            yield content

    def missing_keys(self, size: int) -> list[str]:
        """Keys that the registry shows, and that the log of this size does not name where it says."""
        late = [step for step in self._succession.steps if step.leaf >= size]
        return [f"The registry names a key at entry {step.leaf}, which the log does not have." for step in late]

    def _problems(self, index: int, content: bytes) -> Iterator[str]:
        try:
            leaf = Leaf.parse(content)
        except InvalidError as refusal:
            yield f"Entry {index} cannot be read: {refusal.message}"
            return
        if self.last_at is not None and leaf.at < self.last_at:
            yield f"Entry {index} states {leaf.at}, a time before that of the entry before it, {self.last_at}."
        self.last_at = leaf.at
        step = self._succession.told_at(index)
        if step is not None and not step.is_told_by(leaf):
            yield f"Entry {index} does not name the key that the registry shows for it."
        if step is None and leaf.action in ABOUT_KEYS:
            yield f"Entry {index} names a key that the registry does not show."
