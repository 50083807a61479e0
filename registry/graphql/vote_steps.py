"""The steps of a vote's life: when each was taken and why. Who took it is for auditors of the vote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import strawberry

from governance.members import PersonId
from governance.votes import VoteStage
from registry.graphql.nouns import said, shows
from registry.storage.vote_steps import VoteStep


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of a vote, as one reader may see it."""

    round: int
    stage: VoteStage
    at: datetime
    as_of: datetime
    reason: str | None
    by_time: bool
    person_id: PersonId | None


@shows(ShownStep, name="VoteStep", description="One step of a vote's life.")
class VoteStepType:
    """A step."""

    round: int = said("The round that the vote was in.")
    stage: VoteStage = said("The stage that it came to.")
    at: datetime = said("When the step was taken.")
    as_of: datetime = said("From when it counts: the deadline, also where nobody was there at it.")
    reason: str | None = said("Why, where a reason was asked for; none once its author had it erased.")
    by_time: bool = said("Whether nobody took it: the time had come.")
    person_id: strawberry.ID | None = said("The random id of who took it; for auditors of the jurisdiction only.")


def shown_steps(steps: Iterable[VoteStep], *, names_people: bool) -> Iterator[ShownStep]:
    """The steps of a vote for a reader who may learn who took them, or may not."""
    for step in steps:
        person_id = step.person_id if names_people else None
        by_time = step.person_id is None
        yield ShownStep(step.round, step.stage, step.at, step.as_of, step.reason, by_time, person_id)
