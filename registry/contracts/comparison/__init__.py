"""Comparing any two documents of one kind, with nothing but the documents: offline, or over what is published."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from governance.comparison import compare_definitions, compare_priority_sets, compare_set_draft
from governance.comparison.definitions import DEFINITION
from governance.comparison.priority_sets import PRIORITY_SET
from governance.definitions import DefinitionOfValue
from governance.priority_sets import PrioritySet, PrioritySetDraft
from measures.comparison import Comparison
from measures.comparison.differences import differences
from measures.comparison.measure_sets import MEASURE_SET, compare_measure_sets
from measures.comparison.measures import MEASURE, compare_measures
from measures.comparison.tables import Table
from measures.documents import Document, Record
from measures.errors import InvalidError
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from measures.references import Kind, Reference
from registry.contracts.comparison.rule_sets import RULE_SET, compare_rule_sets
from registry.contracts.comparison.terms import TERM, compare_terms
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.terms import TermDocument

TABLES: Final[Mapping[Kind, Table]] = MappingProxyType(
    {
        Kind.MEASURE: MEASURE,
        Kind.MEASURE_SET: MEASURE_SET,
        Kind.VALUE_DEFINITION: DEFINITION,
        Kind.PRIORITY_SET: PRIORITY_SET,
        Kind.RULE_SET: RULE_SET,
        Kind.TERM: TERM,
    }
)
"""What each kind of document is compared by."""


class OtherThingError(InvalidError):
    """The two are no versions of one thing."""

    code = "NOT_TWO_VERSIONS"


def compare_documents(before: Document, after: Document) -> Comparison:
    """What differs between two versions of a document, or between two measures. Their references carry no digest.

    Raises:
        OtherThingError: they are of two kinds, or have two names and are no measures.
    """
    match before, after:
        case MeasureSpecification(), MeasureSpecification():
            return compare_measures(before, after)
        case _ if before.KIND is not after.KIND or before.name != after.name:
            raise OtherThingError(
                f"{before.reference.versioned} and {after.reference.versioned} are no versions of one document; "
                "compare two versions of one, or two measures."
            )
        case MeasureSetDocument(), MeasureSetDocument():
            return compare_measure_sets(before, after)
        case DefinitionOfValue(), DefinitionOfValue():
            return compare_definitions(before, after)
        case PrioritySet(), PrioritySet():
            return compare_priority_sets(before, after)
        case RuleSetDocument(), RuleSetDocument():
            return compare_rule_sets(before, after)
        case TermDocument(), TermDocument():
            return compare_terms(before, after)
        case _:
            raise OtherThingError(f"{before.reference.versioned} is of a kind that has no comparison.")


def compare_draft(before: Document, draft: Record, target: Reference) -> Comparison:
    """What the content of a draft would change in a published document, as far as it is written.

    `target` is the version that the draft would be published as; what it cites needs no digest yet.
    """
    if isinstance(before, PrioritySet) and isinstance(draft, PrioritySetDraft):
        return compare_set_draft(before, draft, target)
    return Comparison(before.reference, target, differences(TABLES[before.KIND], before, draft))
