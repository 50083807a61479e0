"""Making the exhibit of a published version: the version, all that it cites, its events, its pages, and the proof.

An exhibit is made as of a checkpoint of the log. What came later is not in it, so the same version at the same
checkpoint gives the same bytes with the same release of this software, whoever asks and however often. What people
wrote beside events and decisions is not in it either: it can be erased, and the bytes must stay the same.
"""

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from governance.publication import DocumentEvent, Published
from measures import catalog
from measures.canonical import digest_of
from measures.errors import ConflictError, InvalidError, NotFoundError
from measures.references import Digest, Reference
from registry.exchange.exhibits import Asserted, ExhibitFacts, Translated, Version, pages
from registry.exchange.mirrors import layout
from registry.exchange.mirrors.staging import FULL, DiskFullError
from registry.proof.archive import unpack
from registry.proof.bundle import BundleInput, Logged, build_bundle
from registry.proof.checkpoints import open_checkpoint
from registry.proof.citations import citations
from registry.proof.encoding import base64_text
from registry.proof.keys import fingerprint
from registry.proof.leaves import Leaf
from registry.proof.manifest import CHECKPOINT
from registry.proof.notes import Verifier
from registry.reading import read_document
from registry.storage import documents, exhibits, labels, log, proposals, signing_keys
from registry.storage.exhibits import KeptTranslation
from registry.storage.log import SignedCheckpoint
from registry.storage.read_only import Mirror, NoExhibitError
from registry.storage.transaction import Store


class NotYetPublishedError(NotFoundError):
    """The version was published after the checkpoint that was asked for."""

    code = "NOT_YET_PUBLISHED"


class FormerKeyError(ConflictError):
    """The checkpoint was signed by a key that signs no longer."""

    code = "FORMER_KEY"


@dataclass(frozen=True, slots=True)
class MadeExhibit:
    """An exhibit: what it is about, as of which checkpoint, and the bytes of its zip file."""

    reference: Reference
    """Pinned."""
    checkpoint_size: int
    content: bytes

    @property
    def digest(self) -> Digest:
        """SHA-256 of the zip file."""
        return digest_of(self.content)

    @property
    def size(self) -> int:
        """How many bytes the zip file has."""
        return len(self.content)

    @property
    def address(self) -> str:
        """Where this registry gives out exactly these bytes: a path, to be read from the address of the registry."""
        return f"/{self.reference.versioned}/bundle?checkpoint={self.checkpoint_size}"

    @property
    def file_name(self) -> str:
        """What the file is called where it is saved."""
        return f"{self.reference.versioned.replace('/', '_')}.zip"


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What was read for an exhibit."""

    subject: Published
    documents: Mapping[str, Published]
    events: list[DocumentEvent]
    translations: Mapping[str, list[KeptTranslation]]
    checkpoint: SignedCheckpoint


async def exhibit_of(store: Store, reference: Reference, size: int | None = None) -> MadeExhibit:
    """The exhibit of a published version as of a checkpoint; the newest one if no size of the log is named.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: the reference names no published bytes.
        CheckpointNotFoundError: the log was never signed at that size.
        NotYetPublishedError: the version is not in the log at that size.
        FormerKeyError: the key of that checkpoint was replaced, so that nothing more is signed with it.
        NoExhibitError: this is a mirror, and the exhibit did not come with the export.
    """
    if store.mirror is not None:
        return await _kept(store.mirror, (await documents.get(reference)).reference, size)
    subject, checkpoint = await basis_of(store, reference, size)
    signer = await store.current_signer()
    gathered = await _gathered(subject, checkpoint)
    attachments = await asyncio.to_thread(pages, await _facts(gathered, signer.verifier))
    given = BundleInput(
        subject=subject.reference,
        documents={key: published.content for key, published in gathered.documents.items()},
        log=await _entries(gathered),
        checkpoint=checkpoint.note,
        attachments=attachments,
    )
    return MadeExhibit(subject.reference, checkpoint.size, build_bundle(given, signer))


async def basis_of(store: Store, reference: Reference, size: int | None) -> tuple[Published, SignedCheckpoint]:
    """What an exhibit rests on: the version, and a checkpoint that holds it and that the key of today signed.

    Raises:
        As `exhibit_of` does.
    """
    subject = await documents.get(reference)
    checkpoint = await log.latest() if size is None else await exhibits.checkpoint_of(size)
    assert checkpoint is not None
    if subject.leaf >= checkpoint.size:
        raise NotYetPublishedError(
            f"{subject.reference.versioned} is entry {subject.leaf} of the log, which then had {checkpoint.size}."
        )
    _require_signed_by(checkpoint, (await store.current_signer()).verifier)
    return subject, checkpoint


async def bundle_of(store: Store, reference: Reference, size: int | None = None) -> tuple[Reference, bytes]:
    """The pinned reference of an exhibit's subject, and the bytes of its zip file; raises as `exhibit_of` does."""
    made = await exhibit_of(store, reference, size)
    return made.reference, made.content


