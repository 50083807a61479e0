"""Two versions of a priority set, or the published one and a draft of the next.

DESIGN §3: a measure added, removed or swapped, a role, target, weight or scope changed is major; a new optional item or
guidance is minor; wording is patch.
"""

from operator import attrgetter
from typing import Any, Final

from governance.advance import Upstream
from governance.comparison.moved_paths import AnySet, without_moved_paths
from governance.phases import ItemRole, PhaseStep
from governance.priority_sets import (
    DraftItem,
    ItemLabel,
    OutcomePointer,
    Period,
    PriorityArea,
    PrioritySet,
    PrioritySetDraft,
    SetItem,
    SetScope,
    Tier,
)
from measures.comparison.change import Aspect, Bump, Change, Comparison
from measures.comparison.differences import differences
from measures.comparison.tables import NAMED_APART, Entries, Inside, Part, Table, cited_version
from measures.comparison.values import name_of, same_number
from measures.references import Reference

MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH
OPTIONAL: Final = frozenset({ItemRole.MONITORING, ItemRole.DEVELOPMENTAL})
"""Roles that ask nothing of a provider: the state watches the measure, or it is being built up."""
_MONEY: Final = "what somebody is paid for, or has to reach"
_DUTY: Final = "what somebody has to do"
_PEOPLE: Final = "it binds other people or other contracts"
_MATCHED: Final = "entries are matched by it"


def is_optional(item: DraftItem) -> bool:
    """Whether nothing hangs on an item, now or at any later step of its path."""
    roles = {item.role, *(step.role for step in item.phase_path)}
    return roles <= OPTIONAL and item.weight is None


def item_words(item: Any) -> str:
    """What an item is called: its title, where it has one, and the name of its measure."""
    title = getattr(item, "title", None)
    return f"“{title}” ({name_of(item.measure)})" if title else name_of(item.measure)


def _day(step: PhaseStep) -> str:
    return step.starts.isoformat()


def _area_words(area: PriorityArea) -> str:
    return f"“{area.statement}” ({area.id})"


def _tier_words(tier: Tier) -> str:
    return f"“{tier.name}”"


def _step_words(step: PhaseStep) -> str:
    category = f" in category {step.category}" if step.category else ""
    return f"from {step.starts} ({step.role}{category})"


