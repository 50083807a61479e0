"""The receipts of the ballots in closed rounds. They stand beside no person and no choice."""

import secrets
from collections.abc import Iterable
from uuid import uuid4

from governance.votes import VoteId
from registry.storage.slices import in_slices
from registry.storage.tables import ReceiptRow


async def insert(vote_id: VoteId, vote_round: int, codes: Iterable[str]) -> None:
    """Keep the receipts of a round that closes, in random order."""
    shuffled = list(codes)
    secrets.SystemRandom().shuffle(shuffled)
    rows = [ReceiptRow(id=uuid4(), vote=vote_id, round=vote_round, code=code) for code in shuffled]
    for some in in_slices(rows):
        await ReceiptRow.insert(*some)


async def of_round(vote_id: VoteId, vote_round: int) -> list[str]:
    """The receipts of a round, sorted."""
    rows = await ReceiptRow.select(ReceiptRow.code).where(ReceiptRow.vote == vote_id, ReceiptRow.round == vote_round)
    return sorted(row["code"] for row in rows)


async def rounds_with(vote_id: VoteId, code: str) -> list[int]:
    """The closed rounds in whose count the ballot of a receipt is."""
    rows = await ReceiptRow.select(ReceiptRow.round).where(ReceiptRow.vote == vote_id, ReceiptRow.code == code)
    return sorted(row["round"] for row in rows)