async def _kept(mirror: Mirror, reference: Reference, size: int | None) -> MadeExhibit:
    """The exhibit that came with the export; a mirror has no key to sign another with."""
    content = await mirror.file(layout.bundle(reference).path)
    if content is None:
        raise NoExhibitError(f"This mirror has no exhibit of {reference.versioned}; the registry itself can make one.")
    note = unpack(content)[CHECKPOINT].decode()
    made = MadeExhibit(reference, int(note.split("\n")[1]), content)
    if size not in (None, made.checkpoint_size):
        raise NoExhibitError(
            f"This mirror has the exhibit of {reference.versioned} as of {made.checkpoint_size} entries of the log, "
            "and no other; the registry itself can make one as of another checkpoint."
        )
    return made


def save(made: MadeExhibit, directory: Path) -> Path:
    """Write an exhibit into a directory, whole or not at all, and hand out its path.

    Raises:
        DiskFullError: there is no room for it. An earlier one of the same name stays as it was.
    """
    path = directory / made.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(made.content)
        draft.replace(path)
    except OSError as error:
        if error.errno in FULL:
            raise DiskFullError(
                f"There is no room for {made.size} bytes in {directory}; nothing was written."
            ) from None
        raise
    finally:
        draft.unlink(missing_ok=True)
    return path


async def export_bundle(store: Store, reference: Reference, directory: Path, size: int | None = None) -> Path:
    """Write the exhibit of a version into a directory, and hand out its path; raises as `exhibit_of` does."""
    return save(await exhibit_of(store, reference, size), directory)


def _require_signed_by(checkpoint: SignedCheckpoint, verifier: Verifier) -> None:
    try:
        open_checkpoint(checkpoint.note.encode(), [verifier])
    except InvalidError:
        raise FormerKeyError(
            f"The checkpoint of {checkpoint.size} entries was signed by a key that was replaced since; nothing more is "
            "signed with it. Exhibits that were made then still verify; a new one is made as of a later checkpoint."
        ) from None


async def _gathered(subject: Published, checkpoint: SignedCheckpoint) -> _Gathered:
    cited = await _with_everything_cited(subject)
    happened = await documents.events(subject.reference)
    return _Gathered(
        subject=subject,
        documents=cited,
        events=[
            replace(event, note=None) for event in happened if event.leaf is not None and event.leaf < checkpoint.size
        ],
        translations={key: await _translations(key, checkpoint.size) for key in sorted(cited)},
        checkpoint=checkpoint,
    )


async def _translations(key: str, size: int) -> list[KeptTranslation]:
    """The translations of what was proposed and then published under this name."""
    proposal = await proposals.published_as(key)
    if proposal is None:
        return []
    return await exhibits.translations_before(proposal.id, proposal.content_digest, size)


async def _facts(gathered: _Gathered, verifier: Verifier) -> ExhibitFacts:
    checkpoint = gathered.checkpoint
    told = await exhibits.statements_by(gathered.documents, checkpoint.at)
    versions = {
        key: Version(published, read_document(published.content), told.get(key, {}))
        for key, published in gathered.documents.items()
    }
    subject = versions.pop(gathered.subject.reference.versioned)
    return ExhibitFacts(
        subject=subject,
        cited=versions,
        events=gathered.events,
        checkpoint=Asserted(
            origin=verifier.name,
            fingerprint=fingerprint(verifier.public_key),
            size=checkpoint.size,
            root=base64_text(checkpoint.root),
            at=checkpoint.at,
        ),
        sources=catalog.load().sources,
        translations={
            key: [Translated(each.translation, each.digest, each.leaf) for each in several]
            for key, several in gathered.translations.items()
        },
    )


async def _entries(gathered: _Gathered) -> list[Logged]:
    """The leaves that the exhibit rests on, proved at its checkpoint, each with the bytes that it names."""
    size = gathered.checkpoint.size
    records = await _records(gathered.subject, size)
    records |= {each.leaf: each.content for several in gathered.translations.values() for each in several}
    records |= {key.leaf: key.record for key in await signing_keys.history(size)}
    indices = {published.leaf for published in gathered.documents.values()} | set(records)
    proven = await log.proven(indices, size)
    return [
        Logged(Leaf.parse(proven[index].content), index, proven[index].path, records.get(index))
        for index in sorted(indices)
    ]


async def _with_everything_cited(subject: Published) -> Mapping[str, Published]:
    """The subject and every document that it cites by digest, and those that these cite."""
    found = {subject.reference.versioned: subject}
    fresh = [subject]
    while fresh:
        keys = {
            cited.versioned
            for published in fresh
            for cited in citations(json.loads(published.content))
            if cited.versioned not in found
        }
        there = await documents.many(keys)
        found.update(there)
        fresh = list(there.values())
    return found


async def _records(subject: Published, size: int) -> dict[int, bytes]:
    """What the log says about the subject besides its publication: its events, and the label decisions it rests on."""
    records = await documents.event_records(subject.reference)
    items = json.loads(subject.content).get("items", [])
    decisions = [item["label"]["decision"] for item in items if "label" in item]
    for kept in (await labels.by_reference(decisions)).values():
        records[kept.leaf] = kept.sealed.content
    return {leaf: record for leaf, record in records.items() if leaf < size}
