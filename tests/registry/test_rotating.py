"""Replacing the signing key: what was signed before verifies, the old key signs no more, no crash loses either."""

import asyncio
import random
import sys
from pathlib import Path

import pytest

from governance.members import PUBLIC, OrganisationAdded, OrganisationKind
from measures.references import Reference
from registry import admitting
from registry.auditing import audit_registry
from registry.exporting import bundle_of
from registry.founding import open_registry
from registry.key_file import KeyFile, SigningKeyError
from registry.proof.checkpoints import open_checkpoint
from registry.proof.keys import BadKeyError, fingerprint, open_handover, private_key, to_pem
from registry.proof.leaves import Action, Leaf
from registry.proof.succession import Succession
from registry.proof.verify import verify_bundle
from registry.rotating import KeyUsedBeforeError, rotate_key
from registry.storage import log, signing_keys
from registry.storage.tables import CheckpointRow
from tests.support import a_name

ROOT = Path(__file__).parents[2]
DEFINITION = Reference.parse("value-definition/registry/nf-quality-of-life@1.0.0")
ROTATES = """
import asyncio, sys
from pathlib import Path
from registry.config import Settings
from registry.founding import open_registry
from registry.key_file import KeyFile
from registry.rotating import rotate_key

async def main():
    settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2])
    async with open_registry(settings) as store:
        print("open", flush=True)
        while True:
            await rotate_key(store, KeyFile(settings.signing_key_path))

asyncio.run(main())
"""
WRITES = """
import asyncio, sys
from pathlib import Path
from governance.members import OrganisationKind
from measures.errors import Refusal
from registry import admitting
from registry.config import Settings
from registry.founding import open_registry

async def main():
    settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2])
    async with open_registry(settings) as store:
        print("open", flush=True)
        for line in sys.stdin:
            try:
                await admitting.add_organisation(store, line.strip(), "x", OrganisationKind.PLAN, "US-TN")
                signer = await store.current_signer()
                print(signer.verifier.key_id.hex(), flush=True)
            except Refusal as refusal:
                print(refusal.code, flush=True)

asyncio.run(main())
"""


async def started(script, settings):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(settings.data_dir), settings.database_url,
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert await process.stdout.readline() == b"open\n"
    return process


async def rotated(store, settings, given=None):
    return await rotate_key(store, KeyFile(settings.signing_key_path), given)


async def grown(store):
    """One more leaf, so that the newest checkpoint is an ordinary one."""
    async with store.write(PUBLIC) as tx:
        slug = a_name()
        await tx.record(OrganisationAdded(slug, slug, OrganisationKind.PLAN, "US-TN"))
        tx.log(Action.VOTE_CANCELLED, "vote/0190a0b0-0000-7000-8000-000000000000", "sha256:" + "0" * 64)


async def every_checkpoint_is_signed_by_the_key_of_its_time():
    succession = Succession.of(await signing_keys.records())
    for row in await CheckpointRow.select():
        assert succession.open(row["note"]).root == row["root"]
    return succession


async def test_the_old_key_hands_over_and_both_sign_that_the_new_one_does(store, settings):
    old = store.signer
    keys = await rotated(store, settings)
    new = store.signer
    assert [key.verifier for key in keys][-2:] == [old.verifier, new.verifier]
    latest = await log.latest()
    leaf = Leaf.parse((await log.proven([latest.size - 1], latest.size))[latest.size - 1].content)
    assert (leaf.action, keys[-1].leaf) == (Action.KEY_ROTATED, latest.size - 1)
    assert open_handover(keys[-1].record) == (old.verifier, new.verifier)
    for signer in (old, new):
        assert open_checkpoint(latest.note, [signer.verifier])[0].root == latest.root
    await grown(store)
    open_checkpoint((await log.latest()).note, [new.verifier])
    await every_checkpoint_is_signed_by_the_key_of_its_time()
    assert (await audit_registry(store)).problems == ()


async def test_the_key_files_are_the_new_one_and_the_former_one(store, settings):
    file, old = KeyFile(settings.signing_key_path), store.signer.verifier
    await rotated(store, settings)
    assert not file.next.exists()
    for path in (file.path, file.former(old.key_id)):
        assert path.stat().st_mode & 0o777 == 0o600
    assert file.find(old.name, store.signer.verifier.vkey).verifier == store.signer.verifier


async def test_bundles_from_before_and_after_verify_for_who_trusts_the_old_key(store, settings):
    old = fingerprint(store.signer.verifier.public_key)
    _, before = await bundle_of(store, DEFINITION)
    await rotated(store, settings)
    _, at_handover = await bundle_of(store, DEFINITION)
    await rotated(store, settings)
    await grown(store)
    _, after = await bundle_of(store, DEFINITION)
    new = fingerprint(store.signer.verifier.public_key)
    for bundle in (before, at_handover, after):
        report = verify_bundle(bundle, trust=[old])
        assert report.failures == ()
        assert report.trusted
    assert verify_bundle(after, trust=[new]).trusted
    assert verify_bundle(before, trust=[new]).trusted is False, "a new key does not vouch for those before it"


