"""What differs between two versions of a definition of value or of a priority set."""

from governance.comparison.definitions import compare_definitions
from governance.comparison.priority_sets import compare_priority_sets, compare_set_draft

__all__ = ["compare_definitions", "compare_priority_sets", "compare_set_draft"]
