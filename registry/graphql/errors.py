"""Refusals as GraphQL shows them: problems in the results of mutations, codes in the errors of queries.

Resolvers need no `try`: four handlers turn the four refusals into members of a mutation's union, and the schema puts a
stable code on whatever is left. A bug shows as INTERNAL without detail; the log has the rest, once.
"""

import logging
import traceback
from contextvars import ContextVar
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final

import strawberry
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import MissingQueryError, StrawberryInputCoercionError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from measures.errors import ConflictError, InvalidError, NotFoundError, NotPermittedError, Refusal
from registry.graphql.unquoted import NOT_QUOTED, BallotFailedError, Ballots, is_about_ballot, place_of

log: Final = logging.getLogger("registry.graphql")

PARSE_FAILED: Final = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED: Final = "GRAPHQL_VALIDATION_FAILED"
BAD_VARIABLES: Final = "GRAPHQL_BAD_VARIABLES"
UNKNOWN_OPERATION: Final = "GRAPHQL_UNKNOWN_OPERATION"
MISSING_QUERY: Final = "MISSING_QUERY"
MUTATION_BY_GET: Final = "MUTATION_BY_GET"
INTERNAL: Final = "INTERNAL"
INTERNAL_MESSAGE: Final = "Something went wrong on our side; nothing that you sent is at fault. It is in the log."


REFUSED: Final[ContextVar[list[str] | None]] = ContextVar("REFUSED", default=None)
"""The codes of the problems that the operation under way was answered with, for its line in the log."""


class TimedOutError(ConflictError):
    """The operation took too long and was given up."""

    code = "TIMED_OUT"


@strawberry.interface(description="Why a mutation was refused: the registry's answer is no, and nothing was stored.")
class Problem:
    """A refusal as a value."""

    code: str = strawberry.field(description="A stable code, listed in docs/errors.md.")
    message: str = strawberry.field(description="A sentence that a person can act on.")


@strawberry.type(description="What was named does not exist, or may not be seen by the one who asks.")
class NotFound(Problem):
    """`NotFoundError` as a value."""


@strawberry.type(description="The one who asks may see the thing, but may not do this to it.")
class NotPermitted(Problem):
    """`NotPermittedError` as a value."""


@strawberry.type(description="The request contradicts what is already on record.")
class Conflict(Problem):
    """`ConflictError` as a value."""


@strawberry.type(description="The request itself is not well formed.")
class Invalid(Problem):
    """`InvalidError` as a value."""


def _noted(refusal: Refusal) -> str:
    codes = REFUSED.get()
    if codes is not None:
        codes.append(refusal.code)
    return refusal.code


class _NotFoundHandler(strawberry.ExceptionHandler[NotFoundError, NotFound]):
    def handle(self, exception: NotFoundError, **_: Any) -> NotFound:
        return NotFound(code=_noted(exception), message=exception.message)


class _NotPermittedHandler(strawberry.ExceptionHandler[NotPermittedError, NotPermitted]):
    def handle(self, exception: NotPermittedError, **_: Any) -> NotPermitted:
        return NotPermitted(code=_noted(exception), message=exception.message)


class _ConflictHandler(strawberry.ExceptionHandler[ConflictError, Conflict]):
    def handle(self, exception: ConflictError, **_: Any) -> Conflict:
        return Conflict(code=_noted(exception), message=exception.message)


class _InvalidHandler(strawberry.ExceptionHandler[InvalidError, Invalid]):
    def handle(self, exception: InvalidError, **_: Any) -> Invalid:
        return Invalid(code=_noted(exception), message=exception.message)


HANDLERS: Final = (_NotFoundHandler(), _NotPermittedHandler(), _ConflictHandler(), _InvalidHandler())
PROBLEMS: Final = (NotFound, NotPermitted, Conflict, Invalid)


def result(name: str, value: type) -> Any:
    """The union that a mutation answers with: the value, or one of the four problems."""
    members: Any = reduce(or_, PROBLEMS, value)
    return Annotated[members, strawberry.union(name, description="The value, or why it was refused.")]


def coded(error: GraphQLError, ballots: Ballots) -> GraphQLError:
    """The same error with its code in `extensions.code`, fit to be shown: it quotes no ballot of the document."""
    code = code_of(error)
    message = NOT_QUOTED if ballots.are_quoted_by(error) else error.message
    if code == INTERNAL:
        message = INTERNAL_MESSAGE
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={**(error.extensions or {}), "code": code},
    )


def code_of(error: GraphQLError) -> str:  # noqa: PLR0911 - one line for each kind there is
    """The stable code of an error."""
    given = (error.extensions or {}).get("code")
    match error.original_error:
        case Refusal() as refusal:
            return refusal.code
        case InvalidOperationTypeError():
            return MUTATION_BY_GET
        case CannotGetOperationTypeError():
            return UNKNOWN_OPERATION
        case MissingQueryError():
            return MISSING_QUERY
        case StrawberryInputCoercionError():
            return BAD_VARIABLES
        case GraphQLError() if error.path is None:  # what a variable holds does not fit its type
            return BAD_VARIABLES
        case None:
            pass
        case _:
            return INTERNAL
    if isinstance(given, str):
        return given
    if isinstance(error, GraphQLSyntaxError):
        return PARSE_FAILED
    # Without an original error and a path it was raised before any resolver ran: a variable is missing.
    return BAD_VARIABLES if error.path is None else INTERNAL


UNANSWERED: Final = (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError)
"""What execution raises instead of answering."""


def reason_of(error: Exception) -> str:
    """Why nothing was executed, as a sentence."""
    match error:
        case InvalidOperationTypeError():
            return "A mutation is sent by POST; GET only reads."
        case CannotGetOperationTypeError():
            return "The document holds no operation of that name; name the one to run in `operationName`."
        case _:
            return "There is no query in this request."


def log_bugs(errors: list[GraphQLError], operation: str | None) -> None:
    """Log what is no refusal, with its traceback as text: a renderer that prints local values could print a choice."""
    for error in errors:
        if code_of(error) == INTERNAL:
            cause = error.original_error or error
            about_ballot = is_about_ballot(error) and not isinstance(cause, BallotFailedError)
            trace = place_of(cause) if about_ballot else "".join(traceback.format_exception(cause))
            log.error("graphql_bug operation=%s path=%s\n%s", operation, error.path, trace)
