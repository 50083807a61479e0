"""A priority set from the draft to the citation, and every refusal on the way."""

import copy
from datetime import date
from uuid import uuid4

import pytest

from governance.document_events import EventOutOfOrderError, Said
from governance.members import PUBLIC
from governance.obstacles import NotPublishableError
from governance.phases import PhasePathBackError
from governance.policy import SecondPersonError, WrongRoleError
from governance.proposals import Stage, WrongStageError
from governance.publication import EventKind
from governance.rules import Choice
from measures.documents import digest_of
from measures.references import BadReferenceError, Reference
from measures.validation import InexactNumberError, InvalidFieldError
from registry import contracting, labelling, proposing, publishing, voting
from registry.checking import check_contract
from registry.contracts.summary import ContractNotFoundError
from registry.exporting import bundle_of
from registry.labelling import LabelDecidedAlreadyError
from registry.proof.verify import verify_bundle
from registry.proposing import MeasureNotFoundError, VersionTooLowError
from registry.reading import read_document
from registry.resolving import resolve
from registry.storage import audit, contracts, documents, proposals, votes
from registry.storage.documents import DigestMismatchError, ReferenceNotFoundError
from registry.storage.proposals import ProposalNotFoundError
from tests.flows.publishing_process import MEASURES, a_set
from tests.support import a_cast, a_name, a_proposal, an_open_vote, concluded

RULES = Reference.parse("rule-set/registry/registry-first-checks@1.0.0")


@pytest.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest.fixture(scope="module")
async def definition(store, cast):
    vote_id = await an_open_vote(cast, await a_proposal(cast), seconds=1.2)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    await concluded(cast, vote_id)
    return (await votes.get(vote_id)).subject


@pytest.fixture(scope="module")
async def labelled(store, cast):
    measures = tuple(map(Reference.parse, (*MEASURES, "measure/tn-quiltss/cna-hours@1.0.0")))
    await labelling.accept_labels(await cast.caller("publisher"), cast.jurisdiction, measures, "because")
    return measures


def a_target(version="1.0.0", name=None):
    return Reference.parse(f"priority-set/US-TN/{name or a_name()}@{version}")


async def drafted(cast, content, target=None):
    caller = await cast.caller("drafter")
    proposal_id = await proposing.draft(caller, target or a_target(), content, cast.agency)
    await proposing.open_for_comment(caller, proposal_id)
    return proposal_id


async def published(cast, content, target=None):
    return await publishing.publish_priority_set(await cast.caller("publisher"), await drafted(cast, content, target))


async def test_a_published_set_resolves_to_its_bytes_and_cites_by_digest(store, cast, definition, labelled):
    reference = await published(cast, a_set(definition))
    resolved = await resolve(reference)
    assert digest_of(resolved.published.content) == reference.digest
    document = read_document(resolved.published.content)
    assert document.demonstration
    assert all(cited.is_pinned for cited in document.cited())
    assert {item.label.basis for item in document.items} == {"accepted"}
    assert document.seal().content == resolved.published.content
    with pytest.raises(DigestMismatchError):
        await resolve(reference.pinned("sha256:" + "0" * 64))


async def test_whoever_wrote_any_of_it_cannot_publish_it(store, cast, definition, labelled):
    proposal_id = await drafted(cast, a_set(definition))
    everyman = await cast.caller("everyman")
    await proposing.revise(everyman, proposal_id, a_set(definition))
    with pytest.raises(SecondPersonError):
        await publishing.publish_priority_set(everyman, proposal_id)
    with pytest.raises(WrongRoleError):
        await publishing.publish_priority_set(await cast.caller("drafter"), proposal_id)
    assert await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)


async def test_another_states_publisher_may_not(store, cast, definition, labelled):
    elsewhere = await a_cast(store, "US-NY")
    proposal_id = await drafted(cast, a_set(definition))
    with pytest.raises(WrongRoleError):
        await publishing.publish_priority_set(await elsewhere.caller("publisher"), proposal_id)


async def test_a_draft_is_not_there_for_those_who_may_not_see_it(store, cast, definition):
    proposal_id = await proposing.draft(await cast.caller("drafter"), a_target(), a_set(definition), cast.agency)
    stranger = await (await a_cast(store, "US-NY")).caller("drafter")
    with pytest.raises(ProposalNotFoundError) as hidden:
        await proposing.seen(stranger.actor, proposal_id)
    with pytest.raises(ProposalNotFoundError) as missing:
        await proposing.seen(stranger.actor, uuid4())
    assert str(hidden.value) == str(missing.value)


