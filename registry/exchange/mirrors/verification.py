"""Checking an export as a whole, before anything of it is believed: nothing is fetched, and nothing is left out.

Every file has the digest that was signed and none is too many; the log is recomputed from its entries to the signed
root; every version, event, decision, key and result is the one that an entry of the log names, and no entry lacks its.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from governance.label_decisions import LabelDecision
from governance.publication import DocumentEvent
from measures.errors import ConflictError
from registry.exchange.mirrors import contents, layout
from registry.exchange.mirrors.contents import VersionFound
from registry.exchange.mirrors.directory import Directory
from registry.exchange.mirrors.index import LARGEST_INDEX, Index, checksums, require_signed
from registry.exchange.mirrors.log_files import Log, Read, read_log, require_keys
from registry.exchange.mirrors.members import BadExportError
from registry.exchange.mirrors.statements import Statement, read_statements, read_texts
from registry.proof import history
from registry.proof.keys import KeyRecord, fingerprint, keys_document
from registry.proof.leaves import Action
from registry.proof.notes import Verifier

Progress = Callable[[str, int, int], object]
"""Is told what is done, how many are done, and of how many."""
_OTHERS: Final = frozenset({layout.CHECKPOINT, layout.KEY, layout.KEYS, layout.TEXTS, *layout.PAGES})
_KEY_ACTIONS: Final = frozenset({Action.KEY_INTRODUCED, Action.KEY_ROTATED})
_FOLDERS: Final = (layout.RECORDS, layout.RESULTS, "log/tile/", "hosting/")


class UntrustedKeyError(ConflictError):
    """An export is signed by a key that the reader did not name, and that none of the named ones handed over to."""

    code = "UNTRUSTED_KEY"


@dataclass(frozen=True, slots=True)
class VerifiedExport:
    """An export in which everything was found to be as it was signed."""

    index: Index
    digest: str
    """SHA-256 of index.json in hexadecimal: it names the export."""
    log: Log
    versions: Mapping[str, VersionFound]
    events: Mapping[int, DocumentEvent]
    decisions: Mapping[int, LabelDecision]
    records: Mapping[int, bytes]
    statements: Mapping[str, tuple[Statement, ...]]
    texts: Mapping[int, str]

    @property
    def signer(self) -> Verifier:
        """The key that signs now."""
        return self.index.keys[-1]


def verify_export(
    directory: Directory, trust: Sequence[str] = (), progress: Progress = lambda *_: None
) -> VerifiedExport:
    """Check an export.

    Args:
        directory: where it lies.
        trust: verifier keys or fingerprints that the reader got in another way; none: any key will do.
        progress: is told how far it has come.

    Raises:
        UntrustedKeyError: another key signed.
        BadExportError: a file was changed, added, taken out or renamed, or does not fit the log.
        InvalidError: a part of it cannot be read, or a signature does not hold.
    """
    present = directory.present()
    index, digest = _read_index(directory)
    if trust and not history.trusts(trust, index.keys, index.keys[-1]):
        raise UntrustedKeyError(
            f"The export is signed by {index.origin} with the key {fingerprint(index.keys[-1].public_key)}, which is "
            "none that you named or that a mirror here follows; a key that was handed over signs nothing new, so the "
            "export may also be an old one. Nothing was stored."
        )
    _require_files(directory, present, index, progress)
    listed = index.by_path()

    def read(path: str) -> bytes:
        if path not in listed:
            raise BadExportError(f"{path} is missing.")
        content = directory.read(path, listed[path].size)
        # Looked at again: an export may be brought up to date, or somebody may change it, while it is read.
        if sha256(content).hexdigest() != listed[path].sha256:
            raise BadExportError(f"{path} was changed since it was signed.")
        return content

    return _verified(index, digest, read, progress)


def require_same(directory: Directory, export: VerifiedExport) -> None:
    """See that a directory holds the export that was verified, file by file, and nothing else.

    Raises:
        BadExportError: it holds another one, or a file was changed meanwhile.
    """
    index, digest = _read_index(directory)
    if digest != export.digest:
        raise BadExportError("The export was brought up to date while it was read. Try again.")
    _require_files(directory, directory.present(), index, lambda *_: None)


def _read_index(directory: Directory) -> tuple[Index, str]:
    content = directory.read(layout.INDEX, LARGEST_INDEX)
    index = Index.parse(content)
    require_signed(index, directory.read(layout.SIGNED, LARGEST_INDEX))
    if directory.read(layout.CHECKSUMS, LARGEST_INDEX) != checksums(index):
        raise BadExportError(f"{layout.CHECKSUMS} was changed.")
    return index, sha256(content).hexdigest()


def _require_files(directory: Directory, present: Mapping[str, int], index: Index, progress: Progress) -> None:
    listed = index.by_path()
    if missing := sorted(set(listed) - set(present)):
        raise BadExportError(f"{missing[0]} is listed and is missing{_and_others(missing)}.")
    if extra := sorted(set(present) - set(listed) - set(layout.FRAME)):
        raise BadExportError(f"{extra[0]!r} is here and is not listed{_and_others(extra)}.")
    for done, (path, each) in enumerate(listed.items()):
        if present[path] != each.size or directory.digest(path) != each.sha256:
            raise BadExportError(f"{path} was changed since it was signed.")
        progress("files", done + 1, len(listed))


def _verified(index: Index, digest: str, read: Read, progress: Progress) -> VerifiedExport:
    log = read_log(index, read)
    records = contents.read_records(index, log, read)
    require_keys(index, log, records)
    _require_key_files(index, log, records, read)
    versions = contents.read_documents(index, log, read)
    events = contents.read_events(log, records, versions)
    decisions = contents.read_decisions(log, records)
    contents.require_results(index, log, read)
    _require_known(index, versions.values())
    statements = {
        key: read_statements(read(layout.statements(found.reference).path), found.reference)
        for key, found in versions.items()
    }
    with_text = [number for number, event in events.items() if event.note_digest]
    with_text += [number for number, decision in decisions.items() if decision.reason_digest]
    texts = read_texts(read(layout.TEXTS.path), with_text)
    for done, found in enumerate(versions.values()):
        contents.require_bundle(read(layout.bundle(found.reference).path), found, index)
        progress("exhibits", done + 1, len(versions))
    return VerifiedExport(index, digest, log, versions, events, decisions, records, statements, texts)


def _require_key_files(index: Index, log: Log, records: Mapping[int, bytes], read: Read) -> None:
    about = (number for number, leaf in enumerate(log.leaves) if leaf.action in _KEY_ACTIONS)
    steps = keys_document(KeyRecord(number, records[number]) for number in about)
    if read(layout.KEYS.path) != steps or read(layout.KEY.path) != f"{index.keys[-1].vkey}\n".encode():
        raise BadExportError("The key or its history is another one than the log says.")


def _require_known(index: Index, versions: Iterable[VersionFound]) -> None:
    """See that each file is one that an export has, listed as an export lists it."""
    known = {each.path: each for each in _OTHERS}
    for found in versions:
        reference = found.reference
        of_version = (layout.document, layout.events, layout.statements, layout.page, layout.bundle, layout.newest)
        known |= {each.path: each for each in (make(reference) for make in of_version)}
    for each in index.files:
        path = each.member.path
        if known.get(path, each.member) != each.member or (path not in known and not path.startswith(_FOLDERS)):
            raise BadExportError(f"{path} is not a file that an export has, or is listed as another one.")
    if missing := sorted(set(known) - set(index.by_path())):
        raise BadExportError(f"{missing[0]} is missing{_and_others(missing)}.")


def _and_others(paths: Sequence[str]) -> str:
    return f", and {len(paths) - 1} more" if len(paths) > 1 else ""
