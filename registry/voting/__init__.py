"""Votes from the roll to the final outcome: opening, casting, counting."""

from registry.voting.casting import NoBallotError, cast_ballot, withdraw_ballot
from registry.voting.counting import (
    AppealWindowError,
    cancel_vote,
    certify_vote,
    close_vote,
    finalise_vote,
    tally_vote,
)
from registry.voting.opening import RuleNotSupportedError, make_roll, open_label_vote, open_vote

__all__ = [
    "AppealWindowError",
    "NoBallotError",
    "RuleNotSupportedError",
    "cancel_vote",
    "cast_ballot",
    "certify_vote",
    "close_vote",
    "finalise_vote",
    "make_roll",
    "open_label_vote",
    "open_vote",
    "tally_vote",
    "withdraw_ballot",
]
