"""Why a case cannot be counted again."""

from measures.errors import InvalidError


class BadCaseError(InvalidError):
    """The text holds no case that can be read: it is not JSON, or a part of a case is missing or of the wrong shape."""

    code = "BAD_CASE"


class UnknownKindError(InvalidError):
    """The case is of a kind that is not known."""

    code = "UNKNOWN_KIND"


class UnknownMethodError(InvalidError):
    """The case names a method that is not known for its kind."""

    code = "UNKNOWN_METHOD"
