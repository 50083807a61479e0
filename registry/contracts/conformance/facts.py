"""What a check is told: the set that the contract pins, the rule set with its standing, and facts beside the contract.

Everything is handed in. A fact that is absent is not known; nothing is looked up and nothing is guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from governance.priority_sets import Period, PrioritySet
from governance.publication import DocumentEvent
from measures.apm import ApmFit
from measures.documents import Day, Line, Record, Text
from measures.errors import ConflictError
from measures.labels import MeasureLabel
from measures.record_files import SlashedId
from measures.references import Reference
from measures.vocabularies import Domain, MeasureStatus, Setting
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.rule_words import RuleSetStatus


class OtherDocumentError(ConflictError):
    """The document that was handed in is not the one that is cited."""

    code = "OTHER_DOCUMENT"


@dataclass(frozen=True, slots=True)
class PinnedSet:
    """A priority set as published: its pinned reference, its content, when it was published, and events since."""

    reference: Reference
    document: PrioritySet
    published_at: datetime | None
    """None where the one who checks does not know it, as with a bare file."""
    events: Sequence[DocumentEvent] = ()

    def __post_init__(self) -> None:
        _must_be_pinned(self.reference, self.document.reference)
        if self.published_at is not None and self.published_at.tzinfo is None:
            raise ValueError("an instant of publication carries its time zone")


class RuleSetStanding(Record):
    """Whether a rule set binds today, as its dated record of kind status says."""

    status: RuleSetStatus
    suspended_from: Day | None = None
    suspended_to: Day | None = None

    @model_validator(mode="after")
    def _says_since_when(self) -> Self:
        if self.status is RuleSetStatus.SUSPENDED and self.suspended_from is None:
            raise PydanticCustomError("status", "status suspended needs suspended_from")
        return self

    @classmethod
    def of(cls, content: Mapping[str, object]) -> Self:
        """Read the content of a dated record of kind status; what it says beside the standing is left aside."""
        return cls.model_validate({key: content[key] for key in cls.model_fields if key in content})


@dataclass(frozen=True, slots=True)
class CitedRuleSet:
    """A rule set with its pinned reference and its standing on the day of the check."""

    reference: Reference
    document: RuleSetDocument
    standing: RuleSetStanding

    def __post_init__(self) -> None:
        _must_be_pinned(self.reference, self.document.reference)


def _must_be_pinned(reference: Reference, of_document: Reference) -> None:
    if not reference.is_pinned:
        raise ValueError(f"{reference} carries no digest")
    if reference.versioned != of_document.versioned:
        raise OtherDocumentError(f"{reference.versioned} is cited, but the document at hand is {of_document}.")


@dataclass(frozen=True, slots=True)
class LabelFact:
    """The label of a measure version, and whether a decision stands behind it or only the catalog's proposal."""

    label: MeasureLabel
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """What is known beside the summary.

    Mappings about measures go by the versioned reference (`measure/family/slug@1.0.0`). None means not known.
    """

    labels: Mapping[str, LabelFact] = field(default_factory=dict)
    """Labels in the jurisdiction of the contract. A decision here counts before the label that the set pins."""
    fits: Mapping[str, ApmFit] = field(default_factory=dict)
    statuses: Mapping[str, MeasureStatus] = field(default_factory=dict)
    domains: Mapping[str, Domain] = field(default_factory=dict)
    variant_of: Mapping[str, str] = field(default_factory=dict)
    """The name (`family/slug`) of the measure that a version is a stated variant of."""
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Lists that rules only name, by the words of the rule: the names (`family/slug`) of their measures."""
    member_voted: Mapping[str, bool] = field(default_factory=dict)
    """Whether members voted on a definition of value, by its kind, name and version."""
    conditions: Mapping[str, bool] = field(default_factory=dict)
    """Answers to conditions of rules, by the words of the rule."""
    products: frozenset[str] | None = None
    contract_levels: frozenset[str] | None = None
    contract_types: frozenset[str] | None = None
    settings: frozenset[Setting] | None = None
    rating_period: Period | None = None


class Waiver(Record):
    """Somebody lets a contract off one rule, for a reason, through the end of a day.

    As it stands here it was handed in with the check, and whoever reads the report must know that.
    """

    SAID: ClassVar[str] = "Waived, by a waiver that was handed in with this check and is not on record here, by"

    rule: SlashedId
    who: Line
    why: Text
    until: Day

    def holds(self, day: date) -> bool:
        """Whether it still counts: through the end of its `until` day (rule sets, reading 7)."""
        return day <= self.until


class RecordedWaiver(Waiver):
    """A waiver that a state granted on record."""

    SAID: ClassVar[str] = "Waived by"
