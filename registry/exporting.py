"""Writing an exhibit bundle: a published version, every document it cites, its events, and the proof of it all."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from governance.publication import Published
from measures.references import Reference
from registry.proof.bundle import BundleInput, Logged, build_bundle
from registry.proof.citations import citations
from registry.proof.keys import introduction
from registry.proof.leaves import Leaf
from registry.storage import documents, labels, log
from registry.storage.transaction import Store


async def bundle_of(store: Store, reference: Reference) -> tuple[Reference, bytes]:
    """The bundle of a published version, as bytes of a zip file, with the pinned reference of its subject.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: the reference names no published bytes.
    """
    subject = await documents.get(reference)
    cited = await _with_everything_cited(subject)
    records = await _records(subject)
    checkpoint = await log.latest()
    assert checkpoint is not None
    indices = {published.leaf for published in cited.values()} | set(records) | {0}
    proven = await log.proven(indices, checkpoint.size)
    records[0] = introduction(store.signer.verifier)
    entries = [
        Logged(Leaf.parse(proven[index].content), index, proven[index].path, records.get(index))
        for index in sorted(indices)
    ]
    given = BundleInput(
        subject=subject.reference,
        documents={key: published.content for key, published in cited.items()},
        log=entries,
        checkpoint=checkpoint.note,
    )
    return subject.reference, build_bundle(given, store.signer)


async def export_bundle(store: Store, reference: Reference, directory: Path) -> Path:
    """Write the bundle of a version into a directory, whole or not at all, and hand out its path."""
    subject, content = await bundle_of(store, reference)
    path = directory / f"{subject.versioned.replace('/', '_')}.zip"
    _write_whole(path, content)
    return path


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    draft.write_bytes(content)
    draft.replace(path)


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


async def _records(subject: Published) -> dict[int, bytes]:
    """What the log says about the subject besides its publication: its events, and the label decisions it rests on."""
    records = await documents.event_records(subject.reference)
    items = json.loads(subject.content).get("items", [])
    decisions = [item["label"]["decision"] for item in items if "label" in item]
    for kept in (await labels.by_reference(decisions)).values():
        records[kept.leaf] = kept.sealed.content
    return records
