"""What shows that an input or output of a framework step is there: a table over the framework's own sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from measures.references import Reference
from registry.contracts.framework_steps import Party
from registry.contracts.plans import ImplementationPlan
from registry.contracts.summary import ContractSummary, ContractWording
from registry.contracts.wording import Attribution


@dataclass(frozen=True, slots=True)
class RegistryFacts:
    """What the registry knows of a recorded contract beside its own words."""

    definitions: int = 0
    """Definitions of value that the pinned set serves."""
    rule_sets: int = 0
    """Rule sets that the state of the set has published."""
    reports: int = 0
    """Reports on conformance that were filed for the contract."""
    notices: int = 0
    """Notices that were made about what the contract relies on."""
    events: int = 0
    """Events on the pinned set since it was published."""
    set_measures: frozenset[str] = frozenset()
    """The measure versions that the pinned set pins by digest, each without it."""
    is_newer_set: bool = False
    """Whether the pinned set has a newer version."""
    is_followed: bool = False
    """Whether another contract renews or amends this one."""


@dataclass(frozen=True, slots=True)
class ContractSituation:
    """A contract with its plan and what the registry knows of it; facts absent: the registry was not asked."""

    wording: ContractWording
    plan: ImplementationPlan | None
    facts: RegistryFacts | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The fields that show something, in words, and the question to them. None: not known without the registry."""

    fields: str
    shows: Callable[[ContractSituation], bool | None]


A_PERSON: Final = Evidence("", lambda _: None)
"""Nothing that is recorded shows it: a person must say."""


def _wording(*names: str) -> Callable[[ContractSituation], bool]:
    return lambda situation: all(getattr(situation.wording, name) for name in names)


def _plan(*names: str) -> Callable[[ContractSituation], bool]:
    return lambda situation: situation.plan is not None and all(getattr(situation.plan, name) for name in names)


def _known(ask: Callable[[RegistryFacts], bool]) -> Callable[[ContractSituation], bool | None]:
    return lambda situation: None if situation.facts is None else ask(situation.facts)


def _exchanges(name: str) -> Callable[[ContractSituation], bool]:
    def shows(situation: ContractSituation) -> bool:
        exchanges = situation.plan.data_exchange if situation.plan else ()
        return bool(exchanges) and all(getattr(each, name) for each in exchanges)

    return shows


def _both_sides_ready(situation: ContractSituation) -> bool:
    sides = {each.party for each in situation.plan.readiness} if situation.plan else set()
    return {Party.PLAN, Party.PROVIDER} <= sides


def _gaps_are_closed(situation: ContractSituation) -> bool:
    gaps = [each for each in situation.plan.readiness if each.gap] if situation.plan else []
    return _both_sides_ready(situation) and all(each.closes_by for each in gaps)


def _attribution(situation: ContractSituation) -> Attribution | None:
    found = situation.wording.attribution
    return found if isinstance(found, Attribution) else None


def _says_overlap(situation: ContractSituation) -> bool:
    found = _attribution(situation)
    return found is not None and found.overlap is not None


def _pins_measures(situation: ContractSituation) -> bool:
    cited = [Reference.parse(item.measure) for item in situation.wording.items]
    by_the_set = situation.facts.set_measures if situation.facts else frozenset()
    return bool(cited) and all(each.is_pinned or each.versioned in by_the_set for each in cited)


def _pins_a_set(situation: ContractSituation) -> bool:
    return isinstance(situation.wording, ContractSummary)


def _has_review_points(situation: ContractSituation) -> bool:
    return bool(situation.wording.review_dates) or bool(situation.plan and situation.plan.reviews)


def _has_rhythm(situation: ContractSituation) -> bool:
    return bool(situation.wording.data_cadence) or _exchanges("rhythm")(situation)


def _joint_planning_is_done(situation: ContractSituation) -> bool:
    return all(ask(situation) for ask in (_wording("path", "cohort", "items", "attribution"), _has_rhythm))


def _has_calendar(situation: ContractSituation) -> bool:
    return _has_review_points(situation) and _has_rhythm(situation)


