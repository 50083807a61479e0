"""Two versions of a measure: what differs, and whether their results may be set side by side.

Numerators, denominators and exclusions are told in own words. A program cannot judge whether other words mean
something else, so such a difference asks for a major version, and the verdict is not known unless a source says.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from measures.comparison.change import Aspect, Bump, Change, Comparability, Comparison
from measures.comparison.differences import differences
from measures.comparison.tables import NAMED_APART, Inside, Part, Table
from measures.measure import Identifiers, Lineage, MeasureSpecification, Stratifiers
from measures.references import Kind, Reference
from measures.vocabularies import Direction

MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH
_NUMBER: Final = "one number can cover many measures, so another number alone changes nothing that is measured"
_OTHER_WORDS: Final = "a program cannot tell a rewording from another meaning, and results hang on the meaning"
_SAYS_MORE: Final = "it says more about where the measure comes from, and changes nothing that is measured"


def _stated(direction: Direction | None) -> object:
    return None if direction is Direction.NOT_STATED else direction


IDENTIFIERS: Final = Table(
    Identifiers,
    tuple(
        Part(
            field=field, noun=noun, aspect=Aspect.IDENTIFIERS, bump=MINOR, gained=PATCH, why=_NUMBER,
        )
        for field, noun in (("cmit", "CMIT number"), ("cbe", "CBE number"), ("cms_code", "CMS code"))
    ),
)  # fmt: skip
STRATIFIERS: Final = Table(
    Stratifiers,
    (
        Part(field="required", noun="groups by which results must be shown", aspect=Aspect.STRATIFICATION,
             bump=MAJOR, gained=MINOR, why="who pays on a group's results can no longer do so once it is gone"),
        Part(field="basis", noun="basis of the groups", aspect=Aspect.GUIDANCE, bump=PATCH,
             why="it says who requires the groups, which stand beside it"),
    ),
)  # fmt: skip
LINEAGE: Final = Table(
    Lineage,
    (
        Part(field="modified_from", noun="measure that it was made from", aspect=Aspect.LINEAGE, bump=MINOR,
             why=_SAYS_MORE),
        Part(field="changes", noun="list of what was changed", aspect=Aspect.LINEAGE, bump=MINOR, why=_SAYS_MORE),
        Part(field="comparable", noun="statement whether results are comparable", aspect=Aspect.LINEAGE, bump=MINOR,
             why="it says how results may be read, and changes none"),
        Part(field="trendable", noun="statement whether results can be trended", aspect=Aspect.LINEAGE, bump=MINOR,
             why="it says how results may be read, and changes none"),
        Part(field="source", noun="source of the lineage", aspect=Aspect.LINEAGE, bump=PATCH,
             why="it is where the statements were read"),
    ),
)  # fmt: skip
MEASURE: Final = Table(
    MeasureSpecification,
    (
        Part(field="upstream_version", noun="steward's own version", aspect=Aspect.UPSTREAM_VERSION, bump=MINOR,
             gained=PATCH, why="another edition of the same measure; what it changes stands in the fields below"),
        Part(field="numerator", noun="numerator", aspect=Aspect.NUMERATOR, bump=MAJOR, why=_OTHER_WORDS),
        Part(field="denominator", noun="denominator", aspect=Aspect.DENOMINATOR, bump=MAJOR, why=_OTHER_WORDS),
        Part(field="exclusions", noun="exclusions", aspect=Aspect.EXCLUSIONS, bump=MAJOR, gained=MINOR,
             why=f"{_OTHER_WORDS}; where none were told, nobody could rely on there being none"),
        Part(field="populations", noun="populations", aspect=Aspect.POPULATION, bump=MAJOR,
             why="other people are counted"),
        Part(field="delivery_systems", noun="side of Medicaid", aspect=Aspect.POPULATION, bump=MAJOR,
             why="other people are counted"),
        Part(field="settings", noun="settings", aspect=Aspect.SETTING, bump=MAJOR, why="results of other places"),
        Part(field="data_source", noun="data sources", aspect=Aspect.SOURCE, bump=MAJOR,
             why="the work of reporting changes, and with it often the result"),
        Part(field="tested_level", noun="level of accountability", aspect=Aspect.LEVEL, bump=MAJOR, gained=MINOR,
             why="a contract that holds a provider to it rests on the level at which it was tested"),
        Part(field="direction", noun="direction", aspect=Aspect.DIRECTION, bump=MAJOR, gained=MINOR, told=_stated,
             why="better becomes worse; where none was told, nothing is turned around"),
        Part(field="rates", noun="rates", aspect=Aspect.RATES, bump=MAJOR, gained=MINOR, order=MAJOR,
             why="contracts and result files name rates, often by their number"),
        Part(field="measure_type", noun="type", aspect=Aspect.MEASURE_TYPE, bump=MAJOR,
             why="rules count measures by type, and the label was decided on what the measure is"),
        Inside(field="stratifiers", table=STRATIFIERS),
        Part(field="domain", noun="outcome domain", aspect=Aspect.DOMAIN, bump=MINOR,
             why="it is where we file the measure, not what it measures"),
        Part(field="steward", noun="steward", aspect=Aspect.STEWARD, bump=MINOR,
             why="somebody else answers for the specification, which stays"),
        Inside(field="identifiers", table=IDENTIFIERS),
        Inside(field="lineage", table=LINEAGE),
        Part(field="license_note", noun="note on the license", aspect=Aspect.GUIDANCE, bump=MINOR,
             why="what its owner allows may cost a reader something"),
        Part(field="title", noun="title", aspect=Aspect.WORDING, bump=PATCH, why="wording"),
        Part(field="short_name", noun="short name", aspect=Aspect.WORDING, bump=PATCH, why="wording"),
        Part(field="family", noun="family", aspect=Aspect.WORDING, bump=PATCH,
             why="the heading under which the catalog files it"),
    ),
    NAMED_APART,
)  # fmt: skip

VERDICTS: Final[Mapping[Aspect, Comparability]] = MappingProxyType(
    {
        Aspect.POPULATION: Comparability.NOT_COMPARABLE,
        Aspect.DIRECTION: Comparability.NOT_COMPARABLE,
        Aspect.NUMERATOR: Comparability.NOT_KNOWN,
        Aspect.DENOMINATOR: Comparability.NOT_KNOWN,
        Aspect.EXCLUSIONS: Comparability.NOT_KNOWN,
        Aspect.RATES: Comparability.NOT_KNOWN,
        Aspect.UPSTREAM_VERSION: Comparability.NOT_KNOWN,
        Aspect.MEASURE_TYPE: Comparability.WITH_CARE,
        Aspect.SOURCE: Comparability.WITH_CARE,
        Aspect.SETTING: Comparability.WITH_CARE,
        Aspect.LEVEL: Comparability.WITH_CARE,
        Aspect.STRATIFICATION: Comparability.WITH_CARE,
    }
)
"""What a difference means for results where no source says; every other aspect leaves them comparable."""
_WORST_FIRST: Final = (
    Comparability.NOT_COMPARABLE,
    Comparability.NOT_KNOWN,
    Comparability.WITH_CARE,
)
_TOLD_AT_LAST: Final = frozenset({Aspect.UPSTREAM_VERSION, Aspect.DIRECTION, Aspect.RATES})
"""Where something is only told that was not told before, results stay what they were. Exclusions are not among them."""
_ONLY_IF_LOST: Final = frozenset({Aspect.LEVEL, Aspect.STRATIFICATION})
"""What may gain entries without touching a result."""
_TWO: Final = "They are two measures, and nothing that was read says that one was made from the other."
_BECAUSE: Final[Mapping[Comparability, str]] = MappingProxyType(
    {
        Comparability.NOT_COMPARABLE: "Results may not be set side by side, since this differs: {}.",
        Comparability.NOT_KNOWN: "Nothing that was read says whether results may be set side by side; "
        "a person has to judge what this means: {}.",
        Comparability.WITH_CARE: "Results may be set side by side with care, since this differs: {}.",
    }
)


def compare_measures(before: MeasureSpecification, after: MeasureSpecification) -> Comparison:
    """What differs between two versions of a measure, or between two measures, with the verdict on their results."""
    changes = differences(MEASURE, before, after)
    stated = _stated_by_source(before, after)
    if before.name != after.name:
        changes = (_other_measure(before, after), *changes)
        stated = stated or (Comparability.NOT_COMPARABLE, _TWO)
    verdict, reason = stated or _judged(changes)
    return Comparison(
        before.reference,
        after.reference,
        changes,
        verdict,
        reason,
        before.upstream_version,
        after.upstream_version,
    )


def _other_measure(before: MeasureSpecification, after: MeasureSpecification) -> Change:
    named = [f"{side.title} (measure/{side.name})" for side in (before, after)]
    sentence = f"These are two measures: {' and '.join(named)}."
    return Change(Aspect.MEASURE, "name", before.name, after.name, sentence, MAJOR)


def _stated_by_source(before: MeasureSpecification, after: MeasureSpecification) -> tuple[Comparability, str] | None:
    """What the lineage of one side says of the other; a lineage that names a third measure says nothing here."""
    for lineage, other in ((after.lineage, before), (before.lineage, after)):
        if lineage is None or lineage.comparable is None or not _names(lineage.modified_from, other):
            continue
        said = f"The source {lineage.source} says that results are"
        if not lineage.comparable:
            return Comparability.NOT_COMPARABLE, f"{said} not comparable."
        if lineage.trendable:
            return Comparability.COMPARABLE, f"{said} comparable and can be trended."
        trend = "says nothing of trends" if lineage.trendable is None else "that they cannot be trended"
        return Comparability.WITH_CARE, f"{said} comparable, and {trend}."
    return None


def _names(text: str, measure: MeasureSpecification) -> bool:
    """Whether a text names a measure, or exactly this version of it."""
    anything = Reference(Kind.MEASURE, measure.name)
    named = text.split("#", maxsplit=1)[0]
    return named in (measure.name, anything.versioned, measure.reference.versioned)


def _judged(changes: Sequence[Change]) -> tuple[Comparability, str]:
    found: dict[Comparability, list[str]] = {}
    for change in changes:
        told_at_last = change.before is None and change.aspect in _TOLD_AT_LAST
        only_gained = change.bump < MAJOR and change.aspect in _ONLY_IF_LOST
        verdict = VERDICTS.get(change.aspect)
        if verdict and not told_at_last and not only_gained:
            found.setdefault(verdict, []).append(change.aspect.replace("_", " "))
    for verdict in _WORST_FIRST:
        if verdict in found:
            return verdict, _BECAUSE[verdict].format(", ".join(dict.fromkeys(found[verdict])))
    if changes:
        return Comparability.COMPARABLE, "Nothing differs that results hang on."
    return Comparability.COMPARABLE, "Nothing differs."
