"""What an export holds beside the log, each part checked against the entry of the log that names it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from governance.label_decisions import LabelDecision
from governance.publication import DocumentEvent, EventKind
from measures.canonical import digest_of
from measures.errors import InvalidError
from measures.references import Reference
from registry.exchange.mirrors import layout
from registry.exchange.mirrors.index import Index
from registry.exchange.mirrors.log_files import Log, Read
from registry.exchange.mirrors.members import BadExportError
from registry.exchange.mirrors.vote_results import require_result
from registry.proof import contents
from registry.proof.leaves import EVENTS, Action, Leaf
from registry.proof.verify import verify_bundle

RECORDED: Final = EVENTS | {Action.KEY_INTRODUCED, Action.KEY_ROTATED, Action.LABEL_DECIDED}
"""Entries whose record must be in an export."""
MAY_BE_RECORDED: Final = RECORDED | {Action.TRANSLATION_PUBLISHED}
"""The translation of a proposal that was never published stays with the registry."""


@dataclass(frozen=True, slots=True)
class VersionFound:
    """A published version, with the entry of the log that says so."""

    reference: Reference
    content: bytes
    leaf: int


def read_documents(index: Index, log: Log, read: Read) -> dict[str, VersionFound]:
    """Every published version, each named by exactly one entry of the log, and no entry without its version.

    Raises:
        BadExportError: a version is missing, not in the log, not canonical, or marked otherwise than the registry.
    """
    listed = {path for path in index.by_path() if layout.is_document(path)}
    found: dict[str, VersionFound] = {}
    for number, leaf in _with(log, {Action.DOCUMENT_PUBLISHED}):
        key = leaf.reference
        if key in found or key not in listed:
            raise BadExportError(f"Entry {number} of the log publishes {key}, which is missing, or was before.")
        content = read(key)
        if digest_of(content) != leaf.digest:
            raise BadExportError(f"{key} has other bytes than entry {number} of the log says.")
        if problem := next(contents.form_problems(key, content), None):
            raise BadExportError(problem)
        if contents.is_demonstration(content) != index.demonstration:
            raise BadExportError(f"{key} is marked otherwise than its registry: as a demonstration, or not as one.")
        found[key] = VersionFound(Reference.parse(f"{key}#{leaf.digest}"), content, number)
    if odd := sorted(listed - set(found)):
        raise BadExportError(f"No entry of the log says that {odd[0]} was published.")
    return found


def read_records(index: Index, log: Log, read: Read) -> dict[int, bytes]:
    """The bytes that entries of the log name by digest, by the number of the entry.

    Raises:
        BadExportError: one is missing, or too many, or not the one that the entry names.
    """
    paths = [path for path in index.by_path() if path.startswith(layout.RECORDS)]
    here = {number: path for path in paths if (number := layout.index_of_record(path)) is not None}
    may = {number for number, _ in _with(log, MAY_BE_RECORDED)}
    must = {number for number, _ in _with(log, RECORDED)}
    if len(here) != len(paths) or not must <= set(here) <= may:
        odd = {layout.record(number).path for number in {*must - set(here), *set(here) - may}}
        odd |= set(paths) - set(here.values())
        raise BadExportError(f"{min(odd)}, the record of an entry of the log, is missing or stands where none can be.")
    found = {number: read(path) for number, path in here.items()}
    for number, content in found.items():
        if digest_of(content) != log.leaves[number].digest:
            raise BadExportError(f"The record of entry {number} is not the one that the log names.")
    return found


def read_events(
    log: Log, records: Mapping[int, bytes], versions: Mapping[str, VersionFound]
) -> dict[int, DocumentEvent]:
    """What happened to published versions, by the entry of the log.

    Raises:
        BadExportError: a record is no event of the version that its entry names.
    """
    found = {}
    for number, leaf in _with(log, EVENTS):
        try:
            event = _event(json.loads(records[number]), number)
        except (ValueError, TypeError, KeyError, InvalidError):
            raise BadExportError(f"The record of entry {number} is no event.") from None
        version = versions.get(leaf.reference)
        is_its = version is not None and event.reference == version.reference and event.kind == leaf.action.value
        if not is_its or event.content() != records[number]:
            raise BadExportError(f"The record of entry {number} is no event of the version that the entry names.")
        found[number] = event
    return found


def read_decisions(log: Log, records: Mapping[int, bytes]) -> dict[int, LabelDecision]:
    """The decisions on labels, by the entry of the log.

    Raises:
        BadExportError: a record is not the decision that its entry names.
    """
    found = {}
    for number, leaf in _with(log, {Action.LABEL_DECIDED}):
        try:
            fields = {name: value for name, value in json.loads(records[number]).items() if name != "schema"}
            decision = LabelDecision.model_validate(fields)
        except (ValueError, AttributeError, ValidationError):
            raise BadExportError(f"The record of entry {number} is no decision on a label.") from None
        if decision.reference != leaf.reference or decision.seal().content != records[number]:
            raise BadExportError(f"The record of entry {number} is not the decision that the entry names.")
        found[number] = decision
    return found


def require_results(index: Index, log: Log, read: Read) -> None:
    """See that each certified vote has its public result, and that there is none beside.

    Raises:
        BadExportError: one is missing, too many, or of another tally than the log names.
    """
    certified = {leaf.reference.split("/")[1]: leaf.digest for _, leaf in _with(log, {Action.VOTE_CERTIFIED})}
    wanted = {f"{layout.RESULTS}{vote}": (vote, digest) for vote, digest in certified.items()}
    here = {path for path in index.by_path() if path.startswith(layout.RESULTS)}
    if here != set(wanted):
        raise BadExportError(f"The result of a vote is missing, or is one too many: {min(here ^ set(wanted))}.")
    for path, (vote, digest) in wanted.items():
        require_result(read(path), vote, digest)


def require_bundle(content: bytes, version: VersionFound, index: Index) -> None:
    """See that an exhibit bundle is intact, of this version, and signed by one of the registry's keys.

    Raises:
        BadBundleError: it is no bundle.
        BadExportError: it is another one.
    """
    report = verify_bundle(content, [key.vkey for key in index.keys], expected=version.reference)
    if not report.intact or not report.trusted:
        raise BadExportError(f"The exhibit bundle of {version.reference.versioned} does not verify.")


def _with(log: Log, actions: Iterable[Action]) -> Iterator[tuple[int, Leaf]]:
    wanted = frozenset(actions)
    return ((number, leaf) for number, leaf in enumerate(log.leaves) if leaf.action in wanted)


def _event(said: dict[str, Any], number: int) -> DocumentEvent:
    return DocumentEvent(
        id=UUID(said["id"]),
        reference=Reference.parse(said["reference"]),
        kind=EventKind(said["event"]),
        effective_on=date.fromisoformat(said["effective_on"]),
        note_digest=said.get("note_digest"),
        successor=said.get("successor"),
        leaf=number,
        measure=said.get("measure"),
        ends=date.fromisoformat(said["ends"]) if "ends" in said else None,
    )