async def test_every_reason_is_given_at_once_and_nothing_is_stored(store, cast, definition, labelled):
    content = a_set(definition)
    content["items"][0]["role"] = "reporting"
    content["items"].append({"measure": "measure/tn-quiltss/cna-hours@1.0.0", "role": "performance", "weight": "1/3"})
    content["items"].append({"measure": "measure/mds/antipsychotic@1.0.0", "role": "performance"})
    content["areas"].append({"id": "b", "statement": "Percentage of spend under VBC"})
    content["areas"].append({"id": "c", "statement": "Staffing"})
    del content["period"]
    content["definitions"] = [definition, "value-definition/registry/safety@1.0.0"]
    proposal_id = await drafted(cast, content)
    before = await audit.head()
    with pytest.raises(NotPublishableError):
        await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)
    assert await audit.head() == before
    found = await publishing.readiness((await cast.caller("drafter")).actor, proposal_id)
    assert sorted(obstacle.code for obstacle in found.obstacles) == [
        "AREA_IS_A_MEANS",
        "AREA_NOT_AN_OUTCOME",
        "COMPLIANCE_PAID",
        "DEFINITION_NOT_ADOPTED",
        "LABEL_MISSING",
        "NO_PERIOD",
        "WEIGHTS_OFF",
    ]


BAD_CONTENT = {
    "float weight": (["items", 0, "weight"], 0.5, InexactNumberError),
    "whole weight": (["items", 0, "weight"], 1, InexactNumberError),
    "weight over one": (["items", 0, "weight"], "3/2", InvalidFieldError),
    "unknown measure": (["items", 0, "measure"], "measure/tn-quiltss/no-such@1.0.0", MeasureNotFoundError),
    "measure without version": (["items", 0, "measure"], "measure/tn-quiltss/cna-hours", BadReferenceError),
    "measure of another kind": (["items", 0, "measure"], "term/registry/clean-claim@1.0.0", BadReferenceError),
    "unknown role": (["items", 0, "role"], "bonus", InvalidFieldError),
    "unknown field": (["items", 0, "rate"], "100", InvalidFieldError),
    "period backwards": (["period", "to"], "2001-01-01", InvalidFieldError),
    "date that is none": (["period", "to"], "2027-02-30", InvalidFieldError),
    "unknown population": (["scope", "populations"], ["martians"], InvalidFieldError),
}


@pytest.mark.parametrize(("path", "value", "refusal"), BAD_CONTENT.values(), ids=BAD_CONTENT.keys())
async def test_bad_content_is_refused_when_it_is_drafted(store, cast, definition, path, value, refusal):
    content = copy.deepcopy(a_set(definition))
    there = content
    for step in path[:-1]:
        there = there[step]
    there[path[-1]] = value
    before = await audit.head()
    with pytest.raises(refusal):
        await proposing.draft(await cast.caller("drafter"), a_target(), content, cast.agency)
    assert await audit.head() == before


async def test_a_phase_path_that_goes_back_is_refused_when_it_is_drafted(store, cast, definition, labelled):
    content = a_set(definition)
    content["items"][0]["phase_path"] = [
        {"from": "2027-01-01", "role": "performance", "category": "3A"},
        {"from": "2028-01-01", "role": "performance", "category": "2C"},
    ]
    with pytest.raises(PhasePathBackError, match="goes back from category 3A to 2C"):
        await drafted(cast, content)


async def test_the_next_version_supersedes_the_one_before_which_still_resolves(store, cast, definition, labelled):
    name = a_name()
    first = await published(cast, a_set(definition), a_target("1.0.0", name))
    second = await published(cast, a_set(definition) | {"title": "Another title"}, a_target("2.0.0", name))
    events = (await resolve(first)).events
    assert [(event.kind, event.successor) for event in events] == [(EventKind.SUPERSEDED, str(second))]
    assert (await documents.get(Reference.parse(f"priority-set/US-TN/{name}"))).reference == second
    with pytest.raises(VersionTooLowError):
        await drafted(cast, a_set(definition), a_target("1.5.0", name))


async def test_a_published_proposal_is_at_its_end(store, cast, definition, labelled):
    proposal_id = await drafted(cast, a_set(definition))
    publisher = await cast.caller("publisher")
    await publishing.publish_priority_set(publisher, proposal_id)
    assert (await proposals.get(proposal_id)).stage is Stage.PUBLISHED
    with pytest.raises(WrongStageError):
        await publishing.publish_priority_set(publisher, proposal_id)


