"""The leaves of a bundle, checked against the checkpoint, the documents and the keys that they are about."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from measures.canonical import digest_of
from measures.errors import InvalidError
from measures.references import Digest, Reference
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import fingerprint, introduced, key_reference, open_handover
from registry.proof.leaves import EVENTS, Action, Leaf
from registry.proof.manifest import LEAVES, PROOFS, RECORDS
from registry.proof.notes import BadKeyError, Verifier
from registry.proof.proofs import Proof

_NUMBERED = re.compile(rf"(?:{LEAVES}|{PROOFS}|{RECORDS})([0-9]{{10,19}})\.(?:json|tlog-proof|txt)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf as it stands in a bundle: its place, its bytes, its proof and the record that it names."""

    index: int
    content: bytes | None
    proof: bytes | None
    record: bytes | None

    def leaf(self) -> Leaf:
        """The leaf.

        Raises:
            BadLeafError: the bytes are not a leaf.
        """
        return Leaf.parse(self.content or b"")


def entries_in(members: Mapping[str, bytes]) -> tuple[Entry, ...]:
    """The entries of a bundle in the order of the log."""
    numbers = {match[1] for path in members if (match := _NUMBERED.fullmatch(path))}
    return tuple(
        Entry(
            int(number),
            members.get(f"{LEAVES}{number}.json"),
            members.get(f"{PROOFS}{number}.tlog-proof"),
            members.get(f"{RECORDS}{number}.txt"),
        )
        for number in sorted(numbers, key=int)
    )


def inclusion_problems(entries: Iterable[Entry], checkpoint: Checkpoint, note: bytes) -> Iterator[str]:
    """Where a leaf is not proved to be in the log at the checkpoint, whose note is `note`."""
    for entry in entries:
        yield from _inclusion_problems(entry, checkpoint, note)


def _inclusion_problems(entry: Entry, checkpoint: Checkpoint, note: bytes) -> Iterator[str]:
    if entry.content is None or entry.proof is None:
        yield f"Entry {entry.index} of the log is here without its leaf or without its proof."
        return
    try:
        proof = Proof.parse(entry.proof)
    except InvalidError as refusal:
        yield f"The proof of entry {entry.index} cannot be read: {refusal.message}"
        return
    if proof.index != entry.index or proof.checkpoint.encode() != note:
        yield f"The proof of entry {entry.index} belongs to another entry or another checkpoint."
    elif not proof.proves(entry.content, checkpoint):
        yield f"Entry {entry.index} is not in the log that the checkpoint describes."


def leaf_problems(entries: Iterable[Entry]) -> Iterator[str]:
    """Where a leaf cannot be read, names another record than the one beside it, or lies before the leaf before it."""
    before = ""
    for entry in entries:
        try:
            leaf = entry.leaf()
        except InvalidError as refusal:
            yield f"Entry {entry.index}: {refusal.message}"
            continue
        if leaf.at < before:
            yield f"Entry {entry.index} states a time before that of an earlier entry."
        if entry.record is not None and digest_of(entry.record) != leaf.digest:
            yield f"The record beside entry {entry.index} is not the one that the entry names."
        before = leaf.at


def leaves_of(entries: Iterable[Entry]) -> tuple[Leaf, ...]:
    """The leaves that can be read."""
    found = []
    for entry in entries:
        try:
            found.append(entry.leaf())
        except InvalidError:  # `leaf_problems` says so
            continue
    return tuple(found)


def publication(leaves: Iterable[Leaf], versioned: str, digest: Digest | None) -> Leaf | None:
    """The leaf that says that these bytes were published under this name."""
    wanted = (Action.DOCUMENT_PUBLISHED, versioned, digest)
    return next((leaf for leaf in leaves if (leaf.action, leaf.reference, leaf.digest) == wanted), None)


def publication_problems(leaves: Sequence[Leaf], digests: Mapping[str, Digest]) -> Iterator[str]:
    """Where the log does not say that a document was published with these bytes."""
    for versioned, digest in digests.items():
        if publication(leaves, versioned, digest) is None:
            yield f"No entry of the log says that {versioned} was published with these bytes."


def events_of(leaves: Iterable[Leaf], subject: Reference) -> tuple[Leaf, ...]:
    """What happened to the subject after it was published."""
    return tuple(leaf for leaf in leaves if leaf.action in EVENTS and leaf.reference == subject.versioned)


def keys_in(entries: Iterable[Entry]) -> tuple[Verifier, ...]:
    """The keys that signed for the log, first to last: the one that leaf 0 names and each that the one before named.

    Raises:
        InvalidError: the history of the key has a gap, or a link in it does not hold.
    """
    keys: list[Verifier] = []
    for index, leaf, record in _about_keys(entries):
        if leaf.action is Action.KEY_INTRODUCED and not keys and index == 0:
            keys.append(introduced(record))
        elif leaf.action is Action.KEY_ROTATED and keys:
            old, new = open_handover(record)
            if old != keys[-1]:
                raise BadKeyError(f"Entry {index} hands over from a key that did not sign for the log then.")
            keys.append(new)
        else:
            raise BadKeyError("The history of the key does not begin with entry 0 of the log, which names it.")
        if leaf.reference != key_reference(keys[-1]) or leaf.digest != digest_of(record):
            raise BadKeyError(f"Entry {index} names another key than the one beside it.")
    if not keys:
        raise BadKeyError("Entry 0 of the log, which names the first key, is not here.")
    return tuple(keys)


def trusts(trust: Iterable[str], keys: Iterable[Verifier], signer: Verifier) -> bool:
    """Whether the reader trusts the signer: names it (verifier key or fingerprint), or a key that it descends from.

    `keys` is the history that `keys_in` found, in which each key signed for the next one.
    """
    named = {text.strip() for text in trust}
    trusted = False
    for key in keys:
        trusted = trusted or key.vkey in named or fingerprint(key.public_key) in named
        if key == signer:
            return trusted
    return signer.vkey in named or fingerprint(signer.public_key) in named


def _about_keys(entries: Iterable[Entry]) -> Iterator[tuple[int, Leaf, bytes]]:
    for entry in entries:
        for leaf in leaves_of([entry]):
            if leaf.action in (Action.KEY_INTRODUCED, Action.KEY_ROTATED):
                yield entry.index, leaf, entry.record or b""
