"""Putting a document together from a draft: every measure and definition pinned, every label with its decision."""

import json
from collections.abc import Mapping

from governance.advance import Upstream, upstream_of
from governance.definitions import DefinitionContent, DefinitionOfValue
from governance.obstacles import AdoptedDefinition, Facts, MeasureFacts
from governance.priority_sets import ItemLabel, PrioritySet, PrioritySetDraft, SetItem
from governance.proposals import Proposal
from governance.publication import EventKind
from measures.apm import ApmCategory, ApmFit
from measures.dated_records import DatedKind
from measures.documents import Document
from measures.jurisdictions import FEDERAL
from measures.references import Digest, Kind, Reference
from measures.validation import parse
from measures.vocabularies import MeasureStatus, Requirement, SetStatus, Verification
from registry.proof.citations import citations
from registry.proposing import measures_in, parse_content, require_measures
from registry.reading import read_document
from registry.storage import documents, labels
from registry.storage.documents import DatedStatement
from registry.storage.labels import KeptDecision, that_counts


async def definition_document(proposal: Proposal) -> DefinitionOfValue:
    """The definition of value that a proposal would become, its candidate measures pinned by digest.

    Raises:
        InvalidError, NotFoundError: the content names something that is not there.
    """
    content = parse_content(proposal.target, dict(proposal.content))
    assert isinstance(content, DefinitionContent)
    digests = await require_measures(measures_in(content))
    fields = content.model_dump(mode="json", by_alias=True)
    for outcome in fields["outcomes"]:
        outcome["candidate_measures"] = [_pinned(text, digests) for text in outcome["candidate_measures"]]
    document = parse(DefinitionOfValue, {**_naming(proposal), **fields}, f"draft of {proposal.target.versioned}")
    await _require_citations(document)
    return document


async def facts_for(draft: PrioritySetDraft, jurisdiction: str) -> Facts:
    """What the registry knows of everything that a draft of a priority set names."""
    references = {item.measure: Reference.parse(item.measure) for item in draft.items}
    published = await documents.many(reference.versioned for reference in references.values())
    said = await documents.statements(published)
    decisions = await labels.for_measures(references.values())
    sets = await _set_statuses()
    measures: dict[str, MeasureFacts] = {}
    counted: dict[str, KeptDecision] = {}
    for text, reference in references.items():
        there = published.get(reference.versioned)
        if there is None or reference.digest not in (None, there.reference.digest):
            continue
        statements = said.get(reference.versioned, {})
        measures[text] = MeasureFacts(
            reference=there.reference,
            digest=Digest(there.reference.digest or ""),
            title=str(read_document(there.content).model_dump()["title"]),
            status=_status(statements),
            fit=_fit(statements),
            upstream=_upstream(statements, sets),
        )
        if (kept := that_counts(decisions, reference, jurisdiction)) is not None:
            counted[text] = kept
    return Facts(
        measures=measures,
        labels={text: kept.decision for text, kept in counted.items()},
        definitions=await _adopted(draft, jurisdiction),
    )


async def set_document(proposal: Proposal, draft: PrioritySetDraft, facts: Facts) -> PrioritySet:
    """The priority set that a proposal would become. The draft must have no obstacles."""
    decided = await labels.by_reference(decision.reference for decision in facts.labels.values())
    fields = draft.model_dump(mode="json", by_alias=True, exclude={"items"})
    fields["definitions"] = [str(facts.definitions[text].reference) for text in draft.definitions]
    adopted = {each.reference.versioned: str(each.reference) for each in facts.definitions.values()}
    for area in fields["areas"]:
        # No obstacle is left, so every area points to a definition that the set serves.
        pointer = area["outcome"]
        pointer["definition"] = adopted[Reference.parse(pointer["definition"]).versioned]
    items = []
    for item in draft.items:
        decision = facts.labels[item.measure]
        label = ItemLabel(
            label=decision.label,
            basis=decision.basis,
            decision=decision.reference,
            digest=decided[decision.reference].sealed.digest,
        )
        written = item.model_dump(mode="json", by_alias=True)
        known = facts.measures[item.measure]
        items.append(
            SetItem.model_validate(
                {
                    **written,
                    "measure": str(known.reference),
                    "title": known.title,
                    "label": label,
                    "upstream": known.upstream,
                }
            )
        )
    where = f"draft of {proposal.target.versioned}"
    document = parse(PrioritySet, {**_naming(proposal), **fields, "items": items}, where)
    await _require_citations(document)
    return document


async def _require_citations(document: Document) -> None:
    """Whatever in a document reads as a citation must be one, or its exhibit could never be verified.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: a text cites bytes that are not published.
    """
    for cited in citations(json.loads(document.seal().content)):
        await documents.get(cited)


async def _adopted(draft: PrioritySetDraft, jurisdiction: str) -> Mapping[str, AdoptedDefinition]:
    found: dict[str, AdoptedDefinition] = {}
    for text in draft.definitions:
        published = await documents.find(Reference.parse(text))
        # What the catalog ships under `registry` is a starting point that nobody voted on, and another state's vote
        # decides nothing here.
        if published is None or published.reference.jurisdiction not in (jurisdiction, FEDERAL):
            continue
        if any(event.kind is EventKind.WITHDRAWN for event in await documents.events(published.reference)):
            continue
        document = read_document(published.content)
        assert isinstance(document, DefinitionOfValue)
        found[text] = AdoptedDefinition(published.reference, document)
    return found


async def _set_statuses() -> Mapping[str, SetStatus]:
    """The status that was last stated of every measure set, by the id that memberships use."""
    sets = {each.reference.versioned: each.reference.name for each in await documents.newest(Kind.MEASURE_SET)}
    said = await documents.statements(sets)
    return {
        sets[key].split("/")[1]: SetStatus(str(statements[DatedKind.STATUS].record.content["status"]))
        for key, statements in said.items()
        if DatedKind.STATUS in statements
    }


def _upstream(statements: Mapping[DatedKind, DatedStatement], sets: Mapping[str, SetStatus]) -> Upstream | None:
    """How the specification stands upstream; none where the catalog states too little of the measure to ask."""
    if DatedKind.VERIFICATION not in statements or DatedKind.MEMBERSHIP not in statements:
        return None
    listed = statements[DatedKind.MEMBERSHIP].record.content["measure_sets"]
    assert isinstance(listed, list)
    return upstream_of(
        _status(statements),
        Verification(str(statements[DatedKind.VERIFICATION].record.content["verification"])),
        [row["set"] for row in listed if row["requirement"] != Requirement.REMOVED],
        sets,
    )


def _status(statements: Mapping[DatedKind, DatedStatement]) -> MeasureStatus:
    return MeasureStatus(str(statements[DatedKind.STATUS].record.content["status"]))


def _fit(statements: Mapping[DatedKind, DatedStatement]) -> ApmFit:
    content = statements[DatedKind.APM_FIT].record.content
    categories = content["categories"]
    assert isinstance(categories, list)
    return ApmFit(categories=tuple(ApmCategory(c) for c in categories), rationale=str(content["rationale"]))


def _pinned(text: str, digests: Mapping[str, Digest]) -> str:
    reference = Reference.parse(text)
    return str(reference.pinned(digests[reference.versioned]))


def _naming(proposal: Proposal) -> dict[str, object]:
    return {
        "name": proposal.target.name,
        "version": proposal.target.version,
        "demonstration": proposal.demonstration,
    }
