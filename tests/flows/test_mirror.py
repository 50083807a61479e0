"""A registry exported as files, hosted, watched, and made into a read-only mirror; and what is refused on the way."""

import asyncio
import hashlib
import shutil
import sys
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio

from governance.members import PUBLIC
from governance.publication import DocumentPublished, EventKind, RecordsDated
from measures import catalog
from measures.dated_records import DatedKind, DatedRecord
from measures.errors import InvalidError
from measures.references import Kind, Reference
from registry import admitting
from registry.app import create_app
from registry.auditing import audit_registry
from registry.config import Settings
from registry.exchange.mirrors import layout
from registry.exchange.mirrors.continuity import (
    MirrorForkedError,
    MirrorRewoundError,
    OtherRegistryError,
    require_continues,
)
from registry.exchange.mirrors.directory import Directory
from registry.exchange.mirrors.index import Index, checksums, listed, ordered, signed_index
from registry.exchange.mirrors.members import BadExportError, Cache, Member
from registry.exchange.mirrors.staging import NotAnExportError
from registry.exchange.mirrors.verification import UntrustedKeyError, verify_export
from registry.founding import founding, open_registry
from registry.key_file import KeyFile
from registry.mirroring import NotAMirrorError, import_mirror
from registry.proof.checkpoints import Checkpoint
from registry.proof.verify import verify_bundle
from registry.rotating import rotate_key
from registry.storage import documents, labels, log, public_record
from registry.storage.database import bind
from registry.storage.read_only import ReadOnlyMirrorError
from registry.storage.tables import TABLES
from tests.flows.mirror_story import CITED, DEFINITION, NOTE, REASON, SECRET, SET, a_few_measures, exported, the_story
from tests.flows.web_servers import SERVERS, found, serving

PUBLIC_TABLES = {
    "document", "dated_record", "label_decision", "document_event", "citation", "registry", "key_rotation",
    "log_leaf", "log_node", "checkpoint", "translation",
}  # fmt: skip
PUBLIC_COLUMNS = {
    "vote": {"id", "subject_kind", "subject", "subject_digest", "jurisdiction", "rule", "roll_digest", "stage", "zone",
             "candidates"},
    "result": {"vote", "outcome", "choice", "conditions", "findings", "publication", "salted_digest"},
    "proposal": {"target", "kind", "stage"},
    "roll": {"digest"},
}  # fmt: skip
"""What of private tables everybody may know anyway; docs/mirror.md lists it."""
DISTINCTIVE = 12
"""Values of fewer characters are words of vocabularies."""


@pytest_asyncio.fixture(scope="module")
async def settings(empty_database, tmp_path_factory):
    return Settings(data_dir=tmp_path_factory.mktemp("origin") / "var", database_url=await empty_database())


@pytest_asyncio.fixture(scope="module")
async def store(settings):
    async with open_registry(settings, founding(demonstration=True)) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await the_story(store)


@pytest_asyncio.fixture(scope="module")
async def export(store, settings, cast, tmp_path_factory):
    """The export that the tests read and never change."""
    directory = tmp_path_factory.mktemp("export") / "public"
    return await exported(store, settings, directory)


@pytest.fixture
def copy(export, tmp_path):
    """A copy of the export, to be tampered with."""
    shutil.copytree(export.directory, tmp_path / "copy")
    return tmp_path / "copy"


@pytest_asyncio.fixture(scope="module")
async def mirror_settings(empty_database, tmp_path_factory):
    return Settings(data_dir=tmp_path_factory.mktemp("mirror") / "var", database_url=await empty_database())


@pytest_asyncio.fixture(scope="module")
async def mirror(store, export, mirror_settings):
    """A mirror of the export, open; the tables are bound to it only while it is asked."""
    with bound_again(store):
        await import_mirror(mirror_settings, export.directory, [vkey(export.directory)], "https://registry.example.gov")
    return mirror_settings


class bound_again:  # noqa: N801 - it is used as a function
    """The tables are bound to the registry that was opened last; afterwards to the first one again."""

    def __init__(self, store):
        self.store = store

    def __enter__(self):
        return self

    def __exit__(self, *_):
        bind(self.store.engine)


def vkey(directory):
    return (directory / "log/key").read_text().strip()


def index_of(directory):
    return Index.parse((directory / "index.json").read_bytes())


