"""Exhibits of a real registry: as of a checkpoint, the same bytes each time, and on record when somebody asks."""

import json
import resource
import signal
from datetime import date

import pytest
import pytest_asyncio

from governance.members import PUBLIC
from governance.policy import SignInError
from governance.publication import EventKind
from governance.rules import Choice
from measures.references import Reference
from registry import exhibiting, labelling, proposing, publishing, translating, voting
from registry.exchange.mirrors.staging import DiskFullError
from registry.exporting import FormerKeyError, NotYetPublishedError, exhibit_of, export_bundle
from registry.key_file import KeyFile
from registry.proof import archive
from registry.proof.keys import fingerprint
from registry.proof.verify import verify_bundle
from registry.rotating import rotate_key
from registry.storage import audit, documents, log, proposals, texts, votes
from registry.storage.documents import DigestMismatchError, ReferenceNotFoundError
from registry.storage.exhibits import CheckpointNotFoundError
from registry.storage.requests import RequestIdReusedError
from registry.storage.tables import AuditRow, WrittenTextRow
from registry.use_cases import Caller
from tests.flows.publishing_process import MEASURES, a_set
from tests.support import a_cast, a_name, a_proposal, an_open_vote, concluded

TERM = Reference.parse("term/registry/clean-claim@1.0.0")
SPANISH = {
    "language": "es",
    "title": "Vivir bien",
    "statement": "Me tratan con respeto y yo elijo mi día.",
    "outcomes": [
        {"id": "respect", "statement": "Se trata a los residentes con respeto."},
        {"id": "belonging", "statement": "Los residentes se sienten en casa."},
    ],
    "reviewed_by": "certified translator, state agency",
    "machine_drafted": False,
}
NOTE = "What somebody wrote, which may be erased."


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def pinned(store, cast):
    """A published set, whose definition was translated before the vote on it."""
    proposal_id = await a_proposal(cast)
    of = (await proposals.get(proposal_id)).content_digest
    await translating.add_translation(await cast.caller("drafter"), proposal_id, {"of": of, **SPANISH})
    vote_id = await an_open_vote(cast, proposal_id, seconds=1.2)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    await concluded(cast, vote_id)
    measures = tuple(map(Reference.parse, MEASURES))
    await labelling.accept_labels(await cast.caller("publisher"), cast.jurisdiction, measures, "because")
    content = a_set((await votes.get(vote_id)).subject)
    drafter, target = await cast.caller("drafter"), Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0")
    draft = await proposing.draft(drafter, target, content, cast.agency)
    await proposing.open_for_comment(drafter, draft)
    return await publishing.publish_priority_set(await cast.caller("publisher"), draft)


def members(made):
    return archive.unpack(made.content)


async def an_event(cast, pinned, kind=EventKind.SUSPENDED):
    await publishing.record_event(await cast.caller("publisher"), pinned, kind, date(2027, 3, 1), publishing.Said(NOTE))


async def test_an_exhibit_holds_the_record_its_pages_and_the_proof(store, pinned):
    made = await exhibit_of(store, pinned)
    inside = members(made)
    assert made.reference == pinned
    assert {path for path in inside if path.startswith("attachments/")} == {
        "attachments/exhibit.html", "attachments/exhibit.pdf", "attachments/items.csv",
        "attachments/plain-language.html",
    }  # fmt: skip
    assert inside["attachments/exhibit.pdf"].startswith(b"%PDF-1.7")
    assert str(pinned) in inside["attachments/exhibit.html"].decode()
    assert fingerprint(store.signer.verifier.public_key) in inside["attachments/exhibit.html"].decode()
    report = verify_bundle(made.content, [store.signer.verifier.vkey], expected=pinned)
    assert (report.intact, report.trusted) == (True, True)
    assert sum(path.startswith("documents/") for path in inside) > 3


async def test_a_translation_is_proved_and_stands_in_the_plain_language_twin(store, pinned):
    inside = members(await exhibit_of(store, pinned))
    assert "Me tratan con respeto y yo elijo mi día." in inside["attachments/plain-language.html"].decode()
    leaves = [json.loads(content) for path, content in inside.items() if path.startswith("leaves/")]
    assert "translation_published" in {leaf["action"] for leaf in leaves}
    assert any(SPANISH["statement"].encode() in content for path, content in inside.items() if "records/" in path)


async def test_an_exhibit_as_of_a_checkpoint_stays_the_same_whatever_comes_later(store, cast, pinned):
    first = await exhibit_of(store, pinned)
    await an_event(cast, pinned)
    later = await exhibit_of(store, pinned)
    assert (await exhibit_of(store, pinned, first.checkpoint_size)).content == first.content
    assert later.content != first.content
    assert verify_bundle(first.content).events == ()
    assert [event.action for event in verify_bundle(later.content).events] == ["suspended"]
    assert "Suspended" in members(later)["attachments/exhibit.html"].decode()
    assert "Suspended" not in members(first)["attachments/exhibit.html"].decode()


