"""The refusals of decision rules and their counting."""

from measures.errors import InvalidError, NotFoundError


class ContradictoryRuleError(InvalidError):
    """A rule says two things that cannot both hold, so no vote may be held under it."""

    code = "CONTRADICTORY_RULE"


class BadTallyError(InvalidError):
    """The counts cannot be right: more ballots than people, or a number below zero."""

    code = "BAD_TALLY"


class TallyDoesNotFitError(InvalidError):
    """The tally does not hold what its rule counts."""

    code = "TALLY_DOES_NOT_FIT"


class WrongChoiceError(InvalidError):
    """The ballot does not say what the rule of its vote asks for.

    The sentence is for the voter alone and may quote the ballot; nobody logs it.
    """

    code = "WRONG_CHOICE"


class BadCandidatesError(InvalidError):
    """A vote cannot be held on these candidates under its rule."""

    code = "BAD_CANDIDATES"


class RuleNotFoundError(NotFoundError):
    """No preset has this name."""

    code = "RULE_NOT_FOUND"


class BorrowedRuleError(InvalidError):
    """A rule passes itself off as one that it is not."""

    code = "BORROWED_RULE"
