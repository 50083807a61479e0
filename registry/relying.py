"""Who relies on a version: what cites it, and how many contracts do. The number is public, the parties are not."""

from dataclasses import dataclass

from governance import policy
from governance.members import Actor
from measures.references import Reference
from registry.contracts.summary import ContractId
from registry.storage import citations, documents, mirrored
from registry.storage.read_only import UnknownAtMirrorError
from registry.storage.registries import database_time


@dataclass(frozen=True, slots=True)
class Relied:
    """Who relies on a published version today."""

    reference: Reference
    cited_by: tuple[Reference, ...]
    """Published versions that cite it by digest. Public."""
    naming: int
    """How many contracts name it, whatever became of them since."""
    relying: int
    """How many contracts rely on it today, by name or through what cites it."""
    own: tuple[ContractId, ...]
    """The contracts of the actor's own organisations among them."""


async def relied_on(actor: Actor, reference: Reference) -> Relied:
    """Who relies on a version; without a version, on the newest.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: it names no published version.
        UnknownAtMirrorError: this is a mirror, in which there are no contracts.
    """
    published = await documents.get(reference)
    if await mirrored.newest_export() is not None:
        raise UnknownAtMirrorError
    today = (await database_time()).date()
    relying = await citations.relying_on([published.reference.versioned], today)
    own = policy.organisations_told(actor)
    return Relied(
        reference=published.reference,
        cited_by=tuple(await citations.citing(published.reference)),
        naming=await citations.number_naming(published.reference),
        relying=len({each.contract for each in relying}),
        own=tuple(sorted({ContractId(each.contract) for each in relying if each.organisation in own})),
    )
