"""Who relies on a version, what they are told when something happens to it, and who learns of whom."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import pytest_asyncio

from governance.document_events import NOTHING_SAID, Said
from governance.label_decisions import LabelBasis, LabelDecided, LabelDecision
from governance.members import Actor, OrganisationAdded, OrganisationKind
from governance.notices import AcknowledgedAlreadyError, NoticeNotFoundError, Topic
from governance.policy import WrongRoleError
from governance.publication import EventKind
from governance.rules import Choice
from measures.documents import digest_of
from measures.labels import MeasureLabel
from measures.references import Reference
from registry import acknowledging, labelling, noticing, proposing, publishing, voting, waiving
from registry.contracts.rule_words import RuleEffect, RuleLevel
from registry.contracts.summary import ContractId, ContractRecorded, ContractSummary
from registry.reading import read_document
from registry.storage import audit, citations, contracts, documents, labels, notices, votes
from tests.flows.publishing_process import MEASURES, a_set
from tests.plans import a_plan
from tests.registry.work import a_person
from tests.support import a_cast, a_name, a_proposal, an_open_vote, concluded

DAY = date(2099, 7, 1)
EXTRA = "measure/tn-quiltss/cna-hours@1.0.0"


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def definition(store, cast):
    vote_id = await an_open_vote(cast, await a_proposal(cast), seconds=1.2)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    await concluded(cast, vote_id)
    measures = tuple(map(Reference.parse, (*MEASURES, EXTRA)))
    await labelling.accept_labels(await cast.caller("publisher"), cast.jurisdiction, measures, "because")
    return (await votes.get(vote_id)).subject


async def published(cast, definition, name, version="1.0.0", **changes):
    target = Reference.parse(f"priority-set/US-TN/{name}@{version}")
    proposal_id = await proposing.draft(
        await cast.caller("drafter"), target, {**a_set(definition), **changes}, cast.agency
    )
    await proposing.open_for_comment(await cast.caller("drafter"), proposal_id)
    return await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)


async def happens(cast, reference, kind, said=NOTHING_SAID):
    return await publishing.record_event(await cast.caller("publisher"), reference, kind, DAY, said)


async def test_whoever_pins_a_set_is_told_of_its_suspension_and_nobody_else(store, cast, definition):
    concerned, other = await a_plan(store), await a_plan(store)
    reference = await published(cast, definition, a_name())
    first = await concerned.signs(reference, MEASURES[0])
    second = await concerned.signs(reference, MEASURES[0], title="Another")
    await other.signs(await published(cast, definition, a_name()), MEASURES[0])
    await happens(cast, reference, EventKind.SUSPENDED, Said("Until the legislature decides."))
    (notice,) = await concerned.told()
    assert notice.content.topic is Topic.SUSPENDED
    assert notice.content.sentence == f"{reference.versioned} is suspended from 2099-07-01."
    assert notice.content.about == str(reference)
    assert notice.content.effective_on == DAY
    assert notice.content.contracts == tuple(sorted((str(first), str(second))))
    assert notice.sealed.digest == digest_of(notice.sealed.content)
    assert "legislature" not in notice.sealed.content.decode()  # free text can be erased; a notice stays
    assert await other.told() == []


@pytest.mark.parametrize("kind", sorted(set(EventKind) - {EventKind.SUPERSEDED}))
async def test_every_event_that_can_be_recorded_is_told(store, cast, definition, kind):
    plan = await a_plan(store)
    reference = await published(cast, definition, a_name())
    await plan.signs(reference, MEASURES[0])
    said = {
        EventKind.ERRATUM: Said("The weight of one item was mistyped."),
        EventKind.MEASURE_SUPPRESSED: Said(measure=MEASURES[0]),
        EventKind.PERIOD_TRUNCATED: Said(ends=date(datetime.now(UTC).year + 1, 9, 30)),
    }.get(kind, NOTHING_SAID)
    if kind is EventKind.RESUMED:
        await happens(cast, reference, EventKind.SUSPENDED)
    publisher = await cast.caller("publisher")
    on = date(datetime.now(UTC).year + 1, 7, 1) if kind is EventKind.PERIOD_TRUNCATED else DAY
    await publishing.record_event(publisher, reference, kind, on, said)
    notice = (await plan.told())[0]
    assert notice.content.topic.value == kind.value
    assert reference.versioned in notice.content.sentence
    assert notice.content.to_do


async def test_the_plain_difference_comes_with_a_new_version_to_whoever_has_an_older_one(store, cast, definition):
    name, of_first, of_second = a_name(), await a_plan(store), await a_plan(store)
    first = await published(cast, definition, name)
    await of_first.signs(first, MEASURES[0])
    items = a_set(definition)["items"]
    added = [*items, {"measure": EXTRA, "role": "reporting", "area": "a"}]
    second = await published(cast, definition, name, "2.0.0", items=added)
    await of_second.signs(second, MEASURES[0])
    third = await published(cast, definition, name, "3.0.0", items=items)
    newer, superseded = await of_first.told()
    assert (superseded.content.topic, newer.content.topic) == (Topic.SUPERSEDED, Topic.NEW_VERSION)
    assert superseded.content.successor == str(second)
    assert any("cna-hours" in each or "CNA" in each for each in superseded.content.differences)
    assert newer.content.successor == str(third)
    (told,) = await of_second.told()
    assert told.content.topic is Topic.SUPERSEDED
    assert told.content.about == str(second)


async def test_whoever_pins_a_set_is_told_what_happens_to_a_definition_that_it_cites(store, cast, definition):
    plan = await a_plan(store)
    reference = await published(cast, definition, a_name())
    await plan.signs(reference, MEASURES[0])
    cited = Reference.parse(definition)
    relying = [each for each in await citations.relying_on([cited.versioned], DAY) if each.organisation == plan.slug]
    assert [(each.about, each.through) for each in relying] == [(cited.versioned, reference.versioned)]
    await publishing.record_event(
        await cast.caller("publisher"), await pinned(cited), EventKind.ERRATUM, DAY, Said("A word was wrong.")
    )
    (notice,) = await plan.told()
    assert notice.content.through == (reference.versioned,)


async def pinned(reference):
    return (await documents.get(reference)).reference


async def test_a_contract_whose_term_is_over_is_told_nothing(store, cast, definition):
    plan = await a_plan(store)
    reference = await published(cast, definition, a_name())
    await plan.signs(reference, MEASURES[0], term={"from": "2020-01-01", "to": "2020-12-31"})
    await happens(cast, reference, EventKind.WITHDRAWN)
    assert await plan.told() == []


async def decided(store, cast, measure, label, jurisdiction):
    """A label that a vote settled, as the end of a vote records it."""
    decision = LabelDecision(
        id=uuid4(),
        jurisdiction=jurisdiction,
        measure=str(await pinned(measure)),
        label=label,
        basis=LabelBasis.VOTE,
        vote=uuid4(),
        result_digest="sha256:" + "0" * 64,
        demonstration=True,
    )
    async with store.write((await cast.caller("publisher")).actor) as tx:
        await tx.record(LabelDecided(decision, decision.seal()))
        await noticing.about_label(tx, decision)


async def test_a_label_that_changes_is_told_where_it_counts(store, cast, definition):
    plan, measure = await a_plan(store), Reference.parse(MEASURES[1])
    reference = await published(cast, definition, a_name())
    await plan.signs(reference, MEASURES[0], items=[{"measure": str(measure), "role": "reporting"}])
    (kept,) = [each for each in await labels.for_measures([measure]) if each.decision.jurisdiction == "US-TN"]
    same, other = kept.decision.label, next(each for each in MeasureLabel if each is not kept.decision.label)
    for label, jurisdiction in ((same, "US-TN"), (other, "US-NY"), (other, "US")):
        await decided(store, cast, measure, label, jurisdiction)
        assert await plan.told() == []  # nothing changes, it is elsewhere, or the state's own decision outweighs it
    await decided(store, cast, measure, other, "US-TN")
    (notice,) = await plan.told()
    assert notice.content.topic is Topic.LABEL_CHANGED
    assert f"counts as {other}" in notice.content.sentence
    assert f"until now it was {same}" in notice.content.sentence
    await decided(store, cast, measure, same, "US-TN")  # as it was, for the tests that follow


async def test_a_waiver_and_its_end_are_told_to_the_organisation_of_the_contract_alone(store, cast, definition):
    plan, other = await a_plan(store), await a_plan(store)
    reference = await published(cast, definition, a_name())
    contract = await plan.signs(reference, MEASURES[0])
    await other.signs(reference, MEASURES[0])
    rules = await documents.get(Reference.parse("rule-set/registry/registry-first-checks@1.0.0"))
    required = next(
        rule for rule in read_document(rules.content).rules
        if rule.effect is RuleEffect.REQUIRED and rule.applies_to.level is RuleLevel.CONTRACT
    )  # fmt: skip
    publisher = await cast.caller("publisher")
    digest = (await contracts.get(contract)).summary.digest()
    waiver = await waiving.grant_waiver(
        publisher, contract, digest, rules.reference, required.id, cast.agency, DAY, "First year."
    )
    (granted,) = await plan.told()
    assert granted.content.topic is Topic.WAIVER_GRANTED
    assert f"the rule {required.id} of" in granted.content.sentence
    assert "through 2099-07-01" in granted.content.sentence
    assert granted.content.contracts == (str(contract),)
    await waiving.end_waiver(publisher, waiver, "It was a mistake.")
    assert [each.content.topic for each in await plan.told()] == [Topic.WAIVER_ENDED, Topic.WAIVER_GRANTED]
    assert await other.told() == []


async def test_a_refused_event_tells_nobody(store, cast, definition):
    plan = await a_plan(store)
    reference = await published(cast, definition, a_name())
    await plan.signs(reference, MEASURES[0])
    with pytest.raises(WrongRoleError):
        await publishing.record_event(await cast.caller("drafter"), reference, EventKind.WITHDRAWN, DAY)
    assert await plan.told() == []


async def test_a_notice_is_acknowledged_once_by_a_contract_manager_and_the_publisher_sees_a_number(
    store, cast, definition
):
    plan, other = await a_plan(store), await a_plan(store)
    reference = await published(cast, definition, a_name())
    for each in (plan, other):
        await each.signs(reference, MEASURES[0])
    await happens(cast, reference, EventKind.SUSPENDED)
    (notice,) = await plan.told()
    with pytest.raises(NoticeNotFoundError):
        await acknowledging.acknowledge(await other.caller(), notice.id)
    with pytest.raises(NoticeNotFoundError):
        await acknowledging.acknowledge(await cast.caller("publisher"), notice.id)
    await acknowledging.acknowledge(await plan.caller(), notice.id)
    with pytest.raises(AcknowledgedAlreadyError):
        await acknowledging.acknowledge(await plan.caller(), notice.id)
    seen = await acknowledging.notice_of((await plan.caller()).actor, notice.id)
    assert seen.acknowledgement.person_id == plan.person
    publisher = (await cast.caller("publisher")).actor
    assert await acknowledging.acknowledged(publisher, reference) == acknowledging.Acknowledged(2, 1)
    with pytest.raises(WrongRoleError):
        await acknowledging.acknowledged((await plan.caller()).actor, reference)


async def test_the_audit_trail_says_that_people_were_told_and_not_who(store, cast, definition):
    plan = await a_plan(store)
    reference = await published(cast, definition, a_name())
    contract = await plan.signs(reference, MEASURES[0])
    await happens(cast, reference, EventKind.SUSPENDED)
    async with store.engine.pool.acquire() as connection:
        (row,) = await connection.fetch("SELECT * FROM audit WHERE action = 'notices_made' ORDER BY seq DESC LIMIT 1")
    assert row["subject"] == reference.versioned
    assert row["person"] == cast.people["publisher"]
    assert not any(private in json.dumps(dict(row), default=str) for private in (plan.slug, str(contract)))
    assert await audit.first_break() is None


async def many_plans(store, reference, count):
    """So many organisations with a contract each, written down at once."""
    made = [f"plan-{uuid4().hex[:8]}" for _ in range(count)]
    one = ContractSummary.model_validate(
        {
            "title": "A contract",
            "payer": "A plan",
            "providers": ["A nursing home"],
            "cites": str(reference),
            "categories": ["2C"],
            "items": [{"measure": MEASURES[0], "role": "performance"}],
        }
    )
    manager = Actor(await a_person(store))
    async with store.write(manager) as tx:
        for slug in made:
            await tx.record(OrganisationAdded(slug, "A plan", OrganisationKind.PLAN, "US-TN"))
            await tx.record(ContractRecorded(ContractId(uuid4()), slug, one))
    return made


async def test_telling_many_takes_no_more_statements_than_telling_few(store, cast, definition, monkeypatch):
    asked = []
    run = type(store.engine).run_querystring

    async def counting(engine, *args, **kwargs):
        asked.append(args)
        return await run(engine, *args, **kwargs)

    monkeypatch.setattr(type(store.engine), "run_querystring", counting)
    taken = []
    for count in (2, 300):
        reference = await published(cast, definition, a_name())
        told = await many_plans(store, reference, count)
        asked.clear()
        await happens(cast, reference, EventKind.SUSPENDED)
        taken.append(len(asked))
        assert len(await notices.newest(told, 1000)) == count
    few, many = taken
    assert few > 0
    assert few == many
