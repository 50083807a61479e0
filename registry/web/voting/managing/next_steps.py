"""What can be done about a vote now, and by whom: what the record says, put to the pure decisions of `actions`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance import policy
from governance.appeals import Appeal
from governance.members import Actor, PersonId
from governance.policy import Verdict
from governance.results import Result
from governance.votes import OVER, Vote, VoteStage
from registry.storage import appeals, proposals, results
from registry.voting.appealing import had_a_part
from registry.voting.counting import involved
from registry.web.voting.managing.actions import Action, Step, actions


@dataclass(frozen=True, slots=True)
class MadeAppeal:
    """An appeal, and whether the reader may decide on it."""

    appeal: Appeal
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a vote stands for somebody who looks at it."""

    actions: Sequence[Action]
    appeals: Sequence[MadeAppeal]
    result: Result | None
    certified_by: frozenset[PersonId]

    @property
    def waits(self) -> bool:
        """Whether something waits for the one who looks: a step that goes on, or an appeal to decide."""
        goes_on = any(each.verdict.is_allowed for each in self.actions if each.step is not Step.CANCEL)
        return goes_on or any(each.verdict.is_allowed for each in self.appeals if each.appeal.upheld is None)


async def situation(actor: Actor, vote: Vote, now: datetime) -> Situation:
    """What can be done about a vote now, by somebody."""
    result = await results.get(vote.id)
    certified = await results.certifiers(vote.id, vote.round)
    earlier = await involved(vote)
    awaits = vote.advisory and vote.stage is VoteStage.FINAL and await appeals.agency_decision(vote.id) is None
    writers = (await proposals.get(vote.proposal_id)).writers if vote.proposal_id else frozenset()
    found = actions(actor, vote, result, earlier, certified, now, writers=writers, awaits_decision=awaits)
    of_it = await had_a_part(vote)
    made = [
        MadeAppeal(each, policy.may_decide_appeal(actor, vote, of_it | {each.person_id}))
        for each in await appeals.of_vote(vote.id)
    ]
    return Situation(tuple(found), made, result, certified)


def may_be_waiting(vote: Vote) -> bool:
    """Whether anything can wait for anybody: a vote that is over waits for nobody, unless it was advice."""
    return vote.stage not in OVER or (vote.stage is VoteStage.FINAL and vote.advisory)
