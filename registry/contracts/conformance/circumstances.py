"""What decides whether a rule set binds, and whether a rule of it is about a contract or another subject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from governance.phases import ItemRole
from governance.priority_sets import Period
from registry.contracts.conformance.declarations import FactsFile
from registry.contracts.rule_words import RuleClock, RuleLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Days, products, types and answers to conditions. None means not known."""

    level: RuleLevel = RuleLevel.CONTRACT
    as_of: date
    signed_on: date | None = None
    period: Period | None = None
    rating_period: Period | None = None
    products: frozenset[str] | None = None
    contract_levels: frozenset[str] | None = None
    contract_types: frozenset[str] | None = None
    settings: frozenset[str] | None = None
    scope_types: frozenset[str] | None = None
    """The contract types of the pinned set, where a contract pins one."""
    scope_settings: frozenset[str] | None = None
    conditions: Mapping[str, bool] = field(default_factory=dict)
    roles: frozenset[ItemRole] = frozenset()
    """Every role that a measure of the contract has, now or later."""

    @property
    def noun(self) -> str:
        """Whom sentences speak of: this contract, this plan."""
        return f"this {self.level.replace('_', ' ')}"

    def day(self, clock: RuleClock) -> date | None:
        """The date that decides whether a rule set binds; none where it is not known.

        Only contracts are signed: a rule set whose clock is the signature binds a plan or a state on the day of the
        check.
        """
        match clock:
            case RuleClock.SIGNATURE:
                return self.signed_on if self.level is RuleLevel.CONTRACT else self.as_of
            case RuleClock.MEASUREMENT_PERIOD_START:
                return self.period.starts if self.period else None
            case RuleClock.RATING_PERIOD:
                return self.rating_period.starts if self.rating_period else None
            case RuleClock.AS_OF:
                return self.as_of


def of_subject(declared: FactsFile, as_of: date) -> Circumstances:
    """The circumstances of a subject that is no contract: what is declared of it, and nothing else."""
    return Circumstances(
        level=declared.subject,
        as_of=as_of,
        period=declared.measurement_period,
        rating_period=declared.rating_period,
        products=as_words(declared.products),
        contract_levels=as_words(declared.contract_levels),
        contract_types=as_words(declared.contract_types),
        settings=as_words(declared.settings),
        conditions={each.condition: each.holds for each in declared.conditions},
    )


def as_words(*told: Iterable[str] | None) -> frozenset[str] | None:
    """The first of several tellings that says something at all, as plain words."""
    first = next((each for each in told if each is not None), None)
    return None if first is None else frozenset(map(str, first))
