"""Recording what a contract says about measures: the priority set that it pins, and the contract that it follows."""

from uuid import UUID, uuid4

from governance import policy
from governance.members import Actor
from governance.proposals import Stage
from measures.errors import ConflictError, InvalidError
from measures.references import Kind, Reference
from measures.validation import parse
from registry.contracts.summary import (
    Contract,
    ContractId,
    ContractNotFoundError,
    ContractRecorded,
    ContractSummary,
    other_place,
    require_paths,
)
from registry.proposing import require_measures
from registry.storage import contracts, documents, people, proposals
from registry.storage.documents import ReferenceNotFoundError
from registry.storage.people import Organisation
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case

UNPUBLISHED = frozenset({Stage.DRAFT, Stage.COMMENT, Stage.VOTING, Stage.APPROVED})
MOST_DRAFTS = 1000
FIRST = UUID(int=0)


class SetIsADraftError(ConflictError):
    """The set that a contract cites is a draft still; only a published version can be pinned."""

    code = "SET_IS_A_DRAFT"


class OtherStatesSetError(InvalidError):
    """The contract cites the set of a state that it does not say it is about."""

    code = "OTHER_STATES_SET"


class ContractFollowedError(ConflictError):
    """The contract is renewed or amended already."""

    code = "CONTRACT_FOLLOWED"


@use_case(read=an_id(ContractId))
async def record_contract(
    tx: Transaction, organisation: str, summary: object, follows: ContractId | None = None
) -> ContractId:
    """Record a contract summary. It pins a published priority set by version and digest, and is never changed.

    A renewal or amendment is a contract of its own that `follows` the one before it.

    Raises:
        InvalidError: a field is unknown or wrong, a weight is a bare number, or a phase path leads back.
        ReferenceNotFoundError, DigestMismatchError: the set or a term is not published with those bytes.
        SetIsADraftError: the set is a draft that the actor may see.
        OtherStatesSetError: the set belongs to a state that the contract does not name.
        MeasureNotFoundError: a measure version that it names is not published.
        ContractNotFoundError: what it follows is no contract of that organisation.
        ContractFollowedError: another contract follows that one already.
        NotPermittedError: the actor manages no contracts of that organisation.
    """
    policy.may_record_contract(tx.actor, organisation).require()
    own = await people.organisation(organisation)
    parsed = parse(ContractSummary, summary, "contract summary")
    require_paths(parsed, "contract summary")
    await _require_published_set(tx.actor, parsed.citation)
    require_place(parsed, own)
    await require_measures(Reference.parse(item.measure) for item in parsed.items)
    for term in (*(parsed.terms or ()), *(point.term for point in parsed.points or ())):
        await documents.get(Reference.parse(term))
    if follows is not None:
        await _require_last_of_its_chain(follows, organisation)
    event = ContractRecorded(ContractId(uuid4()), organisation, parsed, follows)
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


def require_place(summary: ContractSummary, own: Organisation) -> None:
    """See that a contract cites the set of a state that it is about, or a federal one.

    A contract is about the states that its `jurisdictions` name; where it names none, about the state of the
    organisation that records it. So a plan of several states says which one a contract is for.

    Raises:
        OtherStatesSetError: it cites another state's.
    """
    if problem := other_place(summary, summary.jurisdictions or (own.jurisdiction,)):
        raise OtherStatesSetError(problem)


async def _require_published_set(actor: Actor, cited: Reference) -> None:
    try:
        await documents.get(cited)
    except ReferenceNotFoundError:
        drafts = await proposals.page(FIRST, MOST_DRAFTS, Kind.PRIORITY_SET, cited.jurisdiction, UNPUBLISHED)
        for draft in drafts:
            if draft.target.versioned == cited.versioned and policy.may_see_proposal(actor, draft):
                raise SetIsADraftError(
                    f"{cited.versioned} is a draft in the stage {draft.stage}; cite it once it is published."
                ) from None
        raise


async def _require_last_of_its_chain(follows: ContractId, organisation: str) -> None:
    earlier = await contracts.get(follows)
    if earlier.organisation != organisation:
        raise ContractNotFoundError("There is no such contract, or you may not see it.")
    if later := await contracts.follower(follows):
        raise ContractFollowedError(f"The contract {follows} is followed by {later.id} already; follow that one.")
