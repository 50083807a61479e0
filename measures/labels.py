"""Labels: whether a measure shows that a rule was kept, or that care and life are good."""

from enum import StrEnum

from pydantic import StrictBool

from measures.documents import Record, Text


class MeasureLabel(StrEnum):
    """What a measure shows: compliance may gate, only quality is paid."""

    COMPLIANCE = "compliance"
    """A rule was kept, or a process benchmark met."""
    QUALITY = "quality"
    """What the person's life or care is like."""


class ProposedLabel(Record):
    """The label that the catalog proposes. It is adopted only by a vote or by an express decision."""

    label: MeasureLabel
    rationale: Text
    contestable: StrictBool
    """Whether both labels can be argued; a first ballot can start there."""
