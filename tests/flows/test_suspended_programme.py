"""New York's managed long-term care value-based payment, suspended from 2026-01-01: its contracts still resolve.

The programme, its measures and the day are those of the catalog (governance/states/new_york.yaml and the rule set
rule-set/US-NY/mltc-vbp); the set itself is put together for the test.
"""

import json
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
import pytest_asyncio

from governance.document_events import EventIncompleteError, EventOutOfOrderError, Said
from governance.publication import EventKind
from governance.rules import Choice
from governance.standing import StandingState
from measures.documents import digest_of
from measures.references import Reference
from registry import contracting, labelling, proposing, publishing, voting
from registry.app import create_app
from registry.checking import check_contract
from registry.exporting import bundle_of
from registry.proof.verify import verify_bundle
from registry.resolving import AsOf, resolve
from registry.storage import documents, votes
from registry.storage.documents import ReferenceNotFoundError
from tests.support import a_cast, a_proposal, an_open_vote, concluded

MEASURES = ("measure/ny-mltc/no-ed-visit@1.0.0", "measure/ny-mltc/flu-vaccine@1.0.0")
NAME = "priority-set/US-NY/mltc-vbp"
RULES = Reference.parse("rule-set/US-NY/mltc-vbp@1.0.0")
SUSPENDED_FROM = date(2026, 1, 1)


def the_set(definition, **changes):
    return {
        "title": "Managed long-term care value-based payment",
        "programme": "MLTC VBP",
        "agency": "NYSDOH",
        "scope": {"populations": ["mltss_members"], "settings": ["plan", "own_home"]},
        "period": {"from": "2025-01-01", "to": "2026-12-31"},
        "definitions": [definition],
        "areas": [
            {
                "id": "a",
                "statement": "Members are treated with respect",
                "outcome": {"definition": definition, "outcome": "respect"},
            }
        ],
        "items": [{"measure": measure, "role": "reporting", "area": "a"} for measure in MEASURES],
        **changes,
    }


def a_contract(reference, starts, ends, **changes):
    return {
        "title": "A plan and its home care agency",
        "payer": "A plan",
        "providers": ["An agency"],
        "cites": str(reference),
        "categories": ["2C"],
        "measurement_period": {"from": starts, "to": ends},
        "items": [{"measure": MEASURES[0], "role": "reporting"}],
        **changes,
    }


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store, "US-NY")


@pytest_asyncio.fixture(scope="module")
async def pinned(store, cast):
    """The set, published, with the contracts' plan still to come; then the programme is suspended."""
    vote_id = await an_open_vote(cast, await a_proposal(cast), seconds=1.2)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    await concluded(cast, vote_id)
    definition = (await votes.get(vote_id)).subject
    publisher = await cast.caller("publisher")
    await labelling.accept_labels(publisher, cast.jurisdiction, tuple(map(Reference.parse, MEASURES)), "because")
    drafter = await cast.caller("drafter")
    target = Reference.parse(f"{NAME}@1.0.0")
    proposal_id = await proposing.draft(drafter, target, the_set(definition), cast.agency)
    await proposing.open_for_comment(drafter, proposal_id)
    return await publishing.publish_priority_set(publisher, proposal_id)


@pytest_asyncio.fixture(scope="module")
async def suspended(cast, pinned):
    """The instant before the suspension was recorded."""
    before = datetime.now(UTC)
    said = Said("The program is suspended until further notice.")
    await publishing.record_event(await cast.caller("publisher"), pinned, EventKind.SUSPENDED, SUSPENDED_FROM, said)
    return before


async def test_the_suspended_set_resolves_to_the_same_bytes_and_says_so(store, pinned, suspended):
    found = await resolve(pinned)
    assert digest_of(found.published.content) == pinned.digest
    assert (found.standing.state, found.standing.since) == (StandingState.SUSPENDED, SUSPENDED_FROM)


@pytest.mark.parametrize(
    ("on", "known", "state"),
    [
        (date(2025, 12, 31), True, StandingState.IN_FORCE),
        (date(2026, 1, 1), True, StandingState.SUSPENDED),
        (date(2026, 1, 1), False, StandingState.IN_FORCE),
    ],
    ids=["the day before", "the day", "the day, before anybody had recorded it"],
)
async def test_the_state_as_of_a_day_and_an_instant(store, pinned, suspended, on, known, state):
    found = await resolve(pinned, AsOf(on, None if known else suspended))
    assert found.standing.state is state
    assert len(found.events) == (1 if known else 0)


