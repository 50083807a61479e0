"""The small-cell rule: what may be shown of counts of people, and the proof that the rest cannot be worked out.

No number from 1 to 10 is shown, nor can it be derived from totals, shares, rounds or two published states. Zero may be
shown. A group that is of one mind is hidden at any size. GOVERNANCE §3.13; CMS cell size suppression policy.
"""

from governance.disclosure.counts import CountsOfVote, GroupCount, counts_of
from governance.disclosure.publication import SMALLEST_GROUP, condition_shown, publication, publications
from governance.disclosure.published import Figure, Hidden, Published
from governance.disclosure.suppression import Disclosure, Shown, hide
from governance.disclosure.tables import MIN_CELL, BadTableError, Row, Table
from governance.disclosure.verdicts import Verdict

__all__ = [
    "MIN_CELL",
    "SMALLEST_GROUP",
    "BadTableError",
    "CountsOfVote",
    "Disclosure",
    "Figure",
    "GroupCount",
    "Hidden",
    "Published",
    "Row",
    "Shown",
    "Table",
    "Verdict",
    "condition_shown",
    "counts_of",
    "hide",
    "publication",
    "publications",
]
