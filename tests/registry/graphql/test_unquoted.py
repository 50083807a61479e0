"""Where a document holds a ballot, and which errors may quote it."""

import pytest
from graphql import GraphQLError, GraphQLSyntaxError, Source, parse

from governance.rules import Choice
from governance.votes import WrongChoiceError
from measures.errors import ConflictError
from registry.graphql.answers import OwnAnswer, own_answer
from registry.graphql.unquoted import BallotFailedError, ballots_in, place_of, unquoted

DOCUMENT = """mutation Cast($vote: ID!, $choice: Choice = REJECT, $name: String = "Ann") {
  b: castBallot(voteId: $vote, ballot: {choice: $choice}) {__typename}
  comment(proposalId: "1", text: $name) {__typename}
}"""


def nodes_at(text, document=DOCUMENT):
    """The nodes of a document that begin where a text does."""
    at, found, waiting = document.index(text), [], [parse(document)]
    while waiting:
        node = waiting.pop()
        if node.loc.start == at:
            found.append(node)
        for key in node.keys:
            child = getattr(node, key, None)
            waiting += [
                each for each in (child if isinstance(child, list | tuple) else [child]) if hasattr(each, "loc")
            ]
    return found[:1]


@pytest.mark.parametrize(
    ("text", "is_about"),
    [
        ("{choice: $choice}", True),
        ("REJECT", True),
        ("$choice: Choice", True),
        ("$vote: ID", True),
        ("$name: String", False),
        ('"Ann"', False),
        ("comment(", False),
        ('"1"', False),
    ],
)
def test_an_error_is_about_a_ballot_where_its_arguments_variables_and_defaults_are(text, is_about):
    assert ballots_in(DOCUMENT).are_quoted_by(GraphQLError("REJECT", nodes_at(text))) is is_about


def test_an_error_of_the_field_itself_may_quote_its_arguments_once_it_is_executed():
    field = nodes_at("b: castBallot")
    assert ballots_in(DOCUMENT).are_quoted_by(GraphQLError("bad", field, path=["b"]))
    assert not ballots_in(DOCUMENT).are_quoted_by(GraphQLError("needs a selection", field))


@pytest.mark.parametrize(
    ("text", "is_about"), [("mutation {castBallot(choice: REJECT", True), ("{measures(first: 1", False)]
)
def test_what_cannot_be_parsed_may_be_a_ballot(text, is_about):
    error = GraphQLSyntaxError(Source(text), 1, "found Name 'REJECT'")
    assert ballots_in(text).are_quoted_by(error) is is_about


async def test_what_breaks_inside_passes_on_its_kind_and_place_alone():
    with pytest.raises(BallotFailedError) as failed:
        async with unquoted(None):
            raise ValueError("Failing row contains (reject)")
    assert str(failed.value).startswith("ValueError at ")
    assert failed.value.__suppress_context__
    assert "reject" not in str(failed.value)


async def test_other_refusals_pass_as_they_are():
    with pytest.raises(ConflictError, match="Later"):
        async with unquoted(None):
            raise ConflictError("Later.")


def test_an_error_that_was_never_raised_has_no_place():
    assert place_of(WrongChoiceError("reject")) == "WrongChoiceError"


def test_ones_own_answer_is_not_printed_with_the_object():
    assert own_answer(Choice.REJECT) == OwnAnswer(choice=Choice.REJECT)
    assert "reject" not in repr(own_answer(Choice.REJECT)).lower()
