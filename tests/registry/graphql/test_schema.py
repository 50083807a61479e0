"""The schema itself: current, described, and tied to the domain."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType
from graphql import get_named_type as named

from registry.graphql.nouns import DOMAIN_OF
from registry.graphql.schema import print_schema, schema

COMMITTED = Path(__file__).parents[3] / "registry" / "graphql" / "schema.graphql"
TYPES = {name: kind for name, kind in schema._schema.type_map.items() if not name.startswith("__")}
PROBLEMS = {"NotFound", "NotPermitted", "Conflict", "Invalid"}
SECRETS = {"roll", "ballots", "voters", "voted", "tally", "participants", "entries", "author", "person"}
BY_POLICY = {"turnout", "onRoll", "myBallot", "warnings", "sealedTally", "personId"}
"""Fields that show what others may not know; test_who_sees_what holds each against everybody."""


def test_the_committed_schema_is_current():
    assert COMMITTED.read_text(encoding="utf-8") == print_schema(), "run `make schema` and commit the difference"


@pytest.mark.parametrize("name", schema._schema.mutation_type.fields)
def test_every_mutation_answers_with_a_value_or_one_of_four_problems(name):
    field = schema._schema.mutation_type.fields[name]
    answer = named(field.type)
    assert isinstance(answer, GraphQLUnionType)
    assert answer.name == f"{name[0].upper()}{name[1:]}Result"
    members = {member.name for member in answer.types}
    assert members > PROBLEMS
    assert len(members) == len(PROBLEMS) + 1
    assert "requestId" in field.args


@pytest.mark.parametrize(
    "name", [name for name, kind in TYPES.items() if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)]
)
def test_every_field_and_argument_has_a_description(name):
    kind = TYPES[name]
    assert kind.description
    for field_name, field in kind.fields.items():
        assert field.description, f"{name}.{field_name}"
        assert field.description.endswith((".", ".)", "-06:00.")), f"{name}.{field_name}"
        for argument_name, argument in field.args.items():
            assert argument.description, f"{name}.{field_name}({argument_name})"


@pytest.mark.parametrize("name", [name for name, kind in TYPES.items() if isinstance(kind, GraphQLInputObjectType)])
def test_every_input_is_described_and_named_as_one(name):
    assert name.endswith("Input")
    assert TYPES[name].description
    assert all(field.description for field in TYPES[name].fields.values())


@pytest.mark.parametrize("name", [name for name, kind in TYPES.items() if isinstance(kind, GraphQLEnumType)])
def test_every_enum_is_described(name):
    assert TYPES[name].description


def attributes(domain):
    """What can be read from a value of a domain class."""
    named = getattr(domain, "_fields", None) or getattr(domain, "model_fields", ())
    held = {field.name for field in fields(domain)} if is_dataclass(domain) else set(named)
    return held | {name for kind in domain.__mro__ for name, value in vars(kind).items() if isinstance(value, property)}


@pytest.mark.parametrize("shown", DOMAIN_OF, ids=lambda shown: shown.__name__)
def test_every_field_without_a_resolver_exists_on_the_domain_class(shown):
    definition = shown.__strawberry_definition__
    read = {field.python_name for field in definition.fields if field.base_resolver is None}
    assert read <= attributes(DOMAIN_OF[shown])


PUBLIC = (
    "Vote", "VoteResult", "ConditionResult", "Findings", "CandidateFinding", "VoteStep", "Appeal", "AgencyDecision",
    "Roll", "BallotReceipt", "BallotTakenBack", "BallotEntry", "MyBallot", "Receipt", "ReceiptCheck", "OpeningWarning",
)  # fmt: skip


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_about_a_vote_shows_a_number_of_people_or_who_voted(name):
    shown = set(TYPES[name].fields) - BY_POLICY
    assert not shown & SECRETS - ({"voted"} if name == "MyBallot" else set())
    numbers = {field for field in shown if named(TYPES[name].fields[field].type).name in ("Int", "Float")}
    assert numbers <= {"round", "rounds", "certifications", "units"}


def test_numbers_of_people_stand_in_few_places():
    holders = {
        name
        for name, kind in TYPES.items()
        if isinstance(kind, GraphQLObjectType)
        for field in kind.fields
        if field in ("people", "number", "voters", "voted") and named(kind.fields[field].type).name == "Int"
    }
    assert holders == {"AnswerCount", "PublishedFigure", "TurnoutNumbers", "ConstituencyTurnout"}


def test_a_ballot_says_one_thing():
    assert "input BallotInput @oneOf {" in print_schema()


def test_a_float_stands_nowhere():
    used = {
        named(field.type).name
        for kind in TYPES.values()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
        for field in kind.fields.values()
    }
    assert "Float" not in used


@pytest.mark.parametrize(
    "name", ["Measure", "MeasureSet", "DefinitionOfValue", "PrioritySet", "RuleSet", "Term", "Proposal", "Vote"]
)
def test_every_document_says_whether_it_is_a_demonstration(name):
    assert "demonstration" in TYPES[name].fields
