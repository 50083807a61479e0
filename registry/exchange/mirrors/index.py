"""The index of an export: every file with its size, digest and way of being served, under one signature.

    index.json    every other file; the log's origin, keys and checkpoint; whether it is a demonstration
    SHA256SUMS    the digest of every file, index.json included, as `sha256sum --check` reads it
    index.txt     a signed note with the digests of these two

Same registry and same program, same bytes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Self

from measures.canonical import canonical_json
from measures.errors import InvalidError
from registry.exchange.mirrors.layout import CHECKSUMS, FRAME, INDEX
from registry.exchange.mirrors.members import (
    LARGEST_FILE,
    MOST_FILES,
    BadExportError,
    Cache,
    ListedMember,
    Member,
    require_paths,
)
from registry.proof.checkpoints import Checkpoint
from registry.proof.encoding import base64_text, from_base64
from registry.proof.notes import Signer, Verifier, open_note

SCHEMA: Final = "mirror/1"
HEADING: Final = "value-registry/mirror/1"
"""First line of the signed note. A checkpoint begins with its origin, so neither can be taken for the other."""
LARGEST_INDEX: Final = 512 * 1024 * 1024
_FIELDS = {"schema", "origin", "keys", "checkpoint", "demonstration", "software", "files"}
_FILE_FIELDS = {"path", "address", "media_type", "cache", "size", "sha256"}


@dataclass(frozen=True, slots=True)
class Index:
    """What an export says that it holds."""

    keys: tuple[Verifier, ...]
    """The keys that signed for the log, first to last."""
    checkpoint: Checkpoint
    demonstration: bool
    software: str
    files: tuple[ListedMember, ...]
    """In the order of their paths."""

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.checkpoint.origin

    def by_path(self) -> Mapping[str, ListedMember]:
        """The files by where they lie."""
        return {listed.member.path: listed for listed in self.files}

    def content(self) -> bytes:
        """The bytes of index.json."""
        return canonical_json(
            {
                "schema": SCHEMA,
                "origin": self.origin,
                "keys": [key.vkey for key in self.keys],
                "checkpoint": {"size": self.checkpoint.size, "root": base64_text(self.checkpoint.root)},
                "demonstration": self.demonstration,
                "software": self.software,
                "files": [_fields(listed) for listed in self.files],
            }
        )

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read index.json; what `content` would not write in exactly these bytes is refused.

        Raises:
            BadExportError: the bytes are not an index.
        """
        try:
            index = cls._read(json.loads(content))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError, InvalidError) as error:
            if isinstance(error, BadExportError):
                raise
            raise BadExportError(f"{INDEX} is not the index of an export.") from None
        if index.content() != content:
            raise BadExportError(f"{INDEX} is not written canonically (RFC 8785).")
        return index

    @classmethod
    def _read(cls, said: dict[str, Any]) -> Self:
        root = from_base64(said["checkpoint"]["root"])
        if set(said) != _FIELDS or said["schema"] != SCHEMA or root is None or type(said["demonstration"]) is not bool:
            raise BadExportError(f"{INDEX} is not an index that this program reads.")
        files = tuple(map(_listed, said["files"]))
        paths = [listed.member.path for listed in files]
        if len(files) > MOST_FILES or paths != sorted(paths) or set(paths) & set(FRAME):
            raise BadExportError(f"{INDEX} does not list the files in order, or lists too many.")
        require_paths([*paths, *FRAME])
        keys = tuple(map(Verifier.parse, said["keys"]))
        checkpoint = Checkpoint(str(said["origin"]), int(said["checkpoint"]["size"]), root)
        if not keys or {key.name for key in keys} != {checkpoint.origin}:
            raise BadExportError(f"{INDEX} names no key of the log that it is about.")
        return cls(keys, checkpoint, said["demonstration"], str(said["software"]), files)


def listed(member: Member, content: bytes) -> ListedMember:
    """A file with these bytes, as the index lists it."""
    return ListedMember(member, len(content), sha256(content).hexdigest())


def ordered(files: Iterable[ListedMember]) -> tuple[ListedMember, ...]:
    """Files as an index holds them.

    Raises:
        BadExportError: two of them would be one file on some disk.
    """
    found = tuple(sorted(files, key=lambda each: each.member.path))
    require_paths([*(each.member.path for each in found), *FRAME])
    return found


def checksums(index: Index) -> bytes:
    """The bytes of SHA256SUMS."""
    lines = {each.member.path: each.sha256 for each in index.files}
    lines[INDEX] = sha256(index.content()).hexdigest()
    return "".join(f"{lines[path]}  {path}\n" for path in sorted(lines)).encode("ascii")


def signed_index(index: Index, signer: Signer) -> bytes:
    """The bytes of index.txt."""
    return signer.sign(_signed_text(index)).encode()


def require_signed(index: Index, note: bytes) -> None:
    """See that the last of the index's keys signed it. Whether that key is to be trusted is another question.

    Raises:
        BadNoteError, BadSignatureError: it did not.
        BadExportError: it signed another index.
    """
    if open_note(note, [index.keys[-1]]).text != _signed_text(index):
        raise BadExportError("What was signed in index.txt is another index than the one that is here.")


def _signed_text(index: Index) -> str:
    digests = {CHECKSUMS: sha256(checksums(index)), INDEX: sha256(index.content())}
    return f"{HEADING}\n" + "".join(f"{digests[path].hexdigest()}  {path}\n" for path in sorted(digests))


def _fields(each: ListedMember) -> dict[str, Any]:
    member = each.member
    return {
        "path": member.path,
        "address": member.address,
        "media_type": member.media_type,
        "cache": member.cache.value,
        "size": each.size,
        "sha256": each.sha256,
    }


def _listed(said: dict[str, Any]) -> ListedMember:
    texts = [said[name] for name in ("path", "address", "media_type", "sha256")]
    size = said["size"]
    if set(said) != _FILE_FIELDS or not all(isinstance(text, str) for text in texts) or type(size) is not int:
        raise BadExportError(f"{INDEX} does not describe its files as an index does.")
    if not 0 <= size <= LARGEST_FILE:
        raise BadExportError(f"{said['path'][:100]!r} is larger than any file of an export: {size} bytes.")
    member = Member(said["path"], said["address"], said["media_type"], Cache(said["cache"]))
    return ListedMember(member, size, said["sha256"])