EVIDENCE: Final[Mapping[str, Evidence]] = {
    # Precursory
    "Priority set of the state": Evidence("cites", _pins_a_set),
    "Adopted definitions of value": Evidence(
        "definitions of the pinned set", _known(lambda facts: facts.definitions > 0)
    ),
    "Goals of the plan, with comments of the member advisory group, providers and caregivers": A_PERSON,
    "Published goals of the plan, linked to definitions of value": A_PERSON,
    "Measures that match a goal, setting and population": Evidence(
        "items, populations, settings", _wording("items", "populations", "settings")
    ),
    "Notice to providers of the network": A_PERSON,
    # Step 1
    "Outline of the arrangement": Evidence("arrangement, streams", _wording("arrangement", "streams")),
    "Answers of both sides to a readiness test: technology and administration, staff, data and reporting, clinical "
    "skill, results so far, money to invest": Evidence("readiness of the plan, both sides", _both_sides_ready),
    "Readiness record of each side": Evidence("readiness of the plan, both sides", _both_sides_ready),
    "Gaps that call for capacity payments or training": Evidence(
        "readiness of the plan, each gap with its day", _gaps_are_closed
    ),
    # Step 2
    "Services and target population": Evidence("services, populations", _wording("services", "populations")),
    "First category and planned later ones": Evidence("path", _wording("path")),
    "Review points": Evidence("review_dates, or reviews of the plan", _has_review_points),
    "Draft arrangement with phases": Evidence("path", _wording("path")),
    "Warning when a phase jumps or stands still": Evidence("path", _wording("path")),
    "Comparison with other arrangements of the provider": A_PERSON,
    # Step 3
    "Candidate measures with label, specification, source of data and fit to a category": Evidence(
        "items, of which the registry keeps label, specification and fit", _wording("items")
    ),
    "Attribution rule": Evidence("attribution", _wording("attribution")),
    "Other models and initiatives that touch the same members": Evidence("attribution.overlap", _says_overlap),
    "Pinned list of measures with role and phase": Evidence("items, each by its digest or the set", _pins_measures),
    "Share of compliance and quality measures": Evidence("items, whose labels the registry keeps", _wording("items")),
    "Alert on overlapping attribution or rival initiatives": Evidence("attribution.overlap", _says_overlap),
    # Step 4
    "Data elements, formats and codes for each measure": Evidence(
        "data_exchange of the plan, each with its format", _exchanges("format")
    ),
    "Rhythm of exchange": Evidence("data_cadence, or the rhythm of each data_exchange", _has_rhythm),
    "Burden for each data element": Evidence("data_exchange of the plan, each with its burden", _exchanges("burden")),
    "Report template under version": Evidence(
        "data_exchange of the plan, each with its template", _exchanges("template")
    ),
    "Count of data elements and their overlap with other contracts": Evidence(
        "data_exchange of the plan, each with its elements", _exchanges("elements")
    ),
    # Step 5
    "Results of steps 2 to 4": Evidence("path, cohort, items, attribution, data_cadence", _joint_planning_is_done),
    "Roles, contacts and calendar": Evidence("roles and milestones of the plan", _plan("roles", "milestones")),
    "Implementation plan under version, kept apart from the contract": Evidence(
        "an implementation plan", lambda at: at.plan is not None
    ),
    "Calendar of exchanges and reviews": Evidence("review_dates and data_cadence, or those of the plan", _has_calendar),
    # Step 6
    "Implementation plan": Evidence("an implementation plan", lambda at: at.plan is not None),
    "Rule set of the state": Evidence("rule sets of the state", _known(lambda facts: facts.rule_sets > 0)),
    "Terms to define": Evidence("terms", _wording("terms")),
    "Contract record that cites pinned versions of measures and definitions": Evidence(
        "cites, and items each by its digest or the set", lambda at: _pins_a_set(at) and _pins_measures(at)
    ),
    "Report on conformance with the rules of the state": Evidence(
        "reports on conformance", _known(lambda facts: facts.reports > 0)
    ),
    "Exhibit for signature": A_PERSON,
    # Step 7
    "Results computed by each side": A_PERSON,
    "Events: a measure changed, suspended or withdrawn": Evidence(
        "events of the pinned set, which the registry keeps", _known(lambda _facts: True)
    ),
    "Problems raised": A_PERSON,
    "Differences between the two results": A_PERSON,
    "Notice to those affected by a change": Evidence(
        "notices, one for each event", _known(lambda facts: facts.events == 0 or facts.notices > 0)
    ),
    "Report to the state": A_PERSON,
    # Step 8
    "Results against the contract, of both parties": A_PERSON,
    "New versions of measures, definitions and priority sets": Evidence(
        "newest version of the pinned set, which the registry keeps", _known(lambda _facts: True)
    ),
    "What changed since the contract was signed": Evidence(
        "the comparison of the pinned set with the newest", _known(lambda _facts: True)
    ),
    "Draft of the next period": Evidence("a contract that follows this one", _known(lambda facts: facts.is_followed)),
    "Record of what worked, for others to read": A_PERSON,
}
"""Every sentence of `framework_steps.yaml`, with what shows it. A test holds it against the file."""
