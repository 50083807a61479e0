"""Lists of measures of the registry that is here: published sets, and contracts that whoever asks may see."""

from collections.abc import Sequence

from registry.aligning import known_measures, portfolio
from registry.cli.session import calling, wait_for
from registry.contracts.alignment import MeasureBook, Portfolio


def from_registry(named: Sequence[str]) -> tuple[list[Portfolio], MeasureBook]:
    """The lists in the same order, and what this registry knows of measures."""
    return wait_for(_read(named))


async def _read(named: Sequence[str]) -> tuple[list[Portfolio], MeasureBook]:
    async with calling(None) as caller:
        return [await portfolio(caller.actor, each) for each in named], await known_measures()
