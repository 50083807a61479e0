"""At renewal: what a contract signed, held against the set of today. Nothing here changes the contract."""

from governance.members import Actor
from governance.priority_sets import PrioritySet
from governance.publication import EventKind, Published
from measures.references import Reference
from registry.contracting import contract_of
from registry.contracts.renewal import RenewalDifference, renewal_difference
from registry.contracts.summary import Contract, ContractId
from registry.reading import read_document
from registry.storage import documents


async def renewal_of(
    actor: Actor, contract_id: ContractId, against: Reference | None = None
) -> tuple[Contract, RenewalDifference]:
    """What citing the set of today instead of the signed one would mean for a contract that the actor may see.

    The set of today is the newest version that was not withdrawn; `against` names another set to hold it against.

    Raises:
        ContractNotFoundError: there is none, or it may not be seen.
        ReferenceNotFoundError, DigestMismatchError: `against` names no published set.
    """
    contract = await contract_of(actor, contract_id)
    signed = await documents.get(contract.summary.citation)
    current = await documents.get(against) if against is not None else await _newest_standing(signed)
    old, new = read_document(signed.content), read_document(current.content)
    if not isinstance(old, PrioritySet) or not isinstance(new, PrioritySet):
        raise documents.ReferenceNotFoundError(f"{current.reference.versioned} is no priority set.")
    return contract, renewal_difference(contract.summary, old, new, (signed.reference, current.reference))


async def _newest_standing(signed: Published) -> Published:
    """The newest version that was not withdrawn; the signed one where all were."""
    versions = await documents.versions(Reference(signed.reference.kind, signed.reference.name))
    happened = await documents.events_of(each.reference.versioned for each in versions)
    for each in versions:
        if not any(event.kind is EventKind.WITHDRAWN for event in happened[each.reference.versioned]):
            return each
    return signed
