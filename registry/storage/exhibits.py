"""What an exhibit reads as of a checkpoint: nothing that came after it, so that it can be made again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.proposals import ProposalId
from governance.translations import Translation
from measures.dated_records import DatedKind
from measures.errors import NotFoundError
from measures.references import Digest
from registry.storage.log import SignedCheckpoint
from registry.storage.tables import CheckpointRow, DatedRecordRow, TranslationRow


class CheckpointNotFoundError(NotFoundError):
    """The log was never signed at that size."""

    code = "CHECKPOINT_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class KeptTranslation:
    """A translation with its stored bytes and its place in the log."""

    translation: Translation
    content: bytes
    digest: Digest
    leaf: int


async def checkpoint_of(size: int) -> SignedCheckpoint:
    """The checkpoint that was signed when the log had so many leaves.

    Raises:
        CheckpointNotFoundError: several leaves were added at once there, or the log is not so long.
    """
    row = await CheckpointRow.select().where(CheckpointRow.size == size).first()
    if row is None:
        raise CheckpointNotFoundError(
            f"The log was never signed with {size} entries. Name the size that an exhibit or a kept checkpoint says."
        )
    return SignedCheckpoint(row["size"], row["root"], row["note"], row["at"])


async def statements_by(keys: Iterable[str], at: datetime) -> dict[str, dict[DatedKind, dict[str, Any]]]:
    """What had been said about some versions by an instant: the newest dated record of each kind."""
    rows = await DatedRecordRow.raw(
        "SELECT DISTINCT ON (document, kind) document, kind, content FROM dated_record "
        "WHERE document = ANY({}) AND recorded_at <= {} ORDER BY document, kind, recorded_at DESC, id",
        sorted(set(keys)),
        at,
    )
    found: dict[str, dict[DatedKind, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["document"], {})[DatedKind(row["kind"])] = json.loads(row["content"])
    return found


async def translations_before(proposal_id: ProposalId, of: Digest, size: int) -> list[KeptTranslation]:
    """The newest translation of exactly this content into each language, of those in the first `size` leaves."""
    rows = await TranslationRow.raw(
        "SELECT DISTINCT ON (language) content, digest, leaf FROM translation "
        "WHERE proposal = {} AND of = {} AND leaf < {} ORDER BY language, leaf DESC",
        proposal_id,
        of,
        size,
    )
    return [
        KeptTranslation(Translation.model_validate_json(row["content"]), row["content"], row["digest"], row["leaf"])
        for row in rows
    ]
