"""A file of declared facts: whom they are about, what narrows rules, and the facts for single kinds or single rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from pydantic import Field, StrictBool

from governance.priority_sets import Period
from measures.documents import Day, DigestText, Line, Ordered, Record, Unique, canonical_json, digest_of
from measures.errors import InvalidError
from measures.record_files import SlashedId
from measures.validation import parse
from measures.vocabularies import Setting
from registry.contracts.conformance.fact_records import RECORDS, FactRecord
from registry.contracts.conformance.verdicts import UnsettledError
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.rule_words import RuleEffect, RuleLevel
from registry.contracts.rules import Rule

ONLY_SHOWN: Final = frozenset({RuleEffect.DEFINITION, RuleEffect.INFORMATION})
"""Rules that say something and ask for nothing (rule sets, reading 10)."""


class UnknownFactError(InvalidError):
    """A fact is stated for a rule or a kind of rule that the rule set does not have, or that needs none."""

    code = "UNKNOWN_FACT"


class AmbiguousFactError(InvalidError):
    """A fact is stated for a kind of which the rule set has several rules."""

    code = "AMBIGUOUS_FACT"


class ConditionFact(Record):
    """Whether a condition of a rule holds, in the words of the rule."""

    condition: Line
    holds: StrictBool
    source: Line
    day: Day


class ListFact(Record):
    """A list of measures that a rule only names, in the words of the rule."""

    list: Line
    measures: Unique[SlashedId]
    source: Line
    day: Day


class FactsFile(Record):
    """Declared facts as somebody writes them. `facts` goes by kind of rule, or by the id of a rule."""

    subject: RuleLevel = RuleLevel.CONTRACT
    products: Unique[Line] | None = None
    contract_levels: Unique[Line] | None = None
    contract_types: Unique[Line] | None = None
    settings: Unique[Setting] | None = None
    measurement_period: Period | None = None
    rating_period: Period | None = None
    conditions: Ordered[ConditionFact] = ()
    lists: Ordered[ListFact] = ()
    facts: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """What is declared for one rule, on the day of the check."""

    rule: Rule
    record: FactRecord | None
    where: str
    """How a fact is named that is missing: `facts.withhold`."""
    as_of: date

    def value(self, field: str) -> Any:
        """A fact, none where it is not given."""
        return getattr(self.record, field, None)

    def need(self, field: str, noun: str) -> Any:
        """A fact that a verdict needs.

        Raises:
            UnsettledError: it is not given; the answer names the field that would settle it.
        """
        value = self.value(field)
        if value is None:
            raise self.missing(field, noun)
        return value

    def need_of(self, field: str, key: str, noun: str) -> Any:
        """A fact under a key of a table.

        Raises:
            UnsettledError: it is not given.
        """
        table = self.value(field) or {}
        if key not in table:
            raise self.missing(f"{field}.{key}", noun)
        return table[key]

    def missing(self, field: str, noun: str) -> UnsettledError:
        """The answer that a fact is not given."""
        return UnsettledError(
            f"Not given is {noun}; state it with its source and day.", f"{self.where}.{field}" if field else self.where
        )


@dataclass(frozen=True, slots=True)
class Declarations:
    """Declared facts, each read as its kind of rule asks, for one rule set."""

    file: FactsFile
    records: Mapping[str, FactRecord]
    """By the id of the rule."""
    where: Mapping[str, str]
    """How facts for a rule are named, by the id of the rule."""

    def given(self, rule: Rule, as_of: date) -> Given:
        """What is declared for a rule."""
        where = self.where.get(rule.id, f"facts.{rule.kind}")
        return Given(rule, self.records.get(rule.id), where, as_of)

    def digest(self) -> DigestText | None:
        """The digest of everything that is declared; none where nothing is."""
        if self.file == FactsFile():
            return None
        return digest_of(canonical_json(self.file))


def declarations(file: FactsFile, rules: RuleSetDocument) -> Declarations:
    """Read the facts of a file for the rules of a set.

    A fact by kind counts only where the set asks for it once: of two rules of a kind each has its own fact.

    Raises:
        UnknownFactError: no rule of the set asks for such a fact.
        AmbiguousFactError: several rules of that kind do; name the rule.
        InvalidError: a fact holds a field that its kind does not have; the sentence names it.
    """
    asking = [rule for rule in rules.rules if rule.kind in RECORDS and rule.effect not in ONLY_SHOWN]
    by_id = {rule.id: rule for rule in asking}
    records: dict[str, FactRecord] = {}
    for key, content in sorted(file.facts.items(), key=lambda each: "/" in each[0]):  # a rule's own fact counts last
        rule = by_id.get(key) or _only_one(key, asking, file.subject)
        records[rule.id] = parse(RECORDS[rule.kind], content, f"facts.{key}")
    return Declarations(file, MappingProxyType(records), MappingProxyType(_names(asking)))


def _only_one(kind: str, asking: list[Rule], level: RuleLevel) -> Rule:
    of_kind = [rule for rule in asking if rule.kind == kind]
    there = [rule for rule in of_kind if rule.applies_to.level is level] or of_kind
    if not there:
        raise UnknownFactError(
            f"facts.{kind}: no rule of this rule set asks for it; name a kind of rule or the id of a rule that does."
        )
    if len(there) > 1:
        named = ", ".join(rule.id for rule in there)
        raise AmbiguousFactError(f"facts.{kind}: several rules are of that kind ({named}); name the one you mean.")
    return there[0]


def _names(asking: list[Rule]) -> dict[str, str]:
    """By kind where a rule is the only one of its kind and level, else by the id of the rule."""
    kinds = [(rule.kind, rule.applies_to.level) for rule in asking]
    return {
        rule.id: f"facts.{rule.kind if kinds.count((rule.kind, rule.applies_to.level)) == 1 else rule.id}"
        for rule in asking
    }
