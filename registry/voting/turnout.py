"""How many took part, for those who run a vote, and who has not, for the roll keeper alone. Never how anybody voted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from governance import policy
from governance.ballots import Channel
from governance.members import Actor, Constituency, PersonId
from governance.rules import Answer
from governance.votes import Vote, VoteId, VoteStage
from registry.storage import ballots, people, receipts, rolls, votes
from registry.storage.transaction import Store

SMALLEST: Final = 11
"""Numbers of people from 1 to 10 are not shown (GOVERNANCE, "Small cells")."""


@dataclass(frozen=True, slots=True)
class GroupTurnout:
    """One constituency, or everybody. A number that is none is from 1 to 10, or would give one away."""

    voters: int | None
    voted: int | None


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many could vote and did; by constituency for the roll keeper alone."""

    whole: GroupTurnout
    groups: Mapping[Constituency, GroupTurnout]
    waiting: int | None
    """Paper and phone ballots that one person has entered and a second has not; for the roll keeper."""


async def turnout(actor: Actor, vote_id: VoteId) -> Turnout:
    """How many took part so far. The roll keeper sees every number; a vote officer none from 1 to 10.

    An officer who looked twice could tell one ballot from the difference, so officers see the whole in steps of ten.

    Raises:
        NotPermittedError: the actor neither keeps rolls nor runs votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_watch_turnout(actor, vote).require()
    roll = [entry for entry in await rolls.voters(vote_id, vote.roll_id) if not entry.recused]
    voted = set(await ballots.participants(vote_id, vote.round))
    if not policy.may_keep_roll(actor, vote.jurisdiction).is_allowed:
        return Turnout(GroupTurnout(_shown(len(roll)), _in_steps(len(voted))), {}, None)
    able = Counter(entry.constituency for entry in roll)
    did = Counter(entry.constituency for entry in roll if entry.person_id in voted)
    groups = {each: GroupTurnout(able[each], did[each]) for each in Constituency if able[each]}
    waiting = await ballots.waiting_entries(vote_id)
    return Turnout(GroupTurnout(len(roll), len(voted)), groups, waiting)


@dataclass(frozen=True, slots=True)
class OnRoll:
    """Somebody on a roll, as the roll keeper sees them."""

    person_id: PersonId
    name: str | None
    email: str | None
    language: str | None
    constituency: Constituency
    organisation: str | None
    recused: bool
    voted: bool


async def on_roll(actor: Actor, vote_id: VoteId) -> list[OnRoll]:
    """Everybody on the roll of a vote and whether they have voted: for the roll keeper, to remind them.

    Raises:
        NotPermittedError: the actor keeps no roll there.
    """
    vote = await votes.get(vote_id)
    policy.may_remind(actor, vote).require()
    entries = await rolls.voters(vote_id, vote.roll_id)
    known = await people.details(entry.person_id for entry in entries)
    voted = set(await ballots.participants(vote_id, vote.round))
    found = []
    for entry in entries:
        detail = known.get(entry.person_id)
        found.append(
            OnRoll(
                person_id=entry.person_id,
                name=detail.name if detail else None,
                email=detail.email if detail else None,
                language=detail.language if detail else None,
                constituency=entry.constituency,
                organisation=entry.organisation,
                recused=entry.recused,
                voted=entry.person_id in voted,
            )
        )
    return sorted(found, key=lambda each: (each.constituency, each.name or "", str(each.person_id)))


@dataclass(frozen=True, slots=True)
class OwnBallot:
    """What a voter is told of their own ballot: whether there is one, how it came, its receipt. Never the choice."""

    voted: bool
    channel: Channel | None = None
    receipt: str | None = None
    earlier: Answer | None = None
    """One's own answer of the round before, in a second round (GOVERNANCE §3.9)."""

    def __repr__(self) -> str:
        return "OwnBallot(…)"


async def own_ballot(store: Store, actor: Actor, vote: Vote) -> OwnBallot:
    """What the actor is told of their own ballot, as long as the vote's key exists."""
    if actor.person_id is None:
        return OwnBallot(voted=False)
    if vote.stage in (VoteStage.CERTIFIED, VoteStage.FINAL, VoteStage.SET_ASIDE, VoteStage.CANCELLED):
        return OwnBallot(voted=await ballots.has_voted(vote.id, vote.round, actor.person_id))
    key = store.vote_keys.get(vote.id)
    channel = await ballots.channel_of(vote.id, vote.round, actor.person_id)
    earlier = None
    if vote.round > 1:
        before = key.voter(actor.person_id, vote.round - 1)
        earlier = await ballots.answer_of(vote.id, vote.round - 1, before)
    receipt = key.receipt(actor.person_id, vote.round) if channel else None
    return OwnBallot(channel is not None, channel, receipt, earlier)


async def is_counted(vote_id: VoteId, code: str) -> list[int]:
    """The closed rounds in whose count the ballot of a receipt is; none before the close, and nothing of the choice."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return await receipts.rounds_with(vote_id, "-".join(letters[at : at + 4] for at in range(0, len(letters), 4)))


def _shown(number: int) -> int | None:
    return number if number == 0 or number >= SMALLEST else None


def _in_steps(number: int) -> int | None:
    return number // 10 * 10 if number >= SMALLEST else _shown(number)
