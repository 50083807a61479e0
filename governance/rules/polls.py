"""The final ballots of a vote beside its roll, gathered by constituency: what every count begins with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from governance.rules.answers import Answer, Ratings
from governance.rules.attendance import Attendance
from governance.rules.choices import Choice
from governance.rules.fitting import require_fit
from governance.rules.refusals import BadTallyError, WrongChoiceError
from governance.rules.rule import Rule
from governance.rules.tally import GroupTally, Interest, Tally
from governance.rules.voting_rule import VotingRule


@dataclass(frozen=True, slots=True)
class RollLine:
    """People on the frozen roll: one, or so many of whom all the rest is the same."""

    group: str
    organisation: str | None = None
    recused: bool = False
    people: int = 1


@dataclass(frozen=True, slots=True)
class VoterBallot:
    """The final valid ballot of one person, or of so many of whom all the rest is the same."""

    group: str
    answer: Answer
    organisation: str | None = None
    ballots: int = 1


@dataclass(frozen=True, slots=True)
class Poll:
    """Who could vote, and how many said what. The order in which ballots came has left no trace."""

    attendance: Mapping[str, Attendance]
    boxes: Mapping[str, Mapping[Answer, int]]
    """By constituency, how many gave each answer."""

    @property
    def ballots(self) -> int:
        """How many people took part."""
        return sum(group.ballots for group in self.attendance.values())

    @property
    def whole(self) -> Mapping[Answer, int]:
        """How many gave each answer, all constituencies together."""
        return sum((Counter(box) for box in self.boxes.values()), Counter())

    def scores(self, group: str) -> Mapping[str, Mapping[int | None, int]]:
        """For each candidate that was rated, how many of a constituency gave each score; none is unable to score."""
        rated = [(answer.scores, number) for answer, number in self.boxes[group].items() if isinstance(answer, Ratings)]
        rows = [tuple(scores.values()) for scores, number in rated for _ in range(number)]
        # Every ballot rates the same candidates, and keeps them in the same order.
        return (
            {name: Counter(column) for name, column in zip(rated[0][0], zip(*rows, strict=True), strict=True)}
            if rated
            else {}
        )


def gather(
    rule: VotingRule, candidates: tuple[str, ...], roll: Sequence[RollLine], ballots: Sequence[VoterBallot]
) -> Poll:
    """Gather a roll and the ballots that were cast.

    Raises:
        BadTallyError: there are more ballots than voters, ballots of a group that is not on the roll, or ballots that
            do not fit the rule: somebody wrote into the box.
    """
    sizes = _sizes(roll)
    boxes: dict[str, Counter[Answer]] = {group: Counter() for group in sizes}
    for ballot in ballots:
        if ballot.group not in boxes:
            raise BadTallyError(f"There are ballots of {ballot.group}, and nobody of {ballot.group} is on the roll.")
        boxes[ballot.group][ballot.answer] += ballot.ballots
    for answer in {answer for box in boxes.values() for answer in box}:
        _require_fit(rule, answer, candidates)
    return Poll({group: Attendance(*size, boxes[group].total()) for group, size in sizes.items()}, boxes)


def _sizes(roll: Iterable[RollLine]) -> dict[str, tuple[int, int]]:
    """For each group, how many stand on the roll, and how many of them stepped aside."""
    sizes: dict[str, tuple[int, int]] = {}
    for line in roll:
        people, recused = sizes.get(line.group, (0, 0))
        sizes[line.group] = people + line.people, recused + line.people * line.recused
    return {str(group): sizes[group] for group in sorted(sizes)}


def _require_fit(rule: VotingRule, answer: Answer, candidates: tuple[str, ...]) -> None:
    try:
        require_fit(rule, answer, candidates)
    except WrongChoiceError:
        # Without its cause, whose sentence may quote the ballot.
        raise BadTallyError("The box holds a ballot that does not fit the rule of this vote.") from None


def motion_tally(rule: Rule, poll: Poll, roll: Sequence[RollLine], ballots: Sequence[VoterBallot]) -> Tally:
    """The tally of a motion or a choice of labels, with its organizations where the rule counts each of them once.

    Raises:
        BadTallyError: as for `gather` and `require_one_home`.
    """
    groups = {
        name: GroupTally(there.roll, there.recused, _choices(poll, name)) for name, there in poll.attendance.items()
    }
    return Tally(groups, _interests(roll, ballots) if rule.one_vote_per_interest else None)


def _choices(poll: Poll, group: str) -> dict[Choice, int]:
    return {answer: number for answer, number in poll.boxes[group].items() if isinstance(answer, Choice)}


def _interests(roll: Sequence[RollLine], ballots: Sequence[VoterBallot]) -> dict[str, Interest]:
    homes = _homes(roll)
    boxes: dict[str, Counter[Choice]] = {name: Counter() for name in homes}
    for ballot in ballots:
        if ballot.organisation is None or not isinstance(ballot.answer, Choice):
            continue
        if homes.get(ballot.organisation) != ballot.group:
            raise BadTallyError("There are ballots of an organization that has nobody in their group on the roll.")
        boxes[ballot.organisation][ballot.answer] += ballot.ballots
    sizes = _sizes(RollLine(line.organisation, None, line.recused, line.people) for line in roll if line.organisation)
    return {name: Interest(home, GroupTally(*sizes[name], boxes[name])) for name, home in homes.items()}


def require_one_home(rule: VotingRule, roll: Iterable[RollLine]) -> None:
    """Before a vote opens, require each organization in one constituency, where the rule counts each of them once.

    Raises:
        BadTallyError: one stands in two.
    """
    if isinstance(rule, Rule) and rule.one_vote_per_interest:
        _homes(roll)


def _homes(roll: Iterable[RollLine]) -> dict[str, str]:
    homes: dict[str, str] = {}
    for line in roll:
        if line.organisation and homes.setdefault(line.organisation, str(line.group)) != line.group:
            raise BadTallyError(
                f"The organization {line.organisation} stands in two constituencies, and this rule counts it once; "
                "put all its people in one."
            )
    return homes
