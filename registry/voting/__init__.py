"""Votes from the roll to the final outcome: opening, casting, counting, and what may follow."""

from registry.voting.appealing import (
    AppealWindowError,
    NotAdvisoryError,
    appeal,
    decide_appeal,
    decide_on_advice,
    finalise_vote,
)
from registry.voting.assisting import Entered, enter_ballot
from registry.voting.casting import Cast, NoBallotError, ReasonNeededError, cast_ballot, withdraw_ballot
from registry.voting.closing import cancel_vote, close_vote
from registry.voting.counting import (
    BoxTamperedError,
    RollTamperedError,
    RoundsLeftError,
    certify_vote,
    tally_vote,
)
from registry.voting.opening import WrongRuleError, make_roll, open_label_vote, open_outcome_vote, open_vote
from registry.voting.recusing import recuse
from registry.voting.rounds import DiscussionOpenError, open_discussion, open_next_round
from registry.voting.timing import apply_due
from registry.voting.turnout import is_counted, on_roll, own_ballot, turnout

__all__ = [
    "AppealWindowError",
    "BoxTamperedError",
    "Cast",
    "DiscussionOpenError",
    "Entered",
    "NoBallotError",
    "NotAdvisoryError",
    "ReasonNeededError",
    "RollTamperedError",
    "RoundsLeftError",
    "WrongRuleError",
    "appeal",
    "apply_due",
    "cancel_vote",
    "cast_ballot",
    "certify_vote",
    "close_vote",
    "decide_appeal",
    "decide_on_advice",
    "enter_ballot",
    "finalise_vote",
    "is_counted",
    "make_roll",
    "on_roll",
    "open_discussion",
    "open_label_vote",
    "open_next_round",
    "open_outcome_vote",
    "open_vote",
    "own_ballot",
    "recuse",
    "tally_vote",
    "turnout",
    "withdraw_ballot",
]
