"""Checks as they are made: what holds is said in one sentence, what fails in another, and nothing is raised."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from measures.errors import InvalidError
from registry.proof.report import Check

T = TypeVar("T")
SHOWN = 3


class Findings:
    """Collects checks in the order in which they are made."""

    def __init__(self) -> None:
        self._checks: list[Check] = []

    @property
    def checks(self) -> tuple[Check, ...]:
        """What was found up to now."""
        return tuple(self._checks)

    def record(self, name: str, problems: Iterable[str], otherwise: str) -> bool:
        """Note whether there are problems: the first few of them, or the sentence that holds when there are none."""
        found = list(problems)
        more = f" And {len(found) - SHOWN} more." if len(found) > SHOWN else ""
        self._checks.append(Check(name, not found, " ".join(found[:SHOWN]) + more if found else otherwise))
        return not found

    def attempt(self, name: str, work: Callable[[], T], otherwise: str) -> T | None:
        """Do something that may be refused: its result, or none and the refusal as a failed check."""
        try:
            result = work()
        except InvalidError as refusal:
            self.record(name, [refusal.message], otherwise)
            return None
        self.record(name, [], otherwise)
        return result