async def test_what_somebody_wrote_is_not_in_it_so_erasing_it_changes_nothing(store, cast, pinned):
    await an_event(cast, pinned, EventKind.ERRATUM)
    made = await exhibit_of(store, pinned)
    assert NOTE.encode() not in made.content
    assert b"because" not in b"".join(content for path, content in members(made).items() if "records/" in path)
    for text in await WrittenTextRow.select(WrittenTextRow.id).where(WrittenTextRow.body == NOTE):
        await texts.erase(text["id"])
    assert (await exhibit_of(store, pinned, made.checkpoint_size)).content == made.content


async def test_a_checkpoint_that_is_none_or_too_early_is_refused(store, pinned):
    size = (await log.latest()).size
    for wrong in (0, size + 1, 10**15):
        with pytest.raises(CheckpointNotFoundError):
            await exhibit_of(store, pinned, wrong)
    with pytest.raises(NotYetPublishedError) as refused:
        await exhibit_of(store, pinned, 1)
    assert refused.value.code == "NOT_YET_PUBLISHED"


async def test_a_reference_that_names_no_published_bytes_is_refused(store, pinned):
    with pytest.raises(ReferenceNotFoundError):
        await exhibit_of(store, Reference.parse("term/US/nothing@1.0.0"))
    with pytest.raises(DigestMismatchError):
        await exhibit_of(store, pinned.pinned("sha256:" + "0" * 64))


async def test_an_exhibit_that_a_person_asks_for_is_on_record(store, cast, pinned):
    size = (await log.latest()).size
    made = await exhibiting.make_exhibit(await cast.caller("contract_manager"), pinned)
    row = await AuditRow.select().order_by(AuditRow.seq, ascending=False).first()
    assert (row["action"], row["person"]) == ("exhibit_made", cast.people["contract_manager"])
    assert row["subject"] == made.address.removeprefix("/")
    assert row["digest"] == pinned.digest
    assert made.checkpoint_size == size == (await log.latest()).size, "the log is for what the public must know"
    assert made.content == (await exhibit_of(store, pinned, size)).content


async def test_the_same_request_gets_the_same_bytes_and_one_row(store, cast, pinned):
    caller = await cast.caller("contract_manager", "exhibit-1")
    first = await exhibiting.make_exhibit(caller, pinned)
    rows, _ = await audit.head()
    await labelling.accept_labels(
        await cast.caller("publisher"), cast.jurisdiction,
        [Reference.parse("measure/tn-quiltss/cna-hours@1.0.0")], "because",
    )  # fmt: skip
    later, _ = await audit.head()
    assert (await exhibiting.make_exhibit(caller, pinned)).content == first.content
    assert (await audit.head())[0] == later > rows
    with pytest.raises(RequestIdReusedError):
        await exhibiting.make_exhibit(caller, TERM)


@pytest.mark.parametrize(
    ("reference", "size", "refusal"),
    [("term/US/nothing@1.0.0", None, ReferenceNotFoundError), (str(TERM), 10**9, CheckpointNotFoundError)],
)
async def test_what_is_refused_leaves_no_row(store, cast, reference, size, refusal):
    before = await audit.head()
    with pytest.raises(refusal):
        await exhibiting.make_exhibit(await cast.caller("auditor"), Reference.parse(reference), size)
    with pytest.raises(SignInError):
        await exhibiting.make_exhibit(Caller(store, PUBLIC), TERM)
    assert await audit.head() == before


async def test_a_full_disk_leaves_nothing_half_written(store, pinned, tmp_path):
    whole = await export_bundle(store, pinned, tmp_path)
    kept = whole.read_bytes()
    earlier, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, earlier[1]))
    try:
        with pytest.raises(DiskFullError):
            await export_bundle(store, pinned, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, earlier)
        signal.signal(signal.SIGXFSZ, handler)
    assert [path.name for path in tmp_path.iterdir()] == [whole.name]
    assert whole.read_bytes() == kept


async def test_every_version_of_the_catalog_has_an_exhibit_that_verifies(store, pinned):
    checked = 0
    async for published in documents.every():
        if checked % 25 == 0 or published.reference.kind in ("rule-set", "value-definition"):
            made = await exhibit_of(store, published.reference)
            report = verify_bundle(made.content, expected=published.reference)
            assert report.intact, (published.reference, report.failures)
        checked += 1
    assert checked > 400


async def test_after_the_key_was_replaced_an_exhibit_carries_the_handover(store, settings, pinned):
    before = await exhibit_of(store, pinned)
    old = store.signer.verifier
    await rotate_key(store, KeyFile(settings.signing_key_path))
    made = await exhibit_of(store, pinned)
    assert store.signer.verifier != old
    for key in (old.vkey, fingerprint(old.public_key), store.signer.verifier.vkey):
        assert verify_bundle(made.content, [key], expected=pinned).trusted
    assert verify_bundle(before.content, [old.vkey]).trusted
    assert verify_bundle(before.content, [store.signer.verifier.vkey]).trusted is False
    with pytest.raises(FormerKeyError):
        await exhibit_of(store, pinned, before.checkpoint_size)
