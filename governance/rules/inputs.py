"""What was cast in a vote that is no motion, as it is counted and as the record of its result holds it.

The written form tells nothing of the order in which ballots came: lists of ballots are sorted. `attendance` is the
size of each group's roll and how many took part; a worked case may do without.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Final

from governance.members import Constituency
from governance.rules.attendance import Attendance
from governance.rules.committee import Approvals
from governance.rules.group_consensus import Scores
from governance.rules.kinds import DecisionKind
from governance.rules.standing import Places, Rankings

UNABLE: Final = "unable"
"""How a rating of "unable to score" is written."""
Groups = Mapping[str, Attendance]
MEMBERS: Final = Constituency.MEMBER.value


@dataclass(frozen=True, slots=True)
class RatingInput:
    """What a panel rated one candidate; none stands for "unable to score"."""

    KIND: ClassVar = DecisionKind.RATING
    ratings: tuple[int | None, ...]
    attendance: Groups | None = None

    def written(self) -> dict[str, object]:
        """As the record holds it."""
        scores = sorted(rating for rating in self.ratings if rating is not None)
        unable = [UNABLE] * (len(self.ratings) - len(scores))
        return {"ratings": [*scores, *unable], **_groups(self.attendance)}


@dataclass(frozen=True, slots=True)
class ConsensusInput:
    """What each group scored one candidate, in three classes."""

    KIND: ClassVar = DecisionKind.GROUP_CONSENSUS
    scores: Mapping[str, Scores]
    attendance: Groups | None = None

    def written(self) -> dict[str, object]:
        """As the record holds it."""
        groups: dict[str, dict[str, int]] = {}
        for name, scores in self.scores.items():
            counts = {"low": scores.low, "mid": scores.mid, "high": scores.high, "unable": scores.unable}
            if self.attendance is not None:
                counts |= {"roll": self.attendance[name].roll, "recused": self.attendance[name].recused}
            groups[name] = counts
        return {"groups": groups}


@dataclass(frozen=True, slots=True)
class CommitteeInput:
    """Which candidates were approved together, and by how many."""

    KIND: ClassVar = DecisionKind.COMMITTEE
    candidates: tuple[str, ...]
    profile: Approvals
    attendance: Groups | None = None
    members_approve: Mapping[str, int] | None = None
    """How many of the members approve each candidate, where the rule asks whether they agree."""

    def written(self) -> dict[str, object]:
        """As the record holds it."""
        ballots = sorted((sorted(ballot), count) for ballot, count in self.profile.items())
        profile = [{"count": count, "approves": ballot} for ballot, count in ballots]
        agree = {} if self.members_approve is None else {"members_approve": dict(self.members_approve)}
        return {"candidates": list(self.candidates), "profile": profile, **agree, **_groups(self.attendance)}


@dataclass(frozen=True, slots=True)
class RankingInput:
    """How the candidates were ranked, and by how many."""

    KIND: ClassVar = DecisionKind.RANKING
    candidates: tuple[str, ...]
    profile: Rankings
    attendance: Groups | None = None

    def written(self) -> dict[str, object]:
        """As the record holds it."""
        ballots = sorted((tuple(tuple(sorted(place)) for place in ballot), n) for ballot, n in self.profile.items())
        profile = [{"count": count, "order": written_places(ballot)} for ballot, count in ballots]
        return {"candidates": list(self.candidates), "profile": profile, **_groups(self.attendance)}


@dataclass(frozen=True, slots=True)
class AllocationInput:
    """The amounts that candidates were given in all, in the order in which they are listed."""

    KIND: ClassVar = DecisionKind.ALLOCATION
    totals: tuple[tuple[str, Fraction | int], ...]
    attendance: Groups | None = None

    def written(self) -> dict[str, object]:
        """As the record holds it."""
        return {"totals": [[name, str(amount)] for name, amount in self.totals], **_groups(self.attendance)}


CandidateInput = RatingInput | ConsensusInput | CommitteeInput | RankingInput | AllocationInput


def written_places(places: Places) -> list[str | list[str]]:
    """Places from the best on: a candidate alone by its name, those that share a place as a list."""
    return [place[0] if len(place) == 1 else list(place) for place in places]


def _groups(attendance: Groups | None) -> dict[str, object]:
    if attendance is None:
        return {}
    counts = {
        name: {"roll": group.roll, "recused": group.recused, "ballots": group.ballots}
        for name, group in attendance.items()
    }
    return {"groups": counts}
