"""The steps of the demonstration, one after another."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Final

from governance.members import Constituency, Role
from governance.priority_sets import PrioritySet
from governance.proposals import Disposition, ProposalId
from governance.publication import Published
from governance.results import Result
from governance.rolls import RollId
from governance.rules import Choice, Outcome
from measures.errors import ConflictError
from measures.references import Reference
from registry import commenting, contracting, labelling, proposing, publishing, voting
from registry.checking import check_contract
from registry.demonstration import content, votes
from registry.demonstration.people import Cast, invite, invite_one
from registry.demonstration.suspended import SuspendedProgram
from registry.exporting import export_bundle
from registry.proof.verify import verify_bundle
from registry.reading import read_document
from registry.resolving import resolve
from registry.storage import contracts, documents, labels, proposals, results
from registry.storage import votes as kept_votes
from registry.storage.locks import DEMONSTRATION_LOCK, alone
from registry.storage.transaction import Store

Say = Callable[[str, str], None]
"""Told of each step: its name, and what happened in a sentence."""


class NotADemonstrationError(ConflictError):
    """A live registry never holds a demonstration."""

    code = "NOT_A_DEMONSTRATION"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration came to."""

    steps: tuple[str, ...]
    reference: str
    digest: str
    verified: bool
    outcome: str
    bundle: Path
    conformance: str
    findings: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """One JSON object for machines."""
        return {
            "steps": list(self.steps),
            "reference": self.reference,
            "digest": self.digest,
            "verified": self.verified,
            "outcome": self.outcome,
            "bundle": str(self.bundle),
            "conformance": self.conformance,
            "findings": dict(self.findings),
            "demonstration": True,
        }


async def demonstrate(store: Store, exports: Path, say: Say = lambda _step, _sentence: None) -> Demonstration:
    """Run the demonstration, or hand out what an earlier run came to.

    Raises:
        NotADemonstrationError: the registry is a live one.
    """
    if not store.demonstration:
        raise NotADemonstrationError("This registry is live; the demonstration runs in a demonstration registry only.")
    reference = Reference.parse(content.content()["priority_set"]["target"])
    async with alone(store.engine, DEMONSTRATION_LOCK):
        if (there := await documents.find(reference)) is None:
            await _Run(store, say).through_publication()
            there = await documents.get(reference)
        else:
            say("found", f"The demonstration has been run before; {reference} is published.")
        if not await contracts.citing(there.reference):
            await _Run(store, say).contract(there)
    return await _conclude(store, there.reference, exports, say)


