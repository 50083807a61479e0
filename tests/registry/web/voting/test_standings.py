"""Where a vote stands, and when comments are taken."""

from datetime import timedelta
from uuid import uuid4

import pytest

from governance.members import PersonId
from governance.proposals import Proposal, ProposalId, Stage
from governance.votes import VoteStage
from measures.references import Reference
from registry.web.voting.listing import Listed, in_order
from registry.web.voting.standings import WITH_RESULT, Standing, kind_words, standing_of
from registry.web.voting.subjects import Subject
from registry.web.voting.windows import CommentWindow, comment_window
from tests.registry.web.voting.making import CLOSES, OPENS, a_vote

A_MOMENT = timedelta(microseconds=1)
BOUNDS = {
    "before it opens": (OPENS - A_MOMENT, Standing.UPCOMING),
    "as it opens": (OPENS, Standing.OPEN),
    "in the last moment": (CLOSES - A_MOMENT, Standing.OPEN),
    "at the deadline": (CLOSES, Standing.COUNTING),
}


@pytest.mark.parametrize(("now", "standing"), BOUNDS.values(), ids=BOUNDS.keys())
def test_a_vote_is_open_from_its_opening_until_just_before_its_deadline(now, standing):
    assert standing_of(a_vote(), now) is standing


@pytest.mark.parametrize("stage", VoteStage)
def test_only_what_was_certified_has_a_result_to_show(stage):
    standing = standing_of(a_vote(stage=stage), CLOSES + A_MOMENT)
    certified = (VoteStage.CERTIFIED, VoteStage.FINAL, VoteStage.SET_ASIDE)
    assert (standing in WITH_RESULT) is (stage in certified)


def test_closed_and_tallied_votes_look_the_same():
    closed, tallied = (a_vote(stage=stage) for stage in (VoteStage.CLOSED, VoteStage.TALLIED))
    assert standing_of(closed, CLOSES) is standing_of(tallied, CLOSES) is Standing.COUNTING


def test_every_kind_has_words():
    assert kind_words(a_vote(), str) == "A definition of value: what good care means"


def test_votes_that_end_first_stand_first_and_of_past_ones_the_newest():
    def listed(days, standing):
        return Listed(a_vote(closes_at=CLOSES + timedelta(days=days)), Subject("label", "A title"), standing)

    soon, later = listed(0, Standing.OPEN), listed(1, Standing.OPEN)
    old, new = listed(0, Standing.RESULT), listed(1, Standing.RESULT)
    found = in_order([later, soon, old, new])
    assert (found[Standing.OPEN], found[Standing.RESULT], found[Standing.UPCOMING]) == ([soon, later], [new, old], [])


def a_proposal(stage=Stage.COMMENT, until=None):
    return Proposal(
        id=ProposalId(uuid4()),
        target=Reference.parse("value-definition/US-TN/nf@1.0.0"),
        content={},
        stage=stage,
        proposer=PersonId(uuid4()),
        organisation="agency",
        created_at=OPENS,
        changed_at=OPENS,
        writers=frozenset(),
        comment_until=until,
    )


WINDOWS = {
    "without an end": (a_proposal(), None, CommentWindow(is_open=True)),
    "before its end": (a_proposal(until=CLOSES), None, CommentWindow(is_open=True, until=CLOSES)),
    "at its end": (a_proposal(until=OPENS), None, CommentWindow(is_open=False, until=OPENS)),
    "while people vote": (a_proposal(Stage.VOTING), None, CommentWindow(is_open=False)),
    "between two rounds": (
        a_proposal(Stage.VOTING),
        a_vote(stage=VoteStage.DISCUSSION, discussion_until=CLOSES),
        CommentWindow(is_open=True, until=CLOSES, zone="America/Chicago"),
    ),
    "between two rounds, at its end": (
        a_proposal(Stage.VOTING),
        a_vote(stage=VoteStage.DISCUSSION, discussion_until=OPENS),
        CommentWindow(is_open=False, until=OPENS, zone="America/Chicago"),
    ),
}


@pytest.mark.parametrize(("proposal", "discussed", "window"), WINDOWS.values(), ids=WINDOWS.keys())
def test_comments_are_taken_in_their_window(proposal, discussed, window):
    assert comment_window(proposal, discussed, OPENS) == window
