"""Contracts over time: what they may cite, how one follows another, their plans, and where they stand."""

from uuid import UUID, uuid4

import pytest

from governance.members import PUBLIC, Actor, OrganisationKind, Role
from governance.policy import WrongRoleError
from measures.documents import digest_of
from measures.references import Reference
from registry import admitting, contracting, planning, proposing
from registry.contracting import ContractFollowedError, OtherStatesSetError, SetIsADraftError
from registry.contracts.framework_steps import Party, StepId
from registry.contracts.plans import PersonalDataError, PlanNotFoundError
from registry.contracts.steps import Standing
from registry.contracts.summary import ContractId, ContractNotFoundError
from registry.contracts.wording import PointState
from registry.storage import audit, contracts, documents, people, plans
from registry.storage.documents import DigestMismatchError, ReferenceNotFoundError
from registry.tracking import standing_of
from registry.use_cases import Caller
from tests.registry.contracts.contract_words import plan_content
from tests.registry.web.conftest import a_set, publish
from tests.support import a_cast

MEASURE = "measure/tn-quiltss/cna-hours@1.0.0"
TERM = "term/registry/clean-claim@1.0.0"
FIRST = UUID(int=0)
PATH = [{"label": "First", "categories": ["2C"]}, {"label": "Then", "categories": ["3A"]}]


@pytest.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest.fixture(scope="module")
async def pinned(store):
    """A published set of Tennessee, pinned."""
    measures = list((await documents.many([MEASURE])).values())
    await publish(store, a_set(measures))
    return (await documents.get(Reference.parse("priority-set/US-TN/nf@1.0.0"))).reference


def a_contract(pinned, **changes):
    return {
        "title": "A nursing home contract",
        "payer": "A plan",
        "providers": ["A home"],
        "cites": str(pinned),
        "categories": ["2C"],
        "items": [{"measure": MEASURE, "role": "performance"}],
        **changes,
    }


async def recorded(cast, pinned, follows=None, **changes):
    manager = await cast.caller("contract_manager")
    return await contracting.record_contract(manager, cast.agency, a_contract(pinned, **changes), follows)


async def test_a_renewal_follows_the_contract_before_it_and_the_chain_shows_both(cast, pinned):
    first = await recorded(cast, pinned, title="First")
    second = await recorded(cast, pinned, follows=first, title="Second")
    third = await recorded(cast, pinned, follows=second, title="Third")
    for each in (first, second, third):
        chain = await contracts.chain(await contracts.get(each))
        assert [one.summary.title for one in chain] == ["First", "Second", "Third"]


async def test_a_contract_is_followed_once_and_a_refused_renewal_stores_nothing(cast, pinned):
    first = await recorded(cast, pinned)
    second = await recorded(cast, pinned, follows=first)
    before = await audit.head()
    with pytest.raises(ContractFollowedError, match=str(second)):
        await recorded(cast, pinned, follows=first)
    assert await audit.head() == before


async def test_what_a_contract_follows_is_one_of_the_same_organisation(store, cast, pinned):
    others = await a_cast(store)
    first = await recorded(others, pinned)
    for stranger in (first, ContractId(uuid4())):
        with pytest.raises(ContractNotFoundError):
            await recorded(cast, pinned, follows=stranger)


async def a_plan_of(store, jurisdiction):
    """The contract manager of a plan."""
    slug = f"plan-{uuid4().hex[:8]}"
    await admitting.add_organisation(store, slug, "A plan", OrganisationKind.PLAN, jurisdiction)
    person = await admitting.add_person(store, "manager")
    await admitting.grant_role(store, person, Role.CONTRACT_MANAGER, slug)
    return slug, Caller(store, Actor(person, await people.grants_of(person)))


@pytest.mark.parametrize(
    ("own", "named", "is_refused"),
    [
        ("US-TN", None, False),
        ("US-TN", ["US-TN"], False),
        ("US-TN", ["US-NY"], True),
        ("US-NY", None, True),
        ("US-NY", ["US-NY"], True),
        ("US-NY", ["US-NY", "US-TN"], False),
        ("US", None, True),
        ("US", ["US-TN"], False),
    ],
)
async def test_a_contract_cites_the_set_of_a_state_that_it_is_about(store, pinned, own, named, is_refused):
    slug, manager = await a_plan_of(store, own)
    content = a_contract(pinned, **({"jurisdictions": named} if named else {}))
    if is_refused:
        with pytest.raises(OtherStatesSetError, match="name US-TN under jurisdictions"):
            await contracting.record_contract(manager, slug, content)
    else:
        assert await contracting.record_contract(manager, slug, content)


