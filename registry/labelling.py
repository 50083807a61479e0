"""Accepting the label that the catalog proposes, expressly and with a reason. A vote is the other way (voting.py)."""

from uuid import UUID, uuid4

from governance import policy
from governance.citations import require_version
from governance.label_decisions import LabelBasis, LabelDecided, LabelDecision
from measures.dated_records import DatedKind
from measures.errors import ConflictError, InvalidError
from measures.labels import MeasureLabel
from measures.references import Kind, Reference
from registry import noticing
from registry.proposing import LONGEST_LIST, TooLongError, require_measures, require_text
from registry.storage import documents, labels, texts
from registry.storage.labels import that_counts
from registry.storage.transaction import Transaction
from registry.use_cases import use_case


class LabelDecidedAlreadyError(ConflictError):
    """A label counts for this measure in this jurisdiction already."""

    code = "LABEL_DECIDED"


class NoMeasuresError(InvalidError):
    """No measure is named."""

    code = "NO_MEASURES"


def _decision_ids(text: str) -> tuple[UUID, ...]:
    return tuple(UUID(part) for part in text.split())


class _Decided(tuple[UUID, ...]):
    """Ids of decisions; their text can be read back."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(map(str, self))


@use_case(read=_decision_ids)
async def accept_labels(
    tx: Transaction, jurisdiction: str, measures: tuple[Reference, ...], reason: str
) -> tuple[UUID, ...]:
    """Accept the labels that the catalog proposes for some measures, in one jurisdiction, for a reason that is kept.

    Raises:
        NotPermittedError: the actor decides nothing for that jurisdiction.
        MeasureNotFoundError: a measure version is not published.
        LabelDecidedAlreadyError: the jurisdiction decided on one of them before.
        BadTextError: the reason is empty or too long.
    """
    policy.may_accept_label(tx.actor, jurisdiction).require()
    if len(measures) > LONGEST_LIST:
        raise TooLongError(f"At most {LONGEST_LIST} labels are accepted at once.")
    if not measures:
        raise NoMeasuresError("Name at least one measure whose proposed label you accept.")
    why = texts.written(require_text(reason, "reason"))
    for measure in measures:
        require_version(str(measure), Kind.MEASURE)
    digests = await require_measures(measures)
    proposed = await documents.statements(digests)
    earlier = await labels.for_measures(measures)
    decided: list[UUID] = []
    for measure in measures:
        there = that_counts(earlier, measure, jurisdiction)
        if there is not None and there.decision.jurisdiction == jurisdiction:
            raise LabelDecidedAlreadyError(
                f"{measure.versioned} is labelled {there.decision.label} in {jurisdiction} already; "
                "hold a vote to change that."
            )
        content = proposed[measure.versioned][DatedKind.LABEL_PROPOSAL].record.content
        decision = LabelDecision(
            id=uuid4(),
            jurisdiction=jurisdiction,
            measure=str(measure.pinned(digests[measure.versioned])),
            label=MeasureLabel(str(content["label"])),
            basis=LabelBasis.ACCEPTED,
            reason_digest=why.digest,
            demonstration=tx.store.demonstration,
        )
        # One reason for all of them: it is kept once, with the first.
        await tx.record(LabelDecided(decision, decision.seal(), None if decided else why))
        await noticing.about_label(tx, decision)
        decided.append(decision.id)
    return _Decided(decided)
