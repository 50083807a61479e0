"""Reading the tally of a motion, or of a choice among labels, out of a record or a worked case.

The written form is narrow (`record.result_record`); the reader is generous about organisations, which people write in
several ways:

* a mapping from each organisation to its ballots, or a list of objects that name it;
* its ballots as counts, as a list of choices, or as the one choice that it made;
* with its group, which may be left out where there is one group, or where nobody looks at groups;
* with its roll, which may be left out where everybody in it voted;
* with groups that count people, or that count organisations.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from pydantic import Field

from governance.rules.choices import SCALES, Choice
from governance.rules.refusals import BadTallyError
from governance.rules.tally import EVERYONE, NOBODY, GroupTally, Interest, Tally
from measures.documents import Record
from measures.validation import InvalidFieldError, parse

NAMES: Final = ("name", "organisation", "organization", "interest", "id")
"""The fields under which a list of organisations may name one."""


class _Counts(Record):
    recused: int = Field(default=0, strict=True)
    approve: int = Field(default=0, strict=True)
    with_conditions: int = Field(default=0, strict=True)
    reject: int = Field(default=0, strict=True)
    abstain: int = Field(default=0, strict=True)
    compliance: int = Field(default=0, strict=True)
    quality: int = Field(default=0, strict=True)
    unsure: int = Field(default=0, strict=True)

    @property
    def counts(self) -> dict[Choice, int]:
        return {choice: getattr(self, choice.value) for choice in Choice}


class _GroupCounts(_Counts):
    roll: int = Field(strict=True)

    def tally(self) -> GroupTally:
        return GroupTally(self.roll, self.recused, self.counts)


class _InterestCounts(_Counts):
    group: str | None = None
    roll: int | None = Field(default=None, strict=True)

    def tally(self) -> GroupTally:
        there = sum(self.counts.values()) + self.recused
        return GroupTally(max(there, 1) if self.roll is None else self.roll, self.recused, self.counts)


class _Input(Record):
    groups: Mapping[str, _GroupCounts] = {}
    interests: Mapping[str, _InterestCounts] | None = None


def read_input(data: Any, where: str, *, by_group: bool = True) -> Tally:
    """The tally of a record's or a worked case's `input`.

    `by_group` says whether the rule looks at groups. Where it does not, organisations need not say theirs.

    Raises:
        InvalidError: the input is not well formed, or its counts cannot be right.
    """
    read = parse(_Input, _with_named_interests(data, where), where)
    if read.interests is None:
        if not isinstance(data, Mapping) or "groups" not in data:
            raise InvalidFieldError(f"{where}: field groups: it is missing.")
        return Tally({name: counts.tally() for name, counts in read.groups.items()})
    groups = {name: counts.tally() for name, counts in read.groups.items()}
    homes = {name: counts.group for name, counts in read.interests.items()}
    if None in homes.values():
        groups, homes = _with_homes(groups, homes, where, by_group=by_group)
    interests = {name: Interest(home or EVERYONE, read.interests[name].tally()) for name, home in homes.items()}
    return Tally(_of_people(groups, interests), interests)


def _with_named_interests(data: Any, where: str) -> Any:
    """The input with its organisations as a mapping from their names to their counts."""
    interests = data.get("interests") if isinstance(data, Mapping) else None
    if isinstance(interests, list):
        named = [_named(entry, where) for entry in interests]
        if len(dict(named)) != len(named):
            raise BadTallyError(f"{where}: an organisation stands twice; add its ballots up.")
        interests = dict(named)
    if not isinstance(interests, Mapping):
        return data
    return {**data, "interests": {name: _counted(ballots) for name, ballots in interests.items()}}


def _named(entry: Any, where: str) -> tuple[str, Any]:
    fields = dict(entry) if isinstance(entry, Mapping) else {}
    there = [field for field in NAMES if field in fields]
    if not there:
        raise InvalidFieldError(f"{where}: field interests: each organisation in the list needs a name.")
    name = str(fields.pop(there[0]))
    ballots = fields.pop("ballots", {})
    return name, {**fields, **ballots} if isinstance(ballots, Mapping) else {**fields, **_counted(ballots)}


def _counted(ballots: Any) -> Any:
    """One choice, or a list of choices, as counts."""
    choices = [ballots] if isinstance(ballots, str) else ballots
    return dict(Counter(map(str, choices))) if isinstance(choices, list) else ballots


def _with_homes(
    groups: Mapping[str, GroupTally], homes: Mapping[str, str | None], where: str, *, by_group: bool
) -> tuple[dict[str, GroupTally], dict[str, str | None]]:
    """The groups, and a group for each organisation, where some do not say theirs: the only one, or all in one.

    Raises:
        BadTallyError: there are several groups, and the rule looks at them.
    """
    if len(groups) == 1:
        (only,) = groups
        return dict(groups), {name: home or only for name, home in homes.items()}
    if by_group and groups:
        lacking = next(name for name, home in homes.items() if home is None)
        raise BadTallyError(f"{where}: the organisation {lacking} does not say its group, and the rule counts groups.")
    return {EVERYONE: sum(groups.values(), NOBODY)} if groups else {}, dict.fromkeys(homes)


def _of_people(groups: Mapping[str, GroupTally], interests: Mapping[str, Interest]) -> dict[str, GroupTally]:
    """The groups as counts of people, also where they are not given or count each organisation once."""
    people = dict(groups)
    for name in {interest.group for interest in interests.values()}:
        inside = [interest for interest in interests.values() if interest.group == name]
        organised = sum((interest.ballots for interest in inside), NOBODY)
        once = sum((interest.as_one(SCALES["motion"]) for interest in inside), NOBODY)
        group = groups.get(name, once)
        outside = group.roll - once.roll
        counts_organisations = outside >= 0 and group.counts in ({}, once.counts)
        if not _holds(group, organised) and counts_organisations:
            people[name] = GroupTally(organised.roll + outside, organised.recused + group.recused, organised.counts)
    return people


def _holds(group: GroupTally, part: GroupTally) -> bool:
    """Whether a group can hold these people and their ballots."""
    try:
        group.less(part)
    except BadTallyError:
        return False
    return True
