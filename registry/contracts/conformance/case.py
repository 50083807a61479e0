"""One contract under one rule set on one day: what every evaluation reads, worked out once.

A phase path changes roles on dates that everybody knew. So a role is always asked for a day, and a limit has to hold on
the first day of the contract and on every later day on which a role changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from governance.phases import ItemRole
from governance.priority_sets import DraftItem, Period, SetItem
from measures.labels import MeasureLabel
from measures.references import Reference
from registry.contracts.conformance.circumstances import Circumstances, as_words
from registry.contracts.conformance.declarations import Declarations, FactsFile, Given, declarations
from registry.contracts.conformance.facts import CitedRuleSet, ContractFacts, LabelFact, PinnedSet
from registry.contracts.rules import Rule
from registry.contracts.summary import ContractItem, ContractSummary

Item = ContractItem | DraftItem


def role_on(item: Item, day: date) -> ItemRole:
    """The role that an item has on a day: that of the last step begun, or its own before the first step."""
    begun = [step for step in item.phase_path if step.starts <= day]
    return max(begun, key=lambda step: step.starts).role if begun else item.role


def roles_ever(item: Item) -> frozenset[ItemRole]:
    """Every role that an item has, now or at a later step."""
    return frozenset({item.role, *(step.role for step in item.phase_path)})


@dataclass(frozen=True)
class Chosen:
    """A measure that the contract chose."""

    item: ContractItem
    reference: Reference

    @property
    def name(self) -> str:
        """`family/slug`."""
        return self.reference.name

    @property
    def versioned(self) -> str:
        """The version without its digest: how facts name it."""
        return self.reference.versioned

    def replaced_by(self, day: date) -> str | None:
        """The name of the measure that has taken its place by a day, if the path says so."""
        words = next((s.replaced_by for s in self.item.phase_path if s.replaced_by and s.starts <= day), None)
        return words and words.removeprefix("measure/").split("@")[0]


@dataclass(frozen=True)
class Case:
    """Everything that a verdict may rest on."""

    summary: ContractSummary
    pinned: PinnedSet
    rule_set: CitedRuleSet
    facts: ContractFacts
    as_of: date
    declared: FactsFile = field(default_factory=FactsFile)

    @cached_property
    def declarations(self) -> Declarations:
        """What is declared, read as the rules of the set ask."""
        return declarations(self.declared, self.rule_set.document)

    def given(self, rule: Rule) -> Given:
        """What is declared for one rule."""
        return self.declarations.given(rule, self.as_of)

    def list_of(self, words: str) -> frozenset[str] | None:
        """The names of the measures on a list that rules only name; none if nobody says."""
        declared = next((each.measures for each in self.declared.lists if each.list == words), None)
        return self.facts.lists.get(words) if declared is None else frozenset(declared)

    @cached_property
    def circumstances(self) -> Circumstances:
        """What decides whether rules are about this contract: its own fields, else what is declared beside it."""
        own, beside, facts, scope = self.summary, self.declared, self.facts, self.pinned.document.scope
        level = own.contract_level and frozenset({own.contract_level})
        return Circumstances(
            signed_on=own.signed_on,
            period=self.period,
            rating_period=own.rating_period or beside.rating_period or facts.rating_period,
            as_of=self.as_of,
            products=as_words(own.products, beside.products, facts.products),
            contract_levels=level or as_words(beside.contract_levels, facts.contract_levels),
            contract_types=as_words(own.contract_types, beside.contract_types, facts.contract_types),
            settings=as_words(own.settings, beside.settings, facts.settings),
            scope_types=frozenset(scope.contract_types) or None,
            scope_settings=frozenset(str(setting) for setting in scope.settings),
            conditions={**facts.conditions, **{each.condition: each.holds for each in beside.conditions}},
            roles=frozenset().union(*(roles_ever(item) for item in own.items)),
        )

    @cached_property
    def chosen(self) -> tuple[Chosen, ...]:
        """The measures of the contract in their order."""
        return tuple(Chosen(item, Reference.parse(item.measure)) for item in self.summary.items)

    @cached_property
    def by_name(self) -> dict[str, Chosen]:
        """The measures of the contract by name; a summary names each once."""
        return {each.name: each for each in self.chosen}

    @cached_property
    def set_items(self) -> dict[str, SetItem]:
        """The items of the pinned set by name of the measure."""
        return {Reference.parse(item.measure).name: item for item in self.pinned.document.items}

    @property
    def period(self) -> Period:
        """The measurement period: the contract's own, or that of the set where the contract names none."""
        return self.summary.measurement_period or self.pinned.document.period

    @cached_property
    def last_day(self) -> date:
        """The last day that the contract speaks of."""
        term = self.summary.term
        return max(self.period.ends, term.ends) if term else self.period.ends

    def days(self, *items: Iterable[Item]) -> tuple[date, ...]:
        """The first day of the measurement period and each later day on which a role changes."""
        steps = {step.starts for group in items for item in group for step in item.phase_path}
        return (self.period.starts, *sorted(day for day in steps if self.period.starts < day <= self.last_day))

    def active(self, day: date) -> tuple[Chosen, ...]:
        """The measures in force on a day; one whose successor is in the contract as well has left its place to it."""
        return tuple(each for each in self.chosen if each.replaced_by(day) not in self.by_name)

    def label(self, each: Chosen) -> LabelFact | None:
        """The label that counts: a decision that is known, else the set's own, else the catalog's proposal."""
        fact = self.facts.labels.get(each.versioned)
        if fact is not None and fact.decided:
            return fact
        item = self.set_items.get(each.name)
        if item is not None and _major(Reference.parse(item.measure)) == _major(each.reference):
            return LabelFact(MeasureLabel(item.label.label), decided=True)
        return fact


def _major(reference: Reference) -> str:
    # A label covers a major version (DESIGN §8.4).
    return (reference.version or "").split(".")[0]
