from governance.rules import Choice
from governance.votes import VoteStage
from measures.references import Reference
from registry import voting
from registry.storage import documents, votes
from tests.support import a_cast, an_open_vote, until_closed


async def test_a_definition_is_voted_on_and_published(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.0)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    vote = await votes.get(vote_id)
    await until_closed(vote)
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    await voting.certify_vote(await cast.caller("certifier"), vote_id)
    vote = await votes.get(vote_id)
    assert vote.stage is VoteStage.FINAL
    published = await documents.get(Reference.parse(vote.subject))
    assert published.reference.digest == vote.subject_digest
