"""A registry as it is served, and an exhibit that it made, checked by programs that nobody here wrote."""

import asyncio

import httpx

from measures.references import Reference
from registry.exporting import bundle_of
from registry.founding import open_registry
from registry.key_file import KeyFile
from registry.proof import archive
from registry.rotating import rotate_key
from tests.flows.serving import published, served
from tests.registry.monitoring.logs import written

DEFINITION = Reference.parse("value-definition/registry/nf-quality-of-life@1.0.0")


async def shown(address, path):
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{address}/log/{path}")
        assert answer.status_code == 200
        return answer.content


async def test_go_proves_every_entry_over_http_and_that_nothing_was_rewritten(go, settings, tmp_path):
    earlier = []
    for count in (2, 3, 1):
        async with served(settings) as address:
            earlier.append(tmp_path / f"{count}.txt")
            earlier[-1].write_bytes(await shown(address, "checkpoint"))
            vkey = (await shown(address, "key")).decode()
            done = await asyncio.to_thread(go, "log", f"{address}/log", vkey, *earlier)
            assert done.returncode == 0, done.stdout
            assert f"{len(earlier)} earlier checkpoints continued" in done.stdout
        await published(settings, count)


async def test_go_opens_the_checkpoint_of_a_handover_with_both_keys(go, settings, tmp_path):
    async with open_registry(settings) as store:
        old = store.signer.verifier.vkey
        await rotate_key(store, KeyFile(settings.signing_key_path))
        new = store.signer.verifier.vkey
    async with served(settings) as address:
        (tmp_path / "handover.txt").write_bytes(await shown(address, "checkpoint"))
    await published(settings)
    assert go.accepts("note", tmp_path / "handover.txt", old)
    assert go.accepts("note", tmp_path / "handover.txt", new)
    async with served(settings) as address:
        done = await asyncio.to_thread(go, "log", f"{address}/log", new, tmp_path / "handover.txt")
    assert done.returncode == 0, done.stdout


async def test_go_and_sigstore_verify_an_exhibit(go, sigstore, settings, tmp_path):
    await published(settings)  # so that the newest checkpoint is signed by one key
    async with open_registry(settings) as store:
        _, bundle = await bundle_of(store, DEFINITION)
        vkey = store.signer.verifier.vkey
    place = written(tmp_path, archive.unpack(bundle))
    for done in (go("bundle", place, vkey), sigstore(place, vkey)):
        assert done.returncode == 0, done.stdout
    page = next(path for path in sorted(place.rglob("*")) if path.is_file() and path.name != "MANIFEST")
    page.write_bytes(page.read_bytes() + b" ")
    assert not go.accepts("bundle", place, vkey)
