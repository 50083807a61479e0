"""The counts of one question of a vote, group by group, as the tally knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from governance.disclosure.tables import Row, require_counts


@dataclass(frozen=True, slots=True)
class GroupCount:
    """What became of the frozen roll of one group."""

    answers: Row
    """Choice → voters. Every voter made exactly one of these choices, be it to abstain."""
    did_not_vote: int = 0
    """Those who could have voted and did not; who stepped aside is not among them."""
    recused: int = 0

    @property
    def turnout(self) -> int:
        """Everybody whose ballot is counted."""
        return sum(self.answers.values())

    @property
    def absent(self) -> int:
        """Everybody on the roll of whom no ballot is counted."""
        return self.did_not_vote + self.recused

    @property
    def roll(self) -> int:
        """The size of the group when the roll was frozen, those who stepped aside included."""
        return self.turnout + self.absent


CountsOfVote: TypeAlias = Mapping[str, GroupCount]
"""Group → its counts."""


def counts_of(
    table: Mapping[str, Row], recused: Mapping[str, int] | None = None, absent: str = "did_not_vote"
) -> dict[str, GroupCount]:
    """Counts from a table that holds those who did not vote as one more column.

    Args:
        table: group → column → people.
        recused: group → people who stepped aside; none where a group is missing.
        absent: the name of the column of those who did not vote.

    Raises:
        BadTableError: as `require_votes`.
    """
    recused = recused or {}
    counts = {
        group: GroupCount(
            answers={choice: count for choice, count in row.items() if choice != absent},
            did_not_vote=row.get(absent, 0),
            recused=recused.get(group, 0),
        )
        for group, row in table.items()
    }
    require_votes(counts)
    return counts


def require_votes(counts: CountsOfVote) -> None:
    """Counts are whole numbers of people, and every group had the same choices.

    Raises:
        BadTableError: they are not.
    """
    require_counts({group: count.answers for group, count in counts.items()})
    require_counts(
        {group: {"did not vote": count.did_not_vote, "recused": count.recused} for group, count in counts.items()}
    )
