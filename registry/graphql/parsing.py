"""Parsing what strangers send: the text is scanned first, for parsing nests as deeply as the text does."""

from collections import Counter
from functools import lru_cache
from typing import Any, Final

from graphql import DocumentNode, FieldNode, Source, TokenKind, parse
from graphql.language.lexer import Lexer

from measures.errors import InvalidError

LONGEST_QUERY: Final = 100_000
MOST_TOKENS: Final = 10_000
DEEPEST_NESTING: Final = 60
"""Of brackets in the text: far above what a query needs, far below what would exhaust the parser."""
DEEPEST: Final = 12
LONGEST_NUMBER: Final = 100
"""Digits. Python refuses to read thousands of them, with an error that would look like a bug."""
MOST_FIELDS: Final = 1_000
MOST_REPETITION: Final = 6_000
MOST_REPETITION_OF_LEAVES: Final = 100_000
"""Sums of squares: how often each name stands in the document. Validation compares each pair of fields of one name."""
CACHED_LENGTH: Final = 5_000
"""Longer texts are parsed each time: what a stranger can fill a cache with stays small."""


class QueryTooLargeError(InvalidError):
    """The text of the query is too long, or has too many tokens, fields or aliases."""

    code = "QUERY_TOO_LARGE"


class QueryTooDeepError(InvalidError):
    """The query nests too deeply."""

    code = "QUERY_TOO_DEEP"


class BadCharacterError(InvalidError):
    """A text holds a character that cannot be stored."""

    code = "BAD_CHARACTER"


def parsed(text: str) -> DocumentNode:
    """The document of a text that is neither too long nor too deep.

    Raises:
        QueryTooLargeError, QueryTooDeepError, BadCharacterError: it is.
        GraphQLSyntaxError: it is not GraphQL.
    """
    return _remembered(text) if len(text) <= CACHED_LENGTH else _parsed(text)


def _parsed(text: str) -> DocumentNode:
    if len(text) > LONGEST_QUERY:
        raise QueryTooLargeError(f"The text of a query has at most {LONGEST_QUERY} characters.")
    _scan(text)
    document = parse(text)
    _require_little_repetition(document)
    return document


_remembered = lru_cache(maxsize=256)(_parsed)

_OPENING: Final = frozenset({TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L})
_CLOSING: Final = frozenset({TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R})
_TEXTS: Final = frozenset({TokenKind.STRING, TokenKind.BLOCK_STRING})
_NUMBERS: Final = frozenset({TokenKind.INT, TokenKind.FLOAT})


def _scan(text: str) -> None:
    lexer = Lexer(Source(text))
    tokens = nesting = 0
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        tokens += 1
        if tokens > MOST_TOKENS:
            raise QueryTooLargeError(f"A query has at most {MOST_TOKENS} tokens.")
        if token.kind in _OPENING:
            nesting += 1
            if nesting > DEEPEST_NESTING:
                raise QueryTooDeepError(f"A query nests at most {DEEPEST} fields deep.")
        elif token.kind in _CLOSING:
            nesting -= 1
        elif token.kind in _TEXTS:
            require_storable(token.value or "")
        elif token.kind in _NUMBERS and len(token.value or "") > LONGEST_NUMBER:
            raise QueryTooLargeError(f"A number has at most {LONGEST_NUMBER} digits.")


def _require_little_repetition(document: DocumentNode) -> None:
    """Count every field as it is written, also in fragments that nothing uses: they are validated all the same."""
    leaves: Counter[str] = Counter()
    parents: Counter[str] = Counter()
    waiting: list[Any] = [definition for definition in document.definitions if hasattr(definition, "selection_set")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, FieldNode):
            name = (node.alias or node.name).value
            (parents if node.selection_set else leaves)[name] += 1
        selections = getattr(node, "selection_set", None)
        waiting.extend(selections.selections if selections else ())
    if leaves.total() + parents.total() > MOST_FIELDS:
        raise QueryTooLargeError(f"A query has at most {MOST_FIELDS} fields.")
    if _squares(parents) > MOST_REPETITION or _squares(leaves) > MOST_REPETITION_OF_LEAVES:
        raise QueryTooLargeError("A query names the same field too often; ask for it once, or in several requests.")


def _squares(counts: Counter[str]) -> int:
    return sum(count * count for count in counts.values())


def require_storable(value: Any) -> None:
    """Refuse text that no database keeps: the character NUL, or half of a pair.

    Raises:
        BadCharacterError: somewhere in the value there is one.
    """
    if isinstance(value, str):
        if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in value):
            raise BadCharacterError("A text holds a character that cannot be stored (NUL, or half of a pair).")
    elif isinstance(value, list):
        for item in value:
            require_storable(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            require_storable(key)
            require_storable(item)
