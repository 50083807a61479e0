"""The burden of contracts that are recorded: for those who may see every one of them, and for nobody else."""

from uuid import uuid4

import pytest
import pytest_asyncio

from governance.label_decisions import LabelBasis, LabelDecided, LabelDecision
from governance.members import PUBLIC
from measures.labels import MeasureLabel
from measures.references import Reference
from registry.contracts.alignment import LabelStanding
from registry.contracts.alignment.matrix import RepeatedPortfolioError
from registry.contracts.alignment.packaged import PortfolioNotFoundError
from registry.contracts.burden import NoContractsError, judged
from registry.contracts.burden.adoption import NotASetError
from registry.contracts.summary import ContractId, ContractNotFoundError
from registry.storage import documents
from registry.weighing_burden import burden_of
from tests.registry.published_sets import a_contract_of, a_published_set
from tests.support import a_cast

SECOND_HALF = {"from": "2027-07-01", "to": "2028-06-30"}


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def cited(store):
    return await a_published_set(store, "US-TN/burden", ["tn-quiltss/cna-hours", "mds/uti"])


@pytest_asyncio.fixture(scope="module")
async def contracts(cast, cited):
    first = await a_contract_of(cast, cited, ["mds/uti", "mds/antipsychotic"])
    second = await a_contract_of(cast, cited, ["mds/uti", "tn-quiltss/staff-satisfaction"], SECOND_HALF)
    return [first, second]


@pytest_asyncio.fixture
async def manager(cast):
    return (await cast.caller("contract_manager")).actor


async def test_contracts_of_ones_own_are_weighed_together(contracts, cited, manager):
    found = await burden_of(manager, contracts, str(cited), judged())
    assert found.measures == ("mds/antipsychotic", "mds/uti", "tn-quiltss/staff-satisfaction")
    assert [(each.measure, len(each.contracts)) for each in found.duplicates] == [("mds/uti", 2)]
    assert [each.measure for each in found.clashes] == ["mds/uti"]
    assert [each.contract.jurisdictions for each in found.contracts] == [("US-TN",), ("US-TN",)]
    assert (found.adoption.saved, found.adoption.new) == (
        ("mds/antipsychotic", "tn-quiltss/staff-satisfaction"),
        ("tn-quiltss/cna-hours",),
    )


async def test_a_program_of_the_state_can_be_adopted_where_no_set_is_published(contracts, manager):
    found = await burden_of(manager, contracts, "program/tn-quiltss-nf")
    assert found.adoption.measures_after == 15


async def test_labels_are_those_that_were_decided_for_the_state_and_the_rest_is_proposed(store, contracts, manager):
    found = await burden_of(manager, contracts)
    assert found.labels.number(MeasureLabel.QUALITY, LabelStanding.ADOPTED) == 0
    measure = (await documents.get(Reference.parse("measure/mds/uti@1.0.0"))).reference
    decision = LabelDecision(
        id=uuid4(),
        measure=str(measure),
        label=MeasureLabel.QUALITY,
        jurisdiction="US-TN",
        basis=LabelBasis.VOTE,
        vote=uuid4(),
        result_digest="sha256:" + "0" * 64,
    )
    async with store.write(PUBLIC) as tx:
        await tx.record(LabelDecided(decision, decision.seal(), None))
    found = await burden_of(manager, contracts)
    assert found.labels.number(MeasureLabel.QUALITY, LabelStanding.ADOPTED) == 1
    assert (
        found.labels.number(MeasureLabel.QUALITY, LabelStanding.PROPOSED)
        + found.labels.number(MeasureLabel.COMPLIANCE, LabelStanding.PROPOSED)
        == len(found.measures) - 1
    )


async def test_nobody_else_learns_anything_not_even_that_a_contract_exists(store, cast, contracts):
    strangers = [
        PUBLIC,
        (await cast.caller("drafter")).actor,
        (await (await a_cast(store)).caller("contract_manager")).actor,
    ]
    for stranger in strangers:
        refusals = []
        for asked in (contracts, [contracts[0], ContractId(uuid4())]):
            with pytest.raises(ContractNotFoundError) as refused:
                await burden_of(stranger, asked)
            refusals.append(refused.value.message)
        assert len(set(refusals)) == 1


async def test_an_auditor_of_the_organisation_sees_the_same(cast, contracts):
    assert (await burden_of((await cast.caller("auditor")).actor, contracts)).reports == 4


async def test_a_list_that_cannot_be_weighed_is_refused(contracts, manager):
    with pytest.raises(NoContractsError):
        await burden_of(manager, [])
    with pytest.raises(RepeatedPortfolioError):
        await burden_of(manager, [contracts[0], contracts[0]])
    with pytest.raises(NotASetError):
        await burden_of(manager, contracts, f"contract/{contracts[0]}")
    with pytest.raises(PortfolioNotFoundError):
        await burden_of(manager, contracts, "program/none")
