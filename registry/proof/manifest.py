"""What stands where in a bundle, and its manifest: the signed list of every other member with its digest."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from measures.errors import InvalidError
from registry.proof.archive import BadBundleError
from registry.proof.notes import BadNoteError, Verifier, open_note, parse

BUNDLE: Final = "value-registry/bundle/1"
"""First line of a manifest. A checkpoint begins with its origin, so neither can be taken for the other."""

MANIFEST: Final = "MANIFEST"
README: Final = "README.txt"
SUBJECT: Final = "subject.txt"
KEY: Final = "key.vkey"
CHECKPOINT: Final = "checkpoint.txt"
DOCUMENTS: Final = "documents/"
LEAVES: Final = "leaves/"
PROOFS: Final = "proofs/"
RECORDS: Final = "records/"
ATTACHMENTS: Final = "attachments/"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>[!-~]+)")
_LAYOUT = re.compile(
    r"MANIFEST|README\.txt|subject\.txt|key\.vkey|checkpoint\.txt"
    r"|documents/[a-z-]+/[A-Za-z0-9-]+/[a-z0-9-]+@[0-9.]+\.json"
    r"|leaves/[0-9]{10,19}\.json|proofs/[0-9]{10,19}\.tlog-proof|records/[0-9]{10,19}\.txt|attachments/.+"
)


def document_path(versioned: str) -> str:
    """Where a document stands in a bundle."""
    return f"{DOCUMENTS}{versioned}.json"


def leaf_number(index: int) -> str:
    """The number of a leaf as file names have it, so that they sort."""
    return f"{index:010d}"


def manifest_text(members: Mapping[str, bytes]) -> str:
    """The text that is signed: a line for every member but the manifest, as `sha256sum --check` reads it."""
    paths = sorted(path for path in members if path != MANIFEST)
    return f"{BUNDLE}\n" + "".join(f"{sha256(members[path]).hexdigest()}  {path}\n" for path in paths)


def open_manifest(members: Mapping[str, bytes], signer: Verifier | None) -> Mapping[str, str]:
    """The digests that were signed, by path.

    Raises:
        BadNoteError: the manifest is missing or is not a signed note.
        BadSignatureError: the signature is not by `signer` over this list.
        BadBundleError: what was signed is not a list of files.
    """
    note = members.get(MANIFEST)
    if note is None:
        raise BadBundleError("The signed list of files, MANIFEST, is missing.")
    text = open_note(note, [signer] if signer else []).text
    if len(parse(note)[1]) != 1:
        raise BadNoteError("A manifest has exactly one signature.")
    listed = _listed(text)
    if text != _printed(listed):
        raise BadBundleError("What was signed is not a list of the files of a bundle.")
    return listed


def member_problems(members: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    """Members that are not as the manifest lists them; and members that are missing or not listed."""
    try:
        listed = _listed(parse(members.get(MANIFEST, b""))[0])
    except InvalidError:
        listed = {}
    present = _listed(manifest_text(members))
    changed = [
        f"{path} was changed: its digest is not the listed one."
        for path, digest in present.items()
        if listed.get(path, digest) != digest
    ]
    missing = [f"{path} is listed and is missing." for path in listed if path not in present]
    extra = [f"{path} is here and is not listed." for path in present if path not in listed]
    return changed, missing + extra


def layout_problems(members: Mapping[str, bytes]) -> Iterator[str]:
    """Files that no bundle has, and files that every bundle has and this one lacks."""
    for path in members:
        if _LAYOUT.fullmatch(path) is None:
            yield f"{path} is not a file that a bundle has."
    for path in (MANIFEST, README, SUBJECT, KEY, CHECKPOINT):
        if path not in members:
            yield f"{path} is missing."


def _listed(text: str) -> dict[str, str]:
    found = map(_LINE.fullmatch, text.split("\n")[1:])
    return {line["path"]: line["digest"] for line in found if line}


def _printed(listed: Mapping[str, str]) -> str:
    return f"{BUNDLE}\n" + "".join(f"{listed[path]}  {path}\n" for path in sorted(listed))
