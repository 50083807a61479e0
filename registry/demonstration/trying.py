"""Two votes that stay open, and codes to sign in with, so that whoever runs the demonstration can vote in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from governance.members import Constituency, PersonId, Role
from governance.proposals import ProposalId
from governance.rolls import RollEntry
from governance.rules import preset
from governance.votes import VoteStage
from measures.references import Reference
from registry import admitting, proposing, signing_in, voting
from registry.demonstration import content
from registry.demonstration.people import Cast, invite
from registry.storage import documents, people, proposals, votes
from registry.storage.locks import DEMONSTRATION_LOCK, alone
from registry.storage.transaction import Store
from registry.translating import add_translation

CODE_HOURS: Final = 72
VISITORS: Final = (
    ("a member", "member who tries it out", Role.MEMBER),
    ("a vote officer", "vote officer who tries it out", Role.VOTE_OFFICER),
    ("a roll keeper", "roll keeper who tries it out", Role.ROLL_KEEPER),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who one is, and the one-time code to be it."""

    who: str
    code: str


async def invitations(store: Store) -> tuple[Invitation, ...]:
    """Open the votes where none is open, and hand out fresh codes for the people who can take part in them."""
    async with alone(store.engine, DEMONSTRATION_LOCK):
        visitors = await _visitors(store)
        if not await _has_open_votes(visitors[VISITORS[0][1]]):
            await _open_votes(store, visitors[VISITORS[0][1]])
    codes = [await signing_in.issue_code_as_operator(store, visitors[name], CODE_HOURS) for _, name, _ in VISITORS]
    return tuple(Invitation(who, code) for (who, _, _), (code, _) in zip(VISITORS, codes, strict=True))


async def _visitors(store: Store) -> dict[str, PersonId]:
    """The people whom a visitor can be; they are the same in every run."""
    words = content.content()
    there = {person.name: person.id for person in await people.known(UUID(int=0), 100_000)}
    found = {}
    for _, name, role in VISITORS:
        full = f"Demonstration: {name}"
        if full not in there:
            slug = words["council" if role is Role.MEMBER else "agency"]["slug"]
            there[full] = await admitting.add_person(store, full)
            await admitting.grant_role(store, there[full], role, slug)
        found[name] = there[full]
    return found


async def _has_open_votes(member: PersonId) -> bool:
    now = datetime.now(UTC)
    return any(vote.stage is VoteStage.OPEN and now < vote.closes_at for vote in await votes.of_voter(member))


async def _open_votes(store: Store, member: PersonId) -> None:
    words = content.content()
    cast = await invite(store, words)
    entries = (*cast.entries(), RollEntry(member, Constituency.MEMBER))
    roll = await voting.make_roll(cast[Role.ROLL_KEEPER], content.JURISDICTION, entries)
    officer, zone = cast[Role.VOTE_OFFICER], words["zone"]
    closes = datetime.now(UTC) + timedelta(days=words["try"]["days"])
    target = Reference.parse(words["try"]["definition"]["target"])
    if await documents.find(target) is None:
        draft = await _drafted(cast, target, words)
        await voting.open_vote(officer, draft, roll, preset("registry_default"), closes, zone)
    definition = await documents.find(Reference.parse(words["try"]["outcomes"]["definition"]))
    if definition is not None:
        rule = preset(words["try"]["outcomes"]["rule"])
        place = content.JURISDICTION
        await voting.open_outcome_vote(officer, definition.reference, place, roll, rule, closes, zone)


async def _drafted(cast: Cast, target: Reference, words: Mapping[str, Any]) -> ProposalId:
    drafter, tried = cast[Role.STATE_DRAFTER], words["try"]["definition"]
    draft = await proposing.draft(drafter, target, tried["content"], words["agency"]["slug"])
    of = (await proposals.get(draft)).content_digest
    spanish = {"schema": "translation/1", "of": of, "language": "es", **tried["spanish"]}
    await add_translation(drafter, draft, spanish)
    await proposing.open_for_comment(drafter, draft)
    return draft
