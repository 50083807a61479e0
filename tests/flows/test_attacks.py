"""Attacks that were played against the registry, each as it was played."""

import json
from datetime import date
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from governance.document_events import Said
from governance.members import PUBLIC, Constituency, Role
from governance.obstacles import NotPublishableError
from governance.policy import SecondPersonError, SignInError
from governance.proposals import ChangedSinceReadError
from governance.publication import EventKind
from governance.rolls import BadRollError, RollEntry
from governance.rules import Basis, BorrowedRuleError, Choice, Outcome, preset
from governance.votes import VoteStageError
from measures.documents import canonical_json, digest_of, instant
from measures.errors import Refusal
from measures.references import Kind, Reference
from registry import admitting, commenting, labelling, proposing, publishing, voting
from registry.adopting import FrozenBytesError
from registry.auditing import audit_registry
from registry.commenting import TooManyCommentsError
from registry.identity import actor_of
from registry.proof import tree
from registry.proof.leaves import Action, Leaf
from registry.proposing import TooLongError, VoteUnderWayError
from registry.storage import documents, log, proposals, results, rolls, votes
from registry.storage.database import SERVING_ROLE
from registry.storage.documents import ReferenceNotFoundError
from registry.storage.log import LogTamperedError
from registry.use_cases import Caller
from registry.voting.counting import BoxTamperedError
from tests.flows.publishing_process import MEASURES, a_set
from tests.support import (
    a_cast,
    a_name,
    a_proposal,
    an_open_vote,
    certified,
    definition_content,
    rule,
    until_closed,
)


@pytest_asyncio.fixture
async def sql(settings, store):
    """What somebody can do who holds the login that serves, and neither the key nor the owner's password."""
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute(f"SET ROLE {SERVING_ROLE}")
    yield connection
    await connection.close()


async def tallied(cast, vote_id, choice=Choice.APPROVE, voters=7):
    for number in range(voters):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, choice)
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)


async def an_adopted_definition(cast):
    vote_id = await an_open_vote(cast, seconds=1.2)
    await tallied(cast, vote_id)
    await certified(cast, vote_id)
    return (await votes.get(vote_id)).subject


async def test_a_result_put_in_by_sql_is_not_the_one_that_is_certified(store, sql):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.2)
    await tallied(cast, vote_id, Choice.REJECT)
    await sql.execute(
        "INSERT INTO result (id, vote, round, outcome, choice, quorum_met, conditions, sealed, sealed_digest, salt, "
        "salted_digest, tallied_at) SELECT gen_random_uuid(), vote, 2, 'adopted', 'approve', true, conditions, sealed, "
        "sealed_digest, salt, salted_digest, tallied_at FROM result WHERE vote = $1",
        vote_id,
    )
    await certified(cast, vote_id)
    assert (await results.get(vote_id)).outcome is Outcome.NOT_ADOPTED


async def test_frozen_bytes_changed_by_sql_are_not_published(store, sql):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    vote_id = await an_open_vote(cast, proposal_id, seconds=1.2)
    other = (await proposals.get(proposal_id)).frozen.content.replace(b"choose my day", b"do as I am told")
    await sql.execute("UPDATE proposal SET frozen = $1 WHERE id = $2", other, proposal_id)
    await tallied(cast, vote_id)
    with pytest.raises(FrozenBytesError):
        await certified(cast, vote_id)


async def test_a_box_with_more_ballots_than_voters_is_not_tallied(store, sql):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=0.5)
    for each in Constituency:
        await sql.execute(
            "INSERT INTO box (id, vote, round, voter, constituency, choice) VALUES ($1, $2, 1, $3, $4, 'approve')",
            uuid4(),
            vote_id,
            uuid4().hex * 2,
            each.value,
        )
    with pytest.raises(BoxTamperedError):
        await tallied(cast, vote_id, voters=0)


async def test_choices_changed_by_sql_after_the_tally_are_not_certified(store, sql):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.2)
    await tallied(cast, vote_id)
    await sql.execute("UPDATE box SET choice = 'reject' WHERE vote = $1", vote_id)
    with pytest.raises(BoxTamperedError):
        await voting.certify_vote(await cast.caller("certifier"), vote_id)
    # It can never be certified, so it may be cancelled and does not stand in the way of the next vote.
    vote = await votes.get(vote_id)
    await voting.cancel_vote(await cast.caller("officer"), vote_id, "tampered with")
    again = await proposals.following(vote.proposal_id)
    await proposing.open_for_comment(await cast.caller("drafter"), again.id)
    assert await an_open_vote(cast, again.id)