def tree_of(directory):
    return {
        path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


async def values_of(settings, table):
    connection = await asyncpg.connect(settings.database_url)
    try:
        return [dict(row) for row in await connection.fetch(f'SELECT * FROM "{table}"')]
    finally:
        await connection.close()


def spelled(value):
    """A value of a column as it could stand in a file."""
    if isinstance(value, bytes | memoryview):
        return [bytes(value), bytes(value).hex().encode()] if len(value) >= DISTINCTIVE else []
    if isinstance(value, datetime | bool | int | float) or value is None:
        return []
    text = str(value)
    return [text.encode()] if len(text) >= DISTINCTIVE else []


async def test_nothing_of_a_private_table_is_in_any_exported_byte(store, settings, export):
    allowed, private = set(), {}
    for table in (table._meta.tablename for table in TABLES):
        for row in await values_of(settings, table):
            for column, value in row.items():
                if table in PUBLIC_TABLES or column in PUBLIC_COLUMNS.get(table, ()):
                    allowed |= set(spelled(value))
                else:
                    for spelling in spelled(value):
                        private[spelling] = f"{table}.{column}"
    public_texts = {NOTE.encode(), REASON.encode()}
    bytes_of_all = b"\0".join(tree_of(export.directory).values())
    published = b"\0".join(allowed)
    found = {
        where
        for spelling, where in private.items()
        if spelling not in public_texts and spelling in bytes_of_all and spelling not in published
    }
    assert found == set()
    assert SECRET.encode() not in bytes_of_all
    told = {where.split(".")[0] for where in private.values()}
    assert {"person_detail", "contract", "comment", "proposal", "box", "participation", "token", "audit"} <= told


async def test_the_story_put_secrets_into_the_database(store, settings, cast):
    rows = [row for table in TABLES for row in await values_of(settings, table._meta.tablename)]
    dumped = b"".join(spelling for row in rows for value in row.values() for spelling in spelled(value))
    for what in ("draft", "statement", "comment", "person", "plan", "contract", "ballot"):
        assert f"{SECRET}-{what}".encode() in dumped, what


async def test_the_same_registry_gives_the_same_bytes(store, settings, export, tmp_path):
    await exported(store, settings, tmp_path / "again")
    assert tree_of(tmp_path / "again") == tree_of(export.directory)


async def test_documents_stand_at_their_own_paths_with_their_own_bytes(store, export):
    for name in (SET, DEFINITION, *CITED):
        published = await documents.get(Reference.parse(name))
        assert (export.directory / name).read_bytes() == published.content
        newest = (export.directory / name.split("@")[0]).read_text()
        assert newest == f"{published.reference}\n"
        bundle = (export.directory / f"{name}.bundle.zip").read_bytes()
        assert verify_bundle(bundle, [store.signer.verifier.vkey], published.reference).intact


async def test_every_listed_address_is_answered_by_the_service_with_the_same_bytes(store, settings, export):
    app = create_app(settings, store=store)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test") as client:
        for each in index_of(export.directory).files:
            if each.member.path.startswith("hosting/"):
                continue
            answer = await client.get(each.member.address)
            if answer.status_code == 302:
                reference = (export.directory / each.member.path).read_text()
                assert answer.headers["location"] == f"/{Reference.parse(reference.strip()).versioned}"
                continue
            assert answer.status_code == 200, each.member
            assert answer.headers["content-type"].split(";")[0] == each.member.media_type, each.member
            if each.member.media_type == "text/html":
                assert "A copy of a page" in (export.directory / each.member.path).read_text()
                continue
            assert hashlib.sha256(answer.content).hexdigest() == each.sha256, each.member


async def test_the_checksums_are_those_that_a_common_tool_computes(export):
    process = await asyncio.create_subprocess_exec(
        "sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS", cwd=export.directory
    )
    assert await process.wait() == 0


async def test_a_mirror_answers_as_the_registry_did(store, settings, mirror, export):
    with bound_again(store):
        async with open_registry(mirror) as opened:
            app = create_app(mirror, store=opened)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://mirror.test") as client:
                for each in index_of(export.directory).files:
                    if each.member.path.startswith("hosting/") or each.member.media_type == "text/html":
                        continue
                    answer = await client.get(each.member.address)
                    if answer.status_code != 302:
                        assert hashlib.sha256(answer.content).hexdigest() == each.sha256, each.member
                home = (await client.get("/")).text
                assert f"read-only mirror of <code>{export.origin}</code> as of" in home
                assert "https://registry.example.gov" in home
                assert NOTE in (await client.get(f"/{SET}/page")).text
                assert (await client.get("/health/ready")).json() == {"status": "ready"}
                query = {"query": "{ registry { origin mirroredAt latestCheckpoint { size } } }"}
                said = (await client.post("/graphql", json=query, headers={"Authorization": "Bearer vr_x"})).json()
                assert said["data"]["registry"]["origin"] == export.origin
                assert said["data"]["registry"]["mirroredAt"]


async def test_nothing_is_written_signed_or_voted_on_in_a_mirror(store, mirror, export):
    mutation = 'mutation { openForComment(proposalId: "00000000-0000-4000-8000-000000000000") { __typename %s } }'
    asked = mutation % "... on Problem { code message }"
    with bound_again(store):
        async with open_registry(mirror) as opened:
            app = create_app(mirror, store=opened)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://mirror.test") as client:
                for path in ("/vote/", "/vote/sign-in", f"/vote/{uuid4()}"):
                    answer = await client.get(path)
                    assert (answer.status_code, answer.json()["code"]) == (409, "READ_ONLY_MIRROR")
                    page = await client.get(path, headers={"Accept": "text/html"})
                    assert page.status_code == 409
                    assert export.origin in page.text
                assert (await client.post("/vote/sign-in", data={"x": "y"})).status_code == 409
                answer = (await client.post("/graphql", json={"query": asked})).json()
                (problem,) = answer["data"].values()
                assert problem["code"] == "READ_ONLY_MIRROR"
                assert export.origin in problem["message"]
            with pytest.raises(ReadOnlyMirrorError):
                await admitting.add_person(opened, "Somebody")
            with pytest.raises(ReadOnlyMirrorError):
                opened.signer.sign("a text\n")
            assert (await audit_registry(opened)).problems == ()


async def test_a_mirror_holds_what_is_public_and_knows_nobody(store, mirror, export):
    with bound_again(store):
        async with open_registry(mirror) as opened:
            reference = Reference.parse(SET)
            (event,) = await documents.events(reference)
            assert (event.kind, event.note) == (EventKind.SUSPENDED, NOTE)
            kept = await labels.for_measures([Reference.parse(CITED[0])])
            assert [each.reason for each in kept] == [REASON]
            assert (await public_record.statements(CITED[0]))[CITED[0]]
            assert opened.mirror is not None
    for table in ("person", "person_detail", "organisation", "contract", "proposal", "vote", "roll", "box", "token"):
        assert await values_of(mirror, table) == []


async def test_what_was_published_later_comes_with_the_next_import(store, settings, export, tmp_path, mirror):
    before = tree_of(export.directory)
    directory = tmp_path / "nightly"
    shutil.copytree(export.directory, directory)
    entry = catalog.load().measures["tn-quiltss/cna-hours"]
    document = entry.document(demonstration=True)
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentPublished(document.reference, document.seal(), True, entry.dated_records()))
        found = (await documents.get(Reference.parse(CITED[0]))).reference
        await tx.record(RecordsDated(found, [DatedRecord(DatedKind.NOTES, {"text": "said later"})]))
    made = await exported(store, settings, directory)
    after = tree_of(directory)
    assert set(before) - set(after) == {path for path in before if path.startswith("log/tile/") and ".p/" in path}
    assert after[f"measure/{entry.id}@1.0.0"] == document.seal().content
    with bound_again(store):
        imported = await import_mirror(mirror, directory)
        assert imported.held == export.checkpoint_size
        async with open_registry(mirror) as opened:
            assert (await log.latest()).size == made.checkpoint_size
            assert await documents.get(document.reference)
            said = (await documents.statements([CITED[0]]))[CITED[0]][DatedKind.NOTES]
            assert said.record.content == {"text": "said later"}
            assert (await audit_registry(opened)).problems == ()
        # The export of before is older than what the mirror holds now.
        with pytest.raises(MirrorRewoundError):
            await import_mirror(mirror, export.directory)


