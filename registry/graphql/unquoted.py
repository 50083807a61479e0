"""What is never quoted: a ballot. Neither a refusal, nor an error of GraphQL, nor the log repeats any part of one.

GraphQL quotes the value that does not fit, and a database quotes the row that it could not store. Whoever keeps
answers or logs, a proxy or an operator, would then keep choices.
"""

import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSyntaxError,
    Node,
    OperationDefinitionNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    visit,
)

from governance.rules import Rule, WrongChoiceError, wanted
from governance.votes import VoteId
from measures.errors import InvalidError, Refusal
from registry.graphql.parsing import parsed
from registry.storage import votes

SECRET: Final = frozenset({"castBallot", "enterBallot"})
"""The mutations whose arguments hold a ballot."""
NOT_QUOTED: Final = "The ballot in this request is not well formed; `BallotInput` says what it holds."
NO_CHOICE: Final = "This is not a choice in this vote; its rule lists the choices."


class BallotFailedError(Exception):
    """Something broke while a ballot was taken. Only the kind of error and its place are passed on, never its text."""


@asynccontextmanager
async def unquoted(vote_id: VoteId) -> AsyncIterator[None]:
    """Let nothing that goes wrong inside quote the ballot that it is about.

    Raises:
        WrongChoiceError: one was raised inside; the sentence now says what the vote asks for, and not what was given.
        BallotFailedError: something broke inside.
    """
    try:
        yield
    except WrongChoiceError:
        rule = (await votes.get(vote_id)).rule
        raise WrongChoiceError(NO_CHOICE if isinstance(rule, Rule) else wanted(rule)) from None
    except Refusal:
        raise
    except Exception as error:  # noqa: BLE001 - whatever broke may hold the ballot in its text
        raise BallotFailedError(place_of(error)) from None


def place_of(error: BaseException) -> str:
    """The kind of an error and where it was raised, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__


def is_about_ballot(error: GraphQLError) -> bool:
    """Whether an error was raised where a ballot is taken."""
    return error.path is not None and any(
        isinstance(node, FieldNode) and node.name.value in SECRET for node in error.nodes or ()
    )


@dataclass(frozen=True, slots=True)
class Ballots:
    """Where a document holds ballots: in the arguments of secret mutations, and in the variables that stand there."""

    text: str
    places: tuple[tuple[int, int], ...] = ()
    variables: frozenset[str] = frozenset()

    def are_quoted_by(self, error: GraphQLError) -> bool:
        """Whether the message of an error may quote a ballot."""
        if isinstance(error, GraphQLSyntaxError):
            return any(name in self.text for name in SECRET)
        return is_about_ballot(error) or any(self._hold(node) for node in error.nodes or ())

    def _hold(self, node: Node) -> bool:
        if isinstance(node, VariableDefinitionNode):
            return node.variable.name.value in self.variables
        if isinstance(node, VariableNode) or node.loc is None:
            return False
        return any(start <= node.loc.start and node.loc.end <= end for start, end in self.places)


def ballots_in(text: str) -> Ballots:
    """Where the text of a document holds ballots; one that cannot be parsed may hold them anywhere."""
    try:
        document = parsed(text)
    except (InvalidError, GraphQLSyntaxError):
        return Ballots(text)
    secrets = _Secrets()
    visit(document, secrets)
    places = [*secrets.places, *_defaults(document, secrets.variables)]
    return Ballots(text, tuple(places), frozenset(secrets.variables))


def _defaults(document: DocumentNode, variables: set[str]) -> Iterator[tuple[int, int]]:
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            for variable in definition.variable_definitions or ():
                default = variable.default_value
                if variable.variable.name.value in variables and default is not None and default.loc is not None:
                    yield default.loc.start, default.loc.end


class _Secrets(Visitor):
    """Collects where the arguments of secret mutations stand, and the names of the variables in them."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[tuple[int, int]] = []
        self.variables: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for argument in (node.arguments or ()) if node.name.value in SECRET else ():
            if argument.loc is not None:
                self.places.append((argument.loc.start, argument.loc.end))
            visit(argument, _Variables(self.variables))


class _Variables(Visitor):
    """Collects the names of variables."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self._names = names

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self._names.add(node.name.value)
