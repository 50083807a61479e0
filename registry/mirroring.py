"""The whole public registry as static files, and a read-only registry made from them after everything was verified.

Drafts, contracts, people, rolls and ballots are never read for an export: `storage.public_record` is all that is asked
beside the documents and the log, and the pages are those that anybody gets.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from governance.publication import Published
from measures.errors import ConflictError
from measures.references import Kind
from registry.config import Settings
from registry.exchange.mirrors import layout, staging
from registry.exchange.mirrors.directory import PART, Directory
from registry.exchange.mirrors.hosting import sample_configurations
from registry.exchange.mirrors.index import LARGEST_INDEX, Index, checksums, listed, ordered, signed_index
from registry.exchange.mirrors.members import ListedMember, Member
from registry.exchange.mirrors.staging import Staging
from registry.exchange.mirrors.statements import statements_content, texts_content
from registry.exchange.mirrors.verification import Progress, VerifiedExport, require_same, verify_export
from registry.exchange.mirrors.vote_results import result_content
from registry.exporting import exhibit_of
from registry.proof import tiles
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import keys_document
from registry.storage import documents, log, mirrored, public_record, registries, signing_keys
from registry.storage.database import open_database
from registry.storage.read_only import ADDRESS
from registry.storage.transaction import Store, with_room

PROGRAM: Final = "value-registry"
Answer = Callable[[str], Awaitable[bytes]]
"""What the service answers to somebody who is not signed in, by the address."""
Made = AsyncIterator[tuple[Member, bytes]]


class NotAMirrorError(ConflictError):
    """There is a registry here that publishes by itself; nothing is imported into it."""

    code = "NOT_A_MIRROR"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds."""

    directory: Path
    origin: str
    checkpoint_size: int
    files: int
    bytes: int
    digest: str
    """SHA-256 of index.json in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a mirror was made from."""

    export: VerifiedExport
    held: int
    """How many entries of the log were here before."""


async def export_mirror(
    store: Store, directory: Path, answer: Answer, progress: Progress = lambda *_: None
) -> Exported:
    """Write the public registry into a directory: a new one, or an earlier export, which is brought up to date.

    Everything is read at one moment. A mirror gives on the export that it was made from, as it was signed.

    Raises:
        NotAnExportError: the directory holds something else.
        DiskFullError, ExportUnwritableError: what was there before is as it was.
        KeyReplacedError: the key was handed over to one that this process cannot read.
    """
    if store.mirror is not None:
        return await _given_on(store.mirror.directory, directory, progress)
    signer = await store.current_signer()
    stage = Staging(directory)
    with stage.opened(signer.name):
        async with store.engine.transaction(allow_nested=False):
            await registries.see_one_moment()
            total = await documents.number()
            files, exhibits = list[ListedMember](), 0
            async for member, content in _everything(store, answer):
                stage.write(member.path, content)
                files.append(listed(member, content))
                if member.path.endswith(layout.BUNDLE):
                    exhibits += 1
                    progress("versions", exhibits, total)
            index = await _index(files, demonstration=store.demonstration)
        for path, content in (
            (layout.INDEX, index.content()),
            (layout.CHECKSUMS, checksums(index)),
            (layout.SIGNED, signed_index(index, signer)),
        ):
            stage.write(path, content)
        stage.finish([each.member.path for each in index.files])
    return _exported(directory, index)


async def import_mirror(
    settings: Settings,
    directory: Path,
    trust: Sequence[str] = (),
    address: str | None = None,
    progress: Progress = lambda *_: None,
) -> Imported:
    """Make a read-only mirror of an export, or bring one up to date. Nothing is stored before everything was verified.

    A mirror that is here already trusts the keys that it knows, and those that they handed over to.

    Raises:
        BadExportError: a file was changed, added, taken out or renamed, or does not fit the log.
        UntrustedKeyError: another key signed than one that is trusted.
        NotAMirrorError: the registry here publishes by itself.
        OtherRegistryError, MirrorRewoundError, MirrorForkedError: the export does not continue what is here.
        DiskFullError: there is no room for it.
    """
    settings.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    async with open_database(settings) as engine:
        known = await registries.get()
        if known is not None and known.mirrored_at is None:
            raise NotAMirrorError(
                f"{known.origin} is here already, and publishes by itself. Let DATA_DIR name another directory."
            )
        named = [*trust, *([known.vkey] if known else [])]
        export = verify_export(Directory(directory), named, progress)
        _keep(Directory(directory), settings.mirror_dir, export)
        async with with_room():
            held = await mirrored.take_over(engine, export)
        _keep_only(settings.mirror_dir, export.digest)
        if address is not None:
            (settings.mirror_dir / ADDRESS).write_text(f"{address}\n", encoding="utf-8")
    return Imported(export, held)


