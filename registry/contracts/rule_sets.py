"""Rule sets: the conformance rules of states and CMS as data, each with its source, its place and its certainty.

A number that was not seen stays null. How an engine reads the rules is told in docs/catalog.md, "Rule sets".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from measures import catalog
from measures.catalog import Catalog
from measures.dated_records import DatedKind, DatedRecord, dated_record
from measures.documents import Day, Document, Line, Ordered, Record, Text, Unique, Version
from measures.jurisdictions import FEDERAL, REGISTRY, STATES
from measures.record_files import RecordFile, Slug, fixed, must_know
from measures.references import Kind
from measures.validation import InvalidFieldError, parse
from measures.vocabularies import Evidence
from registry.contracts.rule_checks import require_kind
from registry.contracts.rule_parameters import named_measures, without_nulls
from registry.contracts.rule_words import (
    RuleAuthorityKind,
    RuleBasis,
    RuleClock,
    RuleReach,
    RuleSetStatus,
)
from registry.contracts.rules import KindName, Rule, RuleKind, StatedRule

FILE: Final = "rule_sets.yaml"
READ: Final = frozenset({Evidence.STORED_PRIMARY, Evidence.STORED_EXCERPT})
"""Evidence on which a rule may be called stated: the text itself was read."""


def _state(code: str) -> str:
    if code != FEDERAL and f"US-{code}" not in STATES:
        raise PydanticCustomError("state", "{code} is not a state; write NY, US or null", {"code": repr(code)})
    return code


class Effective(Record):
    """The days on which a rule set binds, both inclusive. Absent means open or not known."""

    from_: Day | None = Field(alias="from", default=None)
    to: Day | None = None


class StatedEffective(Record):
    """The days of a rule set as its file states them, with its suspension and how sure the dates are."""

    from_: Day | None = Field(alias="from")
    to: Day | None
    suspended_from: Day | None
    suspended_to: Day | None
    date_note: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        pairs = ((self.from_, self.to), (self.from_, self.suspended_from), (self.suspended_from, self.suspended_to))
        if any(first and last and first > last for first, last in pairs):
            raise PydanticCustomError("dates", "a start is later than what it starts")
        if self.suspended_to and not self.suspended_from:
            raise PydanticCustomError("dates", "suspended_to stands without suspended_from")
        return self


class RuleSetDocument(Document):
    """A rule set as a contract or a conformance report cites it: everything that a verdict rests on.

    Status, suspension, reach into long-term services, sources and notes of the set change with time; they are dated
    records. A null parameter is left out of the bytes, and absent means null.
    """

    KIND: ClassVar[Kind] = Kind.RULE_SET
    SCHEMA: ClassVar[str] = "rule-set/1"

    programme: Line
    authority: Line
    authority_kind: RuleAuthorityKind
    document: Line
    clock: RuleClock
    effective: Effective
    rules: Annotated[Ordered[Rule], Field(min_length=1)]


class RuleSet(Record):
    """A rule set as its file states it."""

    id: Slug
    state: Annotated[str, AfterValidator(_state)] | None
    programme: Line
    authority: Line
    authority_kind: RuleAuthorityKind
    source_document: Line = Field(alias="document")  # `document` makes the document of the set
    mltss: RuleReach
    status: RuleSetStatus
    clock: RuleClock
    effective: StatedEffective
    sources: Annotated[Unique[Slug], Field(min_length=1)]
    notes: Text | None
    rules: Annotated[Ordered[StatedRule], Field(min_length=1)]
    document_version: Version = "1.0.0"

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if (self.state is None) != (self.authority_kind is RuleAuthorityKind.REGISTRY_DEFAULT):
            raise PydanticCustomError("state", "only the registry's own rule set has no state")
        if self.status is RuleSetStatus.SUSPENDED and self.effective.suspended_from is None:
            raise PydanticCustomError("status", "status suspended needs effective.suspended_from")
        if self.status is RuleSetStatus.ENDED and self.effective.to is None:
            raise PydanticCustomError("status", "status ended needs effective.to")
        return self

    @property
    def jurisdiction(self) -> str:
        """Where the set is filed: US, a state, or registry for our own defaults."""
        if self.state is None:
            return REGISTRY
        return FEDERAL if self.state == FEDERAL else f"US-{self.state}"

    @property
    def name(self) -> str:
        """The name of the set as a document; the jurisdiction says the state, so the slug does not repeat it."""
        slug = self.id if self.state is None else self.id.removeprefix(f"{self.state.lower()}-")
        return f"{self.jurisdiction}/{slug}"

    def document(self, *, demonstration: bool) -> RuleSetDocument:
        """The document that is published for this set."""
        return RuleSetDocument(
            name=self.name,
            version=self.document_version,
            demonstration=demonstration,
            programme=self.programme,
            authority=self.authority,
            authority_kind=self.authority_kind,
            document=self.source_document,
            clock=self.clock,
            effective=Effective.model_validate({"from": self.effective.from_, "to": self.effective.to}),
            rules=tuple(Rule.model_validate(without_nulls(rule.model_dump(by_alias=True))) for rule in self.rules),
        )

    def dated_records(self) -> tuple[DatedRecord, ...]:
        """What may change while the document may not: status with its dates, sources and notes."""
        dates = self.effective.model_dump(mode="json", include={"suspended_from", "suspended_to", "date_note"})
        status = {"status": self.status.value, "mltss": self.mltss.value, **dates}
        return (
            dated_record(DatedKind.STATUS, status),
            dated_record(DatedKind.VERIFICATION, {"sources": list(self.sources)}),
            dated_record(DatedKind.NOTES, {"text": self.notes}),
        )


@dataclass(frozen=True)
class RuleSets:
    """The rule sets by id, and the kinds of rule that they use."""

    kinds: Mapping[str, RuleKind]
    sets: Mapping[str, RuleSet]


class _File(Record):
    kinds: dict[KindName, Any]
    rule_sets: tuple[Any, ...]


def load(directory: Path | None = None, known: Catalog | None = None) -> RuleSets:
    """The rule sets from the file of a directory; the packaged ones, read once, if none is named.

    Measures and sources are looked up in `known`, or else in the packaged catalog.

    Raises:
        InvalidError: names the file, the record and the field at fault.
    """
    if directory is None and known is None:
        return _packaged()
    file = RecordFile(directory, FILE) if directory else RecordFile(Path(__file__).parent, FILE, "registry/contracts")
    return _read(file, known or catalog.load())


@cache
def _packaged() -> RuleSets:
    return _read(RecordFile(Path(__file__).parent, FILE, "registry/contracts"), catalog.load())


def _read(file: RecordFile, known: Catalog) -> RuleSets:
    content = file.read(_File)
    kinds = {name: parse(RuleKind, row, file.where(f"kind {name}")) for name, row in content.kinds.items()}
    for row in content.rule_sets:
        # Rules first and by themselves, so that a refusal names the rule and not only its number in the set.
        if isinstance(row, Mapping) and isinstance(row.get("rules"), list):
            file.records(row["rules"], StatedRule, "rule")
    sets = file.records(content.rule_sets, RuleSet, "rule set")
    of_rule: dict[str, str] = {}
    for each in sets.values():
        must_know(each.sources, known.sources, file.where(each.id), "sources", "source")
        for rule in each.rules:
            where = file.where(rule.id)
            if rule.id in of_rule:
                raise InvalidFieldError(f"{where}: field id: {of_rule[rule.id]} has a rule of this id.")
            of_rule[rule.id] = each.id
            _check_place(rule, each, where, known)
            _check_parameters(rule, kinds, where, known)
    return RuleSets(fixed(kinds), fixed(sets))


def _check_place(rule: Rule, each: RuleSet, where: str, known: Catalog) -> None:
    if rule.id.split("/")[0] != each.id:
        raise InvalidFieldError(f"{where}: field id: it does not begin with the id of its rule set, {each.id}.")
    if rule.basis is RuleBasis.DESIGN and each.authority_kind is not RuleAuthorityKind.REGISTRY_DEFAULT:
        raise InvalidFieldError(f"{where}: field basis: design is for the registry's own rules.")
    if rule.source is None:
        return
    must_know([rule.source], known.sources, where, "source", "source")
    must_know([rule.source], each.sources, where, "source", f"source of {each.id} named")
    evidence = known.sources[rule.source].evidence
    if rule.basis is RuleBasis.STATED and evidence not in READ:
        raise InvalidFieldError(f"{where}: field basis: stated cannot rest on a source of evidence {evidence}.")


def _check_parameters(rule: Rule, kinds: Mapping[str, RuleKind], where: str, known: Catalog) -> None:
    require_kind(rule, kinds, where)
    must_know(named_measures(rule.parameters), known.measures, where, "parameters", "measure")