async def test_before_its_publication_nobody_could_know_the_set(store, pinned):
    published_at = (await documents.get(pinned)).published_at
    with pytest.raises(ReferenceNotFoundError):
        await resolve(pinned, AsOf(known_at=published_at - timedelta(microseconds=1)))
    assert (await resolve(pinned, AsOf(known_at=published_at))).published.reference == pinned


async def test_a_day_outside_every_period_finds_no_version(store, pinned):
    name = Reference.parse(NAME)
    assert (await resolve(name, AsOf(date(2025, 6, 1)))).published.reference == pinned
    with pytest.raises(ReferenceNotFoundError, match="covers 2027-01-01"):
        await resolve(name, AsOf(date(2027, 1, 1)))


async def test_a_contract_of_before_stays_bound_and_one_of_after_is_not(store, cast, pinned, suspended):
    manager = await cast.caller("contract_manager")
    verdicts = {}
    for starts, ends in (("2025-07-01", "2026-06-30"), ("2026-01-01", "2026-12-31")):
        contract_id = await contracting.record_contract(manager, cast.agency, a_contract(pinned, starts, ends))
        report = await check_contract(await contracting.contract_of(manager.actor, contract_id), RULES)
        verdicts[starts] = report
        assert [event.event for event in report.set_events] == ["suspended"]
    bound, free = verdicts["2025-07-01"], verdicts["2026-01-01"]
    assert {finding.verdict for finding in free.findings} == {"not_applicable"}
    assert "suspended from 2026-01-01" in free.findings[0].sentence
    assert {finding.verdict for finding in bound.findings} != {"not_applicable"}
    assert any("inside the measurement period" in warning for warning in bound.warnings)


async def test_the_exhibit_carries_the_suspension(store, pinned, suspended):
    _, content = await bundle_of(store, pinned)
    report = verify_bundle(content, [store.signer.verifier.vkey], expected=pinned)
    assert report.intact
    assert [event.action for event in report.events] == ["suspended"]


async def test_a_measure_is_suppressed_and_a_period_cut_short_over_http(settings, store, cast, pinned, suspended):
    publisher = await cast.caller("publisher")
    with pytest.raises(EventIncompleteError):
        await publishing.record_event(publisher, pinned, EventKind.MEASURE_SUPPRESSED, date(2026, 7, 1))
    with pytest.raises(EventOutOfOrderError):
        await publishing.record_event(publisher, pinned, EventKind.RESUMED, date(2025, 12, 1))
    measure = Said(measure="measure/ny-mltc/flu-vaccine")
    await publishing.record_event(publisher, pinned, EventKind.MEASURE_SUPPRESSED, date(2026, 7, 1), measure)
    ends = Said(ends=date(2026, 9, 30))
    await publishing.record_event(publisher, pinned, EventKind.PERIOD_TRUNCATED, date(2026, 8, 1), ends)
    transport = httpx.ASGITransport(create_app(settings, store=store))
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        address = f"/{NAME}@1.0.0"
        shown = (await client.get(f"{address}/events", params={"on": "2026-08-15"})).json()
        assert shown["standing"]["state"] == "suspended"
        assert shown["standing"]["suppressed"] == [{"measure": MEASURES[1], "since": "2026-07-01"}]
        assert shown["standing"]["period_ends"] == "2026-09-30"
        early = (await client.get(f"{address}/events", params={"known_at": suspended.isoformat()})).json()
        assert (early["events"], early["standing"]["state"]) == ([], "in_force")
        page = (await client.get(f"{address}/page", params={"on": "2026-08-15"})).text
        assert "Suppressed from July 1, 2026" in page
        assert "it ends on September 30, 2026" in page
        assert "On 2026-08-15: suspended since 2026-01-01." in page
        moved = await client.get(f"/{NAME}", params={"on": "2025-06-01"})
        assert (moved.status_code, moved.headers["location"]) == (302, address)
        gone = await client.get(f"/{NAME}", params={"on": "2026-10-01"})
        assert (gone.status_code, gone.json()["code"]) == (404, "REFERENCE_NOT_FOUND")
        for query in ({"on": "yesterday"}, {"known_at": "2026-03-01T00:00:00"}, {"known_at": "soon"}):
            refused = await client.get(f"{address}/events", params=query)
            assert (refused.status_code, refused.json()["code"]) == (422, "UNREADABLE_TIME")


async def test_the_set_says_how_its_specifications_stood_upstream(store, pinned):
    content = json.loads((await documents.get(pinned)).content)
    assert content["schema"] == "priority-set/2"
    assert [item["upstream"]["state"] for item in content["items"]] == ["frozen", "frozen"]
    assert all("is listed in" in item["upstream"]["because"] for item in content["items"])
