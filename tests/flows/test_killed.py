"""Killing the process in the middle of a publication leaves either nothing or everything."""

import asyncio
import random
import sys
from pathlib import Path

import asyncpg

from governance.rules import Choice
from measures.references import Reference
from registry import voting
from registry.proof import tree
from registry.proof.checkpoints import open_checkpoint
from registry.proof.leaves import Leaf
from registry.storage import audit, documents, log, votes
from registry.storage.tables import LeafRow
from tests.support import a_cast, a_proposal, an_open_vote, concluded

ROOT = Path(__file__).parents[2]
KILLS = 12


async def an_adopted_definition(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, await a_proposal(cast), seconds=1.2)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    await concluded(cast, vote_id)
    return (await votes.get(vote_id)).subject


async def killed_while_publishing(settings, definition, name, chance):
    """Start the process, let it publish a few sets, and kill it at a random moment after it says that it begins one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.flows.publishing_process",
        str(settings.data_dir), settings.database_url, definition, name,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said = []
    wanted = chance.randint(1, 6)
    while sum(line.startswith("publishing") for line in said) < wanted:
        line = (await process.stdout.readline()).decode().strip()
        assert line, "the process ended by itself"
        said.append(line)
    await asyncio.sleep(chance.random() * 0.012)
    process.kill()
    said += (await process.stdout.read()).decode().splitlines()
    await process.wait()
    return [line.split(" ", 1) for line in said if " " in line]


async def whole(store, settings):
    """Everything fits together: documents, leaves, root, signature, audit, and the stage of each proposal."""
    latest = await log.latest()
    checkpoint, _ = open_checkpoint(latest.note, [store.signer.verifier])
    rows = await LeafRow.select().order_by(LeafRow.index)
    assert [row["index"] for row in rows] == list(range(checkpoint.size))
    assert tree.append(0, [tree.leaf_hash(row["content"]) for row in rows], {}).root == checkpoint.root
    assert await audit.first_break() is None
    published = {
        (leaf.reference, leaf.digest)
        for row in rows
        if (leaf := Leaf.parse(row["content"])).action == "document_published"
    }
    connection = await asyncpg.connect(settings.database_url)
    stored = {(row["key"], row["digest"]) for row in await connection.fetch("SELECT key, digest FROM document")}
    audited = {
        row["subject"] for row in await connection.fetch("SELECT subject FROM audit WHERE action='document_published'")
    }
    staged = {row["target"] for row in await connection.fetch("SELECT target FROM proposal WHERE stage = 'published'")}
    await connection.close()
    assert stored == published
    assert {key for key, _ in stored} == audited
    assert staged <= {key for key, _ in stored}
    return {key for key, _ in stored}


async def test_killed_at_any_moment_it_leaves_nothing_or_everything(store, settings):
    definition = await an_adopted_definition(store)
    chance = random.Random()  # a fresh seed each run: any moment must do
    outcomes = set()
    for attempt in range(KILLS):
        said = await killed_while_publishing(settings, definition, f"kill-{attempt}", chance)
        stored = await whole(store, settings)
        announced = [target for verb, target in said if verb == "publishing"]
        answered = [Reference.parse(target).versioned for verb, target in said if verb == "published"]
        assert set(answered) <= stored, "what was answered is stored"
        outcomes.add(announced[-1] in stored)
        later = await documents.versions(Reference.parse(announced[-1].split("@")[0]))
        assert len(later) in (len(announced), len(announced) - 1)
    assert outcomes <= {True, False}