async def test_a_rule_of_ones_own_does_not_pass_for_a_preset_or_a_published_rule(store):
    cast = await a_cast(store)
    for borrowed in (
        preset("core_sets_two_thirds").model_copy(update={"threshold": "1/1000"}),
        rule(threshold="3/5", middle=None, basis=Basis.PUBLISHED_RULE),
        rule(threshold="3/5", middle=None, verified=True),
    ):
        with pytest.raises(BorrowedRuleError):
            await an_open_vote(cast, voting_rule=borrowed)


async def test_a_stranger_is_refused_before_the_roll_is_read_and_the_lock_is_taken(store, settings):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    async with store.write(PUBLIC):  # the lock is held: whoever needs it would wait
        with pytest.raises(SignInError):
            await voting.cast_ballot(Caller(store, PUBLIC), vote_id, Choice.APPROVE)
        with pytest.raises(SignInError):
            await voting.close_vote(Caller(store, PUBLIC), vote_id)


async def test_what_was_read_is_what_is_decided_on(store):
    cast = await a_cast(store, "US-KY")
    definition = await an_adopted_definition(cast)
    publisher, drafter = await cast.caller("publisher"), await cast.caller("drafter")
    await labelling.accept_labels(publisher, "US-KY", tuple(map(Reference.parse, MEASURES)), "because")
    proposal_id = await a_proposal(cast, Reference.parse(f"priority-set/US-KY/{a_name()}@1.0.0"), a_set(definition))
    read = (await proposals.get(proposal_id)).content_digest
    await proposing.revise(drafter, proposal_id, {**a_set(definition), "title": "Nobody else has read this"})
    with pytest.raises(ChangedSinceReadError):
        await publishing.publish_priority_set(publisher, proposal_id, read)
    read = (await proposals.get(proposal_id)).content_digest
    assert await publishing.publish_priority_set(publisher, proposal_id, read)


async def test_a_set_that_was_voted_on_is_published_as_it_was_voted_on_and_in_no_other_bytes(store, sql):
    cast = await a_cast(store, "US-OH")
    definition = await an_adopted_definition(cast)
    publisher = await cast.caller("publisher")
    await labelling.accept_labels(publisher, "US-OH", tuple(map(Reference.parse, MEASURES)), "because")
    proposal_id = await a_proposal(cast, Reference.parse(f"priority-set/US-OH/{a_name()}@1.0.0"), a_set(definition))
    vote_id = await an_open_vote(cast, proposal_id, seconds=1.2)
    await tallied(cast, vote_id)
    await certified(cast, vote_id)
    voted = (await proposals.get(proposal_id)).frozen.content
    other = voted.replace(b"Residents are respected", b"Residents are patient..")
    await sql.execute("UPDATE proposal SET frozen = $1 WHERE id = $2", other, proposal_id)
    with pytest.raises(FrozenBytesError):
        await publishing.publish_priority_set(publisher, proposal_id)
    await sql.execute("UPDATE proposal SET frozen = $1 WHERE id = $2", voted, proposal_id)
    reference = await publishing.publish_priority_set(publisher, proposal_id)
    assert reference.digest == (await votes.get(vote_id)).subject_digest


async def test_nobody_cancels_a_result_after_seeing_it(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.2)
    await tallied(cast, vote_id)
    for name in ("officer", "certifier", "everyman"):
        with pytest.raises(Refusal) as refused:
            await voting.cancel_vote(await cast.caller(name), vote_id, "I do not like it")
        assert name == "certifier" or isinstance(refused.value, VoteStageError)


async def test_two_votes_on_one_document_do_not_run_at_once(store):
    cast = await a_cast(store)
    name = a_name()
    first = await a_proposal(cast, Reference.parse(f"value-definition/US-TN/{name}@1.0.0"))
    second = await a_proposal(cast, Reference.parse(f"value-definition/US-TN/{name}@1.0.1"))
    await an_open_vote(cast, first)
    with pytest.raises(VoteUnderWayError):
        await an_open_vote(cast, second)


async def test_whoever_wrote_the_subject_does_not_certify_the_vote(store):
    cast = await a_cast(store)
    await admitting.grant_role(store, cast.people["drafter"], Role.CERTIFIER, cast.agency)
    vote_id = await an_open_vote(cast, seconds=1.2)
    await tallied(cast, vote_id)
    with pytest.raises(SecondPersonError):
        await voting.certify_vote(await cast.caller("drafter"), vote_id)


async def test_a_text_that_reads_as_a_citation_cannot_spoil_the_exhibit(store):
    cast = await a_cast(store)
    cites = f"measure/no/such@1.0.0#sha256:{'0' * 64}"
    proposal_id = await a_proposal(cast, content=definition_content(reading=cites))
    with pytest.raises(ReferenceNotFoundError):
        await an_open_vote(cast, proposal_id)


