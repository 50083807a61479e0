"""Checking the registry's own records: the audit chain, the log against its signature, documents against the log."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from measures.documents import digest_of
from measures.errors import InvalidError
from registry.proof import tree
from registry.proof.checkpoints import open_checkpoint
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import Verifier
from registry.storage import audit, documents, log
from registry.storage.transaction import Store


@dataclass(frozen=True, slots=True)
class Audited:
    """What was checked, and every problem that was found."""

    rows: int
    head: str
    leaves: int
    documents: int
    first_break: int | None
    problems: tuple[str, ...]


async def audit_registry(store: Store) -> Audited:
    """Recompute everything that the tables promise. What somebody wrote past the one door shows here."""
    broken, (rows, head) = await audit.first_break(), await audit.head()
    problems = [] if broken is None else [f"Row {broken} of the audit trail does not follow from the one before."]
    leaves = [content async for content in log.every()]
    problems += [problem async for problem in _log_problems(leaves, (await store.current_signer()).verifier)]
    told = {(leaf.reference, leaf.digest) for leaf in _read(leaves) if leaf.action is Action.DOCUMENT_PUBLISHED}
    number = 0
    async for published in documents.every():
        number += 1
        key, digest = published.reference.versioned, published.reference.digest
        if digest_of(published.content) != digest:
            problems.append(f"The bytes of {key} do not have the digest that is kept with them.")
        if (key, digest) not in told:
            problems.append(f"No entry of the log says that {key} was published with these bytes.")
    return Audited(rows, head, len(leaves), number, broken, tuple(problems))


async def _log_problems(leaves: list[bytes], verifier: Verifier) -> AsyncIterator[str]:
    latest = await log.latest()
    root = tree.append(0, [tree.leaf_hash(content) for content in leaves], {}).root
    try:
        signed, _ = open_checkpoint(latest.note if latest else "", [verifier])
    except InvalidError as refusal:
        yield f"The newest checkpoint is not signed by this registry's key: {refusal.message}"
        return
    if (signed.size, signed.root) != (len(leaves), root):
        yield f"The log holds {len(leaves)} entries that are not the {signed.size} that were signed."


def _read(leaves: list[bytes]) -> list[Leaf]:
    found = []
    for content in leaves:
        try:
            found.append(Leaf.parse(content))
        except InvalidError:  # the root, which is compared as well, says so
            continue
    return found
