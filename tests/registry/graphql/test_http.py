"""GraphQL over HTTP: what is taken, what is refused, and how each is said."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from registry.graphql import graphiql, http, references
from registry.graphql.http import preferred
from registry.identity import TOKEN_PREFIX
from tests.support import a_proposal

JSON = {"Content-Type": "application/json"}
MODERN = "application/graphql-response+json"


def code(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        pytest.param(b"{", 400, "BROKEN_JSON", id="broken"),
        pytest.param(b"\xff\xfe", 400, "BROKEN_JSON", id="not UTF-8"),
        pytest.param(b"", 400, "BROKEN_JSON", id="empty"),
        pytest.param(b'{"query": "{__typename}", "variables": {"x": NaN}}', 400, "BROKEN_JSON", id="NaN"),
        pytest.param(b"[" * 100_000, 400, "BROKEN_JSON", id="nested beyond measure"),
        pytest.param(b'[{"query": "{__typename}"}]', 400, "BATCHING_NOT_SUPPORTED", id="batch"),
        pytest.param(b'"text"', 400, "BAD_REQUEST", id="text"),
        pytest.param(b"{}", 400, "BAD_REQUEST", id="no query"),
        pytest.param(b'{"query": 7}', 400, "BAD_REQUEST", id="query is a number"),
        pytest.param(b'{"query": "{__typename}", "variables": []}', 400, "BAD_REQUEST", id="variables are a list"),
        pytest.param(b'{"query": "{__typename}", "operationName": 1}', 400, "BAD_REQUEST", id="name is a number"),
        pytest.param(b'{"query": "{__typename}", "extensions": "x"}', 400, "BAD_REQUEST", id="extensions are text"),
        pytest.param(
            b'{"query": "{__typename}", "variables": {"x": "\\ud800"}}', 400, "BAD_CHARACTER", id="half a pair"
        ),
        pytest.param(b'{"query": "{__typename}", "variables": {"x": "\\u0000"}}', 400, "BAD_CHARACTER", id="NUL"),
        pytest.param(b'{"query": "' + b" " * 1_000_001 + b'"}', 413, "BODY_TOO_LARGE", id="too large"),
    ],
)
async def test_a_body_that_is_no_request_is_refused_as_json(client, body, status, expected):
    answer = await client.http.post("/graphql", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/json")
    assert code(answer) == expected
    assert set(answer.json()) == {"errors"}


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/json; charset=latin-1"],
)
async def test_a_post_that_is_not_said_to_be_json_is_refused(client, content_type):
    answer = await client.http.post(
        "/graphql", content=b'{"query":"{__typename}"}', headers={"Content-Type": content_type}
    )
    assert answer.status_code == 415
    assert code(answer) == "UNSUPPORTED_CONTENT_TYPE"


async def test_a_query_can_be_read_by_get(client):
    fields = {"query": "query Q($n: Int!) {measures(first: $n) {edges {node {id}}}}", "variables": '{"n": 1}'}
    answer = await client.http.get("/graphql", params=fields)
    assert answer.status_code == 200
    assert len(answer.json()["data"]["measures"]["edges"]) == 1


async def test_a_mutation_is_not_run_by_get(client):
    answer = await client.http.get("/graphql", params={"query": 'mutation {closeVote(voteId: "x") {__typename}}'})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert code(answer) == "MUTATION_BY_GET"


async def test_a_get_without_a_query_or_with_broken_variables_is_refused(client):
    assert (await client.http.get("/graphql")).status_code == 400
    answer = await client.http.get("/graphql", params={"query": "{__typename}", "variables": "{"})
    assert (answer.status_code, code(answer)) == (400, "BROKEN_JSON")


@pytest.mark.parametrize(
    ("query", "modern", "classic"),
    [
        pytest.param("{registry{origin}}", 200, 200, id="answered"),
        pytest.param("{", 400, 200, id="not parsed"),
        pytest.param("{nope}", 400, 200, id="not valid"),
        pytest.param("query($x: Int!){measures(first: $x){totalCount}}", 400, 200, id="variable missing"),
        pytest.param("{measures(first: 101){totalCount}}", 200, 200, id="refused while it ran"),
    ],
)
async def test_the_status_says_whether_anything_was_executed(client, query, modern, classic):
    for accept, status in ((MODERN, modern), ("application/json", classic)):
        answer = await client.http.post("/graphql", json={"query": query}, headers={"Accept": accept})
        assert answer.status_code == status
        assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        (MODERN, MODERN),
        (f"{MODERN}, application/json;q=0.9", MODERN),
        ("application/json, " + MODERN + ";q=0.5", "application/json"),
        ("application/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("image/png", None),
        ("application/json;q=nonsense", None),
    ],
)
def test_the_media_type_is_the_one_that_the_client_likes_best(accept, expected):
    assert preferred(accept, ("application/json", MODERN, "text/html")) == expected


@pytest.mark.parametrize(
    "header", ["Bearer vr_unknown", "Bearer", "Basic dXNlcjpwYXNz", "vr_abc", "Bearer \u00e4".encode("latin-1")]
)
async def test_a_bad_token_is_refused_before_anything_is_read(client, header):
    answer = await client.http.post("/graphql", content=b"{", headers={**JSON, "Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert code(answer) == "BAD_TOKEN"


async def test_a_token_names_the_actor(client, cast):
    proposal_id = str(await a_proposal(cast, stage="draft"))
    query = "query($id: ID!) {proposal(id: $id) {stage}}"
    assert (await client.data(query, {"id": proposal_id}, await cast.token("drafter")))["proposal"] == {
        "stage": "DRAFT"
    }
    assert await client.errors(query, {"id": proposal_id}) == ["PROPOSAL_NOT_FOUND"]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1.5", "9" * 400, "true", "{}", '"5"'])
async def test_a_variable_that_is_no_whole_number_is_refused(client, number):
    body = '{"query": "query($n: Int!) {measures(first: $n) {totalCount}}", "variables": {"n": ' + number + "}}"
    answer = await client.http.post("/graphql", content=body, headers=JSON)
    assert code(answer) == "GRAPHQL_BAD_VARIABLES"


async def test_an_unknown_operation_name_is_said(client):
    answer = await client.post("query A {__typename}", operationName="B")
    assert code(answer) == "GRAPHQL_UNKNOWN_OPERATION"
    answer = await client.post("fragment F on Query {__typename}")
    assert code(answer) in ("GRAPHQL_UNKNOWN_OPERATION", "GRAPHQL_VALIDATION_FAILED")


async def test_a_bug_shows_as_internal_and_is_logged_once(client, monkeypatch, caplog):
    async def broken(reference, _as_of):
        raise ValueError("SELECT secret FROM document WHERE reference = " + str(reference))

    monkeypatch.setattr(references, "resolve", broken)
    with caplog.at_level(logging.DEBUG, logger="registry"):
        answer = await client.post('{resolveReference(text: "term/registry/clean-claim") {digest}}')
    assert answer.json()["errors"][0]["extensions"] == {"code": "INTERNAL"}
    assert "SELECT" not in answer.text
    assert len([record for record in caplog.records if "SELECT secret" in record.getMessage()]) == 1
    assert "Traceback" in caplog.text


async def test_a_failure_before_execution_shows_as_internal_too(client, monkeypatch, caplog):
    async def broken(_token):
        raise ConnectionError("password=hunter2")

    monkeypatch.setattr(http, "actor_of", broken)
    answer = await client.post("{__typename}")
    assert answer.status_code == 500
    assert code(answer) == "INTERNAL"
    assert "hunter2" not in answer.text
    assert len([record for record in caplog.records if "hunter2" in record.getMessage()]) == 1


async def test_a_refusal_is_not_logged(client, caplog):
    await client.errors('{resolveReference(text: "term/registry/no-such-term") {digest}}')
    assert [record for record in caplog.records if record.name.startswith("registry")] == []


async def test_what_takes_too_long_is_given_up(client, monkeypatch):
    async def slow(_reference, _as_of):
        await http.asyncio.sleep(30)

    monkeypatch.setattr(references, "resolve", slow)
    monkeypatch.setattr(http.execute, "__defaults__", (http.WRITING, 0.05))
    began = datetime.now(UTC)
    answer = await client.post('{resolveReference(text: "term/registry/clean-claim") {digest}}')
    assert datetime.now(UTC) - began < timedelta(seconds=5)
    assert (answer.status_code, code(answer)) == (504, "TIMED_OUT")


async def test_a_browser_gets_the_console_from_our_own_files(client):
    answer = await client.http.get("/graphql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "http" not in policy
    assert not re.search(r"(src|href)=\"(https?:)?//", answer.text)
    assert "<script>" not in answer.text
    for path in re.findall(r"(?:src|href)=\"(/[^\"]+)\"", answer.text):
        assert (await client.http.get(path)).status_code == 200


@pytest.mark.parametrize("name", ["..%2f..%2fschema.py", "start.py", "LICENSE"])
async def test_the_console_has_no_other_files(client, name):
    assert (await client.http.get(f"{graphiql.PATH}/{name}")).status_code == 404


def test_the_consoles_files_load_nothing_from_elsewhere():
    for name in graphiql.FILES:
        text = graphiql._content(name).decode()
        assert "sourceMappingURL" not in text
        assert not re.search(r"url\((?!data:|#|%23)[^)]*//", text)
        assert "importScripts" not in text


async def test_a_token_is_quoted_nowhere(client, caplog):
    secret = TOKEN_PREFIX + "x" * 40
    with caplog.at_level(logging.DEBUG):
        answer = await client.post("{__typename}", token=secret)
    assert secret not in answer.text
    assert secret not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("registry"))


def test_an_answer_is_json_that_any_program_reads():
    assert json.loads(http._response({"data": {"x": "ä"}}, 200, "application/json").content) == {"data": {"x": "ä"}}