async def test_importing_the_same_export_twice_changes_nothing(store, export, empty_database, tmp_path):
    here = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    with bound_again(store):
        await import_mirror(here, export.directory)
        before = {table._meta.tablename: await values_of(here, table._meta.tablename) for table in TABLES}
        again = await import_mirror(here, export.directory)
    assert again.held == export.checkpoint_size
    after = {table._meta.tablename: await values_of(here, table._meta.tablename) for table in TABLES}
    assert {name for name in before if before[name] != after[name]} == {"audit"}


async def test_a_mirror_gives_the_export_on_as_it_was_signed(store, settings, export, empty_database, tmp_path):
    here = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    with bound_again(store):
        await import_mirror(here, export.directory)
        async with open_registry(here) as opened:
            await exported(opened, here, tmp_path / "second")
    assert tree_of(tmp_path / "second") == tree_of(export.directory)


async def test_a_key_that_nobody_vouched_for_is_refused(store, export, empty_database, tmp_path):
    here = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    with bound_again(store), pytest.raises(UntrustedKeyError):
        await import_mirror(here, export.directory, ["SHA256:" + "0" * 64])
    assert await values_of(here, "log_leaf") == []


@pytest.mark.parametrize(
    ("step", "path"), [("files", "log/texts.json"), ("exhibits", "log/texts.json"), ("exhibits", "index.html")]
)
async def test_a_file_that_is_changed_after_it_was_verified_is_not_taken_over(
    store, copy, empty_database, tmp_path, step, path
):
    here = Settings(data_dir=tmp_path / "var", database_url=await empty_database())

    def changed(what, done, of):
        if (what, done) == (step, of):
            (copy / path).write_bytes((copy / path).read_bytes().replace(b"e", b"3"))

    with bound_again(store), pytest.raises(BadExportError):
        await import_mirror(here, copy, progress=changed)
    assert await values_of(here, "log_leaf") == []
    assert not here.mirror_dir.exists() or not any(here.mirror_dir.iterdir())


