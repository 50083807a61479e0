"""Telling those who rely on a version what happened to it: decided and recorded in the transaction in which it happens.

Called inside other use cases, each with one line. Everything here reads a few rows and writes in bulk, so that
publishing a set that hundreds of contracts cite stays quick.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import uuid4

from governance.deliveries import Delivery, DeliveryId
from governance.label_decisions import LabelDecision
from governance.notice_words import told_of, told_of_label, told_of_newer, told_of_waiver, told_of_waiver_end
from governance.notices import Notice, NoticesMade, Reliance, Told, notices_for
from governance.publication import DocumentEvent, Published
from governance.subscriptions import Subscription
from measures.jurisdictions import FEDERAL, REGISTRY
from measures.references import Reference
from registry.contracts.comparison import compare_documents
from registry.contracts.summary import ContractId
from registry.contracts.waivers import GrantedWaiver, WaiverGranted
from registry.reading import read_document
from registry.storage import citations, contracts, documents, labels, subscriptions
from registry.storage.transaction import Transaction


async def about_event(tx: Transaction, event: DocumentEvent) -> None:
    """Tell whoever relies on a version of an event that was recorded about it."""
    relying = await citations.relying_on([event.reference.versioned], tx.now.date())
    await _tell(tx, [told_of(event)], relying)


async def about_publication(tx: Transaction, reference: Reference, superseded: DocumentEvent | None = None) -> None:
    """Tell whoever relies on an earlier version that there is a new one, with the plain difference to theirs.

    `superseded` is the event of the version right before it, where one was recorded.
    """
    today = tx.now.date()
    keys = await citations.relied_on(f"{Reference(reference.kind, reference.name)}@", today)
    earlier = await documents.many(key for key in keys if key != reference.versioned)
    if not earlier:
        return
    newer = await documents.get(Reference(reference.kind, reference.name, reference.version))
    told = []
    for each in earlier.values():
        differences = _differences(each, newer)
        if superseded is not None and each.reference.versioned == superseded.reference.versioned:
            told.append(replace(told_of(superseded), differences=differences))
        else:
            told.append(told_of_newer(each.reference, newer.reference, today, differences))
    await _tell(tx, told, await citations.relying_on(earlier, today))


async def about_label(tx: Transaction, decision: LabelDecision) -> None:
    """Tell whoever relies on a measure that another label counts for it from now on, where their contract is.

    A first decision changes nothing that was decided, so nobody is told of it.
    """
    measure, today = Reference.parse(decision.measure), tx.now.date()
    assert measure.version is not None
    keys = await citations.relied_on(f"{Reference(measure.kind, measure.name)}@{measure.version.split('.')[0]}.", today)
    relying = await citations.relying_on(keys, today) if keys else []
    if not relying:
        return
    earlier = [kept for kept in await labels.for_measures([measure]) if kept.decision.id != decision.id]
    versions = await documents.many(keys)
    for place in sorted({each.jurisdiction for each in relying}):
        before = labels.that_counts(earlier, measure, place)
        if before is None or not _changes(decision, before.decision, place):
            continue
        told = [
            told_of_label(each.reference, decision.id, before.decision.label, decision.label, place, today)
            for each in versions.values()
        ]
        await _tell(tx, told, [each for each in relying if each.jurisdiction == place])


async def about_waiver(tx: Transaction, granted: WaiverGranted) -> None:
    """Tell the organisation of a contract that it is let off a rule."""
    rule_set = Reference.parse(granted.rule_set)
    told = told_of_waiver(rule_set, granted.rule, granted.id, granted.until)
    await _tell(tx, [told], [await _of_contract(granted.contract, rule_set)])


async def about_waiver_end(tx: Transaction, waiver: GrantedWaiver) -> None:
    """Tell the organisation of a contract that a waiver was taken back."""
    rule_set = Reference.parse(waiver.rule_set)
    told = told_of_waiver_end(rule_set, waiver.rule, waiver.id, tx.now.date())
    await _tell(tx, [told], [await _of_contract(waiver.contract, rule_set)])


async def _of_contract(contract_id: ContractId, about: Reference) -> Reliance:
    contract = await contracts.get(contract_id)
    return Reliance(contract.id, contract.organisation, contract.summary.citation.jurisdiction or "", about.versioned)


def _changes(decision: LabelDecision, before: LabelDecision, place: str) -> bool:
    """Whether another label counts in a place after a decision: a state's own outweighs a national one."""
    order = (place, FEDERAL, REGISTRY)
    takes_over = decision.jurisdiction in order and (
        order.index(decision.jurisdiction) <= order.index(before.jurisdiction)
    )
    return takes_over and decision.label is not before.label


def _differences(before: Published, after: Published) -> tuple[str, ...]:
    compared = compare_documents(read_document(before.content), read_document(after.content))
    return tuple(change.sentence for change in compared.changes)


async def _tell(tx: Transaction, told: Iterable[Told], relying: Sequence[Reliance]) -> None:
    if not relying:
        return
    open_to = await subscriptions.of({each.organisation for each in relying})
    for each in told:
        made = notices_for(each, relying, tx.now, uuid4, demonstration=tx.store.demonstration)
        if made:
            await tx.record(NoticesMade(each.about, made, tuple(_deliveries(made, open_to))))


def _deliveries(made: Sequence[Notice], open_to: Iterable[Subscription]) -> Iterable[Delivery]:
    by_organisation = {notice.content.organisation: notice for notice in made}
    for subscription in open_to:
        notice = by_organisation.get(subscription.organisation)
        if notice is not None and subscription.wants(notice.content.topic):
            yield Delivery(DeliveryId(uuid4()), notice.id, subscription.id, subscription.way)
