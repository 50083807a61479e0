"""Votes and forms as the tests of the voting pages make them, without a database."""

from datetime import UTC, datetime
from uuid import uuid4

from governance.members import PersonId
from governance.results import Result
from governance.rolls import RollId
from governance.rules import Basis, Outcome, make_voting_rule, preset
from governance.votes import Candidate, SubjectKind, Vote, VoteId, VoteStage
from measures.documents import Sealed
from registry.web.voting.forms import Form

OPENS = datetime(2027, 3, 1, 15, tzinfo=UTC)
CLOSES = datetime(2027, 3, 5, 23, tzinfo=UTC)
OUTCOMES = (
    Candidate("respect", "People are treated with respect."),
    Candidate("home", "People feel at home."),
    Candidate("choice", "People choose their day."),
)
TEXTS = {candidate.id: candidate.text for candidate in OUTCOMES}
OWN = {"basis": Basis.OWN_DESIGN, "source": "The tests", "verified": False, "appeal_days": 30}


def own_rule(kind, **fields):
    """A rule of a kind beside motions."""
    return make_voting_rule({"name": "own_rule", "title": "A rule of the tests", "kind": kind, **OWN, **fields}, "test")


RATING = own_rule("rating", disagreement="ipras")
TWO_OF_THEM = own_rule("committee", method="av", seats=1, most_approvals=2)
ANY_OF_THEM = own_rule("committee", method="av", seats=1)
ORDER = own_rule("ranking", method="schulze")
TEN_POINTS = own_rule("allocation", units=10, budget=10)
CONSENSUS = preset("comet_pooled")
MOTION = preset("registry_default")
LABEL = preset("registry_label")
WITH_REASONS = preset("astm_sub")


def a_vote(rule=MOTION, **changes):
    """A vote under a rule, among three outcomes where it has candidates."""
    has_candidates = rule.model_fields_set & {"kind"}
    kind = SubjectKind.OUTCOMES if has_candidates else SubjectKind.VALUE_DEFINITION
    fields = {
        "id": VoteId(uuid4()),
        "subject_kind": kind,
        "subject": "value-definition/US-TN/nf@1.0.0",
        "subject_digest": "sha256:" + "0" * 64,
        "jurisdiction": "US-TN",
        "rule": rule,
        "roll_id": RollId(uuid4()),
        "roll_digest": "sha256:" + "1" * 64,
        "stage": VoteStage.OPEN,
        "round": 1,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "zone": "America/Chicago",
        "opened_by": PersonId(uuid4()),
        "candidates": OUTCOMES if has_candidates else (),
    }
    return Vote(**fields | changes)


def a_form(**fields):
    """A form: a text or several under each name; `place_1` is the field `place-1`."""
    return Form(
        {
            name.replace("_", "-") if name[-1].isdigit() else name: (value,) if isinstance(value, str) else tuple(value)
            for name, value in fields.items()
        }
    )


def a_result(outcome=Outcome.ADOPTED, **changes):
    """A result without any number."""
    fields = {
        "vote_id": VoteId(uuid4()),
        "round": 1,
        "outcome": outcome,
        "choice": None,
        "quorum_met": outcome is not Outcome.NO_QUORUM,
        "conditions": {},
        "sealed": Sealed(b"{}", "sha256:" + "2" * 64),
        "salted_digest": "sha256:" + "3" * 64,
    }
    return Result(**fields | changes)