async def test_a_registry_that_publishes_by_itself_takes_no_import(store, settings, export):
    with pytest.raises(NotAMirrorError):
        await import_mirror(settings, export.directory)
    bind(store.engine)


async def test_another_registry_is_refused_and_its_export_is_not_overwritten(
    store, settings, export, empty_database, tmp_path
):
    here = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    other = Settings(data_dir=tmp_path / "other", database_url=await empty_database())
    with bound_again(store):
        await import_mirror(here, export.directory)
        async with open_registry(other, founding(demonstration=True)) as stranger:
            await exported(stranger, other, tmp_path / "stranger")
            with pytest.raises(NotAnExportError):
                await exported(stranger, other, export.directory)
        with pytest.raises(UntrustedKeyError):  # the key that the mirror knows is of another registry
            await import_mirror(here, tmp_path / "stranger")
        held = Checkpoint(export.origin, 1, b"0" * 32)
        with pytest.raises(OtherRegistryError):
            require_continues(verify_export(Directory(tmp_path / "stranger")), held)


async def test_a_log_that_was_forked_with_the_same_key_is_refused(store, empty_database, tmp_path):
    """Two databases of one founding, one key: what a registry looks like that was set back and went another way."""
    here = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    twins = [Settings(data_dir=tmp_path / name, database_url=await empty_database()) for name in ("one", "two")]
    with bound_again(store):
        for twin in twins:
            if twin is twins[1]:
                twin.data_dir.mkdir()
                shutil.copy(twins[0].signing_key_path, twin.signing_key_path)
            async with open_registry(twin, founding(demonstration=True, origin="a/forked-registry")) as opened:
                await a_few_measures(opened)
                await exported(opened, twin, twin.data_dir / "public")
        await import_mirror(here, twins[0].data_dir / "public")
        with pytest.raises(MirrorForkedError):
            await import_mirror(here, twins[1].data_dir / "public")
        async with open_registry(here) as mirrored:
            assert (await audit_registry(mirrored)).problems == ()


async def test_a_mirror_follows_the_registry_from_one_key_to_the_next(store, empty_database, tmp_path):
    here = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    origin = Settings(data_dir=tmp_path / "origin", database_url=await empty_database())
    with bound_again(store):
        async with open_registry(origin, founding(demonstration=True)) as opened:
            await a_few_measures(opened)
            await exported(opened, origin, tmp_path / "public")
        first = vkey(tmp_path / "public")
        await import_mirror(here, tmp_path / "public", [first])
        async with open_registry(origin) as opened:
            await rotate_key(opened, KeyFile(origin.signing_key_path))
        async with open_registry(origin) as opened:
            await exported(opened, origin, tmp_path / "public")
        second = vkey(tmp_path / "public")
        assert second != first
        # Who trusts the first key trusts what it handed over to; who trusts the second did not vouch for the first.
        assert verify_export(Directory(tmp_path / "public"), [first]).signer.vkey == second
        await import_mirror(here, tmp_path / "public")
        async with open_registry(here) as mirrored:
            assert mirrored.signer.verifier.vkey == second
            assert (await audit_registry(mirrored)).problems == ()