class _Run:
    """One run up to publication. A run that was interrupted begins again with new people and keeps what is adopted."""

    def __init__(self, store: Store, say: Say) -> None:
        self._store = store
        self._say = say
        self._words = content.content()
        self._zone: str = self._words["zone"]
        self._window = votes.SHORTEST_WINDOW

    async def through_publication(self) -> None:
        second_state = asyncio.create_task(SuspendedProgram(self._store).told())
        try:
            await self._first_state()
        except BaseException:
            second_state.cancel()
            raise
        for sentence in await second_state:
            self._say("program_suspended", sentence)

    async def _first_state(self) -> None:
        began = monotonic()
        cast = await invite(self._store, self._words)
        self._window = votes.window(monotonic() - began)
        roll = await voting.make_roll(cast[Role.ROLL_KEEPER], content.JURISDICTION, cast.entries())
        self._say(
            "people_invited", f"{len(cast.voters)} people in seven constituencies are on the roll, which is frozen."
        )
        await self._definitions(cast, roll)
        await self._labels(cast, roll)
        stated = await self._refused_choice(cast)
        await self._publish(cast, stated)

    async def _definitions(self, cast: Cast, roll: RollId) -> None:
        """Both definitions at the same time: one passes, one fails on the members' condition and is mended."""
        first, second = self._words["definitions"]
        other = asyncio.create_task(self._second_definition(cast, roll, second))
        draft = None if await _is_published(first["target"]) else await self._failed_vote(cast, roll, first)
        self._say("second_definition_adopted", f"{second['target']}: {await other}")
        if draft is not None:
            await self._vote_again(cast, roll, draft, first)

    async def _failed_vote(self, cast: Cast, roll: RollId, words: Mapping[str, Any]) -> ProposalId:
        draft = await self._draft(cast, words["target"], words["content"])
        await proposing.open_for_comment(cast[Role.STATE_DRAFTER], draft)
        self._say("definitions_drafted", f"{words['target']} is open for comment.")
        await self._comment(cast, draft, words)
        vote = await votes.open_on(cast, draft, roll, self._zone, self._window)
        members = (Choice.REJECT,) * 4 + (Choice.APPROVE,)
        await votes.cast_all(cast, vote, Choice.APPROVE, {Constituency.MEMBER: members})
        failed = await votes.conclude(cast, vote)
        self._say("first_vote", f"{words['target']}: {_told(failed)}")
        return draft

    async def _second_definition(self, cast: Cast, roll: RollId, words: Mapping[str, Any]) -> str:
        if await _is_published(words["target"]):
            return "adopted in an earlier run."
        draft = await self._draft(cast, words["target"], words["content"])
        await proposing.open_for_comment(cast[Role.STATE_DRAFTER], draft)
        vote = await votes.open_on(cast, draft, roll, self._zone, self._window)
        await votes.cast_all(cast, vote, Choice.APPROVE, {Constituency.CAREGIVER: (Choice.REJECT,)})
        await votes.change_minds(cast, vote)
        return _told(await votes.conclude(cast, vote))

    async def _draft(self, cast: Cast, target: str, words: object) -> ProposalId:
        agency = self._words["agency"]["slug"]
        return await proposing.draft(cast[Role.STATE_DRAFTER], Reference.parse(target), words, agency)

    async def _comment(self, cast: Cast, draft: ProposalId, words: Mapping[str, Any]) -> None:
        member = cast.of(Constituency.MEMBER)[0]
        comment = await commenting.comment(member, draft, words["comment"])
        drafter = cast[Role.STATE_DRAFTER]
        await commenting.answer_comment(drafter, comment, Disposition.ACCEPTED, words["answer"])
        self._say("comment_answered", f"A member said: {words['comment']} Answer: {words['answer']}")

    async def _vote_again(self, cast: Cast, roll: RollId, failed: ProposalId, words: Mapping[str, Any]) -> None:
        """The failed vote gave the content back as a new draft; it is mended as the members asked."""
        again = await proposals.following(failed)
        outcomes = [*words["content"]["outcomes"], words["added_outcome"]]
        mended = {**words["content"], "statement": words["revised_statement"], "outcomes": outcomes}
        drafter = cast[Role.STATE_DRAFTER]
        await proposing.revise(drafter, again.id, mended)
        await proposing.open_for_comment(drafter, again.id)
        vote = await votes.open_on(cast, again.id, roll, self._zone, self._window)
        await votes.cast_all(
            cast, vote, Choice.APPROVE, {Constituency.PLAN: (Choice.REJECT,), Constituency.MEMBER: (Choice.ABSTAIN,)}
        )
        result = await votes.conclude(cast, vote)
        self._say("mended_definition_adopted", f"{words['target']}: {_told(result)}")

    async def _labels(self, cast: Cast, roll: RollId) -> None:
        measure = Reference.parse(self._words["label_vote"])
        vote = await votes.open_on_label(cast, measure, roll, self._zone, self._window)
        await votes.cast_all(
            cast, vote, Choice.QUALITY, {Constituency.STATE: (Choice.COMPLIANCE,), Constituency.PLAN: (Choice.UNSURE,)}
        )
        result = await votes.conclude(cast, vote)
        self._say("label_voted", f"The label of {measure}: {_told(result)}")
        chosen = [Reference.parse(content.version(use.measure)) for use in content.program().measures]
        decided = {Reference.parse(kept.decision.measure).name for kept in await labels.for_measures(chosen)}
        others = [each for each in chosen if each.name not in decided]
        if not others:
            return
        publisher = cast[Role.STATE_PUBLISHER]
        await labelling.accept_labels(publisher, content.JURISDICTION, tuple(others), self._words["label_reason"])
        self._say("labels_accepted", f"The proposed labels of {len(others)} other measures are expressly accepted.")

    async def _refused_choice(self, cast: Cast) -> ProposalId:
        """The state's own choice cannot be published under the rules as it stands; every reason is shown."""
        target = self._words["priority_set"]["target"]
        draft = await self._draft(cast, target, content.as_stated())
        await proposing.open_for_comment(cast[Role.STATE_DRAFTER], draft)
        found = await publishing.readiness(cast[Role.STATE_DRAFTER].actor, draft)
        for obstacle in found.obstacles:
            self._say("state_choice_refused", f"[{obstacle.code}] {obstacle.message}")
        try:
            await publishing.publish_priority_set(cast[Role.STATE_PUBLISHER], draft)
        except ConflictError as refusal:
            self._say("state_choice_refused", f"Publishing it is refused with {refusal.code}; nothing is stored.")
        return draft

    async def _publish(self, cast: Cast, stated: ProposalId) -> None:
        year = await self._year(stated)
        await proposing.revise(cast[Role.STATE_DRAFTER], stated, content.mended(year))
        for sentence in content.differences(year):
            self._say("set_mended", sentence)
        reference = await publishing.publish_priority_set(cast[Role.STATE_PUBLISHER], stated)
        self._say("set_published", f"{reference} is published by a second person; nobody can rewrite it.")

    async def contract(self, published: Published) -> None:
        """Record the catalogued arrangement as the contract that cites the set."""
        document = read_document(published.content)
        assert isinstance(document, PrioritySet)
        agency = self._words["agency"]["slug"]
        manager = await invite_one(self._store, Role.CONTRACT_MANAGER, agency)
        summary = content.contract(str(published.reference), document.period.starts.year)
        await contracting.record_contract(manager, agency, summary)
        self._say("contract_recorded", f"{summary['title']} pins the set by version and digest.")

    async def _year(self, proposal_id: ProposalId) -> int:
        """The next calendar year, so that the set is set in advance of its illustrative period."""
        proposal = await proposals.get(proposal_id)
        return proposal.created_at.year + 1


