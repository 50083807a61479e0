"""Two versions of a definition of value: its statement, whose life it is about, its outcomes and what may show them."""

from operator import attrgetter
from typing import Any, Final

from governance.definitions import DefinitionOfValue, OutcomeStatement, Scope
from measures.comparison.change import Aspect, Bump, Comparison
from measures.comparison.differences import differences
from measures.comparison.tables import NAMED_APART, Entries, Part, Table, cited_version
from measures.comparison.values import name_of, shown

MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH
_VOTED: Final = "these are the words that people voted on"
_CANDIDATE: Final = "a candidate may show the outcome; a set decides which one does"


def scope_words(scope: Scope) -> str:
    """One scope as a sentence says it."""
    return f"{shown(scope.populations)} in {shown(scope.settings)}"


def outcome_words(outcome: Any) -> str:
    """What an outcome is called."""
    return f"“{outcome.id}”"


def _scopes(value: Any) -> str:
    return scope_words(value) if isinstance(value, Scope) else shown(tuple(map(scope_words, value)))


OUTCOME: Final = Table(
    OutcomeStatement,
    (
        Part(field="statement", noun="statement", aspect=Aspect.OUTCOME, bump=MAJOR, why=_VOTED),
        Part(field="domain", noun="domain", aspect=Aspect.DOMAIN, bump=MINOR,
             why="it is where the outcome is filed, not what it says"),
        Entries(field="candidate_measures", noun="candidate measure", aspect=Aspect.MEASURE, key=name_of,
                name=name_of, each=cited_version("version of the candidate", Aspect.MEASURE,
                                                 _CANDIDATE, bump=MINOR),
                added=MINOR, removed=MINOR, is_ordered=False,
                why=_CANDIDATE),
    ),
    {"id": "entries are matched by it"},
)  # fmt: skip
DEFINITION: Final = Table(
    DefinitionOfValue,
    (
        Part(field="statement", noun="statement", aspect=Aspect.MEANING, bump=MAJOR, why=_VOTED),
        Part(field="scopes", noun="scopes", aspect=Aspect.SCOPE, bump=MAJOR, show=_scopes,
             why="it is about the lives of other people, or in other places"),
        Entries(field="outcomes", noun="outcome", aspect=Aspect.OUTCOME, key=attrgetter("id"), name=outcome_words,
                each=OUTCOME, added=MINOR, removed=MAJOR, order=MINOR,
                why="priority areas point at outcomes: one more takes nothing from them, one less does; their order "
                "may be read as what comes first"),
        cited_version("definition that it is based on", Aspect.DEFINITION, "it says where the text comes from",
                      "based_on", bump=MINOR),
        Part(field="reading", noun="note on how its sources were read", aspect=Aspect.GUIDANCE, bump=MINOR,
             why="it guides whoever reads the definition"),
        Part(field="sources", noun="sources", aspect=Aspect.GUIDANCE, bump=PATCH,
             why="the text stays what it was, whatever it rests on"),
        Part(field="title", noun="title", aspect=Aspect.WORDING, bump=PATCH, why="wording"),
    ),
    NAMED_APART,
)  # fmt: skip


def compare_definitions(before: DefinitionOfValue, after: DefinitionOfValue) -> Comparison:
    """What differs between two versions of a definition of value."""
    return Comparison(before.reference, after.reference, differences(DEFINITION, before, after))
