"""What a query may ask for, and that refusing is quick."""

import pytest
from graphql import get_introspection_query, parse

from registry.graphql import limits, parsing, proposals
from registry.graphql.limits import require_moderate
from registry.graphql.parsing import QueryTooLargeError, parsed
from registry.graphql.schema import schema
from tests.support import a_cast, a_proposal

DEEP = "{" + "a{" * 5_000
BOMB = "query {...F0} " + " ".join(f"fragment F{n} on Query {{...F{n + 1} ...F{n + 1}}}" for n in range(200))
COMMENTS = "comments(first: 100) {edges {node {id text answer disposition}}}"
PAGES = "{votes(first: 100) {edges {node {proposal {" + COMMENTS + "}}}}}"


def nested(depth):
    """A query that nests so many fields."""
    return "{registry" + "{x" * (depth - 1) + "}" * depth


@pytest.mark.parametrize(
    ("query", "code"),
    [
        pytest.param(DEEP, "QUERY_TOO_DEEP", id="deep, never closed"),
        pytest.param(nested(13), "QUERY_TOO_DEEP", id="deeper than twelve"),
        pytest.param("{measures(first:" + "[" * 90, "QUERY_TOO_DEEP", id="nested lists"),
        pytest.param("{" + " ".join(f"a{n}: __typename" for n in range(60)) + "}", "QUERY_TOO_LARGE", id="aliases"),
        pytest.param("{" + " ".join("__typename" for _ in range(1_001)) + "}", "QUERY_TOO_LARGE", id="fields"),
        pytest.param("{" + "registry{origin} " * 90 + "}", "QUERY_TOO_LARGE", id="the same field again and again"),
        pytest.param("{__typename} fragment F on Query {" + "__typename " * 900 + "}", "QUERY_TOO_LARGE", id="unused"),
        pytest.param("{" + "a " * 20_000 + "}", "QUERY_TOO_LARGE", id="tokens"),
        pytest.param("{measures(first: " + "9" * 5_000 + ") {totalCount}}", "QUERY_TOO_LARGE", id="number"),
        pytest.param("{__typename}" + " " * 100_000, "QUERY_TOO_LARGE", id="text"),
        pytest.param(BOMB + " fragment F200 on Query {__typename}", "QUERY_TOO_LARGE", id="fragments in fragments"),
        pytest.param(PAGES, "QUERY_TOO_COSTLY", id="pages of lists of lists"),
        pytest.param(
            "{...F} fragment F on Query {...G} fragment G on Query {...F}", "GRAPHQL_VALIDATION_FAILED", id="cycle"
        ),
        pytest.param("{registry{...F}} fragment F on Registry {...F}", "GRAPHQL_VALIDATION_FAILED", id="own cycle"),
        pytest.param('{voteRule: votingRule(name: "\\u0000") {name}}', "BAD_CHARACTER", id="NUL in a literal"),
        pytest.param("{measures(first: 1) {totalCount}", "GRAPHQL_PARSE_FAILED", id="syntax"),
        pytest.param(
            "query Q {__typename} query Q {__typename}", "GRAPHQL_VALIDATION_FAILED", id="twice the same name"
        ),
    ],
)
async def test_a_query_beyond_the_limits_is_refused(client, query, code):
    answer = (await client.post(query)).json()
    assert answer["errors"][0]["extensions"]["code"] == code
    assert answer.get("data") is None


async def test_introspection_is_allowed(client):
    data = await client.data(get_introspection_query(specified_by_url=True, directive_is_repeatable=True))
    assert len(data["__schema"]["types"]) > 100


async def test_introspection_that_turns_in_circles_is_refused(client):
    circles = "{__schema{types{" + "fields{type{" * 5 + "name" + "}}" * 5 + "}}}"
    assert (await client.errors(circles))[0] in ("QUERY_TOO_COSTLY", "QUERY_TOO_DEEP", "GRAPHQL_VALIDATION_FAILED")


@pytest.mark.parametrize("size", ["$n", "100"])
def test_a_page_size_counts_whether_it_is_written_or_a_variable(size):
    query = parse("query($n: Int!) {proposals(first: " + size + ") {edges {node {id " + COMMENTS + "}}}}")
    with pytest.raises(limits.QueryTooCostlyError):
        require_moderate(schema._schema, query, {"n": 100})


def test_a_page_size_that_is_not_known_counts_as_the_largest():
    document = parse("query($n: Int) {contracts(first: $n) {edges {node {summary {items {measure {id}}}}}}}")
    costs = {
        limits.Scales(schema._schema, document, variables).operation(document.definitions[0]).cost
        for variables in ({}, {"n": 100}, {"n": "many"}, {"n": 10**9})
    }
    assert len(costs) == 1


def test_an_ordinary_page_with_everything_on_it_is_allowed():
    query = """{measures(first: 100) {totalCount edges {node {id reference digest title shortName family steward
      measureType numerator denominator rates dataSources settings populations direction domain status verification
      verificationMeans licenseNote notes proposedLabel {label rationale contestable}
      decidedLabels {label jurisdiction basis reason decidedAt} apmFit {categories rationale}
      sources {id url document accessed evidence} memberships {setId requirement basis measureSet {title status}}}}}}"""
    require_moderate(schema._schema, parsed(query), {})


def test_long_texts_do_not_stay_in_memory():
    parsing._remembered.cache_clear()
    parsed("{__typename}" + " " * parsing.CACHED_LENGTH)
    assert parsing._remembered.cache_info().currsize == 0
    parsed("{__typename}")
    assert parsing._remembered.cache_info().currsize == 1
    with pytest.raises(QueryTooLargeError):
        parsed(" " * (parsing.LONGEST_QUERY + 1))


async def test_a_draft_is_read_once_however_many_aliases_ask_for_it(store, client, monkeypatch):
    proposal_id = await a_proposal(await a_cast(store))
    read, reading = [], proposals.parse_content

    def noted(*said):
        read.append(said)
        return reading(*said)

    monkeypatch.setattr(proposals, "parse_content", noted)
    fields = " ".join(f"a{number}: definition {{title}}" for number in range(40))
    data = await client.data(f'{{proposal(id: "{proposal_id}") {{{fields}}}}}')
    assert len(data["proposal"]) == 40
    assert len(read) == 1
