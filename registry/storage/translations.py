"""Translations of what is proposed, frozen when they are added."""

from typing import Any

from governance.proposals import ProposalId
from governance.translations import Translation, TranslationAdded, TranslationId
from measures.references import Digest
from registry.storage.tables import TranslationRow


async def insert(event: TranslationAdded, leaf: int) -> None:
    """Keep a translation, for ever."""
    await TranslationRow.insert(
        TranslationRow(
            id=event.id,
            proposal=event.proposal_id,
            of=event.of,
            language=event.language,
            content=event.sealed.content,
            digest=event.sealed.digest,
            added_at=event.added_at,
            leaf=leaf,
        )
    )


Kept = tuple[TranslationId, Translation, Digest]
"""A translation, with its id and its digest."""


async def newest(proposal_id: ProposalId, of: Digest, language: str) -> Kept | None:
    """The newest translation of exactly this content into a language; none if there is none."""
    rows: list[dict[str, Any]] = await TranslationRow.raw(
        "SELECT id, content, digest FROM translation WHERE proposal = {} AND of = {} AND language = {} "
        "ORDER BY leaf DESC LIMIT 1",
        proposal_id,
        of,
        language,
    )
    if not rows:
        return None
    return TranslationId(rows[0]["id"]), Translation.model_validate_json(rows[0]["content"]), Digest(rows[0]["digest"])