TAMPERING = {
    "missing": lambda d: (d / SET).unlink(),
    "extra": lambda d: (d / "measure/extra").write_text("x"),
    "renamed": lambda d: (d / SET).rename(d / f"{SET.split('@')[0]}@9.0.0"),
    "oversized": lambda d: (d / SET).write_bytes((d / SET).read_bytes() + b"\n"),
    "edited": lambda d: (d / SET).write_bytes((d / SET).read_bytes().replace(b"2C", b"2B").replace(b"A set", b"B set")),
    "link": lambda d: ((d / SET).rename(d.parent / "kept"), (d / SET).symlink_to(d.parent / "kept")),
    "page": lambda d: (d / f"{SET}.page.html").write_text("<p>another page</p>"),
    "checksums": lambda d: (d / "SHA256SUMS").write_text((d / "SHA256SUMS").read_text() + "\n"),
    "index": lambda d: (d / "index.json").write_bytes((d / "index.json").read_bytes().replace(b"true", b"false")),
    "unsigned": lambda d: (d / "index.txt").unlink(),
    "signature": lambda d: (d / "index.txt").write_text((d / "index.txt").read_text()[:-6] + "AAA=\n"),
    "tile": lambda d: flip(d / "log/tile/entries" / partial_tile(d, "entries")),
    "checkpoint": lambda d: (d / "log/checkpoint").write_text("x"),
}


