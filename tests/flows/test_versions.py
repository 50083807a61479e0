"""Version numbers are computed: one that is too small is refused wherever it would be fixed for ever."""

from datetime import date

import httpx
import pytest
import pytest_asyncio

from governance.proposals import Stage
from governance.publication import EventKind
from governance.rules import Choice
from measures.comparison.rising import NothingChangedError, VersionTooSmallError
from measures.references import Reference
from registry import labelling, proposing, publishing, voting
from registry.app import create_app
from registry.comparing import compare, compare_proposal
from registry.contracts.comparison import OtherThingError
from registry.storage import audit, documents, proposals, votes
from registry.storage.proposals import ProposalNotFoundError
from tests.flows.publishing_process import MEASURES, a_set
from tests.support import a_cast, a_name, a_proposal, an_open_vote, concluded, definition_content


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


async def adopted(cast, target, content=None):
    """A definition of value that everybody approved, under a version."""
    vote_id = await an_open_vote(cast, await a_proposal(cast, target, content), seconds=1.2)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    await concluded(cast, vote_id)
    return Reference.parse((await votes.get(vote_id)).subject)


@pytest_asyncio.fixture(scope="module")
async def definition(store, cast):
    return await adopted(cast, Reference.parse(f"value-definition/US-TN/{a_name()}@1.0.0"))


@pytest_asyncio.fixture(scope="module")
async def first(store, cast, definition):
    """The first version of a priority set."""
    await labelling.accept_labels(
        await cast.caller("publisher"), cast.jurisdiction, tuple(map(Reference.parse, MEASURES)), "because"
    )
    return await published(cast, definition, Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0"))


def content(definition, **changes):
    return a_set(str(definition)) | changes


def other_role(definition):
    """The same set, with another role for its last measure."""
    data = content(definition)
    assert data["items"][-1]["role"] != "monitoring"
    data["items"][-1] = data["items"][-1] | {"role": "monitoring"}
    return data


async def drafted(cast, data, target):
    caller = await cast.caller("drafter")
    proposal_id = await proposing.draft(caller, target, data, cast.agency)
    await proposing.open_for_comment(caller, proposal_id)
    return proposal_id


async def published(cast, definition, target, data=None):
    proposal_id = await drafted(cast, data or content(definition), target)
    return await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)


def next_of(reference, version):
    return Reference(reference.kind, reference.name, version)


@pytest.mark.parametrize("version", ["1.0.1", "1.1.0"])
async def test_a_set_under_too_small_a_number_is_refused_with_the_reason(cast, definition, first, version):
    proposal_id = await drafted(cast, other_role(definition), next_of(first, version))
    before = await audit.head()
    with pytest.raises(
        VersionTooSmallError, match=r"2\.0\.0 or higher\. .*: the role changed from \w+ to monitoring\."
    ):
        await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)
    assert await audit.head() == before
    assert await documents.find(next_of(first, version)) is None


async def test_a_drafter_learns_the_least_version_before_the_end(cast, definition, first):
    drafter = await cast.caller("drafter")
    small = await drafted(cast, other_role(definition), next_of(first, "1.0.1"))
    ready = await publishing.readiness(drafter.actor, small)
    assert [each.code for each in ready.obstacles] == ["VERSION_TOO_SMALL"]
    note = next(each for each in ready.notes if each.code == "LEAST_VERSION")
    assert "asks for 2.0.0 or higher: 1 difference(s)" in note.message
    large = await drafted(cast, other_role(definition), next_of(first, "2.0.0"))
    assert (await publishing.readiness(drafter.actor, large)).obstacles == ()
    same = await drafted(cast, content(definition), next_of(first, "1.0.1"))
    notes = (await publishing.readiness(drafter.actor, same)).notes
    assert "NOTHING_CHANGED" in {each.code for each in notes}
    found = await compare_proposal(drafter.actor, small)
    assert (found.before, found.after, found.least_version) == (first, next_of(first, "1.0.1"), "2.0.0")


async def test_a_draft_that_may_not_be_seen_is_not_compared(store, cast, definition, first):
    caller = await cast.caller("drafter")
    hidden = await proposing.draft(caller, next_of(first, "3.0.0"), content(definition), cast.agency)
    stranger = await (await a_cast(store, "US-WA")).caller("drafter")
    with pytest.raises(ProposalNotFoundError):
        await compare_proposal(stranger.actor, hidden)


async def test_a_first_version_may_have_any_number(cast, definition, first):
    target = Reference.parse(f"priority-set/US-TN/{a_name()}@7.3.1")
    proposal_id = await drafted(cast, content(definition), target)
    assert await compare_proposal((await cast.caller("drafter")).actor, proposal_id) is None
    assert (await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)).version == "7.3.1"


async def test_a_set_that_says_the_same_is_refused_until_the_version_before_was_withdrawn(cast, definition, first):
    target = Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0")
    withdrawn = await published(cast, definition, target)
    again = await drafted(cast, content(definition), next_of(target, "1.0.1"))
    publisher = await cast.caller("publisher")
    with pytest.raises(NothingChangedError, match="go on citing that one"):
        await publishing.publish_priority_set(publisher, again)
    await publishing.record_event(publisher, withdrawn, EventKind.WITHDRAWN, date(2027, 1, 1))
    assert (await publishing.publish_priority_set(publisher, again)).version == "1.0.1"
    # What was withdrawn still counts for the number: whoever relied on it reads the next one.
    newest = next_of(target, "1.0.1")
    await publishing.record_event(
        publisher, (await documents.get(newest)).reference, EventKind.WITHDRAWN, date(2027, 1, 1)
    )
    with pytest.raises(VersionTooSmallError):
        await published(cast, definition, next_of(target, "1.1.0"), other_role(definition))


