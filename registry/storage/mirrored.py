"""What a mirror keeps: the public rows of another registry, as its export proved them, in one transaction.

This is how a mirror is founded and brought up to date, beside the one door: nobody acts here, no key signs, and no
event happens; what the origin recorded through its door is copied. The tables stay append-only all the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from piccolo.table import Table

from governance.label_decisions import LabelDecision
from governance.publication import DocumentEvent
from measures.canonical import canonical_json, digest_of
from measures.references import Reference
from registry.exchange.mirrors.contents import VersionFound
from registry.exchange.mirrors.continuity import require_continues, require_statements
from registry.exchange.mirrors.verification import VerifiedExport
from registry.proof import tree
from registry.proof.checkpoints import Checkpoint
from registry.proof.leaves import Action, moment
from registry.storage import audit, citations, log
from registry.storage.documents import ordinal
from registry.storage.engine import Engine
from registry.storage.locks import WRITE_LOCK
from registry.storage.log import LEVEL, nodes
from registry.storage.slices import in_slices
from registry.storage.tables import (
    AuditRow,
    CheckpointRow,
    DatedRecordRow,
    DocumentEventRow,
    DocumentRow,
    KeyRotationRow,
    LabelDecisionRow,
    LeafRow,
    NodeRow,
    RegistryRow,
    WrittenTextRow,
)

IMPORTED: Final = "mirror_imported"
"""What the audit trail calls an import; its digest is that of the export's index."""
TEXTS: Final = UUID("6f0d6c1e-9d0e-5b7c-8f43-5a1c3a7e2b10")
"""Names the texts of a mirror: made from their digests, so that the same text has the same id at each import."""


async def newest_export() -> str | None:
    """The SHA-256, in hexadecimal, of the index of the export that was imported last."""
    row = (
        await AuditRow.select(AuditRow.digest)
        .where(AuditRow.action == IMPORTED)
        .order_by(AuditRow.seq, ascending=False)
        .first()
    )
    return None if row is None else str(row["digest"]).removeprefix("sha256:")


