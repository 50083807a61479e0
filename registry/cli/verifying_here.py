"""Checking a published version against the log of the registry that is here."""

from measures.references import Reference
from registry.cli.session import settings, wait_for
from registry.founding import open_registry
from registry.proof.proofs import Proof
from registry.proof.report import Report
from registry.proof.verify import verify_document
from registry.resolving import resolve


def verify_published(reference: Reference, trust: tuple[str, ...]) -> Report:
    """Resolve a reference here and check the stored bytes, their leaf and its proof."""
    return wait_for(_verify(reference, trust))


async def _verify(reference: Reference, trust: tuple[str, ...]) -> Report:
    async with open_registry(settings()) as store:
        found = await resolve(reference)
        vkey = (await store.current_signer()).verifier.vkey
    return verify_document(
        found.published.content,
        found.published.reference,
        leaf=found.leaf.content,
        proof=Proof(found.leaf.index, found.leaf.path, found.checkpoint.note).text.encode(),
        vkey=vkey,
        trust=trust,
    )
