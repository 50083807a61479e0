"""Whether a new version rises enough above the one before it. Contracts read the number before they read anything."""

from measures.comparison.change import Bump, Comparison
from measures.errors import ConflictError

MOST_REASONS = 5
"""So many reasons stand in a refusal; the comparison has them all."""


class VersionTooSmallError(ConflictError):
    """The version promises less change than there is."""

    code = "VERSION_TOO_SMALL"


class NothingChangedError(ConflictError):
    """A new version would say what the version before it says."""

    code = "NOTHING_CHANGED"


def require_rise(comparison: Comparison, *, may_repeat: bool = False) -> None:
    """See that a version is high enough for what changed. A higher one than needed is allowed.

    `may_repeat`: the version before was withdrawn, so that its words may be published again.

    Raises:
        VersionTooSmallError: with each change that asks for more.
        NothingChangedError: nothing changed, so that everybody who relies on the version before would be told for
            nothing.
    """
    if comparison.least is Bump.NONE and not may_repeat:
        raise NothingChangedError(
            f"{comparison.after.versioned} would say what {comparison.before.versioned} says, which stands; "
            "go on citing that one."
        )
    if not comparison.rises_enough:
        raise VersionTooSmallError(too_small(comparison))


def too_small(comparison: Comparison) -> str:
    """Why a version is too small, and which one would do."""
    asking = [change.sentence for change in comparison.asking_for_more()]
    more = len(asking) - MOST_REASONS
    said = " ".join(asking[:MOST_REASONS]) + (f" And {more} more." if more > 0 else "")
    return (
        f"{comparison.after.versioned} is too small a step from {comparison.before.versioned}: what changed asks for "
        f"{comparison.least_version} or higher. {said}"
    )
