"""The one row that says what this registry is, and leaf 0, which names its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from piccolo.table import Table

from governance.votes import OVER, VoteId, VoteStage
from measures.documents import digest_of, instant
from measures.references import Kind
from registry.proof.keys import introduction, key_reference
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import Signer
from registry.storage import audit, log, signing_keys
from registry.storage.engine import Engine
from registry.storage.locks import WRITE_LOCK
from registry.storage.tables import (
    AuditRow,
    ContractRow,
    OrganisationRow,
    PersonRow,
    ProposalRow,
    RegistryRow,
    VoteRow,
)

COUNTED: Final[Mapping[str, type[Table]]] = {
    "organisations": OrganisationRow,
    "people": PersonRow,
    "proposals": ProposalRow,
    "votes": VoteRow,
    "contracts": ContractRow,
    "audit_rows": AuditRow,
}


@dataclass(frozen=True, slots=True)
class Registry:
    """What this registry is, for ever."""

    demonstration: bool
    origin: str
    vkey: str
    """Of the key that signs now; `storage.signing_keys` has those before it."""
    created_at: datetime
    mirrored_at: datetime | None = None
    """When it was first imported, where it is a read-only mirror of the registry of this origin."""


async def database_time() -> datetime:
    """The clock that every write goes by."""
    now: datetime = (await RegistryRow.raw("SELECT clock_timestamp() AS now"))[0]["now"]
    return now


async def get() -> Registry | None:
    """What this registry is; none before it was founded."""
    row = await RegistryRow.select().first()
    if row is None:
        return None
    vkey = await signing_keys.current() or row["vkey"]
    return Registry(row["demonstration"], row["origin"], vkey, row["created_at"], row["mirrored_at"])


async def found(engine: Engine, signer: Signer, *, demonstration: bool) -> Registry:
    """Make the row and leaf 0 together; the signer's name is the origin.

    Two processes that found at once find the same registry.
    """
    async with engine.transaction():
        await RegistryRow.raw(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
        if (there := await get()) is not None:
            return there
        now: datetime = (await RegistryRow.raw("SELECT clock_timestamp() AS now"))[0]["now"]
        await RegistryRow.insert(
            RegistryRow(
                id=1, demonstration=demonstration, origin=signer.name, vkey=signer.verifier.vkey, created_at=now
            )
        )
        record = introduction(signer.verifier)
        reference = key_reference(signer.verifier)
        await log.append(0, [Leaf(Action.KEY_INTRODUCED, reference, digest_of(record), instant(now))], [signer], now)
        await audit.append([audit.Entry(None, "registry_founded", reference, digest_of(record))], now)
    return Registry(demonstration, signer.name, signer.verifier.vkey, now)


async def see_one_moment() -> None:
    """Let everything that this transaction reads be as it is now, whatever is written meanwhile; call it first."""
    await RegistryRow.raw("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


async def counts() -> dict[str, int]:
    """How much is here: published versions of each kind, and the rows of the other nouns."""
    kinds = await RegistryRow.raw("SELECT kind, count(*) AS number FROM document GROUP BY kind")
    found = {f"{kind.value.replace('-', '_')}s": 0 for kind in Kind}
    found |= {f"{row['kind'].replace('-', '_')}s": row["number"] for row in kinds}
    for name, table in COUNTED.items():
        found[name] = int(await table.count())
    return found


async def is_certified(vote_id: VoteId) -> bool:
    """Whether a vote was certified, so that its key must not exist any more."""
    return await VoteRow.exists().where(VoteRow.id == vote_id, VoteRow.stage.is_in([VoteStage.CERTIFIED, *OVER]))