async def test_a_draft_is_said_to_be_one_to_those_who_see_it_and_is_not_there_for_others(store, cast, pinned):
    target = Reference.parse(f"priority-set/US-TN/d-{uuid4().hex[:8]}@1.0.0")
    content = {
        "title": "A draft", "programme": "P", "agency": "A",
        "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
        "items": [{"measure": MEASURE, "role": "performance"}],
    }  # fmt: skip
    drafted = await proposing.draft(await cast.caller("drafter"), target, content, cast.agency)
    cited = target.pinned(digest_of(b"a draft"))
    with pytest.raises(SetIsADraftError, match="draft"):
        await recorded(cast, cited)
    elsewhere, manager = await a_plan_of(store, "US-TN")
    with pytest.raises(ReferenceNotFoundError):
        await contracting.record_contract(manager, elsewhere, a_contract(cited))
    await proposing.open_for_comment(await cast.caller("drafter"), drafted)
    with pytest.raises(SetIsADraftError, match="comment"):
        await contracting.record_contract(manager, elsewhere, a_contract(cited))


async def test_terms_are_published_with_the_bytes_that_are_pinned(cast, pinned):
    term = (await documents.get(Reference.parse(TERM))).reference
    assert await recorded(cast, pinned, terms=[str(term)])
    with pytest.raises(DigestMismatchError):
        await recorded(cast, pinned, terms=[str(term.pinned(digest_of(b"other")))])
    with pytest.raises(ReferenceNotFoundError):
        await recorded(cast, pinned, points=[{"term": "term/registry/none@1.0.0", "state": "open"}])


async def test_contracts_are_listed_by_step(cast, pinned):
    await recorded(cast, pinned, step="step-3")
    own = frozenset({cast.agency})
    found = await contracts.page(own, FIRST, 100, {StepId.STEP_3})
    assert {one.summary.step for one in found} == {StepId.STEP_3}
    assert await contracts.page(own, FIRST, 100, frozenset()) == []
    assert len(await contracts.page(own, FIRST, 100)) > len(found)


async def test_the_newest_plan_counts_and_the_earlier_one_stays(cast, pinned):
    contract = await recorded(cast, pinned)
    manager = await cast.caller("contract_manager")
    with pytest.raises(PlanNotFoundError):
        await planning.plan_of(manager.actor, contract)
    first = await planning.record_plan(manager, contract, plan_content(title="First"))
    second = await planning.record_plan(manager, contract, plan_content(title="Second"))
    assert (await planning.plan_of(manager.actor, contract)).plan.title == "Second"
    assert [each.id for each in await plans.of_contract(contract)] == [second, first]


async def test_a_plan_is_for_the_managers_of_its_contract_and_holds_no_person(store, cast, pinned):
    contract = await recorded(cast, pinned)
    stranger = await (await a_cast(store)).caller("contract_manager")
    with pytest.raises(ContractNotFoundError):
        await planning.record_plan(stranger, contract, plan_content())
    with pytest.raises(ContractNotFoundError):
        await planning.plan_of(PUBLIC, contract)
    with pytest.raises(WrongRoleError, match="record an implementation plan"):
        await planning.record_plan(await cast.caller("auditor"), contract, plan_content())
    before = await audit.head()
    with pytest.raises(PersonalDataError):
        await planning.record_plan(
            await cast.caller("contract_manager"), contract, plan_content(title="Ask anna@plan.example")
        )
    assert await audit.head() == before


async def test_where_a_contract_stands_is_read_off_its_words_its_plan_and_the_registry(cast, pinned):
    contract = await contracts.get(await recorded(cast, pinned, path=PATH, step="step-6"))
    manager = await cast.caller("contract_manager")
    before = await standing_of(contract)
    steps = {each.step.id: each for each in before.steps}
    sentence = "Implementation plan under version, kept apart from the contract"
    assert sentence in {need.sentence for need in steps[StepId.STEP_5].lacks}
    await planning.record_plan(manager, contract.id, plan_content())
    await recorded(cast, pinned, follows=contract.id)
    after = {each.step.id: each for each in (await standing_of(contract)).steps}
    assert sentence not in {need.sentence for need in after[StepId.STEP_5].lacks}
    draft = {need.sentence: need.standing for need in after[StepId.STEP_8].outputs}
    assert draft["Draft of the next period"] is Standing.THERE
    points = {p.term.id: p.state for p in (await standing_of(contract)).points(Party.PROVIDER)}
    assert points["term/multi-year-path"] is PointState.SETTLED
