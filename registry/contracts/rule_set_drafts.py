"""Rule sets as a state writes them: the rules, the text they stand in, what was read, and whether they bind."""

from typing import Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from measures import catalog
from measures.dated_records import DatedKind, DatedRecord, dated_record
from measures.documents import Day, Line, Ordered, Record, Text
from measures.record_files import Slug, must_know
from measures.references import Reference
from measures.validation import InvalidFieldError, parse
from registry.contracts import rule_sets
from registry.contracts.rule_checks import require_kind
from registry.contracts.rule_parameters import named_measures, without_nulls
from registry.contracts.rule_sets import Effective, RuleSetDocument
from registry.contracts.rule_words import RuleAuthorityKind, RuleClock, RuleReach, RuleSetStatus
from registry.contracts.rules import Rule

MOST_RULES: Final = 300


class DraftStanding(Record):
    """Whether the rules bind on the day of their publication, and how sure the dates are. It may change later."""

    status: RuleSetStatus
    mltss: RuleReach
    suspended_from: Day | None = None
    suspended_to: Day | None = None
    date_note: Text | None = None

    @model_validator(mode="after")
    def _says_since_when(self) -> Self:
        if self.status is RuleSetStatus.SUSPENDED and self.suspended_from is None:
            raise PydanticCustomError("status", "status suspended needs suspended_from")
        return self


class RuleSetDraft(Record):
    """What a drafter writes. `sources` names by an id what the rules were read in, each as one would cite it."""

    programme: Line
    authority: Line
    authority_kind: RuleAuthorityKind
    document: Line
    clock: RuleClock
    effective: Effective = Effective()
    standing: DraftStanding
    sources: dict[Slug, Line] = Field(default_factory=dict)
    notes: Text | None = None
    rules: Ordered[Rule] = Field(min_length=1, max_length=MOST_RULES)

    @model_validator(mode="after")
    def _is_no_default(self) -> Self:
        if self.authority_kind is RuleAuthorityKind.REGISTRY_DEFAULT:
            raise PydanticCustomError("authority_kind", "registry_default is for the registry's own rules")
        if self.standing.status is RuleSetStatus.ENDED and self.effective.to is None:
            raise PydanticCustomError("status", "status ended needs effective.to")
        return self

    def published_as(self, target: Reference, *, demonstration: bool) -> RuleSetDocument:
        """The document that is published for this draft."""
        return RuleSetDocument(
            name=target.name,
            version=target.version or "",
            demonstration=demonstration,
            programme=self.programme,
            authority=self.authority,
            authority_kind=self.authority_kind,
            document=self.document,
            clock=self.clock,
            effective=self.effective,
            rules=tuple(
                rule.model_copy(update={"parameters": without_nulls(dict(rule.parameters))}) for rule in self.rules
            ),
        )

    def dated_records(self) -> tuple[DatedRecord, ...]:
        """What is said beside the document, and may change while the document may not."""
        return (
            dated_record(DatedKind.STATUS, self.standing),
            dated_record(DatedKind.VERIFICATION, {"sources": sorted(self.sources), "citations": dict(self.sources)}),
            dated_record(DatedKind.NOTES, {"text": self.notes}),
        )


def read_rule_set_draft(content: object, target: Reference) -> RuleSetDraft:
    """Read a draft as the rule set of a name.

    Raises:
        InvalidError: a field does not fit; the sentence names the rule and the field.
        UnknownRuleKindError, MissingParameterError, UnknownParameterError, BadParameterError: see `require_kind`.
    """
    where = f"draft of {target.versioned}"
    _rules_first(content, where)
    draft = parse(RuleSetDraft, content, where)
    known, kinds = catalog.load(), rule_sets.load().kinds
    slug, seen = target.name.split("/")[1], set[str]()
    for rule in draft.rules:
        at = f"{where}, rule {rule.id}"
        if rule.id.split("/")[0] != slug:
            raise InvalidFieldError(f"{at}: field id: it must begin with {slug}/, the name of the rule set.")
        if rule.id in seen:
            raise InvalidFieldError(f"{at}: field id: another rule of this set has it.")
        seen.add(rule.id)
        require_kind(rule, kinds, at)
        if rule.source is not None:
            must_know([rule.source], {**known.sources, **draft.sources}, at, "source", "source")
        must_know(named_measures(rule.parameters), known.measures, at, "parameters", "measure")
    return draft


def _rules_first(content: object, where: str) -> None:
    """Each rule by itself first, so that a refusal names the rule and not only its number in the set."""
    rules = content.get("rules") if isinstance(content, dict) else None
    for number, row in enumerate(rules if isinstance(rules, list) else [], start=1):
        named = row.get("id") if isinstance(row, dict) else None
        parse(Rule, row, f"{where}, rule {named or number}")
