"""Label decisions: who settled whether a measure shows compliance or quality, where, and why.

The catalog proposes a label. A vote adopts one, or an officer expressly accepts the proposal with a reason.
`proposed` and `adopted` are never confused: only a decision is a decision.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Self
from uuid import UUID

from pydantic import AfterValidator, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from governance.citations import PinnedMeasure
from governance.writing import WrittenText
from measures.documents import DigestText, Record, Sealed, canonical_json, digest_of
from measures.jurisdictions import JURISDICTIONS
from measures.labels import MeasureLabel
from measures.references import Digest, Kind, Reference


class LabelBasis(StrEnum):
    """How a label came to count."""

    VOTE = "vote"
    ACCEPTED = "accepted"


SCHEMA: Final = "label-decision/1"


def _jurisdiction(text: str) -> str:
    if text not in JURISDICTIONS:
        raise PydanticCustomError("jurisdiction", "this is not a jurisdiction; write US, US-TN or registry")
    return text


Jurisdiction = Annotated[str, AfterValidator(_jurisdiction)]


class LabelDecision(Record):
    """One decision on the label of one measure version, for one jurisdiction. It covers the major version."""

    id: UUID
    jurisdiction: Jurisdiction
    measure: PinnedMeasure
    label: MeasureLabel
    basis: LabelBasis
    reason_digest: DigestText | None = None
    """Salted digest of the written reason."""
    vote: UUID | None = None
    result_digest: DigestText | None = None
    demonstration: StrictBool = False

    @model_validator(mode="after")
    def _says_what_it_rests_on(self) -> Self:
        if self.basis is LabelBasis.VOTE and not (self.vote and self.result_digest):
            raise PydanticCustomError("basis", "a label adopted by vote names the vote and the digest of its result")
        if self.basis is LabelBasis.ACCEPTED and (self.vote or self.result_digest or not self.reason_digest):
            raise PydanticCustomError("basis", "an accepted label rests on a written reason, and on no vote")
        return self

    @property
    def reference(self) -> str:
        """How items of a priority set and the log name this decision."""
        return f"label-decision/{self.jurisdiction}/{self.id}"

    def seal(self) -> Sealed:
        """The bytes of the decision: no person, no free text."""
        fields = self.model_dump()
        if not self.demonstration:
            del fields["demonstration"]
        content = canonical_json({"schema": SCHEMA, **fields, "id": str(self.id), "vote": self.vote and str(self.vote)})
        return Sealed(content, digest_of(content))

    def covers(self, measure: Reference) -> bool:
        """Whether the decision holds for a version of the measure: the same name and major version."""
        decided = Reference.parse(self.measure)
        same_major = _major(decided) == _major(measure)
        return measure.kind is Kind.MEASURE and decided.name == measure.name and same_major


def _major(measure: Reference) -> str | None:
    return measure.version.split(".")[0] if measure.version else None


@dataclass(frozen=True, slots=True)
class LabelDecided:
    """A label was adopted by vote, or expressly accepted."""

    action: ClassVar[str] = "label_decided"
    decision: LabelDecision
    sealed: Sealed
    reason: WrittenText | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return self.decision.reference

    @property
    def digest(self) -> Digest:
        """Digest of the decision's bytes."""
        return self.sealed.digest
