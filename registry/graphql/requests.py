"""GraphQL requests as HTTP carries them: read strictly, so that what is executed is what was meant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from measures.errors import InvalidError
from registry.graphql.parsing import require_storable

LARGEST_BODY: Final = 1_000_000
"""A query and its variables; far below what the server as a whole takes."""


class BrokenJsonError(InvalidError):
    """The body of the request, or the variables of the address, are not JSON."""

    code = "BROKEN_JSON"


class BadRequestError(InvalidError):
    """The request is JSON, but not a GraphQL request."""

    code = "BAD_REQUEST"


class BatchingError(InvalidError):
    """Several requests were sent in one body."""

    code = "BATCHING_NOT_SUPPORTED"


class BodyTooLargeError(InvalidError):
    """The body is larger than a query and its variables need."""

    code = "BODY_TOO_LARGE"


class ContentTypeError(InvalidError):
    """The body is not said to be JSON."""

    code = "UNSUPPORTED_CONTENT_TYPE"


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """One operation to execute."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


def from_body(body: bytes) -> GraphQLRequest:
    """The request in a body of JSON.

    Raises:
        BodyTooLargeError, BrokenJsonError, BatchingError, BadRequestError: it is not one request.
        BadCharacterError: a variable holds a character that cannot be stored.
    """
    if len(body) > LARGEST_BODY:
        raise BodyTooLargeError(f"A GraphQL request has at most {LARGEST_BODY} bytes.")
    return _request(_read(body))


def from_address(fields: Mapping[str, str]) -> GraphQLRequest:
    """The request in the fields of an address.

    Raises:
        BrokenJsonError, BadRequestError, BadCharacterError: as for a body.
    """
    held: dict[str, Any] = {name: fields[name] for name in ("query", "operationName") if name in fields}
    for name in ("variables", "extensions"):
        if fields.get(name):
            held[name] = _read(fields[name].encode())
    return _request(held)


def _read(text: bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BrokenJsonError("This is not JSON; send an object with `query` and, if need be, `variables`.") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _request(held: Any) -> GraphQLRequest:
    if isinstance(held, list):
        raise BatchingError("Send one operation in each request; several in a list are not taken.")
    if not isinstance(held, dict):
        raise BadRequestError("A GraphQL request is a JSON object with a `query`.")
    query, variables, name = held.get("query"), held.get("variables"), held.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise BadRequestError("`query` is missing; it is the text of a GraphQL document.")
    if not isinstance(variables, dict | None):
        raise BadRequestError("`variables` is an object, or is left out.")
    if not isinstance(name, str | None):
        raise BadRequestError("`operationName` is text, or is left out.")
    if not isinstance(held.get("extensions"), dict | None):
        raise BadRequestError("`extensions` is an object, or is left out.")
    try:
        require_storable(variables)
    except RecursionError:
        raise BadRequestError("`variables` nests too deeply.") from None
    return GraphQLRequest(query, variables, name or None)
