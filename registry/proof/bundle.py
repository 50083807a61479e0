"""The exhibit bundle: everything that is needed to check one published version offline, in one zip file.

    MANIFEST                 a signed note: `value-registry/bundle/1`, then `<sha256>  <path>` for every other member
    README.txt               what this is and how to check it with common tools
    subject.txt              the pinned reference that the bundle is about
    key.vkey                 the key that signed
    checkpoint.txt           the signed checkpoint of the log
    documents/<kind>/<owner>/<slug>@<version>.json    the subject and every document that it cites
    leaves/<number>.json     leaves of the log: publications, events since, the history of the key
    proofs/<number>.tlog-proof                        the proof that the leaf is in the log
    records/<number>.txt     the bytes that a leaf names by digest, where they are no document
    attachments/…            pages for people (registry/exchange/exhibits); nothing is read out of them

Same input, same bytes. The members are listed, so that nothing can be added, taken out or changed unnoticed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from measures.canonical import digest_of
from measures.references import Reference
from registry.proof import archive
from registry.proof.archive import BadBundleError
from registry.proof.contents import is_demonstration
from registry.proof.instructions import instructions
from registry.proof.leaves import Leaf
from registry.proof.manifest import (
    ATTACHMENTS,
    CHECKPOINT,
    KEY,
    LEAVES,
    MANIFEST,
    PROOFS,
    README,
    RECORDS,
    SUBJECT,
    document_path,
    leaf_number,
    manifest_text,
)
from registry.proof.notes import Signer
from registry.proof.proofs import Proof


@dataclass(frozen=True, slots=True)
class Logged:
    """A leaf of the log, its place, its path to the root of the bundle's checkpoint, and what its digest names."""

    leaf: Leaf
    index: int
    path: tuple[bytes, ...]
    record: bytes | None = None
    """The bytes of an event, a decision or a key; none for a publication, whose document is in the bundle anyway."""


@dataclass(frozen=True, slots=True)
class BundleInput:
    """What goes into a bundle, as plain values."""

    subject: Reference
    """Pinned."""
    documents: Mapping[str, bytes]
    """Kind, name and version (`Reference.versioned`) to stored bytes: the subject and every document it cites."""
    log: Sequence[Logged]
    """The publication of each document, the subject's events, and the history of the key from leaf 0."""
    checkpoint: str
    """The signed note, of the size that every path leads to."""
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def build_bundle(given: BundleInput, signer: Signer) -> bytes:
    """The bundle as one zip file, its manifest signed by `signer`, whose key also signed the checkpoint.

    Raises:
        BadBundleError: the subject is not among the documents with the digest that it is cited by, or the bundle
            would be too large.
    """
    subject = given.documents.get(given.subject.versioned)
    if subject is None or digest_of(subject) != given.subject.digest:
        raise BadBundleError(f"{given.subject.short} is not among the documents, or its bytes have another digest.")
    demonstration = any(map(is_demonstration, given.documents.values()))
    members = {
        README: instructions(given.subject, signer.verifier, demonstration=demonstration).encode(),
        SUBJECT: f"{given.subject}\n".encode(),
        KEY: f"{signer.verifier.vkey}\n".encode(),
        CHECKPOINT: given.checkpoint.encode(),
        **{document_path(versioned): content for versioned, content in given.documents.items()},
        **{ATTACHMENTS + name: content for name, content in given.attachments.items()},
    }
    for logged in given.log:
        number = leaf_number(logged.index)
        members[f"{LEAVES}{number}.json"] = logged.leaf.content()
        members[f"{PROOFS}{number}.tlog-proof"] = Proof(logged.index, logged.path, given.checkpoint).text.encode()
        if logged.record is not None:
            members[f"{RECORDS}{number}.txt"] = logged.record
    members[MANIFEST] = signer.sign(manifest_text(members)).encode()
    return archive.pack(members)
