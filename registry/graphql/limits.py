"""What a query may ask for: how long, how deep, how wide, how costly. Everything is checked before anything runs.

Fragments are weighed once each, so that fragments within fragments cost no more to weigh than to write, and cycles end.
What can be told from the text alone is checked while parsing (`parsing.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_list_type,
    is_non_null_type,
)
from strawberry.extensions import SchemaExtension

from measures.errors import InvalidError
from registry.graphql.connections import DEFAULT_FIRST, LARGEST_FIRST
from registry.graphql.parsing import DEEPEST, MOST_FIELDS, QueryTooDeepError, QueryTooLargeError, parsed

DEEPEST_INTROSPECTION: Final = 20
MOST_ALIASES: Final = 50
MOST_COSTLY: Final = 30_000
LIST_SIZE: Final = 5
"""How many entries a list without pages is taken to have."""
COSTS: Final[Mapping[str, int]] = {
    "readiness": 25, "sealedTally": 10, "checkContract": 50, "checkContracts": 500, "checkSubject": 50,
    "comments": 5, "turnout": 25, "onRoll": 50, "warnings": 25,
    "openingWarnings": 25, "myBallot": 10, "receipts": 10, "rounds": 5, "steps": 5, "appeals": 5, "certifications": 2,
    "alignmentMatrix": 1000, "alignment": 50, "burden": 200, "pairs": 100, "svg": 5000,
    "compare": 50, "compareDraft": 50, "translations": 2, "lastReminder": 25, "agencyDecision": 2,
}  # fmt: skip
"""Fields that are more work than reading an attribute; every other field costs 1."""


class QueryTooCostlyError(InvalidError):
    """The query asks for too much at once."""

    code = "QUERY_TOO_COSTLY"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a selection asks for."""

    depth: int = 0
    introspection_depth: int = 0
    fields: int = 0
    aliases: int = 0
    cost: int = 0

    def beside(self, other: "Weight") -> "Weight":
        """Both selections in one."""
        return Weight(
            max(self.depth, other.depth),
            max(self.introspection_depth, other.introspection_depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.cost + other.cost,
        )


NOTHING: Final = Weight()


class Scales:
    """Weighs one document for one set of variables."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._weighed: dict[str, Weight] = {}
        self._under_way: set[str] = set()

    def operation(self, node: OperationDefinitionNode) -> Weight:
        """The weight of an operation."""
        root = self._schema.get_root_type(node.operation)
        return self._selection(node.selection_set, root)

    def _selection(self, node: SelectionSetNode | None, parent: Any) -> Weight:
        total = NOTHING
        for selection in node.selections if node else ():
            match selection:
                case FieldNode():
                    total = total.beside(self._field(selection, parent))
                case InlineFragmentNode(type_condition=condition):
                    there = self._schema.get_type(condition.name.value) if condition else parent
                    total = total.beside(self._selection(selection.selection_set, there))
                case FragmentSpreadNode():
                    total = total.beside(self._fragment(selection.name.value))
        return total

    def _fragment(self, name: str) -> Weight:
        if name in self._weighed:
            return self._weighed[name]
        node = self._fragments.get(name)
        if node is None or name in self._under_way:  # validation says what is wrong with either
            return NOTHING
        self._under_way.add(name)
        weight = self._selection(node.selection_set, self._schema.get_type(node.type_condition.name.value))
        self._under_way.discard(name)
        self._weighed[name] = weight
        return weight

    def _field(self, node: FieldNode, parent: Any) -> Weight:
        name = node.name.value
        kind = self._type_of(parent, name)
        below = self._selection(node.selection_set, None if kind is None else get_named_type(kind))
        inside = name.startswith("__") or below.introspection_depth > 0 or _is_meta(parent)
        return Weight(
            depth=0 if inside else below.depth + 1,
            introspection_depth=below.introspection_depth + 1 if inside else 0,
            fields=below.fields + 1,
            aliases=below.aliases + (node.alias is not None),
            cost=COSTS.get(name, 1) + self._times(node, parent, kind) * below.cost,
        )

    def _type_of(self, parent: Any, name: str) -> GraphQLOutputType | None:
        if name in ("__schema", "__type"):
            field = self._schema.get_field(self._schema.query_type, name) if self._schema.query_type else None
            return field.type if field else None
        if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) and name in parent.fields:
            kind: GraphQLOutputType = parent.fields[name].type
            return kind
        return None

    def _times(self, node: FieldNode, parent: Any, kind: GraphQLOutputType | None) -> int:
        if kind is None or _is_connection(parent):  # its edges were counted with the connection
            return 1
        if _is_connection(get_named_type(kind)):
            return self._first(node)
        return LIST_SIZE if _is_list(kind) else 1

    def _first(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                if isinstance(argument.value, IntValueNode):
                    return _bounded(int(argument.value.value))
                if isinstance(argument.value, VariableNode):
                    return _bounded(self._variables.get(argument.value.name.value, LARGEST_FIRST))
        return DEFAULT_FIRST


def _bounded(size: Any) -> int:
    is_size = isinstance(size, int) and not isinstance(size, bool)
    return max(1, min(size, LARGEST_FIRST)) if is_size else LARGEST_FIRST


def _is_list(kind: GraphQLOutputType) -> bool:
    return is_list_type(kind.of_type) if is_non_null_type(kind) else is_list_type(kind)


def _is_connection(kind: Any) -> bool:
    return isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection")


def _is_meta(parent: Any) -> bool:
    return isinstance(parent, GraphQLObjectType) and parent.name.startswith("__")


def require_moderate(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
    """Refuse a document in which any operation asks for too much.

    Raises:
        QueryTooDeepError, QueryTooLargeError, QueryTooCostlyError: with the limit.
    """
    scales = Scales(schema, document, variables)
    for node in document.definitions:
        if not isinstance(node, OperationDefinitionNode):
            continue
        weight = scales.operation(node)
        if weight.depth > DEEPEST or weight.introspection_depth > DEEPEST_INTROSPECTION:
            raise QueryTooDeepError(f"A query nests at most {DEEPEST} fields deep; this one nests deeper.")
        if weight.fields > MOST_FIELDS or weight.aliases > MOST_ALIASES:
            raise QueryTooLargeError(f"A query has at most {MOST_FIELDS} fields and {MOST_ALIASES} aliases.")
        if weight.cost > MOST_COSTLY:
            raise QueryTooCostlyError(
                f"This query could touch about {weight.cost} fields, and {MOST_COSTLY} is the most; ask for smaller "
                "pages (`first`) or fewer lists within lists."
            )


class Limits(SchemaExtension):
    """Holds every document against the limits, before it is validated and before it runs."""

    def on_parse(self) -> Iterator[None]:
        """Parse within the limits."""
        context = self.execution_context
        context.graphql_document = parsed(context.query or "")
        yield

    def on_validate(self) -> Iterator[None]:
        """Weigh the document; one that is too heavy is not even validated."""
        context = self.execution_context
        assert context.graphql_document is not None
        try:
            require_moderate(context.schema._schema, context.graphql_document, context.variables or {})  # noqa: SLF001
        except InvalidError as refusal:
            context.pre_execution_errors = [GraphQLError(refusal.message, original_error=refusal)]
        yield
        if context.pre_execution_errors:
            for error in context.pre_execution_errors:
                if error.original_error is None:
                    error.extensions = {"code": "GRAPHQL_VALIDATION_FAILED", **(error.extensions or {})}
