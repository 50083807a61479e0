"""What a ballot says on the command line: each kind of option, what is asked for, and what is never quoted."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest

from governance.rules import Approvals, Choice, Points, Ranking, Ratings, WrongChoiceError, preset
from governance.votes import Candidate, SubjectKind, Vote, VoteStage
from registry.cli.answers import Said, answer_on, given_reason

NOTHING = Said(choice=None, rate=(), unable=(), approve=(), approve_none=False, rank=None, points=())
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def a_vote(rule):
    candidates = () if rule in ("registry_default", "registry_label") else (Candidate("a", "A"), Candidate("b", "B"))
    return Vote(
        id=UUID(int=1), subject_kind=SubjectKind.OUTCOMES, subject="x", subject_digest="sha256:0", jurisdiction="US-TN",
        rule=preset(rule), roll_id=UUID(int=2), roll_digest="sha256:1", stage=VoteStage.OPEN, round=1, opens_at=NOON,
        closes_at=NOON, zone="UTC", opened_by=UUID(int=3), candidates=candidates,
    )  # fmt: skip


ANSWERS = {
    "a choice": ("registry_default", {"choice": "reject"}, ["reject"], Choice.REJECT),
    "a label": ("registry_label", {"choice": "quality"}, ["quality"], Choice.QUALITY),
    "scores": ("comet_pooled", {"rate": ("a=7",), "unable": ("b",)}, ["7", "unable"], Ratings({"a": 7, "b": None})),
    "approvals": ("registry_priorities", {"approve": ("b", "a")}, ["a, b"], Approvals(frozenset({"a", "b"}))),
    "no approval": ("registry_priorities", {"approve_none": True}, [""], Approvals(frozenset())),
    "an order": ("registry_ranking", {"rank": "b, a"}, ["b,a"], Ranking(("b", "a"))),
    "points": ("registry_points", {"points": ("a=60", "b=40")}, ["60", "40"], Points({"a": 60, "b": 40})),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_said_in_options(name):
    rule, said, _, answer = ANSWERS[name]
    assert answer_on(a_vote(rule), replace(NOTHING, **said)) == answer


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_a_line_for_each_question_where_no_option_says_it(monkeypatch, capsys, name):
    rule, _, lines, answer = ANSWERS[name]
    monkeypatch.setattr("sys.stdin", StringIO("\n".join([*lines, "what is left"])))
    assert answer_on(a_vote(rule), NOTHING) == answer
    assert given_reason("-") == "what is left"
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == ("" if rule in ("registry_default", "registry_label") else "a: A\nb: B\n")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("registry_default", {"choice": "secret77"}),
        ("registry_default", {"choice": "quality"}),
        ("registry_default", {"rank": "a,b"}),
        ("registry_default", {"choice": "reject", "rank": "a"}),
        ("comet_pooled", {"rate": ("a=77",), "unable": ("b",)}),
        ("comet_pooled", {"rate": ("a=seven", "b=7")}),
        ("comet_pooled", {"rate": ("a", "b=7")}),
        ("comet_pooled", {"rate": ("a=7",)}),
        ("comet_pooled", {"rate": ("a=7", "b=7"), "unable": ("b",)}),
        ("registry_priorities", {"approve": ("secret77",)}),
        ("registry_priorities", {"approve": ("a", "a")}),
        ("registry_priorities", {"approve": ("a",), "approve_none": True}),
        ("registry_ranking", {"rank": ","}),
        ("registry_ranking", {"rank": "a,a"}),
        ("registry_points", {"points": ("a=77",)}),
    ],
    ids=str,
)
def test_an_answer_that_does_not_fit_is_refused_by_what_the_vote_asks_for(rule, said):
    with pytest.raises(WrongChoiceError) as refused:
        answer_on(a_vote(rule), replace(NOTHING, **said))
    assert refused.value.message.endswith("Your ballot is not quoted here.")
    assert not [word for word in ("secret77", "77", "seven", "quality", "reject,a") if word in refused.value.message]
    assert refused.value.__suppress_context__


def test_what_was_said_is_not_printed_with_the_object():
    assert "reject" not in repr(replace(NOTHING, choice="reject"))


def test_a_reason_is_taken_as_it_is_unless_it_is_a_dash():
    assert given_reason("Because.") == "Because."
    assert given_reason(None) is None
