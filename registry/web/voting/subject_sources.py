"""Where the words of a vote's subject come from: the frozen bytes, a published document, and the newest translation."""

import json
from collections.abc import Iterable, Mapping

from governance.proposals import Proposal, ProposalId
from governance.translations import LANGUAGES
from governance.votes import SubjectKind, Vote, VoteId
from measures.measure import MeasureSpecification
from measures.references import Kind, Reference
from registry.reading import read_document
from registry.storage import documents, proposals, translations
from registry.web.languages import Language
from registry.web.voting.subjects import Subject, in_translation, of_content, of_measure, with_candidates


async def subject_of(vote: Vote, language: Language) -> Subject:
    """What a vote is about."""
    return (await subjects_of([vote], language))[vote.id]


async def subjects_of(some: Iterable[Vote], language: Language) -> dict[VoteId, Subject]:
    """What some votes are about."""
    listed = list(some)
    proposed = await proposals.many(vote.proposal_id for vote in listed if vote.proposal_id)
    published = await documents.many(vote.subject for vote in listed if not vote.proposal_id)
    found: dict[VoteId, Subject] = {}
    for vote in listed:
        if vote.proposal_id:
            proposal = proposed[vote.proposal_id]
            found[vote.id] = await _translated(_of_proposal(proposal, {}), proposal, language)
        else:
            found[vote.id] = await _of_published(vote, published[vote.subject].content, language)
    return found


async def subject_of_proposal(proposal: Proposal, language: Language) -> Subject:
    """What a proposal says, as it stands now."""
    measures = [item["measure"] for item in dict(proposal.content).get("items", ())]  # type: ignore[attr-defined]
    known = await documents.many(Reference.parse(text).versioned for text in measures)
    titles = {key: str(json.loads(there.content)["title"]) for key, there in known.items()}
    return await _translated(_of_proposal(proposal, titles), proposal, language)


def _of_proposal(proposal: Proposal, titles: Mapping[str, str]) -> Subject:
    content = json.loads(proposal.frozen.content) if proposal.frozen else proposal.content
    kind = SubjectKind.PRIORITY_SET if proposal.kind is Kind.PRIORITY_SET else SubjectKind.VALUE_DEFINITION
    return of_content(kind, content, titles)


async def _of_published(vote: Vote, content: bytes, language: Language) -> Subject:
    document = read_document(content)
    if isinstance(document, MeasureSpecification):
        return of_measure(document)
    subject = of_content(SubjectKind.VALUE_DEFINITION, json.loads(content), {})
    subject = with_candidates(subject, vote.candidates)
    proposal = await proposals.published_as(vote.subject)
    return subject if proposal is None else await _translated(subject, proposal, language)


async def _translated(subject: Subject, proposal: Proposal, language: Language) -> Subject:
    if language not in LANGUAGES:
        return subject
    kept = await translations.newest(ProposalId(proposal.id), proposal.content_digest, language)
    return subject if kept is None else in_translation(subject, kept[1], kept[2])
