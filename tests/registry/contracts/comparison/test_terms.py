"""Two versions of a term."""

import pytest

from measures.comparison import Bump
from registry.contracts import terms
from registry.contracts.comparison.terms import compare_terms

CLEAN_CLAIM = terms.load()["term/clean-claim"].document(demonstration=False)
CASES = {
    "meaning": ({"statement": "A claim that is clean."}, "statement", "meaning", Bump.MAJOR),
    "word": ({"term": "clear claim"}, "term", "meaning", Bump.MAJOR),
    "word in capitals": ({"term": CLEAN_CLAIM.term.upper()}, "term", "wording", Bump.PATCH),
    "kind": ({"term_kind": terms.TermKind.NEGOTIABLE_POINT}, "term_kind", "meaning", Bump.MAJOR),
    "parties": ({"raised_by": ()}, "raised_by", "guidance", Bump.MINOR),
}


@pytest.mark.parametrize(("changes", "path", "aspect", "bump"), CASES.values(), ids=CASES)
def test_each_difference_is_told(changes, path, aspect, bump):
    found = compare_terms(CLEAN_CLAIM, CLEAN_CLAIM.model_copy(update=changes))
    assert [(each.path, each.aspect, each.bump) for each in found.changes] == [(path, aspect, bump)]


@pytest.mark.parametrize("term", terms.load().values(), ids=lambda term: term.id)
def test_no_term_differs_from_itself(term):
    document = term.document(demonstration=False)
    assert compare_terms(document, document).changes == ()
