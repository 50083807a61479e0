"""A small registry with something in every corner: two versions of a set, events, votes, a contract; and its export."""

from datetime import date

from governance.document_events import Said
from governance.members import PUBLIC, OrganisationKind
from governance.publication import DocumentPublished, EventKind
from governance.rules import Choice
from measures import catalog
from measures.references import Reference
from registry import admitting, commenting, contracting, labelling, proposing, publishing, translating, voting
from registry.app import answers_inside
from registry.mirroring import export_mirror
from registry.storage import proposals, votes
from tests.flows.publishing_process import MEASURES, a_set
from tests.support import a_cast, a_proposal, an_open_vote, concluded, definition_content

SECRET = "zzsecret"
NOTE = "The agency suspends the programme for a quarter."
REASON = "Residents were asked, and agree with the catalog."
SET = "priority-set/US-TN/nf-mirrored@1.0.0"
DEFINITION = "value-definition/US-TN/nf-mirrored@1.0.0"
CITED = (*MEASURES, "measure/tn-quiltss/respectful-treatment@1.0.0")


async def a_few_measures(store):
    """Publish the measures that the story needs, as the catalog has them."""
    async with store.write(PUBLIC) as tx:
        for name in CITED:
            entry = catalog.load().measures[name.removeprefix("measure/").split("@")[0]]
            document = entry.document(demonstration=store.demonstration)
            await tx.record(
                DocumentPublished(document.reference, document.seal(), store.demonstration, entry.dated_records())
            )


async def the_story(store):
    """A definition is voted on and published, a set cites it and is suspended; much else stays private."""
    await a_few_measures(store)
    cast = await a_cast(store)
    await a_private_world(store, cast)
    proposal_id = await a_proposal(cast, Reference.parse(DEFINITION))
    await translated(cast, proposal_id)
    vote_id = await an_open_vote(cast, proposal_id, seconds=1.5)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE, f"{SECRET}-ballot")
    await concluded(cast, vote_id)
    publisher = await cast.caller("publisher")
    measures = tuple(map(Reference.parse, CITED))
    await labelling.accept_labels(publisher, cast.jurisdiction, measures, REASON)
    drafter = await cast.caller("drafter")
    drafted = await proposing.draft(
        drafter, Reference.parse(SET), a_set((await votes.get(vote_id)).subject), cast.agency
    )
    await proposing.open_for_comment(drafter, drafted)
    reference = await publishing.publish_priority_set(publisher, drafted)
    await publishing.record_event(publisher, reference, EventKind.SUSPENDED, date(2027, 1, 1), Said(NOTE))
    await a_contract(store, cast, reference)
    return cast


async def translated(cast, proposal_id):
    """A translation of what will be published, and of a draft that was revised before."""
    proposal = await proposals.get(proposal_id)
    said = {
        "of": proposal.content_digest,
        "language": "es",
        "title": "Vivir bien",
        "statement": "Me tratan con respeto.",
        "outcomes": [{"id": each["id"], "statement": "Dicho"} for each in proposal.content["outcomes"]],
        "reviewed_by": "certified translator",
        "machine_drafted": False,
    }
    await translating.add_translation(await cast.caller("drafter"), proposal_id, said)


async def a_private_world(store, cast):
    """Drafts, comments, names: what must never leave."""
    drafter = await cast.caller("drafter")
    content = definition_content(title=f"{SECRET}-draft", statement=f"{SECRET}-statement")
    target = Reference.parse("value-definition/US-TN/never-published@1.0.0")
    draft = await proposing.draft(drafter, target, content, cast.agency)
    await translated(cast, draft)
    await proposing.open_for_comment(drafter, draft)
    await commenting.comment(await cast.caller("voter1"), draft, f"{SECRET}-comment")
    await admitting.add_person(store, f"{SECRET}-person")
    await admitting.add_organisation(store, f"{SECRET}-plan", f"{SECRET} plan", OrganisationKind.PLAN, "US-TN")
    await cast.token("drafter")


async def a_contract(store, cast, reference):
    """A contract whose parties nobody may learn."""
    summary = {
        "cites": str(reference),
        "title": f"{SECRET}-contract",
        "payer": f"{SECRET} payer",
        "providers": [f"{SECRET} home"],
        "categories": ["2C"],
        "term": {"from": "2027-01-01", "to": "2027-12-31"},
        "items": [{"measure": MEASURES[0], "role": "performance", "weight": "1/2"}],
    }
    return await contracting.record_contract(await cast.caller("contract_manager"), cast.agency, summary)


async def exported(store, settings, directory):
    """Export a registry as the command does."""
    return await export_mirror(store, directory, answers_inside(settings, store))
