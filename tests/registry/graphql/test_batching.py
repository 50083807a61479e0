"""A page of votes takes a handful of queries whatever its size."""

import pytest

from registry.storage.engine import Engine
from tests.support import an_open_vote


@pytest.fixture
def sent(monkeypatch):
    """The statements that reach the database."""
    statements = []
    plain = Engine.run_querystring

    async def counted(self, querystring, *args, **kwargs):
        statements.append(str(querystring))
        return await plain(self, querystring, *args, **kwargs)

    monkeypatch.setattr(Engine, "run_querystring", counted)
    return statements


async def test_the_votes_of_a_page_are_read_together(client, cast, sent):
    for _ in range(4):
        await an_open_vote(cast)
    numbers = []
    for size in (1, 4):
        sent.clear()
        nodes = await client.nodes(
            f"{{votes(first: {size}) {{edges {{node {{id proposal {{stage}} result {{outcome}}}}}}}}}}"
        )
        assert len(nodes) == size
        numbers.append(len(sent))
    assert max(numbers) <= 3


async def test_votes_are_found_by_stage_and_proposal(client, cast):
    vote_id = str(await an_open_vote(cast))
    proposal = (await client.data(f'{{vote(id: "{vote_id}") {{proposal {{id}}}}}}'))["vote"]["proposal"]["id"]
    found = await client.nodes(f'{{votes(proposalId: "{proposal}", stage: OPEN) {{edges {{node {{id}}}}}}}}')
    assert [node["id"] for node in found] == [vote_id]
    assert await client.nodes(f'{{votes(proposalId: "{proposal}", stage: FINAL) {{edges {{node {{id}}}}}}}}') == []