async def test_events_have_an_order_and_the_version_never_changes(store, cast, definition, labelled):
    reference = await published(cast, a_set(definition))
    publisher = await cast.caller("publisher")
    day = date(2027, 1, 1)
    with pytest.raises(EventOutOfOrderError):
        await publishing.record_event(publisher, reference, EventKind.RESUMED, day)
    await publishing.record_event(publisher, reference, EventKind.SUSPENDED, day, Said("Until further notice."))
    with pytest.raises(EventOutOfOrderError):
        await publishing.record_event(publisher, reference, EventKind.SUSPENDED, day)
    await publishing.record_event(publisher, reference, EventKind.RESUMED, day)
    await publishing.record_event(publisher, reference, EventKind.WITHDRAWN, day)
    resolved = await resolve(reference)
    assert [event.kind for event in resolved.events] == ["suspended", "resumed", "withdrawn"]
    assert resolved.events[0].note == "Until further notice."
    assert digest_of(resolved.published.content) == reference.digest


async def test_a_label_is_accepted_once_for_a_jurisdiction(store, cast, labelled):
    with pytest.raises(LabelDecidedAlreadyError):
        await labelling.accept_labels(await cast.caller("publisher"), cast.jurisdiction, labelled[:1], "again")


async def test_the_bundle_verifies_offline_and_an_edited_one_does_not(store, cast, definition, labelled):
    reference = await published(cast, a_set(definition))
    _, content = await bundle_of(store, reference)
    report = verify_bundle(content, [store.signer.verifier.vkey], expected=reference)
    assert (report.intact, report.trusted, report.demonstration) == (True, True, True)
    assert verify_bundle(content).trusted is None
    edited = content.replace(b"Residents are respected", b"Residents are rejected.")
    assert edited != content
    assert not verify_bundle(edited).intact
    again = (await bundle_of(store, reference))[1]
    assert again == content, "the same log gives the same bytes"


def a_contract(reference, **changes):
    return {
        "title": "A contract",
        "payer": "A plan",
        "providers": ["A home"],
        "cites": str(reference),
        "categories": ["2C"],
        "measurement_period": {"from": "2027-01-01", "to": "2027-12-31"},
        "items": [{"measure": measure, "role": "performance", "weight": "1/2"} for measure in MEASURES],
        **changes,
    }


async def test_a_contract_pins_the_set_and_is_checked(store, cast, definition, labelled):
    reference = await published(cast, a_set(definition))
    manager = await cast.caller("contract_manager")
    contract_id = await contracting.record_contract(manager, cast.agency, a_contract(reference))
    contract = await contracting.contract_of(manager.actor, contract_id)
    report = await check_contract(contract, RULES)
    assert {finding.verdict for finding in report.findings} <= {"pass", "warning", "not_applicable"}
    assert await contracts.number_citing(reference) == 1
    with pytest.raises(ContractNotFoundError):
        await contracting.contract_of(PUBLIC, contract_id)


def an_item(**changes):
    return [{"measure": MEASURES[0], "role": "performance", **changes}]


PATH_BACK = [{"from": "2027-01-01", "role": "performance"}, {"from": "2028-01-01", "role": "reporting"}]
BAD_CONTRACTS = {
    "a float weight": ({"items": an_item(weight=0.5)}, InexactNumberError),
    "an unknown measure": ({"items": an_item(measure="measure/a/b@1.0.0")}, MeasureNotFoundError),
    "a rate": ({"rate": "100"}, InvalidFieldError),
    "a path that goes back": ({"items": an_item(phase_path=PATH_BACK)}, PhasePathBackError),
    "a set that is not pinned": ({"cites": "priority-set/US-TN/none@1.0.0"}, BadReferenceError),
    "a set that is not there": ({"cites": f"priority-set/US-TN/none@1.0.0#sha256:{'0' * 64}"}, ReferenceNotFoundError),
}


@pytest.mark.parametrize(("changes", "refusal"), BAD_CONTRACTS.values(), ids=BAD_CONTRACTS.keys())
async def test_a_bad_contract_is_refused_and_not_stored(store, cast, definition, labelled, changes, refusal):
    reference = await published(cast, a_set(definition))
    before = await audit.head()
    with pytest.raises(refusal):
        content = a_contract(reference, **changes)
        await contracting.record_contract(await cast.caller("contract_manager"), cast.agency, content)
    assert await audit.head() == before


async def test_a_contract_that_pins_other_bytes_is_refused(store, cast, definition, labelled):
    reference = await published(cast, a_set(definition))
    other = a_contract(reference.pinned("sha256:" + "0" * 64))
    with pytest.raises(DigestMismatchError):
        await contracting.record_contract(await cast.caller("contract_manager"), cast.agency, other)


@pytest.mark.parametrize("version", ["1.0", "01.0.0", "1.0.0-rc1", "v1.0.0"])
def test_a_version_that_is_none_is_refused(version):
    with pytest.raises(BadReferenceError):
        Reference.parse(f"priority-set/US-TN/x@{version}")