async def test_a_withdrawn_definition_and_another_states_do_not_count(store):
    cast, elsewhere = await a_cast(store), await a_cast(store, "US-TX")
    mine, theirs = await an_adopted_definition(cast), await an_adopted_definition(elsewhere)
    published = await documents.get(Reference.parse(mine))
    publisher = await cast.caller("publisher")
    await publishing.record_event(publisher, published.reference, EventKind.WITHDRAWN, date(2027, 1, 1))
    for definition in (mine, theirs):
        target = Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0")
        with pytest.raises(NotPublishableError, match="DEFINITION_NOT_ADOPTED"):
            await publishing.publish_priority_set(publisher, await a_proposal(cast, target, a_set(definition)))


async def test_one_person_cannot_block_a_decision_with_comments(store):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    stranger = await (await a_cast(store, "US-NY")).caller("voter0")
    for number in range(commenting.MOST_COMMENTS):
        await commenting.comment(stranger, proposal_id, f"And another thing, {number}.")
    with pytest.raises(TooManyCommentsError):
        await commenting.comment(stranger, proposal_id, "And another.")


async def test_a_draft_of_thousands_of_items_is_refused(store):
    cast = await a_cast(store)
    items = [{"measure": MEASURES[0], "role": "monitoring"} for _ in range(2000)]
    content = {**a_set("value-definition/US-TN/x@1.0.0"), "items": items}
    with pytest.raises(TooLongError):
        await a_proposal(cast, Reference.parse(f"priority-set/US-TN/{a_name()}@1.0.0"), content)


async def test_an_administrator_holds_no_other_role_whatever_the_token_is_narrowed_to(store):
    cast = await a_cast(store)
    person = cast.people["publisher"]
    await admitting.grant_role(store, person, Role.ADMINISTRATOR, cast.agency)
    token = await admitting.issue_token(store, person, (Role.STATE_PUBLISHER,), 1)
    assert not (await actor_of(token.secret)).has(Role.STATE_PUBLISHER)


async def test_a_roll_of_thousands_can_be_made_and_people_without_the_role_cannot_stand_on_it(store, settings):
    cast = await a_cast(store)
    owner = await asyncpg.connect(settings.database_url)
    people = [row["id"] for row in await owner.fetch(
        "INSERT INTO person SELECT gen_random_uuid(), now() FROM generate_series(1, 6000) RETURNING id"
    )]  # fmt: skip
    entries = tuple(RollEntry(person, Constituency.MEMBER) for person in people)
    keeper = await cast.caller("roll_keeper")
    with pytest.raises(BadRollError, match="6000 of the people"):
        await voting.make_roll(keeper, cast.jurisdiction, entries)
    await owner.execute(
        "INSERT INTO role_grant SELECT gen_random_uuid(), id, 'member', $1, now() FROM person WHERE id = ANY($2)",
        cast.agency,
        people,
    )
    await owner.close()
    roll_id = await voting.make_roll(keeper, cast.jurisdiction, entries)
    assert len((await rolls.get(roll_id)).entries) == 6000


async def test_a_document_put_in_by_sql_is_found(store, sql):
    assert (await audit_registry(store)).problems == ()
    await sql.execute(
        "INSERT INTO document SELECT 'term/registry/forged@1.0.0', kind, 'registry/forged', version, ordinal, digest, "
        "content || ' ', demonstration, published_at, -1 FROM document WHERE kind = 'term' LIMIT 1"
    )
    problems = (await audit_registry(store)).problems
    assert len(problems) == 2
    assert all("term/registry/forged@1.0.0" in problem for problem in problems)


async def test_the_key_signs_no_leaf_that_was_slipped_in_by_sql(store, sql):
    """The last test of the module: the log stays tampered with."""
    before = await log.latest()
    real = (await documents.page(Kind.TERM, "", 1))[0]
    forged = canonical_json({**json.loads(real.content), "version": "9.0.0"})
    leaf = Leaf(Action.DOCUMENT_PUBLISHED, f"term/{real.reference.name}@9.0.0", digest_of(forged), instant(before.at))
    added = tree.append(before.size, [leaf.hash()], await log.nodes(tree.right_edge(before.size)))
    await sql.execute("INSERT INTO log_leaf VALUES ($1, $2, $3)", before.size, leaf.content(), leaf.hash())
    for node in added.nodes:
        await sql.execute("INSERT INTO log_node VALUES ($1, $2)", node.level * 2**48 + node.position, node.hash)
    await sql.execute(
        "INSERT INTO checkpoint(size, root, note, at) VALUES ($1, $2, 'signed by nobody', $3)",
        added.size,
        added.root,
        before.at,
    )
    publisher = await (await a_cast(store, "registry")).caller("publisher")
    with pytest.raises(LogTamperedError):  # anything that is logged would make the registry sign
        await publishing.record_event(publisher, real.reference, EventKind.ERRATUM, date(2027, 1, 1), Said("a word"))
    found = await audit_registry(store)
    assert "The newest checkpoint is not signed by this registry's key" in found.problems[0]