async def test_a_given_key_is_taken(store, settings, tmp_path):
    given = tmp_path / "given.pem"
    given.write_text(to_pem(private_key(b"g" * 32)))
    with pytest.raises(SigningKeyError, match="chmod 600"):
        await rotated(store, settings, given)
    given.chmod(0o600)
    await rotated(store, settings, given)
    assert store.signer.verifier.public_key == private_key(b"g" * 32).public_key().public_bytes_raw()


async def test_there_is_no_way_back_and_a_refused_key_leaves_nothing(store, settings, tmp_path):
    file, old, keys = KeyFile(settings.signing_key_path), store.signer.verifier, await signing_keys.history()
    with pytest.raises(KeyUsedBeforeError):
        await rotated(store, settings, file.path)
    await rotated(store, settings)
    with pytest.raises(KeyUsedBeforeError):
        await rotated(store, settings, file.former(old.key_id))
    broken = tmp_path / "broken.pem"
    broken.write_text("no key")
    broken.chmod(0o600)
    with pytest.raises(BadKeyError):
        await rotated(store, settings, broken)
    with pytest.raises(SigningKeyError):
        await rotated(store, settings, tmp_path / "missing.pem")
    assert len(await signing_keys.history()) == len(keys) + 1
    await rotated(store, settings)
    assert len(await signing_keys.history()) == len(keys) + 2, "what was refused is not in the way of the next"


async def test_a_process_that_runs_takes_the_new_key_or_refuses_to_write(store, settings, tmp_path):
    process = await started(WRITES, settings)

    async def answered(slug):
        process.stdin.write(f"{slug}\n".encode())
        return (await process.stdout.readline()).decode().strip()

    assert await answered(a_name()) == store.signer.verifier.key_id.hex()
    await rotated(store, settings)
    assert await answered(a_name()) == store.signer.verifier.key_id.hex()
    size = (await log.latest()).size
    await rotated(store, settings)
    hidden = settings.signing_key_path.rename(tmp_path / "elsewhere.pem")
    refused = a_name()
    assert await answered(refused) == "KEY_REPLACED"
    assert (await log.latest()).size == size + 1
    hidden.rename(settings.signing_key_path)
    assert await answered(refused) == store.signer.verifier.key_id.hex(), "nothing of it was stored before"
    process.stdin.close()
    await process.wait()


async def test_a_missing_key_is_said_and_the_right_one_opens_again(settings):
    away = settings.signing_key_path.rename(settings.signing_key_path.with_name("away.pem"))
    with pytest.raises(SigningKeyError, match="cannot be read"):
        async with open_registry(settings):
            pass
    away.rename(settings.signing_key_path)


async def test_killed_at_any_moment_the_registry_opens_with_the_key_that_the_log_names(store, settings):
    chance = random.Random()  # a fresh seed each run: any moment must do
    found = set()
    for _ in range(10):
        process = await started(ROTATES, settings)
        await asyncio.sleep(chance.random() * 0.06)
        process.kill()
        await process.wait()
        signer = await store.current_signer()
        assert signer.verifier.vkey == await signing_keys.current()
        found.add(KeyFile(settings.signing_key_path).next.exists())
        await admitting.add_organisation(store, a_name(), "x", OrganisationKind.PLAN, "US-TN")
    succession = await every_checkpoint_is_signed_by_the_key_of_its_time()
    assert succession.last == store.signer.verifier
    assert found <= {True, False}


async def test_killed_between_the_record_and_the_files_it_is_made_good_when_opened(settings):
    file = KeyFile(settings.signing_key_path)
    async with open_registry(settings) as store:
        old = store.signer.verifier
        await rotated(store, settings)
        new = store.signer.verifier
    file.path.rename(file.next)
    file.former(old.key_id).rename(file.path)
    async with open_registry(settings) as store:
        assert store.signer.verifier == new
        assert not file.next.exists()
        assert file.former(old.key_id).exists()


async def test_killed_before_the_record_the_old_key_signs_and_the_prepared_one_is_next(settings):
    file = KeyFile(settings.signing_key_path)
    file.prepare(None)
    async with open_registry(settings) as store:
        old = store.signer.verifier
        await admitting.add_organisation(store, a_name(), "x", OrganisationKind.PLAN, "US-TN")
        assert store.signer.verifier == old
        prepared = file.next.read_text()
        await rotated(store, settings)
        assert file.path.read_text() == prepared