async def _everything(store: Store, answer: Answer) -> Made:
    """Every file of an export but those that list the others."""
    published = [each async for each in documents.every()]
    said = await public_record.statements()
    for each in published:
        async for made in _of_version(store, each, answer):
            yield made
        yield (
            layout.statements(each.reference),
            statements_content(each.reference, said.get(each.reference.versioned, ())),
        )
    newest = [found.reference for kind in Kind for found in await documents.newest(kind)]
    for reference in newest:
        yield layout.newest(reference), f"{reference}\n".encode()
    async for made in _of_log():
        yield made
    for vote, result in await public_record.certified():
        yield layout.vote_result(vote.id), result_content(vote, result)
    for page in layout.PAGES:
        yield page, await answer(page.address)
    for name, content in sample_configurations((each.reference for each in published), newest).items():
        yield layout.hosting(name), content


async def _of_version(store: Store, published: Published, answer: Answer) -> Made:
    reference = published.reference
    yield layout.document(reference), published.content
    for member in (layout.events(reference), layout.page(reference)):
        yield member, await answer(member.address)
    yield layout.bundle(reference), (await exhibit_of(store, reference)).content


async def _of_log() -> Made:
    checkpoint = await log.latest()
    assert checkpoint is not None
    yield layout.CHECKPOINT, checkpoint.note.encode()
    history = await signing_keys.history()
    yield layout.KEY, f"{history[-1].verifier.vkey}\n".encode()
    yield layout.KEYS, keys_document(await signing_keys.records())
    yield layout.TEXTS, texts_content(await public_record.texts())
    for address in tiles.needed_tiles(checkpoint.size):
        content = await log.tile(address)
        assert content is not None
        yield layout.tile(address.path), content
    for leaf, record in sorted((await public_record.records()).items()):
        yield layout.record(leaf), record


async def _index(files: Iterable[ListedMember], *, demonstration: bool) -> Index:
    checkpoint = await log.latest()
    assert checkpoint is not None
    keys = tuple(key.verifier for key in await signing_keys.history())
    signed = Checkpoint(keys[0].name, checkpoint.size, checkpoint.root)
    return Index(keys, signed, demonstration, _software(), ordered(files))


def _software() -> str:
    """The program and its version; where it runs from its source without being installed, the program alone."""
    try:
        return f"{PROGRAM} {version(PROGRAM)}"
    except PackageNotFoundError:
        return PROGRAM


async def _given_on(kept: Path, directory: Path, progress: Progress) -> Exported:
    source = Directory(kept / (await mirrored.newest_export() or ""))
    export = verify_export(source, (), progress)
    stage = Staging(directory)
    with stage.opened(export.index.origin):
        for path in (*export.index.by_path(), *layout.FRAME):
            stage.write(path, source.read(path, source.size(path)))
        stage.finish(export.index.by_path().keys())
    return _exported(directory, export.index)


def _keep(source: Directory, kept: Path, export: VerifiedExport) -> None:
    """Copy the files of an export to where the mirror finds those that it cannot make anew: the exhibits above all."""
    target = kept / export.digest
    if target.is_dir():
        return
    draft = kept / f"{export.digest}{PART}"
    with staging.told(kept):
        shutil.rmtree(draft, ignore_errors=True)
        try:
            _copy(source, draft, export)
            require_same(Directory(draft), export)
            draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _copy(source: Directory, target: Path, export: VerifiedExport) -> None:
    sizes = {each.member.path: each.size for each in export.index.files} | dict.fromkeys(layout.FRAME, LARGEST_INDEX)
    for path, size in sizes.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(source.read(path, size))


def _keep_only(kept: Path, digest: str) -> None:
    for folder in kept.iterdir():
        if folder.is_dir() and folder.name != digest:
            shutil.rmtree(folder, ignore_errors=True)


def _exported(directory: Path, index: Index) -> Exported:
    return Exported(
        directory=directory,
        origin=index.origin,
        checkpoint_size=index.checkpoint.size,
        files=len(index.files),
        bytes=sum(each.size for each in index.files),
        digest=sha256(index.content()).hexdigest(),
    )
