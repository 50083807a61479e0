"""Waivers: a state lets one contract off one rule, for a reason, until a day, and can end that earlier.

The parties stay private. Whoever asks for a waiver tells the state the id and the digest of the contract; the state
sees these, the set that the contract pins, and nothing else.
"""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from governance import policy
from governance.members import Actor, Grant, Role
from measures.jurisdictions import REGISTRY
from measures.references import Digest, Reference
from registry import noticing
from registry.checking import cited_rule_set
from registry.contracts.summary import Contract, ContractId, ContractNotFoundError
from registry.contracts.waivers import (
    BadWaiverDayError,
    GrantedWaiver,
    WaiverEnded,
    WaiverGranted,
    WaiverId,
    WaiverNotFoundError,
    require_waivable,
)
from registry.proposing import require_text
from registry.storage import contracts, people, texts, waivers
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


@dataclass(frozen=True, slots=True)
class Outline:
    """What a state may know of a contract that asks for a waiver."""

    contract: ContractId
    digest: Digest
    cites: str


@use_case(read=an_id(WaiverId))
async def grant_waiver(
    tx: Transaction,
    contract: ContractId,
    digest: str,
    rule_set: Reference,
    rule: str,
    organisation: str,
    until: date,
    reason: str,
) -> WaiverId:
    """Let a contract off one rule through the end of a day. Its digest shows that its organisation asked.

    Raises:
        ContractNotFoundError: there is no contract of that id with that digest: the same answer for both.
        RuleNotInSetError, NotWaivableError: the set has no such rule, or no contract can fail it.
        BadWaiverDayError: the last day is over.
        NotPermittedError: the actor publishes nothing for the state whose rules they are, or it is their own contract.
        ReferenceNotFoundError, DigestMismatchError, NotARuleSetError: the reference names no published rule set.
    """
    rules = await cited_rule_set(rule_set)
    found = await _outlined(tx.actor, contract, digest, rules.reference)
    require_waivable(rules.document, rules.reference, rule)
    giver = await people.organisation(organisation)
    place = _jurisdiction(rules.reference, await contracts.get(found.contract))
    if Grant(Role.STATE_PUBLISHER, organisation, place) not in tx.actor.grants:
        raise policy.WrongRoleError(f"You are no publisher of {giver.name} for {place}.")
    if until < tx.now.date():
        raise BadWaiverDayError(f"The waiver would end on {until}, which is over; name a day ahead.")
    written = texts.written(require_text(reason, "reason"))
    event = WaiverGranted(
        WaiverId(uuid4()), found.contract, rules.reference.versioned, rule, organisation, until, written
    )
    await tx.record(event)
    await noticing.about_waiver(tx, event)
    return event.id


@use_case(read=an_id(WaiverId))
async def end_waiver(tx: Transaction, waiver: WaiverId, reason: str) -> WaiverId:
    """End a waiver before its last day; from today on it counts for nothing.

    Raises:
        WaiverNotFoundError: there is none, or it may not be seen.
        WaiverEndedError: it was ended before.
        NotPermittedError: the actor publishes nothing for the state whose rules they are.
    """
    found = await waivers.get(waiver)
    contract = await contracts.get(found.contract)
    jurisdiction = _jurisdiction(Reference.parse(found.rule_set), contract)
    if not policy.may_see_waiver(tx.actor, jurisdiction, contract.organisation):
        raise WaiverNotFoundError("There is no such waiver, or you may not see it.")
    await _require_giver(tx.actor, jurisdiction, contract)
    await tx.record(WaiverEnded(waiver, found.contract, texts.written(require_text(reason, "reason"))))
    await noticing.about_waiver_end(tx, found)
    return waiver


async def outline(actor: Actor, contract: ContractId, digest: str, rule_set: Reference) -> Outline:
    """What a state may know of a contract before it grants a waiver.

    Raises:
        ContractNotFoundError: there is no contract of that id with that digest.
        NotPermittedError: the actor may grant none.
    """
    return await _outlined(actor, contract, digest, rule_set)


async def granted_by(actor: Actor) -> list[GrantedWaiver]:
    """The waivers that the actor's state organisations granted, oldest first."""
    return await waivers.of_organisations(actor.organisations(Role.STATE_PUBLISHER))


async def _outlined(actor: Actor, contract: ContractId, digest: str, rule_set: Reference) -> Outline:
    try:
        found = await contracts.get(contract)
    except ContractNotFoundError:
        found = None
    if found is None or found.summary.digest() != digest:
        raise ContractNotFoundError(
            "There is no contract of that id with that digest; ask its organization for both, as `contract show` "
            "prints them."
        )
    await _require_giver(actor, _jurisdiction(rule_set, found), found)
    return Outline(found.id, found.summary.digest(), found.summary.cites)


async def _require_giver(actor: Actor, jurisdiction: str, contract: Contract) -> None:
    """See that somebody may grant it: by the roles that they use now, and as the person with all roles that they hold.

    A token narrowed to one role hides the others; it does not make its holder a stranger to their own organisation.
    """
    policy.may_grant_waiver(actor, jurisdiction, contract.organisation).require()
    if actor.person_id is not None:
        whole = Actor(actor.person_id, await people.grants_of(actor.person_id))
        policy.may_grant_waiver(whole, jurisdiction, contract.organisation).require()


def _jurisdiction(rule_set: Reference, contract: Contract) -> str:
    """Whose rules they are. The registry's own defaults are waived by the state whose set the contract pins."""
    owner = rule_set.jurisdiction or REGISTRY
    return owner if owner != REGISTRY else contract.summary.citation.jurisdiction or REGISTRY