def partial_tile(directory, level):
    folder = directory / "log/tile" / level
    return next(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("how", TAMPERING)
def test_an_export_that_was_edited_is_refused(copy, how):
    TAMPERING[how](copy)
    with pytest.raises(InvalidError):
        verify_export(Directory(copy))


def test_an_export_that_nobody_touched_verifies(copy):
    seen = []
    found = verify_export(Directory(copy), [vkey(copy)], lambda *told: seen.append(told))
    assert SET in found.versions
    assert seen[-1] == ("exhibits", len(found.versions), len(found.versions))


def drop(directory, start):
    for path in list(directory.rglob("*")):
        if path.is_file() and path.relative_to(directory).as_posix().startswith(start):
            path.unlink()


def put(directory, path, content):
    (directory / path).parent.mkdir(parents=True, exist_ok=True)
    (directory / path).write_bytes(content)


OTHER = SET.replace("1.0.0", "1.0.1")
DISHONEST = {
    "a document that no entry publishes": lambda d: put(d, OTHER, (d / SET).read_bytes().replace(b"1.0.0", b"1.0.1")),
    "an entry without its document": lambda d: drop(d, SET),
    "another document under its name": lambda d: put(d, SET, (d / SET).read_bytes().replace(b"A set", b"B set")),
    "a record that is missing": lambda d: drop(d, "log/record/0000000000"),
    "a record of no entry": lambda d: put(d, "log/record/0000009999", b"x"),
    "another record": lambda d: flip(d / "log/record/0000000000"),
    "a tile of another log": lambda d: flip(d / "log/tile/0" / partial_tile(d, "0")),
    "an entry of another log": lambda d: flip(d / "log/tile/entries" / partial_tile(d, "entries")),
    "another key": lambda d: put(d, "log/key", b"a+00000000+AAAA\n"),
    "another history of keys": lambda d: put(d, "log/keys", b"{}"),
    "a checkpoint that nobody signed": lambda d: put(d, "log/checkpoint", b"x"),
    "the exhibit of another version": lambda d: put(
        d, f"{SET}.bundle.zip", (d / f"{DEFINITION}.bundle.zip").read_bytes()
    ),
    "an exhibit that was edited": lambda d: flip(d / f"{SET}.bundle.zip"),
    "a text of an entry that has none": lambda d: put(
        d, "log/texts.json", b'{"schema":"texts/1","texts":[{"leaf":0,"text":"said"}]}'
    ),
    "statements about another version": lambda d: put(
        d, f"{SET}.statements.json", (d / f"{DEFINITION}.statements.json").read_bytes()
    ),
    "no page": lambda d: drop(d, f"{SET}.page.html"),
    "no result": lambda d: drop(d, "vote-result/"),
    "another result": lambda d: flip(next((d / "vote-result").iterdir())),
    "a file of no export": lambda d: put(d, "more.txt", b"x"),
}


def sign_again(directory, signer):
    """What a registry could do that does not keep to its own log: list and sign whatever is there."""
    before = index_of(directory)
    known = {each.member.path: each.member for each in before.files}
    found = {path: content for path, content in tree_of(directory).items() if path not in layout.FRAME}
    members = {path: known.get(path, Member(path, f"/{path}", "text/plain", Cache.A_MINUTE)) for path in found}
    index = replace(before, files=ordered(listed(members[path], content) for path, content in found.items()))
    put(directory, layout.INDEX, index.content())
    put(directory, layout.CHECKSUMS, checksums(index))
    put(directory, layout.SIGNED, signed_index(index, signer))


def test_an_export_that_is_signed_again_as_it_is_verifies(store, copy):
    sign_again(copy, store.signer)
    assert SET in verify_export(Directory(copy)).versions


@pytest.mark.parametrize("how", DISHONEST)
def test_the_registrys_own_signature_does_not_help_an_export_that_its_log_contradicts(store, copy, how):
    DISHONEST[how](copy)
    sign_again(copy, store.signer)
    with pytest.raises(InvalidError):
        verify_export(Directory(copy))


def test_a_registry_cannot_pass_its_demonstration_off_as_live(store, copy):
    index = replace(index_of(copy), demonstration=False)
    put(copy, layout.INDEX, index.content())
    put(copy, layout.CHECKSUMS, checksums(index))
    put(copy, layout.SIGNED, signed_index(index, store.signer))
    with pytest.raises(InvalidError, match="demonstration"):
        verify_export(Directory(copy))


@pytest.mark.parametrize("name", SERVERS)
async def test_a_web_server_with_the_sample_configuration_answers_as_the_registry_does(export, tmp_path, name):
    if found(name) is None:
        pytest.skip(f"{name} is not installed")
    (tmp_path / "run").mkdir()
    async with serving(name, export.directory, tmp_path / "run") as client:
        for each in index_of(export.directory).files:
            member = each.member
            if member.path.startswith("hosting/"):
                continue
            answer = await client.get(member.address)
            caching = answer.headers.get("cache-control")
            if member.path.split("/")[0] in set(Kind) and "@" not in member.path:
                newest = Reference.parse((export.directory / member.path).read_text().strip())
                to = httpx.URL(answer.headers["location"]).path
                assert (answer.status_code, to) == (302, f"/{newest.versioned}")
                assert caching == "no-cache"
                continue
            assert hashlib.sha256(answer.content).hexdigest() == each.sha256, member
            assert (answer.headers["content-type"].split(";")[0], caching) == (member.media_type, member.cache.header)
            if layout.is_document(member.path):
                assert answer.headers["etag"] == f'"sha256:{each.sha256}"'
                assert answer.headers["link"] == f'<{member.address}/events>; rel="status"'
        for path in ("/nothing", "/priority-set/US-TN/nothing", f"/{SET.replace('1.0.0', '9.9.9')}", "/../secret"):
            assert (await client.get(path)).status_code in (400, 404), path


async def test_a_full_disk_leaves_the_old_export_as_it_was(store, settings, export, copy, tmp_path):
    (copy / "index.html").write_bytes(b"")  # so that there is something to write
    before = tree_of(copy)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ON_A_SMALL_DISK, str(settings.data_dir), settings.database_url, str(copy),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert said.decode().split() == ["DISK_FULL"]
    assert tree_of(copy) == before


ON_A_SMALL_DISK = """
import asyncio, resource, sys
from pathlib import Path
from registry.app import answers_inside
from registry.config import Settings
from registry.exchange.mirrors import layout
from registry.exchange.mirrors.staging import DiskFullError
from registry.founding import open_registry
from registry.key_file import KeyFile
from registry.mirroring import export_mirror

async def main(data_dir, database_url, directory):
    settings = Settings(data_dir=Path(data_dir), database_url=database_url)
    async with open_registry(settings) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        try:
            await export_mirror(store, Path(directory), answers_inside(settings, store))
        except DiskFullError as refusal:
            print(refusal.code)

asyncio.run(main(*sys.argv[1:]))
"""
