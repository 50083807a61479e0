"""Writing definitions of value, priority sets and rule sets, opening them for comment, and answering every comment."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from governance import policy
from governance.definitions import DefinitionContent, DefinitionOfValue
from governance.members import Actor
from governance.phases import PhasePathBackError, path_problem
from governance.priority_sets import PrioritySetDraft
from governance.proposals import (
    Proposal,
    ProposalDrafted,
    ProposalId,
    ProposalMoved,
    ProposalRevised,
    Stage,
)
from governance.votes import SubjectKind
from measures.errors import ConflictError, InvalidError
from measures.references import BadReferenceError, Digest, Kind, Reference
from measures.validation import parse
from registry.contracts.rule_set_drafts import RuleSetDraft, read_rule_set_draft
from registry.storage import documents, people, proposals, votes
from registry.storage.documents import DigestMismatchError, ReferenceNotFoundError, ordinal
from registry.storage.proposals import ProposalNotFoundError
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case

Content = DefinitionContent | PrioritySetDraft | RuleSetDraft
CONTENTS: Final[Mapping[Kind, type[Content]]] = {
    Kind.VALUE_DEFINITION: DefinitionContent,
    Kind.PRIORITY_SET: PrioritySetDraft,
    Kind.RULE_SET: RuleSetDraft,
}
LONGEST_TEXT: Final = 10_000
LONGEST_LIST: Final = 300
LONGEST_WINDOW: Final = timedelta(days=366)


class MeasureNotFoundError(ReferenceNotFoundError):
    """A draft or a contract names a measure version that the registry does not hold."""

    code = "MEASURE_NOT_FOUND"


class VersionTooLowError(ConflictError):
    """A new version is higher than the published ones."""

    code = "VERSION_TOO_LOW"


class TooLongError(InvalidError):
    """A list holds more entries than anybody would read."""

    code = "LIST_TOO_LONG"


class VoteUnderWayError(ConflictError):
    """Another vote on the same document is not over yet."""

    code = "VOTE_UNDER_WAY"


class BadCommentWindowError(InvalidError):
    """The comment window cannot end when it should."""

    code = "BAD_COMMENT_WINDOW"


class BadTextError(InvalidError):
    """A comment, an answer or a reason is empty or too long."""

    code = "BAD_TEXT"


@use_case(read=an_id(ProposalId))
async def draft(tx: Transaction, target: Reference, content: object, organisation: str) -> ProposalId:
    """Write a draft of a definition of value, a priority set or a rule set, under the version that it would have.

    Raises:
        NotPermittedError: the actor drafts nothing for that jurisdiction, or not for that organisation.
        InvalidError: the content has an unknown field or value, or a bare number; the sentence says where.
        MeasureNotFoundError: a measure version that it names is not published.
        VersionTooLowError: the version is not higher than what is published.
    """
    _require_draftable(target)
    policy.may_draft(tx.actor, target.jurisdiction or "").require()
    await _require_organisation(tx.actor, organisation, target)
    parsed = parse_content(target, content)
    await require_higher(target)
    await require_measures(measures_in(parsed))
    proposal = Proposal(
        id=ProposalId(uuid4()),
        target=target,
        content=parsed.model_dump(mode="json", by_alias=True, exclude_none=True),
        stage=Stage.DRAFT,
        proposer=tx.person,
        writers=frozenset({tx.person}),
        organisation=organisation,
        created_at=tx.now,
        changed_at=tx.now,
        demonstration=tx.store.demonstration,
    )
    await tx.record(ProposalDrafted(proposal))
    return proposal.id


@use_case(read=an_id(ProposalId))
async def revise(tx: Transaction, proposal_id: ProposalId, content: object) -> ProposalId:
    """Replace the content before any vote. Whoever revises has written some of it, and cannot publish it.

    Raises:
        WrongStageError: the proposal is past its comment window.
        NotPermittedError, InvalidError, NotFoundError: as for a new draft.
    """
    proposal = await seen(tx.actor, proposal_id)
    policy.may_draft(tx.actor, proposal.jurisdiction).require()
    proposal.require_stage(Stage.DRAFT, Stage.COMMENT)
    parsed = parse_content(proposal.target, content)
    await require_measures(measures_in(parsed))
    written = parsed.model_dump(mode="json", by_alias=True, exclude_none=True)
    await tx.record(ProposalRevised(replace(proposal, content=written, writers=proposal.writers | {tx.person})))
    return proposal_id


@use_case(read=an_id(ProposalId))
async def open_for_comment(tx: Transaction, proposal_id: ProposalId, until: datetime | None = None) -> ProposalId:
    """Show a draft to everybody and take comments, until an instant where one is set (21 days or more are usual).

    Raises:
        WrongStageError: it is no longer a draft.
        BadCommentWindowError: the end of the window does not lie ahead.
        NotPermittedError: the actor drafts nothing for that jurisdiction.
    """
    proposal = await seen(tx.actor, proposal_id)
    policy.may_draft(tx.actor, proposal.jurisdiction).require()
    proposal.require_step(Stage.COMMENT)
    if until is not None and (until.utcoffset() is None or not tx.now < until <= tx.now + LONGEST_WINDOW):
        raise BadCommentWindowError(
            "The comment window must end ahead, within a year, with its offset: 2027-03-01T17:00:00-06:00."
        )
    await tx.record(ProposalMoved(proposal_id, Stage.COMMENT, until))
    return proposal_id


@use_case(read=an_id(ProposalId))
async def cancel(tx: Transaction, proposal_id: ProposalId) -> ProposalId:
    """End a proposal that has not gone to a vote. Nothing is deleted.

    Raises:
        WrongStageError: it went to a vote, or has ended.
        NotPermittedError: the actor drafts nothing for that jurisdiction.
    """
    proposal = await seen(tx.actor, proposal_id)
    policy.may_draft(tx.actor, proposal.jurisdiction).require()
    proposal.require_stage(Stage.DRAFT, Stage.COMMENT)
    await tx.record(ProposalMoved(proposal_id, Stage.CANCELLED))
    return proposal_id


async def require_no_vote(subject: Reference, jurisdiction: str, kind: SubjectKind | None = None) -> None:
    """See that no other vote on the same document is under way: nobody may pick the one that suits them.

    Raises:
        VoteUnderWayError: there is one.
    """
    document = f"{subject.kind}/{subject.name}"
    about_outcomes = kind is SubjectKind.OUTCOMES
    others = [vote for vote in await votes.under_way(document) if vote.jurisdiction == jurisdiction]
    if any((vote.subject_kind is SubjectKind.OUTCOMES) is about_outcomes for vote in others):
        raise VoteUnderWayError(f"A vote on {document} is under way in {jurisdiction}; wait until it is over.")


async def seen(actor: Actor, proposal_id: ProposalId) -> Proposal:
    """A proposal that the actor may see.

    Raises:
        ProposalNotFoundError: there is none, or it may not be seen: the same answer.
    """
    proposal = await proposals.get(proposal_id)
    if not policy.may_see_proposal(actor, proposal):
        raise ProposalNotFoundError("There is no such proposal, or you may not see it.")
    return proposal


def parse_content(target: Reference, content: object) -> Content:
    """Validate what somebody wrote as the content of a draft.

    Raises:
        InvalidError: it does not fit; the sentence names every field at fault.
        PhasePathBackError: a phase path leads back.
    """
    if target.kind is Kind.RULE_SET:
        return read_rule_set_draft(content, target)
    parsed = parse(CONTENTS[target.kind], content, f"draft of {target.versioned}")
    lengths = [len(value) for value in dict(parsed).values() if isinstance(value, tuple)]
    if max(lengths) > LONGEST_LIST:
        raise TooLongError(f"A list in a draft holds at most {LONGEST_LIST} entries; one here has {max(lengths)}.")
    if isinstance(parsed, PrioritySetDraft):
        for item in parsed.items:
            if problem := path_problem(item.phase_path):
                raise PhasePathBackError(f"The phase path of {item.measure} cannot stand: {problem}.")
    if isinstance(parsed, DefinitionContent):
        # The document's own checks (settings apart) speak while somebody can still mend the draft.
        fields = parsed.model_dump(exclude={"outcomes"})
        outcomes = [o.model_copy(update={"candidate_measures": ()}) for o in parsed.outcomes]
        data = {**fields, "name": target.name, "version": target.version, "outcomes": outcomes}
        parse(DefinitionOfValue, data, f"draft of {target.versioned}")
    return parsed


def measures_in(content: Content) -> list[Reference]:
    """Every measure version that a draft names."""
    if isinstance(content, RuleSetDraft):
        return []  # a rule names measures without a version; that they exist was seen when it was read
    texts = content.measures() if isinstance(content, DefinitionContent) else (item.measure for item in content.items)
    return [Reference.parse(text) for text in texts]


async def require_measures(references: Iterable[Reference]) -> dict[str, Digest]:
    """The digests of measure versions by their keys, all of them published.

    Raises:
        MeasureNotFoundError: one is not published.
        DigestMismatchError: one is named with a digest that is not its own.
    """
    wanted = list(references)
    found = await documents.many(reference.versioned for reference in wanted)
    for reference in wanted:
        there = found.get(reference.versioned)
        if there is None:
            raise MeasureNotFoundError(
                f"{reference.versioned} is not in the catalog; look it up with `measures` or mend the name."
            )
        if reference.digest not in (None, there.reference.digest):
            raise DigestMismatchError(
                f"{reference.versioned} has the digest {there.reference.digest}, not {reference.digest}."
            )
    return {key: Digest(there.reference.digest or "") for key, there in found.items()}


def require_text(text: str, what: str) -> str:
    """A text that somebody wrote, trimmed.

    Raises:
        BadTextError: it is empty or too long.
    """
    trimmed = text.strip()
    if not 0 < len(trimmed) <= LONGEST_TEXT or "\x00" in trimmed:
        raise BadTextError(f"Write the {what} in 1 to {LONGEST_TEXT} characters.")
    return trimmed


def _require_draftable(target: Reference) -> None:
    if target.kind not in CONTENTS:
        raise BadReferenceError(
            f"A {target.kind} is not drafted here; draft a value-definition, a priority-set or a rule-set."
        )
    if target.version is None:
        raise BadReferenceError(f"{target} names no version; say which version this would be, such as {target}@1.0.0.")


async def _require_organisation(actor: Actor, slug: str, target: Reference) -> None:
    organisation = await people.organisation(slug)
    if organisation.jurisdiction != target.jurisdiction or slug not in actor.organisations():
        raise policy.WrongRoleError(f"You do not draft for {slug!r} in {target.jurisdiction}.")


async def require_higher(target: Reference) -> None:
    """See that a version is higher than what is published.

    Raises:
        VersionTooLowError: it is not.
    """
    newest = await documents.find(Reference(target.kind, target.name))
    if newest is not None and ordinal(target.version or "") <= ordinal(newest.reference.version or ""):
        raise VersionTooLowError(
            f"{newest.reference.versioned} is published; the next version must be higher than that."
        )
