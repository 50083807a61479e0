from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from governance.proposals import (
    NEXT_STAGES,
    Comment,
    CommentAnswered,
    CommentMade,
    Disposition,
    Proposal,
    ProposalDrafted,
    ProposalMoved,
    ProposalRevised,
    Stage,
    WrongStageError,
)
from governance.writing import WrittenText
from measures.references import Kind, Reference

TERMINAL = {Stage.PUBLISHED, Stage.NOT_ADOPTED, Stage.CANCELLED}
TEXT = WrittenText(UUID(int=9), "what I think", b"salt", "sha256:" + "a" * 64)


def a_proposal(**changes):
    proposal = Proposal(
        id=UUID(int=1),
        target=Reference.parse("value-definition/US-TN/home@1.0.0"),
        content={"title": "Home"},
        stage=Stage.DRAFT,
        proposer=UUID(int=2),
        organisation="tenncare",
        created_at=datetime(2027, 1, 1, tzinfo=UTC),
        changed_at=datetime(2027, 1, 1, tzinfo=UTC),
        writers=frozenset({UUID(int=2)}),
    )
    return replace(proposal, **changes)


def reached_from(stage, table):
    found, ahead = set(), [stage]
    while ahead:
        for after in table[ahead.pop()] - found:
            found.add(after)
            ahead.append(after)
    return found


def test_every_stage_has_its_row():
    assert set(NEXT_STAGES) == set(Stage)
    assert set().union(*NEXT_STAGES.values()) <= set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_there_is_no_way_back(stage):
    assert stage not in reached_from(stage, NEXT_STAGES)


def test_every_stage_is_reached_from_a_draft():
    assert reached_from(Stage.DRAFT, NEXT_STAGES) == set(Stage) - {Stage.DRAFT}


@pytest.mark.parametrize("stage", Stage)
def test_a_life_ends_where_it_ends(stage):
    assert (not NEXT_STAGES[stage]) is (stage in TERMINAL)
    if stage not in TERMINAL:
        assert Stage.CANCELLED in NEXT_STAGES[stage]
        assert Stage.PUBLISHED in reached_from(stage, NEXT_STAGES)


STEPS = {
    (Stage.DRAFT, Stage.COMMENT),
    (Stage.COMMENT, Stage.VOTING),
    (Stage.COMMENT, Stage.PUBLISHED),
    (Stage.VOTING, Stage.APPROVED),
    (Stage.VOTING, Stage.PUBLISHED),
    (Stage.VOTING, Stage.NOT_ADOPTED),
    (Stage.APPROVED, Stage.PUBLISHED),
    (Stage.DRAFT, Stage.CANCELLED),
    (Stage.COMMENT, Stage.CANCELLED),
    (Stage.VOTING, Stage.CANCELLED),
    (Stage.APPROVED, Stage.CANCELLED),
}


@pytest.mark.parametrize(("stage", "to"), list(product(Stage, repeat=2)))
def test_a_proposal_takes_the_listed_steps_and_no_others(stage, to):
    proposal = a_proposal(stage=stage)
    if (stage, to) in STEPS:
        proposal.require_step(to)
        return
    with pytest.raises(WrongStageError) as refused:
        proposal.require_step(to)
    assert refused.value.code == "WRONG_STAGE"
    assert refused.value.message == f"This proposal is in stage {stage}; from there it cannot go to {to}."


@pytest.mark.parametrize("stage", Stage)
def test_a_proposal_is_where_it_has_to_be(stage):
    proposal = a_proposal(stage=stage)
    proposal.require_stage(stage)
    proposal.require_stage(*Stage)
    others = [other for other in Stage if other is not stage]
    with pytest.raises(WrongStageError) as refused:
        proposal.require_stage(*others)
    wanted = f"This proposal is in stage {stage}; this needs stage {' or '.join(others)}."
    assert refused.value.message == wanted
    with pytest.raises(WrongStageError):
        proposal.require_stage()


def test_stages_and_dispositions_are_stored_under_these_words():
    assert list(Stage) == ["draft", "comment", "voting", "approved", "published", "not_adopted", "cancelled"]
    assert list(Disposition) == ["accepted", "accepted_in_part", "not_accepted", "noted"]


@pytest.mark.parametrize(
    ("target", "kind", "jurisdiction"),
    [
        ("value-definition/US-TN/home@1.0.0", Kind.VALUE_DEFINITION, "US-TN"),
        ("priority-set/US/core@2.0.0", Kind.PRIORITY_SET, "US"),
        ("value-definition/registry/home@1.0.0", Kind.VALUE_DEFINITION, "registry"),
    ],
)
def test_a_proposal_is_of_the_kind_and_jurisdiction_of_what_it_would_become(target, kind, jurisdiction):
    proposal = a_proposal(target=Reference.parse(target))
    assert (proposal.kind, proposal.jurisdiction) == (kind, jurisdiction)
    assert proposal.frozen is None
    assert proposal.follows is None
    assert not proposal.demonstration


def test_a_comment_waits_for_its_answer():
    comment = Comment(UUID(int=3), UUID(int=1), UUID(int=2), "said", datetime(2027, 1, 1, tzinfo=UTC))
    assert (comment.disposition, comment.answer, comment.answered_at) == (None, None, None)


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        (ProposalDrafted(a_proposal()), f"proposal/{UUID(int=1)}"),
        (ProposalRevised(a_proposal()), f"proposal/{UUID(int=1)}"),
        (ProposalMoved(UUID(int=1), Stage.COMMENT), f"proposal/{UUID(int=1)}"),
        (CommentMade(UUID(int=3), UUID(int=1), TEXT), f"comment/{UUID(int=3)}"),
        (CommentAnswered(UUID(int=3), Disposition.NOTED, TEXT), f"comment/{UUID(int=3)}"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_event_is_filed_under_an_id_and_prints_no_free_text(event, subject):
    assert event.subject == subject
    assert "what I think" not in repr(event)
