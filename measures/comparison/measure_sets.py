"""Two versions of a steward's measure set. Its members are dated records beside it, not part of the document."""

from typing import Final

from measures.comparison.change import Aspect, Bump, Comparison
from measures.comparison.differences import differences
from measures.comparison.tables import NAMED_APART, Part, Table
from measures.measure_sets import MeasureSetDocument

MEASURE_SET: Final = Table(
    MeasureSetDocument,
    (
        Part(field="upstream_version", noun="steward's own version", aspect=Aspect.UPSTREAM_VERSION, bump=Bump.MAJOR,
             why="another edition of a list may hold other measures"),
        Part(field="upstream_published", noun="day of the steward's version", aspect=Aspect.UPSTREAM_VERSION,
             bump=Bump.MINOR, gained=Bump.PATCH, why="it dates the edition, which is named"),
        Part(field="steward", noun="steward", aspect=Aspect.STEWARD, bump=Bump.MINOR,
             why="somebody else answers for the list, which stays"),
        Part(field="title", noun="title", aspect=Aspect.WORDING, bump=Bump.PATCH, why="wording"),
    ),
    NAMED_APART,
)  # fmt: skip


def compare_measure_sets(before: MeasureSetDocument, after: MeasureSetDocument) -> Comparison:
    """What differs between two versions of a measure set, with the steward's label of each."""
    return Comparison(
        before.reference,
        after.reference,
        differences(MEASURE_SET, before, after),
        before_label=before.upstream_version,
        after_label=after.upstream_version,
    )