async def take_over(engine: Engine, export: VerifiedExport) -> int:
    """Store what an export has and what is not here yet, and hand out how many entries of the log were here.

    Raises:
        OtherRegistryError, MirrorRewoundError, MirrorForkedError: it does not continue what is here.
    """
    async with engine.transaction(allow_nested=False):
        await RegistryRow.raw(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
        now: datetime = (await RegistryRow.raw("SELECT clock_timestamp() AS now"))[0]["now"]
        there = await log.latest()
        held = there.size if there else 0
        if there is None:
            await RegistryRow.insert(_registry(export, now))
        else:
            row = await RegistryRow.select(RegistryRow.origin).first()
            assert row is not None
            require_continues(export, Checkpoint(row["origin"], there.size, there.root))
            require_statements(export, await _statement_ids())
        await _append_leaves(export, held)
        await _insert_all(KeyRotationRow, _rotations(export, held))
        await _insert_all(DocumentRow, [_document(export, each) for each in _new_versions(export, held)])
        for each in _new_versions(export, held):
            await citations.insert(each.reference, each.content)
        await _put_texts(export)
        await _insert_all(
            DocumentEventRow, [_event(export, event) for leaf, event in export.events.items() if leaf >= held]
        )
        await _insert_all(
            LabelDecisionRow,
            [_decision(export, leaf, decision) for leaf, decision in export.decisions.items() if leaf >= held],
        )
        await _insert_statements(export)
        entry = audit.Entry(None, IMPORTED, f"log/{export.index.checkpoint.size}", f"sha256:{export.digest}")
        await audit.append([entry], now)
    return held


def _registry(export: VerifiedExport, now: datetime) -> RegistryRow:
    index = export.index
    return RegistryRow(
        id=1,
        demonstration=index.demonstration,
        origin=index.origin,
        vkey=index.keys[0].vkey,
        created_at=_at(export, 0),
        mirrored_at=now,
    )


async def _append_leaves(export: VerifiedExport, held: int) -> None:
    contents = export.log.contents[held:]
    if not contents:
        return
    hashes = [tree.leaf_hash(content) for content in contents]
    appended = tree.append(held, hashes, await nodes(tree.right_edge(held)))
    rows = enumerate(zip(contents, hashes, strict=True), start=held)
    await _insert_all(LeafRow, [LeafRow(index=at, content=content, hash=hashed) for at, (content, hashed) in rows])
    await _insert_all(
        NodeRow, [NodeRow(address=node.level * LEVEL + node.position, hash=node.hash) for node in appended.nodes]
    )
    await CheckpointRow.insert(
        CheckpointRow(size=appended.size, root=appended.root, note=export.log.note, at=_at(export, appended.size - 1))
    )


def _rotations(export: VerifiedExport, held: int) -> list[Table]:
    rotated = [at for at, leaf in enumerate(export.log.leaves) if leaf.action is Action.KEY_ROTATED]
    return [
        KeyRotationRow(
            ordinal=number,
            vkey=export.index.keys[number].vkey,
            record=export.records[leaf],
            rotated_at=_at(export, leaf),
            leaf=leaf,
        )
        for number, leaf in enumerate(rotated, start=1)
        if leaf >= held
    ]


def _new_versions(export: VerifiedExport, held: int) -> list[VersionFound]:
    return [each for each in export.versions.values() if each.leaf >= held]


def _document(export: VerifiedExport, found: VersionFound) -> DocumentRow:
    reference = found.reference
    assert reference.version is not None
    return DocumentRow(
        key=reference.versioned,
        kind=reference.kind,
        name=reference.name,
        version=reference.version,
        ordinal=ordinal(reference.version),
        digest=reference.digest,
        content=found.content,
        demonstration=export.index.demonstration,
        published_at=_at(export, found.leaf),
        leaf=found.leaf,
    )


def _event(export: VerifiedExport, event: DocumentEvent) -> DocumentEventRow:
    assert event.leaf is not None
    content = export.records[event.leaf]
    return DocumentEventRow(
        id=event.id,
        document=event.reference.versioned,
        kind=event.kind,
        effective_on=event.effective_on.isoformat(),
        note=_text_id(event.note_digest) if event.note_digest else None,
        successor=event.successor,
        measure=event.measure,
        ends=event.ends.isoformat() if event.ends else None,
        content=content,
        digest=digest_of(content),
        recorded_at=_at(export, event.leaf),
        leaf=event.leaf,
    )


def _decision(export: VerifiedExport, leaf: int, decision: LabelDecision) -> LabelDecisionRow:
    content = export.records[leaf]
    return LabelDecisionRow(
        id=decision.id,
        measure=Reference.parse(decision.measure).versioned,
        jurisdiction=decision.jurisdiction,
        label=decision.label,
        basis=decision.basis,
        content=content,
        digest=digest_of(content),
        reason_digest=decision.reason_digest,
        decided_at=_at(export, leaf),
        leaf=leaf,
    )


async def _put_texts(export: VerifiedExport) -> None:
    """Texts as they are now: what the origin erased since is erased here too. A salt is never here."""
    digests = {leaf: event.note_digest for leaf, event in export.events.items() if event.note_digest}
    digests |= {leaf: each.reason_digest for leaf, each in export.decisions.items() if each.reason_digest}
    bodies = {digest: export.texts.get(leaf) for leaf, digest in digests.items()}
    there = {row["id"] for row in await WrittenTextRow.select(WrittenTextRow.id)}
    for digest, body in bodies.items():
        if _text_id(digest) in there:
            await WrittenTextRow.update({WrittenTextRow.body: body}).where(WrittenTextRow.id == _text_id(digest))
    await _insert_all(
        WrittenTextRow,
        [
            WrittenTextRow(id=_text_id(digest), digest=digest, salt=None, body=body)
            for digest, body in bodies.items()
            if _text_id(digest) not in there
        ],
    )


async def _insert_statements(export: VerifiedExport) -> None:
    there = await _statement_ids()
    rows: list[Table] = [
        DatedRecordRow(
            id=each.id,
            document=key,
            digest=export.versions[key].reference.digest,
            kind=each.record.kind,
            content=canonical_json(each.record.content),
            recorded_at=each.recorded_at,
        )
        for key, some in export.statements.items()
        for each in some
        if each.id not in there
    ]
    await _insert_all(DatedRecordRow, rows)


async def _statement_ids() -> set[UUID]:
    """What was said about versions before."""
    return {row["id"] for row in await DatedRecordRow.select(DatedRecordRow.id)}


async def _insert_all(table: type[Table], rows: Sequence[Table]) -> None:
    for some in in_slices(rows):
        await table.insert(*some)


def _at(export: VerifiedExport, leaf: int) -> datetime:
    return moment(export.log.leaves[leaf].at)


def _text_id(digest: str) -> UUID:
    return uuid5(TEXTS, digest)
