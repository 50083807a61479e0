"""A live registry: empty, and nothing about it says demonstration."""

import httpx

from registry.app import create_app
from registry.config import Settings
from registry.founding import founding, open_registry


async def test_a_live_registry_has_no_banner(empty_database, tmp_path):
    there = Settings(data_dir=tmp_path / "live", database_url=await empty_database())
    async with open_registry(there, founding(demonstration=False)) as live:
        app = create_app(there, store=live)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test") as client:
            page = await client.get("/")
            assert page.status_code == 200
            assert "emonstration" not in page.text
            assert "registry-demonstration" not in page.headers
            assert "No priority set is published yet." in page.text
            assert "0 found." in (await client.get("/measures")).text
            asked = await client.post("/graphql", json={"query": "{measures {totalCount}}"})
            assert asked.json() == {"data": {"measures": {"totalCount": 0}}}
            assert (await client.get("/priority-sets")).status_code == 200
