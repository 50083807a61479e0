"""Alignment of what a registry has published, of what is packaged, and of one's own contracts."""

from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
import pytest_asyncio

from governance.members import PUBLIC
from governance.publication import DocumentEvent, DocumentEventRecorded, EventKind
from measures.errors import InvalidError, NotFoundError
from measures.references import BadReferenceError
from registry.aligning import MOST, TooManyPortfoliosError, align, portfolio
from registry.contracts.alignment.packaged import Group, NamesNoMeasuresError, PortfolioNotFoundError, group
from registry.contracts.alignment.packaged import known_measures as packaged_measures
from registry.contracts.summary import ContractNotFoundError
from registry.storage.documents import DigestMismatchError, ReferenceNotFoundError
from tests.registry.published_sets import a_contract_of, a_published_set
from tests.support import a_cast

HALF = Fraction(1, 2)
QMS = "measure-set/US/hcbs-qms-2024@1.0.0"


@pytest_asyncio.fixture(scope="module")
async def published(store):
    """Two sets of one state, and one that is suspended."""
    first = await a_published_set(store, "US-TN/aligned", ["tn-quiltss/cna-hours", "mds/uti"])
    second = await a_published_set(store, "US-TN/aligned", ["tn-quiltss/cna-hours", "mds/antipsychotic"], "2.0.0")
    suspended = await a_published_set(store, "US-NY/aligned", ["ny-mltc/pah"])
    async with store.write(PUBLIC) as tx:
        event = DocumentEvent(uuid4(), suspended, EventKind.SUSPENDED, date(2026, 1, 1))
        await tx.record(DocumentEventRecorded(event))
    return first, second, suspended


async def test_published_sets_stewards_sets_programs_and_cases_stand_beside_each_other(published):
    named = [str(published[0]), str(published[1]), QMS, "program/tn-quiltss-nf", "arrangement/tenncare-quiltss"]
    found = await align(PUBLIC, named, HALF)
    assert [each.key for each in found.portfolios] == [named[0].split("#")[0], named[1].split("#")[0], *named[2:]]
    assert found.matrix.score(0, 1).agreement == Fraction(1, 3)
    assert found.pair(0, 1).only_here == ("mds/uti",)
    assert found.common[0].measure == "tn-quiltss/cna-hours"
    assert [(each.before.key[-5:], each.after.key[-5:]) for each in found.versions] == [("1.0.0", "2.0.0")]


async def test_what_the_registry_has_of_a_measure_set_is_what_the_catalog_states(published):
    held = await portfolio(PUBLIC, QMS)
    (packaged,) = [each for each in group(Group.MEASURE_SETS) if each.key == QMS]
    assert set(held.measures) == set(packaged.measures)
    assert held.title == packaged.title
    assert set(held.cautions) == set(packaged.cautions)


async def test_a_proposed_set_is_never_shown_as_final(published):
    held = await portfolio(PUBLIC, "measure-set/US/hcbs-qms-2028-proposed")
    assert held.standing == "proposed"


async def test_a_suspended_set_says_so(published):
    held = await portfolio(PUBLIC, str(published[2]))
    assert held.standing == "suspended"
    assert any("suspended since 2026-01-01" in each for each in held.cautions)


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        ("program/nothing", PortfolioNotFoundError),
        ("arrangement/nothing", PortfolioNotFoundError),
        ("contract/nothing", ContractNotFoundError),
        ("contract/00000000-0000-4000-8000-000000000000", ContractNotFoundError),
        ("measure/mds/uti@1.0.0", NamesNoMeasuresError),
        ("value-definition/registry/nf-quality-of-life", NamesNoMeasuresError),
        ("priority-set/US-TN/nothing@1.0.0", ReferenceNotFoundError),
        (f"{QMS}#sha256:{'0' * 64}", DigestMismatchError),
        ("priority-set/US-TN/al\u0456gned@1.0.0", BadReferenceError),
        ("", BadReferenceError),
    ],
)
async def test_what_is_no_list_of_measures_is_refused(published, named, refusal):
    with pytest.raises(refusal):
        await align(PUBLIC, [QMS, named], HALF)
    assert issubclass(refusal, (InvalidError, NotFoundError, DigestMismatchError))


async def test_more_lists_than_are_compared_at_once_are_refused():
    with pytest.raises(TooManyPortfoliosError, match=str(MOST)):
        await align(PUBLIC, [QMS] * (MOST + 1), HALF)


async def test_a_contract_is_aligned_for_its_own_organisation_alone(store, published):
    cast = await a_cast(store)
    contract = await a_contract_of(cast, published[0], ["mds/uti", "mds/antipsychotic"])
    named = [f"contract/{contract}", str(published[0])]
    manager = (await cast.caller("contract_manager")).actor
    found = await align(manager, named, HALF)
    assert found.matrix.score(0, 1).agreement == Fraction(1, 3)
    drafter = (await cast.caller("drafter")).actor
    elsewhere = (await (await a_cast(store)).caller("contract_manager")).actor
    for stranger in (PUBLIC, drafter, elsewhere):
        with pytest.raises(ContractNotFoundError):
            await align(stranger, named, HALF)


async def test_what_is_known_of_measures_is_what_the_catalog_knows(published, store):
    found = await align(PUBLIC, [QMS, "program/tn-quiltss-nf"], HALF)
    assert set(found.book.by_name) == set(packaged_measures().by_name)
    assert found.book.title("mds/uti") == "Urinary tract infection"
