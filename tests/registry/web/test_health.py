"""Health: alive whatever happens, ready only with a database, current tables and the right key."""

from dataclasses import replace
from functools import partial

import httpx
import pytest

from registry.app import create_app
from registry.config import Settings
from registry.founding import founding, open_registry
from registry.key_file import KeyFile
from registry.proof.notes import Signer
from registry.storage import migrating
from registry.storage.keyholder import Keyholder


@pytest.fixture
async def own(empty_database, tmp_path):
    """A registry of this test's own."""
    settings = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    async with open_registry(settings, founding(demonstration=True)) as store:
        yield settings, store


def client_of(app):
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test")


async def test_a_registry_that_is_open_is_ready(own):
    settings, store = own
    async with client_of(create_app(settings, store=store)) as client:
        ready, live = await client.get("/health/ready"), await client.get("/health/live")
        assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
        assert (live.status_code, live.json()) == (200, {"status": "live"})
        assert ready.headers["cache-control"] == live.headers["cache-control"] == "no-store"


async def test_the_application_opens_and_closes_a_registry_of_its_own(own):
    settings, _ = own
    app = create_app(settings)
    async with client_of(app) as client:
        closed = await client.get("/health/ready")
        assert (closed.status_code, closed.json()["code"]) == (503, "NOT_STARTED")
        async with app.lifespan():
            assert (await client.get("/health/ready")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 503
        assert (await client.get("/health/live")).status_code == 200


async def test_tables_of_another_version_are_not_served(own, monkeypatch):
    settings, store = own
    monkeypatch.setattr(migrating, "newest", lambda: "9999")
    async with client_of(create_app(settings, store=store)) as client:
        answer = await client.get("/health/ready")
        assert (answer.status_code, answer.json()["code"]) == (503, "MIGRATIONS_DUE")


async def test_the_key_of_another_registry_is_not_ready(own):
    settings, store = own
    file = KeyFile(settings.data_dir / "other-key.pem")
    held = Signer(store.signer.name, file.make())
    stranger = replace(store, keyholder=Keyholder(held, partial(file.find, store.signer.name)))
    async with client_of(create_app(settings, store=stranger)) as client:
        answer = await client.get("/health/ready")
        assert (answer.status_code, answer.json()["code"]) == (503, "SIGNING_KEY")
