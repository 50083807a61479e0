"""Label decisions."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.label_decisions import LabelDecided, LabelDecision
from measures.documents import Sealed
from measures.jurisdictions import FEDERAL, REGISTRY
from measures.references import Digest, Reference
from registry.storage.tables import LabelDecisionRow


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A decision as it is kept, with the reason if one was given and not erased."""

    decision: LabelDecision
    sealed: Sealed
    decided_at: datetime
    leaf: int
    reason: str | None


async def insert(event: LabelDecided, at: datetime, leaf: int) -> None:
    """Keep a decision, for ever."""
    decision = event.decision
    await LabelDecisionRow.insert(
        LabelDecisionRow(
            id=decision.id,
            measure=Reference.parse(decision.measure).versioned,
            jurisdiction=decision.jurisdiction,
            label=decision.label,
            basis=decision.basis,
            content=event.sealed.content,
            digest=event.sealed.digest,
            reason_digest=event.decision.reason_digest,
            decided_at=at,
            leaf=leaf,
        )
    )


# Decisions made together share one written reason, which is found by the digest that each of them holds.
_DECISION = "SELECT l.*, w.body AS said FROM label_decision l LEFT JOIN written_text w ON w.digest = l.reason_digest "


async def for_measures(measures: Iterable[Reference]) -> list[KeptDecision]:
    """Every decision on some measures, whatever the version and jurisdiction, oldest first."""
    names = sorted({f"measure/{measure.name}" for measure in measures})
    rows = await LabelDecisionRow.raw(
        _DECISION + "WHERE split_part(l.measure, '@', 1) = ANY({}) ORDER BY l.leaf",
        names,
    )
    return [_kept(row) for row in rows]


async def by_reference(references: Iterable[str]) -> dict[str, KeptDecision]:
    """Decisions by the text that items of a set name them with (label-decision/US-TN/<uuid>)."""
    ids = {UUID(reference.rsplit("/", 1)[1]) for reference in references}
    rows = await LabelDecisionRow.raw(
        _DECISION + "WHERE l.id = ANY({})",
        sorted(ids),
    )
    return {kept.decision.reference: kept for kept in map(_kept, rows)}


def that_counts(decisions: Iterable[KeptDecision], measure: Reference, jurisdiction: str) -> KeptDecision | None:
    """The decision that counts for a measure in a jurisdiction: the state's own, else a national one; the newest."""
    covering = [kept for kept in decisions if kept.decision.covers(measure)]
    for place in (jurisdiction, FEDERAL, REGISTRY):
        there = [kept for kept in covering if kept.decision.jurisdiction == place]
        if there:
            return max(there, key=lambda kept: kept.leaf)
    return None


def _kept(row: dict[str, Any]) -> KeptDecision:
    fields = {key: value for key, value in json.loads(row["content"]).items() if key != "schema"}
    sealed = Sealed(row["content"], Digest(row["digest"]))
    return KeptDecision(LabelDecision.model_validate(fields), sealed, row["decided_at"], row["leaf"], row["said"])