SCOPE: Final = Table(
    SetScope,
    (
        Part(field="populations", noun="populations", aspect=Aspect.POPULATION, bump=MAJOR, why=_PEOPLE),
        Part(field="settings", noun="settings", aspect=Aspect.SETTING, bump=MAJOR, why=_PEOPLE),
        Part(field="waiver_authority", noun="waiver authority", aspect=Aspect.SCOPE, bump=MAJOR, why=_PEOPLE),
        Part(field="contract_types", noun="contract types", aspect=Aspect.SCOPE, bump=MAJOR, why=_PEOPLE),
    ),
)
PERIOD: Final = Table(
    Period,
    (
        Part(field="starts", noun="first day of the period", aspect=Aspect.PERIOD, bump=MAJOR, why=_MONEY),
        Part(field="ends", noun="last day of the period", aspect=Aspect.PERIOD, bump=MAJOR, why=_MONEY),
    ),
)
STEP: Final = Table(
    PhaseStep,
    (
        Part(field="role", noun="role", aspect=Aspect.PHASE_PATH, bump=MAJOR, why=_MONEY),
        Part(field="category", noun="APM category", aspect=Aspect.PHASE_PATH, bump=MAJOR, show=str, why=_MONEY),
        Part(field="replaced_by", noun="measure that replaces it", aspect=Aspect.PHASE_PATH, bump=MAJOR, why=_DUTY),
    ),
    {"starts": _MATCHED},
)
LABEL: Final = Table(
    ItemLabel,
    (
        Part(field="label", noun="label", aspect=Aspect.LABEL, bump=MAJOR,
             why="compliance may gate, only quality is paid"),
        Part(field="basis", noun="basis of the label", aspect=Aspect.LABEL, bump=MINOR,
             why="another decision settled the same label"),
        Part(field="decision", noun="decision on the label", aspect=Aspect.LABEL, bump=MINOR,
             why="another decision settled the same label"),
    ),
    {"digest": "it is the digest of the decision, which is compared"},
)  # fmt: skip
UPSTREAM: Final = Table(
    Upstream,
    (
        Part(field="state", noun="state of the specification upstream", aspect=Aspect.GUIDANCE, bump=MINOR,
             gained=PATCH, why="a reader learns how firm the specification was; the item cites the same version"),
        Part(field="because", noun="reason for the state upstream", aspect=Aspect.WORDING, bump=PATCH, why="wording"),
    ),
)  # fmt: skip
ITEM: Final = Table(
    SetItem,
    (
        cited_version("measure version", Aspect.MEASURE, "the set asks for as much as the measure itself changed",
                      "measure"),
        Part(field="role", noun="role", aspect=Aspect.ROLE, bump=MAJOR, why=_DUTY),
        Part(field="weight", noun="weight", aspect=Aspect.WEIGHT, bump=MAJOR, alike=same_number, why=_MONEY),
        Part(field="target", noun="target", aspect=Aspect.TARGET, bump=MAJOR, why=_MONEY),
        Part(field="benchmark", noun="benchmark", aspect=Aspect.BENCHMARK, bump=MAJOR, why=_MONEY),
        Part(field="tier", noun="tier", aspect=Aspect.TIER, bump=MAJOR,
             why="a tier says whether a measure has to be chosen"),
        Entries(field="phase_path", noun="step", aspect=Aspect.PHASE_PATH, key=_day,
                name=_step_words, each=STEP, added=MAJOR, removed=MAJOR, why="it moves a role, and with it money",
                is_ordered=False),
        Part(field="stratification", noun="groups by which results are shown", aspect=Aspect.STRATIFICATION,
             bump=MAJOR, why=_DUTY),
        Inside(field="label", table=LABEL),
        Part(field="area", noun="priority area", aspect=Aspect.OUTCOME, bump=MINOR,
             why="it says which outcome the measure stands for; what is asked of it stays"),
        Inside(field="upstream", table=UPSTREAM),
        Part(field="note", noun="note", aspect=Aspect.GUIDANCE, bump=MINOR, why="guidance"),
        Part(field="title", noun="title", aspect=Aspect.WORDING, bump=PATCH, why="wording"),
    ),
)  # fmt: skip
POINTER: Final = Table(
    OutcomePointer,
    (
        cited_version("definition whose outcome it stands for", Aspect.DEFINITION,
                      "the area moves as far as the definition did", "definition"),
        Part(field="outcome", noun="outcome that it stands for", aspect=Aspect.OUTCOME, bump=MAJOR,
             why="another outcome comes first"),
    ),
)  # fmt: skip
AREA: Final = Table(
    PriorityArea,
    (
        Part(field="statement", noun="statement", aspect=Aspect.OUTCOME, bump=MAJOR,
             why="a program cannot tell a rewording from another outcome"),
        Inside(field="outcome", table=POINTER),
    ),
    {"id": _MATCHED},
)  # fmt: skip
TIER: Final = Table(
    Tier,
    (
        Part(field="name", noun="name", aspect=Aspect.TIER, bump=MAJOR,
             why="rules and contracts speak of a tier by the state's own word"),
    ),
    {"key": _MATCHED},
)  # fmt: skip
PRIORITY_SET: Final = Table(
    PrioritySet,
    (
        Inside(field="period", table=PERIOD),
        Inside(field="scope", table=SCOPE),
        Part(field="programme", noun="program", aspect=Aspect.SCOPE, bump=MAJOR, why=_PEOPLE),
        Entries(field="items", noun="measure", aspect=Aspect.MEASURE, key=lambda item: name_of(item.measure),
                name=item_words, each=ITEM, added=MAJOR, removed=MAJOR, optional=is_optional,
                why="contracts are held to it; an item that is only watched or built up, now and on its whole path, "
                "and weighs nothing, is optional"),
        Entries(field="areas", noun="priority area", aspect=Aspect.OUTCOME, key=attrgetter("id"), name=_area_words,
                each=AREA, added=MINOR, removed=MAJOR, order=MINOR,
                why="one more takes nothing away; their order may be read as what comes first"),
        Entries(field="definitions", noun="definition of value", aspect=Aspect.DEFINITION, key=name_of, name=name_of,
                each=cited_version("version of the definition of value", Aspect.DEFINITION,
                                   "the set serves what the definition now says"),
                added=MINOR, removed=MAJOR, is_ordered=False,
                why="one more takes nothing from what the set served before"),
        Entries(field="tiers", noun="tier", aspect=Aspect.TIER, key=attrgetter("key"), name=_tier_words, each=TIER,
                added=MINOR, removed=MAJOR, why="a word more binds nobody until an item stands in it"),
        Part(field="differences", noun="statement of where the set departs from its source", aspect=Aspect.GUIDANCE,
             bump=MINOR, why="guidance"),
        Part(field="agency", noun="agency", aspect=Aspect.STEWARD, bump=MINOR,
             why="somebody else answers for the set, which stays"),
        Part(field="sources", noun="sources", aspect=Aspect.GUIDANCE, bump=PATCH,
             why="the set stays what it was, whatever it rests on"),
        Part(field="statement", noun="plain-language statement", aspect=Aspect.WORDING, bump=PATCH,
             why="it retells the set for members; what binds stands in the other fields"),
        Part(field="title", noun="title", aspect=Aspect.WORDING, bump=PATCH, why="wording"),
    ),
    NAMED_APART,
)  # fmt: skip


def compare_priority_sets(before: PrioritySet, after: PrioritySet) -> Comparison:
    """What differs between two versions of a priority set."""
    return Comparison(before.reference, after.reference, _changes(before, after))


def compare_set_draft(before: PrioritySet, draft: PrioritySetDraft, target: Reference) -> Comparison:
    """What a draft would change in a published set, as far as its drafter has written it.

    Titles, labels and digests are settled at publication, so they are left out on both sides.
    """
    fields = set(PrioritySetDraft.model_fields)
    items = [item.model_dump(include=set(DraftItem.model_fields)) for item in before.items]
    published = PrioritySetDraft.model_validate({**before.model_dump(include=fields - {"items"}), "items": items})
    return Comparison(before.reference, target, _changes(published, draft))


def _changes(before: AnySet, after: AnySet) -> tuple[Change, ...]:
    told: tuple[AnySet, tuple[Change, ...]] = without_moved_paths(before, after)
    found = (*told[1], *differences(PRIORITY_SET, before, told[0]))
    return tuple(sorted(found, key=lambda change: -change.bump))
