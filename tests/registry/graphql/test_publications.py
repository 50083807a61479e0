"""Findings and published numbers, from what a result keeps to what is shown."""

from fractions import Fraction

import pytest

from governance.disclosure import Hidden
from governance.members import Constituency
from governance.result_pages import result_pages
from governance.rules.group_consensus import Verdict
from governance.rules.rating import Classification
from registry.graphql.findings import CandidateFinding, Findings, findings_of
from registry.graphql.publications import page_of_result


@pytest.mark.parametrize(
    ("plain", "found"),
    [
        ({}, None),
        (
            {"classification": {"a": "appropriate", "b": None}},
            Findings((CandidateFinding("a", Classification.APPROPRIATE), CandidateFinding("b"))),
        ),
        ({"result": {"a": "no_consensus"}}, Findings((CandidateFinding("a", consensus=Verdict.NO_CONSENSUS),))),
        ({"units": {"a": 70}}, Findings((CandidateFinding("a", units=70),))),
        (
            {"chosen": ["a"], "tied": ["b", "c"], "winning": [["a", "b"], ["a", "c"]], "flagged": []},
            Findings(chosen=("a",), tied=("b", "c"), winning=(("a", "b"), ("a", "c")), flagged=()),
        ),
        ({"winners": ["a"], "order": ["a", ["b", "c"]]}, Findings(winners=("a",), order=(("a",), ("b", "c")))),
    ],
    ids=["motion", "rating", "consensus", "points", "priorities", "ranking"],
)
def test_findings_are_shown_by_kind(plain, found):
    assert findings_of(plain) == found


COUNTS = {
    "vote": {
        "member": {"approve": 30, "reject": 20, "did_not_vote": 50},
        "plan": {"approve": 40, "reject": 25, "did_not_vote": 20},
        "advocate": {"approve": 2, "reject": 0, "did_not_vote": 1},
    }
}


def test_a_page_shows_the_numbers_that_may_be_shown_and_why_others_are_not():
    page = page_of_result(result_pages(COUNTS, {}))
    groups = {group.constituency: group for group in page.constituencies}
    assert groups[Constituency.MEMBER].size.number == 100
    assert (groups[Constituency.ADVOCATE].size.number, groups[Constituency.ADVOCATE].size.hidden) == (
        None,
        Hidden.FEWER,
    )
    assert groups[Constituency.PLAN].turnout.hidden is Hidden.WITHHELD, (
        "it goes, or the advocates could be told from it"
    )
    (question,) = page.questions
    answers = {group.constituency: group.answers for group in question.constituencies}
    assert answers[Constituency.ADVOCATE] is answers[Constituency.PLAN] is None
    shares = [(count.answer, count.people, count.share) for count in answers[Constituency.MEMBER]]
    assert shares == [("approve", 30, Fraction(3, 5)), ("reject", 20, Fraction(2, 5))]
    assert [count.people for count in question.answers] == [72, 45]


def test_a_result_without_a_page_shows_none():
    assert page_of_result({}) is None
