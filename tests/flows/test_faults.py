"""Faults of the world around: two publishers at once, a full disk, a clock set back, a key that is gone.

Each has a stable code, and afterwards everything that was there is there, and nothing else.
"""

import asyncio
import os
import subprocess
from collections import Counter
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from governance.rules import Choice
from measures.errors import Refusal
from measures.references import Reference
from registry import labelling, proposing, publishing, voting
from registry.cataloguing import load_catalog
from registry.config import Settings
from registry.embedded import embedded
from registry.founding import SigningKeyError, founding, open_registry
from registry.storage import audit, documents, log, votes
from registry.storage.tables import CheckpointRow
from registry.storage.transaction import ClockWentBackError, StorageFullError
from tests.flows.publishing_process import MEASURES, a_set
from tests.support import a_cast, a_name, a_proposal, an_open_vote, concluded

ROOM = 96
"""Megabytes of the small disk: a registry and a little more."""


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    found = await a_cast(store)
    measures = tuple(map(Reference.parse, MEASURES))
    await labelling.accept_labels(await found.caller("publisher"), found.jurisdiction, measures, "because")
    return found


@pytest_asyncio.fixture(scope="module")
async def definition(store, cast):
    vote_id = await an_open_vote(cast, await a_proposal(cast), seconds=1.2)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    await concluded(cast, vote_id)
    return (await votes.get(vote_id)).subject


async def commented(cast, definition, target):
    drafter = await cast.caller("drafter")
    proposal_id = await proposing.draft(drafter, target, a_set(definition), cast.agency)
    await proposing.open_for_comment(drafter, proposal_id)
    return proposal_id


async def attempted(act):
    try:
        return await act
    except Refusal as refused:
        return refused.code


async def test_of_publishers_who_race_for_one_version_exactly_one_wins(store, cast, definition):
    target = Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0")
    drafts = [await commented(cast, definition, target) for _ in range(8)]
    publishers = [await cast.caller("publisher") for _ in drafts]
    before = (await log.latest()).size
    answers = await asyncio.gather(
        *(
            attempted(publishing.publish_priority_set(publisher, draft))
            for publisher, draft in zip(publishers, drafts, strict=True)
        )
    )
    won = [answer for answer in answers if isinstance(answer, Reference)]
    assert len(won) == 1
    assert Counter(answer for answer in answers if isinstance(answer, str)) == {"VERSION_TOO_LOW": 7}
    assert (await log.latest()).size == before + 1
    assert (await documents.get(target)).reference == won[0]
    assert await audit.first_break() is None


async def test_a_clock_that_was_set_back_publishes_nothing(store, cast, definition, monkeypatch):
    """Only what the database says now is changed, which is what a clock set back changes."""
    proposal_id = await commented(cast, definition, Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0"))
    before = await log.latest()
    real = CheckpointRow.raw

    def behind(sql, *arguments):
        return real(sql.replace("clock_timestamp()", "clock_timestamp() - interval '1 day'"), *arguments)

    monkeypatch.setattr(CheckpointRow, "raw", behind)
    with pytest.raises(ClockWentBackError) as refused:
        await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)
    assert refused.value.code == "CLOCK_WENT_BACK"
    monkeypatch.undo()
    assert await log.latest() == before
    assert await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)
    assert (await log.latest()).at - before.at < timedelta(minutes=5)


async def test_without_its_key_a_registry_does_not_open_and_nothing_is_lost(settings, store):
    before = await log.latest()
    key = settings.signing_key_path
    away = key.with_name("away.pem")
    key.rename(away)
    try:
        with pytest.raises(SigningKeyError) as refused:
            async with open_registry(settings):
                pass
        assert refused.value.code == "SIGNING_KEY"
        assert not key.exists(), "no new key is made for a log that another one signed"
    finally:
        away.rename(key)
    async with open_registry(settings):
        assert await log.latest() == before


@pytest.fixture
def small_disk():
    """A disk of its own with little room, where this machine lets us mount one."""
    where = Path(f"/var/tmp/small-disk-{os.getpid()}")
    where.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=0755", "tmpfs", str(where)], capture_output=True, check=False
    )
    if mounted.returncode:
        where.rmdir()
        pytest.skip("mounting a small disk needs rights that this account does not have")
    yield where
    subprocess.run(["umount", "--lazy", str(where)], check=True)
    where.rmdir()


@pytest_asyncio.fixture
async def on_a_small_disk(small_disk, tmp_path):
    """A registry whose tables lie on the small disk, in a server of its own: what breaks here harms nobody else."""
    with embedded(throwaway=True) as cluster:
        connection = await asyncpg.connect(**cluster.connect_kwargs())
        try:
            owner = Path(await connection.fetchval("SHOW data_directory")).stat()
            place = small_disk / "space"
            place.mkdir(mode=0o700)
            os.chown(place, owner.st_uid, owner.st_gid)
            await connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            await connection.execute("CREATE DATABASE small TABLESPACE small")
        finally:
            await connection.close()
        settings = Settings(data_dir=tmp_path / "var", database_url=cluster.dsn(database="small"))
        async with open_registry(settings, founding(demonstration=True)) as store:
            await load_catalog(store)
        yield settings


def fill(directory):
    """Take every byte that is left, by a file that is taken away again later."""
    ballast = directory / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


async def test_on_a_full_disk_a_publication_is_refused_whole_and_goes_through_later(on_a_small_disk, small_disk):
    async with open_registry(on_a_small_disk) as store:
        cast = await a_cast(store)
        measures = tuple(map(Reference.parse, MEASURES))
        await labelling.accept_labels(await cast.caller("publisher"), cast.jurisdiction, measures, "because")
        vote_id = await an_open_vote(cast, await a_proposal(cast), seconds=1.2)
        for number in range(7):
            await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
        await concluded(cast, vote_id)
        definition = (await votes.get(vote_id)).subject
        publisher = await cast.caller("publisher")
        drafts = [
            (target, await commented(cast, definition, target))
            for target in (Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0") for _ in range(40))
        ]
        ballast = fill(small_disk)
        refused = None
        for target, draft in drafts:  # pages that are half empty take some more
            before = await log.latest()
            try:
                await publishing.publish_priority_set(publisher, draft)
            except StorageFullError as full:
                refused = (full, target, draft, before)
                break
        assert refused is not None, "the disk was never full"
        full, target, draft, before = refused
        assert full.code == "DISK_FULL"
        assert await log.latest() == before
        assert await documents.find(target) is None
        assert await audit.first_break() is None
        ballast.unlink()
        reference = await publishing.publish_priority_set(publisher, draft)
        assert (await documents.get(target)).reference == reference
