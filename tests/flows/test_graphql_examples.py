"""Every example of docs/graphql.md runs as it stands, in its order, on a registry with the demonstration in it."""

import json
import re
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar
from litestar.datastructures import State

from registry.demonstration import demonstrate
from registry.graphql.http import handlers
from registry.graphql.limits import DEEPEST_INTROSPECTION, MOST_ALIASES, MOST_COSTLY
from registry.graphql.parsing import DEEPEST, DEEPEST_NESTING, LONGEST_QUERY, MOST_FIELDS, MOST_TOKENS
from registry.graphql.requests import LARGEST_BODY
from tests.support import a_cast, a_proposal, an_open_vote

TEXT = (Path(__file__).parents[2] / "docs" / "graphql.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```graphql\n(\w+ (\w+).*?)```(?:\n\n```json\n(.*?)```)?", TEXT, re.DOTALL)
WHO = {"Draft": "drafter", "Open": "drafter", "Comment": "voter1", "Vote": "voter1", "Record": "contract_manager",
       "Check": "contract_manager", "Standing": "contract_manager", "Ready": "drafter"}  # fmt: skip


@pytest_asyncio.fixture(scope="module")
async def registry(store, settings):
    """A client, the tokens of a cast, and what the examples leave open: ids, and the short name of an agency."""
    demonstrated = await demonstrate(store, settings.exports_dir)
    cast = await a_cast(store)
    known = {"organisation": cast.agency, "cites": demonstrated.reference, "text": "What we think.", "after": None}
    known["proposal"] = str(await a_proposal(cast))
    known["vote"] = str(await an_open_vote(cast))
    app = Litestar(
        handlers, state=State({"store": store, "settings": settings}), openapi_config=None, logging_config=None
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test") as client:
        yield client, {name: await cast.token(name) for name in set(WHO.values())}, known


async def asked(registry, query, name, variables):
    client, tokens, _ = registry
    headers = {"Authorization": f"Bearer {tokens[WHO[name]]}"} if name in WHO else {}
    answer = (await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)).json()
    assert "errors" not in answer, answer
    return answer["data"]


async def test_every_example_runs(registry):
    known, answers = registry[2], {}
    assert len(EXAMPLES) == TEXT.count("```graphql")
    for query, name, written in EXAMPLES:
        declared = re.findall(r"\$(\w+): ", query.split("{")[0])
        given = {**{each: known[each] for each in declared if each in known}, **json.loads(written or "{}")}
        if "organisation" in given:
            given["organisation"] = known["organisation"]
        answers[name] = await asked(registry, query, name, given)
        (first, *_) = answers[name].values()
        assert first is not None, name
        assert "code" not in first, (name, first)
        if name == "Draft":
            known["proposal"] = first["id"]
        if name == "Record":
            known["contract"] = first["id"]
    assert answers["Open"]["openForComment"]["stage"] == "COMMENT"
    assert answers["Vote"]["castBallot"]["__typename"] == "BallotReceipt"
    assert answers["Cite"]["resolveReference"]["reference"] == known["cites"]
    assert answers["Check"]["checkContract"]["findings"]
    assert answers["Look"]["measures"]["totalCount"] > 0
    assert answers["Chosen"]["prioritySet"]["items"]


def test_the_limits_are_those_of_the_code():
    told = TEXT.split("## Limits")[1].split("\n## ")[0].replace(",", "")
    numbers = (LARGEST_BODY, LONGEST_QUERY, MOST_TOKENS, MOST_FIELDS, MOST_ALIASES, DEEPEST, DEEPEST_INTROSPECTION,
               DEEPEST_NESTING, MOST_COSTLY)  # fmt: skip
    assert [number for number in numbers if not re.search(rf"\b{number}\b", told)] == []


@pytest.mark.parametrize(("query", "code"), [("{votes(first: 101) {edges {node {id}}}}", "PAGE_TOO_LARGE")])
async def test_a_page_is_as_large_as_the_page_says(registry, query, code):
    answer = (await registry[0].post("/graphql", json={"query": query})).json()
    assert answer["errors"][0]["extensions"]["code"] == code