async def _conclude(store: Store, reference: Reference, exports: Path, say: Say) -> Demonstration:
    resolved = await resolve(reference)
    say("reference_resolved", f"{reference} resolves to {len(resolved.published.content)} stored bytes.")
    words = content.content()
    contract = (await contracts.citing(reference))[0]
    report = await check_contract(contract, Reference.parse(words["rules"]))
    for finding in report.findings:
        say("contract_checked", f"{finding.verdict}: {finding.sentence}")
    bundle = await export_bundle(store, reference, exports)
    found = verify_bundle(bundle.read_bytes(), trust=[store.signer.verifier.vkey], expected=reference)
    for sentence in found.conclusions:
        say("bundle_verified", sentence)
    outcome = await _outcome(Reference.parse(words["definitions"][0]["target"]))
    return Demonstration(
        steps=STEPS,
        reference=str(reference),
        digest=str(reference.digest),
        verified=found.intact and found.trusted is True,
        outcome=outcome.value,
        bundle=bundle,
        conformance=report.verdict.value,
        findings={finding.rule: finding.verdict.value for finding in report.findings},
    )


STEPS: Final = (
    "people_invited",
    "definitions_drafted",
    "comment_answered",
    "first_vote",
    "second_definition_adopted",
    "mended_definition_adopted",
    "label_voted",
    "labels_accepted",
    "state_choice_refused",
    "set_mended",
    "set_published",
    "program_suspended",
    "contract_recorded",
    "reference_resolved",
    "contract_checked",
    "bundle_verified",
)


async def _outcome(definition: Reference) -> Outcome:
    """How the vote ended that adopted the definition, as it is on record."""
    published = await documents.get(definition)
    vote = await kept_votes.on_bytes(published.reference)
    assert vote is not None
    result = await results.get(vote.id)
    assert result is not None
    return result.outcome


async def _is_published(text: str) -> bool:
    return await documents.find(Reference.parse(text)) is not None


def _told(result: Result) -> str:
    conditions = ", ".join(
        f"{group}: {'skipped' if met is None else 'met' if met else 'not met'}"
        for group, met in result.conditions.items()
    )
    chosen = f" ({result.choice})" if result.choice else ""
    return f"{result.outcome.replace('_', ' ')}{chosen}; conditions: {conditions or 'none'}."
