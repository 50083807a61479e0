"""Checking a bundle, or one document with its proof, offline: nothing is fetched and nothing is believed unchecked.

Two answers are kept apart. *Intact*: everything fits together under one signature, so nothing was changed since.
*Trusted*: that signature is by a key that the reader named. A bundle that carries its own key proves nothing about
who signed it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from measures.canonical import digest_of
from measures.references import Reference
from registry.proof import archive, contents, history
from registry.proof.checkpoints import BadCheckpointError, Checkpoint, open_checkpoint
from registry.proof.findings import Findings
from registry.proof.history import Entry
from registry.proof.manifest import CHECKPOINT, KEY, SUBJECT, layout_problems, member_problems, open_manifest
from registry.proof.notes import BadKeyError, Verifier
from registry.proof.proofs import Proof
from registry.proof.report import EXPECTED, Report, SignedBy

_IN_FORM: Final = "Every document is canonical JSON and says the kind, name and version that it is filed under."

_REPACKED: Final = (
    "The zip file was repacked or edited: it is not the one that the registry makes of these files. "
    "What the other checks say of the files holds all the same."
)


def verify_bundle(data: bytes, trust: Sequence[str] = (), expected: Reference | None = None) -> Report:
    """Check an exhibit bundle.

    Args:
        data: the zip file.
        trust: verifier keys or fingerprints that the reader got in another way.
        expected: what the reader was told that the bundle is about; a part that it leaves open is not compared.

    Raises:
        BundleTruncatedError: the end of the file is missing.
        BadBundleError: this is no zip file, or not one that is safe to open.
    """
    members, findings = archive.unpack(data), Findings()
    _check_container(findings, data, members)
    signer = findings.attempt("key", lambda: _key(members), "The public key that signed is here.")
    signed = _check_manifest(findings, members, signer)
    documents = contents.documents_in(members)
    subject = _check_subject(findings, members, documents, expected)
    _check_documents(findings, documents, subject)
    entries = history.entries_in(members)
    stated = _check_log(findings, entries, documents, members.get(CHECKPOINT, b""), signer)
    keys = findings.attempt(
        "key_history",
        lambda: _keys(entries, signer),
        "The log names the key that signed: entry 0 does, or each key was named by the one before it.",
    )
    verified = signer if signed and stated else None
    return _report(findings, verified, trust, keys or (), about=(subject, documents, entries))


def verify_document(
    content: bytes, reference: Reference, *, leaf: bytes, proof: bytes, vkey: str, trust: Sequence[str] = ()
) -> Report:
    """Check one document that came by itself: its bytes, the leaf that published it, and its `.tlog-proof`.

    A reference without a digest is pinned to the digest that the bytes have.
    """
    findings, documents = Findings(), {reference.versioned: content}
    signer = findings.attempt("key", lambda: Verifier.parse(vkey.strip()), "The public key can be read.")
    subject = reference if reference.is_pinned else reference.pinned(digest_of(content))
    findings.record(
        "subject", contents.digest_problems(subject, documents), f"The bytes have the digest {subject.digest}."
    )
    findings.record("documents", contents.form_problems(reference.versioned, content), _IN_FORM)
    read = findings.attempt("proof", lambda: Proof.parse(proof), "The proof can be read.")
    entries = (Entry(read.index, leaf, proof, None),) if read else ()
    note = read.checkpoint.encode() if read else b""
    stated = _check_log(findings, entries, documents, note, signer)
    return _report(findings, signer if stated else None, trust, (), about=(subject, documents, entries))


def _check_container(findings: Findings, data: bytes, members: Mapping[str, bytes]) -> None:
    problems = [] if archive.pack(members) == data else [_REPACKED]
    findings.record("container", problems, "The zip file holds these files and nothing beside them.")
    findings.record("layout", layout_problems(members), "Every file is one that a bundle has.")


def _check_manifest(findings: Findings, members: Mapping[str, bytes], signer: Verifier | None) -> bool:
    """Check the signed list of files, and every file against it. Whether the signature holds."""
    listed = findings.attempt(
        "manifest_signature", lambda: open_manifest(members, signer), "The list of files is signed with that key."
    )
    changed, incomplete = member_problems(members)
    findings.record("members", changed, f"The digests of {len(members) - 1} files are the ones that were signed.")
    findings.record("complete", incomplete, "No file is missing, and none was added.")
    return listed is not None


def _check_subject(
    findings: Findings, members: Mapping[str, bytes], documents: Mapping[str, bytes], expected: Reference | None
) -> Reference | None:
    subject = findings.attempt("citation", lambda: _subject(members), "The bundle says which version it is about.")
    if subject is None:
        return None
    findings.record(
        "subject",
        contents.digest_problems(subject, documents),
        f"The bytes have the digest that is cited: {subject.digest}.",
    )
    if expected is not None:
        problems = contents.expectation_problems(subject, expected)
        findings.record(EXPECTED, problems, "It is what you asked for.")
    return subject


def _check_documents(findings: Findings, documents: Mapping[str, bytes], subject: Reference | None) -> None:
    problems = [found for versioned in documents for found in contents.form_problems(versioned, documents[versioned])]
    findings.record("documents", problems, _IN_FORM)
    if subject is not None:
        problems = list(contents.citation_problems(subject, documents))
        findings.record("citations", problems, "Every version that it cites by digest is here, with that digest.")
    marked = any(map(contents.is_demonstration, documents.values()))
    sentence = "Every document is marked as a demonstration." if marked else "No document is marked as a demonstration."
    findings.record("marking", contents.marking_problems(documents), sentence)


def _check_log(
    findings: Findings,
    entries: Sequence[Entry],
    documents: Mapping[str, bytes],
    note: bytes,
    signer: Verifier | None,
) -> bool:
    """Check the checkpoint, the leaves and their proofs. Whether the signature of the checkpoint holds."""
    checkpoint = findings.attempt(
        "checkpoint_signature", lambda: _checkpoint(note, signer), "The checkpoint of the log is signed with that key."
    )
    findings.record("leaves", history.leaf_problems(entries), "Every entry of the log can be read, in order of time.")
    digests = {versioned: digest_of(content) for versioned, content in documents.items()}
    findings.record(
        "publications",
        history.publication_problems(history.leaves_of(entries), digests),
        "The log says of every document that it was published with these bytes.",
    )
    if checkpoint is not None:
        problems = history.inclusion_problems(entries, checkpoint, note)
        findings.record(
            "inclusion", problems, f"{_counted(len(entries))} proved to be among {checkpoint.size} in the log."
        )
    return checkpoint is not None


def _report(
    findings: Findings,
    signer: Verifier | None,
    trust: Sequence[str],
    keys: Sequence[Verifier],
    *,
    about: tuple[Reference | None, Mapping[str, bytes], Sequence[Entry]],
) -> Report:
    subject, documents, entries = about
    leaves = history.leaves_of(entries)
    published = history.publication(leaves, subject.versioned, subject.digest) if subject else None
    return Report(
        checks=findings.checks,
        reference=subject,
        signed_by=SignedBy.of(signer) if signer else None,
        trusted=(signer is not None and history.trusts(trust, keys, signer)) if trust else None,
        demonstration=any(map(contents.is_demonstration, documents.values())),
        published_at=published.at if published else None,
        events=history.events_of(leaves, subject) if subject else (),
    )


def _line(members: Mapping[str, bytes], path: str) -> str:
    """The one line of a file; what is not ASCII becomes a sign that no key or reference holds."""
    return members.get(path, b"").decode("ascii", errors="replace").removesuffix("\n")


def _key(members: Mapping[str, bytes]) -> Verifier:
    return Verifier.parse(_line(members, KEY))


def _subject(members: Mapping[str, bytes]) -> Reference:
    subject = Reference.parse(_line(members, SUBJECT))
    if not subject.is_pinned:
        raise archive.BadBundleError(f"{SUBJECT} names {subject} without the digest of its bytes.")
    return subject


def _checkpoint(note: bytes, signer: Verifier | None) -> Checkpoint:
    checkpoint, _ = open_checkpoint(note, [signer] if signer else [])
    if signer is not None and checkpoint.origin != signer.name:
        raise BadCheckpointError(f"The checkpoint is of the log {checkpoint.origin}, and the key is {signer.name}'s.")
    return checkpoint


def _counted(entries: int) -> str:
    return "1 entry is" if entries == 1 else f"{entries} entries are"


def _keys(entries: Sequence[Entry], signer: Verifier | None) -> tuple[Verifier, ...]:
    keys = history.keys_in(entries)
    if keys[-1] != signer:
        raise BadKeyError("The log's history of its key ends with another key than the one that signed.")
    return keys
