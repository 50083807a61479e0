"""Counting again: worked cases and sealed exports, of every kind of decision. docs/recount.md tells the format.

read_cases(text, where) -> CaseFile       one case, or {"cases": [...]}
recount_file(file) -> RecountedFile       every case, and the result digest of an export
recount_case(case) -> Recounted           what one comes to, and whether it agrees with what was stated
recount(record, where) -> dict            the record that a record's rule and input lead to
KINDS                                     the kinds that are known, and how each is counted
"""

from governance.recounting.cases import Case, CaseFile, read_cases
from governance.recounting.kinds import KINDS
from governance.recounting.recount import DIGEST, Recounted, RecountedFile, recount, recount_case, recount_file
from governance.recounting.refusals import BadCaseError, UnknownKindError, UnknownMethodError

__all__ = [
    "DIGEST",
    "KINDS",
    "BadCaseError",
    "Case",
    "CaseFile",
    "Recounted",
    "RecountedFile",
    "UnknownKindError",
    "UnknownMethodError",
    "read_cases",
    "recount",
    "recount_case",
    "recount_file",
]
