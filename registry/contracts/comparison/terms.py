"""Two versions of a contract term: the word, and what it means."""

from typing import Final

from measures.comparison.change import Aspect, Bump, Comparison
from measures.comparison.differences import differences
from measures.comparison.tables import NAMED_APART, Part, Table
from registry.contracts.terms import TermDocument

TERM: Final = Table(
    TermDocument,
    (
        Part(field="statement", noun="meaning", aspect=Aspect.MEANING, bump=Bump.MAJOR,
             why="a contract means what the term says; a program cannot tell a rewording from another meaning"),
        Part(field="term", noun="word", aspect=Aspect.MEANING, bump=Bump.MAJOR,
             why="a contract uses the word that is defined"),
        Part(field="term_kind", noun="kind", aspect=Aspect.MEANING, bump=Bump.MAJOR,
             why="a definition, a point to settle and something asked of a plan bind in different ways"),
        Part(field="raised_by", noun="parties who raise it", aspect=Aspect.GUIDANCE, bump=Bump.MINOR,
             why="guidance for those who negotiate"),
    ),
    NAMED_APART,
)  # fmt: skip


def compare_terms(before: TermDocument, after: TermDocument) -> Comparison:
    """What differs between two versions of a term."""
    return Comparison(before.reference, after.reference, differences(TERM, before, after))
