"""Recording what a contract says about measures, with the priority set that it pins."""

from uuid import uuid4

from governance import policy
from governance.members import Actor
from measures.references import Reference
from measures.validation import parse
from registry.contracts.summary import (
    Contract,
    ContractId,
    ContractNotFoundError,
    ContractRecorded,
    ContractSummary,
    require_paths,
)
from registry.proposing import require_measures
from registry.storage import contracts, documents, people
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


@use_case(read=an_id(ContractId))
async def record_contract(tx: Transaction, organisation: str, summary: object) -> ContractId:
    """Record a contract summary. It pins a published priority set by version and digest.

    Raises:
        InvalidError: a field is unknown or wrong, a weight is a bare number, or a phase path leads back.
        ReferenceNotFoundError, DigestMismatchError: the set that it pins is not published with those bytes.
        MeasureNotFoundError: a measure version that it names is not published.
        NotPermittedError: the actor manages no contracts of that organisation.
    """
    policy.may_record_contract(tx.actor, organisation).require()
    await people.organisation(organisation)
    parsed = parse(ContractSummary, summary, "contract summary")
    require_paths(parsed, "contract summary")
    await documents.get(parsed.citation)
    await require_measures(Reference.parse(item.measure) for item in parsed.items)
    event = ContractRecorded(ContractId(uuid4()), organisation, parsed)
    await tx.record(event)
    return event.id


async def contract_of(actor: Actor, contract_id: ContractId) -> Contract:
    """A contract that the actor may see.

    Raises:
        ContractNotFoundError: there is none, or it may not be seen: the same answer.
    """
    contract = await contracts.get(contract_id)
    if not policy.may_see_contract(actor, contract.organisation):
        raise ContractNotFoundError("There is no such contract, or you may not see it.")
    return contract
