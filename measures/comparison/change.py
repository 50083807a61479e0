"""One difference between two versions, and what a whole comparison comes to."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from measures.references import Reference

NO_VERSION: Final = "0.0.0"
"""What stands for the version of a reference that names none."""


class Bump(IntEnum):
    """How far a version has to rise: a larger one says more about what a contract can still rely on."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


class Aspect(StrEnum):
    """What of a record changed, in the words of those who read it."""

    IDENTIFIERS = "identifiers"
    UPSTREAM_VERSION = "upstream_version"
    STEWARD = "steward"
    MEASURE_TYPE = "measure_type"
    DOMAIN = "domain"
    POPULATION = "population"
    SETTING = "setting"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    EXCLUSIONS = "exclusions"
    SOURCE = "source"
    LEVEL = "level"
    PERIOD = "period"
    DIRECTION = "direction"
    STRATIFICATION = "stratification"
    RATES = "rates"
    LINEAGE = "lineage"
    SCOPE = "scope"
    MEASURE = "measure"
    ROLE = "role"
    TARGET = "target"
    BENCHMARK = "benchmark"
    WEIGHT = "weight"
    TIER = "tier"
    PHASE_PATH = "phase_path"
    LABEL = "label"
    OUTCOME = "outcome"
    DEFINITION = "definition"
    RULE = "rule"
    MEANING = "meaning"
    GUIDANCE = "guidance"
    WORDING = "wording"


class Comparability(StrEnum):
    """Whether results of two versions of a measure may be set side by side."""

    COMPARABLE = "comparable"
    WITH_CARE = "with_care"
    NOT_COMPARABLE = "not_comparable"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are as people read them; none where the side has nothing there."""

    aspect: Aspect
    path: str
    """Where it stands in the document: `items.tn-quiltss/cna-hours.weight`. Entries go by their own name."""
    before: str | None
    after: str | None
    sentence: str
    """The difference in one plain sentence."""
    bump: Bump
    """The least rise of the version that this difference alone asks for."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions, in the order in which a reader should hear it."""

    before: Reference
    after: Reference
    changes: tuple[Change, ...]
    comparability: Comparability | None = None
    """For measures: whether results may be set side by side. None for everything else."""
    reason: str | None = None
    """Why, in a sentence."""
    before_label: str | None = None
    after_label: str | None = None
    """What each side is called upstream ("MY2026", "2024 ed."); such a label need not be a semantic version."""

    @property
    def least(self) -> Bump:
        """The least rise of the version that all differences together ask for."""
        return max((change.bump for change in self.changes), default=Bump.NONE)

    @property
    def least_version(self) -> str:
        """The least version that may follow `before` with these differences; that of `before` if nothing differs."""
        return next_version(self.before.version or NO_VERSION, self.least)

    @property
    def rises_enough(self) -> bool:
        """Whether the version of `after` is at least the least one. Looking back, it never is."""
        return parts_of(self.after.version or NO_VERSION) >= parts_of(self.least_version)

    @property
    def looks_ahead(self) -> bool:
        """Whether `after` is a later version of the same document; only then do the differences ask for a number."""
        numbers = parts_of(self.before.version or NO_VERSION), parts_of(self.after.version or NO_VERSION)
        return self.before.name == self.after.name and numbers[0] < numbers[1]

    def asking_for_more(self) -> tuple[Change, ...]:
        """The changes that ask for a higher version than `after` has."""
        before, after = self.before.version or NO_VERSION, parts_of(self.after.version or NO_VERSION)
        return tuple(change for change in self.changes if after < parts_of(next_version(before, change.bump)))


def parts_of(version: str) -> tuple[int, int, int]:
    """MAJOR, MINOR and PATCH as numbers, which order versions as they are meant to be."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def next_version(version: str, bump: Bump) -> str:
    """The least version above `version` that a rise of this size allows; the same one for none."""
    major, minor, patch = parts_of(version)
    match bump:
        case Bump.MAJOR:
            return f"{major + 1}.0.0"
        case Bump.MINOR:
            return f"{major}.{minor + 1}.0"
        case Bump.PATCH:
            return f"{major}.{minor}.{patch + 1}"
        case _:
            return version