async def test_no_vote_is_opened_on_a_number_that_is_too_small_or_on_a_text_that_is_there(cast, definition):
    changed = definition_content(statement="Somebody asks me what I want.")
    for version, text, refusal in (("1.1.0", changed, VersionTooSmallError), ("2.0.0", None, NothingChangedError)):
        proposal_id = await a_proposal(cast, next_of(definition, version), text)
        with pytest.raises(refusal):
            await an_open_vote(cast, proposal_id)
        assert (await proposals.get(proposal_id)).stage is Stage.COMMENT
    await adopted(cast, next_of(definition, "2.0.0"), changed)
    found = await compare(definition, next_of(definition, "2.0.0"))
    assert [each.sentence for each in found.changes] == [
        "The statement changed from “I am treated with respect and choose my day.” to “Somebody asks me what I want.”"
    ]


async def test_two_versions_are_compared_in_either_direction_and_two_documents_are_not(cast, definition, first):
    target = next_of(first, "2.0.0")
    second = await published(cast, definition, target, other_role(definition))
    there, back = await compare(first, second), await compare(second, first)
    assert (there.before, there.after) == (first, second)
    assert {each.path for each in there.changes} == {each.path for each in back.changes}
    assert there.rises_enough
    assert not back.rises_enough
    assert (await compare(next_of(first, None), second)).changes == ()
    with pytest.raises(OtherThingError):
        await compare(first, definition)


@pytest_asyncio.fixture(scope="module")
async def client(settings, store):
    transport = httpx.ASGITransport(create_app(settings, store=store))
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as opened:
        yield opened


QUERY = """query Compare($before: String!, $after: String!) {
  compare(before: $before, after: $after) {
    before after least leastVersion risesEnough comparability reason beforeLabel afterLabel
    changes { aspect path before after sentence bump }
  }
}"""


async def test_graphql_gives_the_comparison_with_its_sentences(client, definition, first):
    variables = {"before": str(definition), "after": f"{definition.kind}/{definition.name}"}
    answer = (await client.post("/graphql", json={"query": QUERY, "variables": variables})).json()["data"]["compare"]
    assert answer["before"] == str((await documents.get(definition)).reference)
    assert (answer["least"], answer["leastVersion"], answer["comparability"]) == ("MAJOR", "2.0.0", None)
    (change,) = answer["changes"]
    assert (change["aspect"], change["path"], change["bump"]) == ("MEANING", "statement", "MAJOR")
    bad = await client.post("/graphql", json={"query": QUERY, "variables": {**variables, "after": str(first)}})
    assert bad.json()["errors"][0]["extensions"]["code"] == "NOT_TWO_VERSIONS"


async def test_graphql_compares_a_draft_for_those_who_may_see_it(client, cast, definition, first):
    drafter = await cast.caller("drafter")
    target = Reference(first.kind, first.name, "9.0.0")
    hidden = await proposing.draft(drafter, target, content(definition, agency="Another agency"), cast.agency)
    query = f'{{ compareDraft(proposalId: "{hidden}") {{ after looksAhead changes {{ path bump }} }} }}'
    headers = {"Authorization": f"Bearer {await cast.token('drafter')}"}
    answer = (await client.post("/graphql", json={"query": query}, headers=headers)).json()["data"]["compareDraft"]
    assert (answer["after"], answer["looksAhead"]) == (str(target), True)
    assert {"path": "agency", "bump": "MINOR"} in answer["changes"]
    stranger = (await client.post("/graphql", json={"query": query})).json()
    assert stranger["errors"][0]["extensions"]["code"] == "PROPOSAL_NOT_FOUND"


async def test_the_page_tells_every_difference_and_each_version_links_to_it(client, first):
    newest = f"priority-set/{first.name}"
    page = (await client.get("/compare", params={"before": first.versioned, "after": newest})).text
    assert "What changed: " in page
    assert "the role changed from" in page
    assert "These differences ask for 2.0.0 or higher (major)." in page
    old = (await client.get(f"/{first.versioned}/page")).text
    assert f'href="/compare?before={first.versioned}&amp;after={newest}@2.0.0"' in old
    new = (await client.get(f"/{newest}@2.0.0/page")).text
    assert f'href="/compare?before={first.versioned}&amp;after={newest}@2.0.0">What changed since version 1.0.0' in new


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({}, 200, "Compare two versions"),
        ({"before": "measure/tn-quiltss/cna-hours"}, 200, 'value="measure/tn-quiltss/cna-hours"'),
        ({"before": "<b>", "after": "x"}, 422, "&lt;b&gt;"),
        ({"before": "term/registry/nothing", "after": "term/registry/nothing"}, 404, "is not published"),
        ({"before": "term/registry/clean-claim", "after": "term/registry/attribution"}, 422, "no versions of one"),
        (
            {"before": "measure/tn-quiltss/cna-hours", "after": "measure/tn-quiltss/staff-retention"},
            200,
            "These are two measures",
        ),
    ],
)
async def test_the_page_answers_whatever_is_asked(client, query, status, words):
    answer = await client.get("/compare", params=query, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert words in answer.text
