"""Whether a set was fixed before what it measures began, and whether what it rests on was fixed as well.

A provider cannot work towards a target that was written down after the year had begun. The instant of publication is
in the log; the comparison can be repeated by anybody who holds the exhibit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from measures.documents import Line, Record
from measures.vocabularies import MeasureStatus, SetStatus, Verification


@dataclass(frozen=True, slots=True)
class Advance:
    """Whether a version was published earlier than 00:00 UTC on the first day of its period (rule sets, reading 5)."""

    published_at: datetime
    period_starts: date

    @property
    def holds(self) -> bool:
        """Whether it was set in advance."""
        return self.published_at < datetime.combine(self.period_starts, time(), UTC)

    @property
    def comparison(self) -> str:
        """Both sides of the finding, as the end of a sentence about the set."""
        moment = self.published_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        return f"published {moment}; the measurement period starts {self.period_starts} 00:00 UTC."

    @property
    def sentence(self) -> str:
        """The finding for people."""
        return f"{'Set in advance' if self.holds else 'Not set in advance'}: {self.comparison}"


class UpstreamState(StrEnum):
    """Whether the steward's own specification behind a measure was final when the set was put together."""

    FROZEN = "frozen"
    PROVISIONAL = "provisional"
    NOT_KNOWN = "not_known"


class Upstream(Record):
    """The state of the specification upstream, with the reason: a set or a status that the catalog stated."""

    state: UpstreamState
    because: Line


UNSEEN = frozenset({Verification.SEED_PAPER, Verification.BACKGROUND})
UNFINISHED = frozenset({MeasureStatus.PROPOSED, MeasureStatus.TESTING})
FINAL = frozenset({SetStatus.CURRENT, SetStatus.SUPERSEDED})
"""A superseded release of a set was final, and stays what it was."""


def upstream_of(
    status: MeasureStatus, verification: Verification, memberships: Iterable[str], sets: Mapping[str, SetStatus]
) -> Upstream:
    """Whether a measure's specification is final, from its status, how it was verified, and the sets that list it.

    Nothing is guessed: a measure that no final set lists is not known to be frozen, however active it is.
    """
    if status in UNFINISHED:
        return Upstream(state=UpstreamState.PROVISIONAL, because=f"its steward has it as {status}")
    if verification in UNSEEN:
        return Upstream(state=UpstreamState.NOT_KNOWN, because="no published specification of it was seen")
    listed = sorted(name for name in memberships if name in sets)
    if final := [name for name in listed if sets[name] in FINAL]:
        return Upstream(state=UpstreamState.FROZEN, because=f"it is listed in {', '.join(final)}")
    if listed:
        return Upstream(state=UpstreamState.PROVISIONAL, because=f"it is listed only in {', '.join(listed)}")
    return Upstream(state=UpstreamState.NOT_KNOWN, because="no published set that was read lists it")
