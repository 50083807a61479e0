"""Reminders: they reach those who have not voted, and nobody else; the roll keeper learns whom to call."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from governance.ballots import Channel
from governance.members import PUBLIC, PersonDetailChanged
from governance.messages import MessageId
from governance.policy import SignInError, WrongRoleError
from governance.reminders import BETWEEN, RemindedAlreadyError, reminder, require_patience
from governance.rules import Choice
from governance.votes import ProposalClosedError
from registry import admitting, voting
from registry.graphql.context import Context
from registry.graphql.schema import schema
from registry.jobs.letters import letter_of
from registry.storage import messages, votes
from registry.use_cases import Caller
from registry.voting.assisting import enter_ballot
from registry.voting.reminding import Reminded, last_reminder, remind, to_reach
from tests.post_office import post_office
from tests.registry.cli.support import environment_of, in_a_process
from tests.registry.work import at_work, becomes, fetch, forget_jobs
from tests.support import a_cast, an_open_vote, until_closed


@pytest_asyncio.fixture
async def nothing_waits(store):
    await forget_jobs(store)
    yield
    await forget_jobs(store)


async def reached(store, person, email, language="en"):
    async with store.write(PUBLIC) as tx:
        await tx.record(PersonDetailChanged(person, email, language))


async def a_cast_with_mail(store, without=()):
    """A cast whose voters have addresses `voterN@example.org`, but for some."""
    cast = await a_cast(store)
    for name, person in cast.people.items():
        if name.startswith("voter") and name not in without:
            await reached(store, person, f"{name}@example.org", "es-MX" if name == "voter5" else "en")
    return cast


async def keeper(cast, request_id=None):
    return await cast.caller("roll_keeper", request_id)


async def reminders(store, vote_id):
    """Whom reminders of a vote were queued for."""
    rows = await fetch(store, "SELECT person FROM message WHERE body = $1 AND kind = 'reminder'", str(vote_id))
    return {row["person"] for row in rows}


async def test_a_reminder_reaches_those_who_have_not_voted_and_nobody_else(store, nothing_waits):
    cast = await a_cast_with_mail(store, without=["voter3"])
    vote_id = await an_open_vote(cast, recused=["voter1"])
    await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)
    await voting.recuse(await keeper(cast), vote_id, cast.people["voter2"], "A conflict of interest.")
    await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.REJECT)
    await voting.withdraw_ballot(await cast.caller("voter4"), vote_id)
    await admitting.erase_person(store, cast.people["voter6"])
    done = await remind(await keeper(cast), vote_id)
    assert done == Reminded(2, (cast.people["voter3"],))
    assert await reminders(store, vote_id) == {cast.people["voter4"], cast.people["voter5"]}
    assert [one.name for one in await to_reach(await keeper(cast), vote_id, done.to_reach_otherwise)] == ["voter 3"]
    with post_office() as office:
        async with at_work(store, office):
            await becomes(lambda: _waiting(cast, vote_id), 0)
        letters = {mail["To"]: mail for mail in office.letters}
    assert set(letters) == {"voter4@example.org", "voter5@example.org"}
    english, spanish = letters["voter4@example.org"], letters["voter5@example.org"]
    assert (english["Content-Language"], spanish["Content-Language"]) == ("en", "es")
    assert english["Subject"] == "A reminder: you can still vote"
    vote = await votes.get(vote_id)
    local = vote.closes_at.astimezone(ZoneInfo(vote.zone))
    for mail in letters.values():
        said = mail.get_content()
        assert "Living well in a nursing home" in said
        assert "https://registry.example/vote/" in said.splitlines()
        assert str(local.year) in said
        assert str(vote_id) not in mail.as_string()
    assert "Central" in english.get_content()
    assert "Hello voter 4:" in english.get_content()
    assert f"{local:%B}" in english.get_content()
    assert f"{local:%B}" not in spanish.get_content()


async def _waiting(cast, vote_id):
    return (await last_reminder(await keeper(cast), vote_id)).waiting


async def test_whoever_votes_before_a_reminder_goes_out_gets_none(store, nothing_waits):
    cast = await a_cast_with_mail(store, without=[f"voter{number}" for number in range(5)])
    vote_id = await an_open_vote(cast)
    assert (await remind(await keeper(cast), vote_id)).sent == 2
    await voting.cast_ballot(await cast.caller("voter5"), vote_id, Choice.APPROVE)
    with post_office() as office:
        async with at_work(store, office):
            await becomes(lambda: _waiting(cast, vote_id), 0)
        assert [mail["To"] for mail in office.letters] == ["voter6@example.org"]
    assert (await last_reminder(await keeper(cast), vote_id)).undelivered == ()


async def test_a_reminder_of_a_vote_that_is_over_is_not_sent(store):
    cast = await a_cast_with_mail(store)
    vote_id = await an_open_vote(cast, seconds=1.0)
    await remind(await keeper(cast), vote_id)
    (row,) = await fetch(
        store, "SELECT id FROM message WHERE body = $1 AND person = $2", str(vote_id), cast.people["voter0"]
    )
    message = await messages.waiting(MessageId(row["id"]))
    assert await letter_of(message, "https://registry.example", demonstration=False) is not None
    await until_closed(await votes.get(vote_id))
    assert await letter_of(message, "https://registry.example", demonstration=False) is None


async def test_who_could_not_be_reached_is_told_to_the_roll_keeper(store, nothing_waits):
    cast = await a_cast_with_mail(store, without=[f"voter{number}" for number in range(5)])
    vote_id = await an_open_vote(cast)
    assert await last_reminder(await keeper(cast), vote_id) is None
    await remind(await keeper(cast), vote_id)
    with post_office() as office:
        office.answers["RCPT"] = ["550 nobody of that name"] * 2
        async with at_work(store, office):
            await becomes(lambda: _waiting(cast, vote_id), 0)
    last = await last_reminder(await keeper(cast), vote_id)
    assert (last.waiting, set(last.undelivered)) == (0, {cast.people["voter5"], cast.people["voter6"]})


@pytest.mark.parametrize("name", ["officer", "certifier", "auditor", "voter4", "drafter"])
async def test_only_the_roll_keeper_reminds_and_learns_who_has_not_voted(store, name):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    caller = await cast.caller(name)
    for ask in (remind(caller, vote_id), last_reminder(caller, vote_id), to_reach(caller, vote_id, [])):
        with pytest.raises(WrongRoleError):
            await ask
    with pytest.raises(SignInError):
        await remind(Caller(store, PUBLIC), vote_id)
    assert await reminders(store, vote_id) == set()


async def test_people_are_reminded_of_a_vote_once_a_day_at_most(store):
    cast = await a_cast_with_mail(store)
    first, second = await an_open_vote(cast), await an_open_vote(cast)
    await remind(await keeper(cast), first)
    with pytest.raises(RemindedAlreadyError):
        await remind(await keeper(cast), first)
    assert (await remind(await keeper(cast), second)).sent == 7
    assert len(await reminders(store, first)) == 7


def test_after_a_day_people_may_be_reminded_again():
    noon = datetime(2027, 3, 1, 12, tzinfo=UTC)
    require_patience(None, noon)
    require_patience(noon, noon + BETWEEN)
    with pytest.raises(RemindedAlreadyError, match="2027-03-02T12:00"):
        require_patience(noon, noon + BETWEEN - timedelta(microseconds=1))


async def test_the_same_request_reminds_once_and_gets_the_first_answer_again(store):
    cast = await a_cast_with_mail(store, without=["voter0"])
    vote_id = await an_open_vote(cast)
    first = await remind(await keeper(cast, "a-request"), vote_id)
    assert await remind(await keeper(cast, "a-request"), vote_id) == first == Reminded(6, (cast.people["voter0"],))
    assert len(await reminders(store, vote_id)) == 6


async def test_nobody_is_reminded_of_a_vote_that_takes_no_ballots(store):
    cast = await a_cast_with_mail(store)
    vote_id = await an_open_vote(cast, seconds=0.4)
    await until_closed(await votes.get(vote_id))
    with pytest.raises(ProposalClosedError):
        await remind(await keeper(cast), vote_id)
    assert await reminders(store, vote_id) == set()


async def test_a_paper_ballot_that_waits_for_a_second_clerk_is_a_ballot(store):
    cast = await a_cast_with_mail(store)
    vote_id = await an_open_vote(cast)
    await enter_ballot(await cast.caller("officer"), vote_id, cast.people["voter4"], Choice.APPROVE, Channel.PAPER)
    assert (await remind(await keeper(cast), vote_id)).sent == 6
    assert cast.people["voter4"] not in await reminders(store, vote_id)


async def test_the_audit_trail_says_that_and_by_whom_and_not_who_was_reminded(store):
    cast = await a_cast_with_mail(store)
    vote_id = await an_open_vote(cast)
    await remind(await keeper(cast), vote_id)
    rows = await fetch(store, "SELECT person, subject FROM audit WHERE action = 'reminder_queued' ORDER BY seq DESC")
    assert {(row["person"], row["subject"]) for row in rows[:7]} == {(cast.people["roll_keeper"], f"vote/{vote_id}")}


async def test_a_reminder_that_fails_half_way_queues_nothing(store):
    cast = await a_cast_with_mail(store)
    vote_id = await an_open_vote(cast)
    caller = await keeper(cast)
    before = len(await fetch(store, "SELECT 1 FROM procrastinate_jobs"))
    with suppress(ZeroDivisionError):
        async with store.write(caller.actor) as tx:
            await tx.record(reminder(MessageId(uuid4()), vote_id, cast.people["voter0"], tx.now))
            1 / 0  # noqa: B018
    assert await reminders(store, vote_id) == set()
    assert len(await fetch(store, "SELECT 1 FROM procrastinate_jobs")) == before


# The doors


REMIND = """mutation ($vote: ID!) { remindVoters(voteId: $vote, requestId: "one") {
  ... on RemindedVoters { sent toReachOtherwise { name } } ... on NotPermitted { code } ... on Conflict { code } } }"""
LAST = "query ($vote: ID!) { lastReminder(voteId: $vote) { waiting undelivered { name } } }"


async def asked(caller, query, vote_id):
    context = Context(caller.store, caller.actor)
    answer = await schema.execute(query, variable_values={"vote": str(vote_id)}, context_value=context)
    return answer.data, [error.extensions["code"] for error in answer.errors or ()]


async def test_over_graphql(store):
    cast = await a_cast_with_mail(store, without=["voter0"])
    vote_id = await an_open_vote(cast)
    officer, roll_keeper = await cast.caller("officer"), await keeper(cast)
    assert await asked(officer, REMIND, vote_id) == ({"remindVoters": {"code": "WRONG_ROLE"}}, [])
    data, errors = await asked(officer, LAST, vote_id)
    assert (data["lastReminder"], errors) == (None, ["WRONG_ROLE"])
    assert await asked(roll_keeper, LAST, vote_id) == ({"lastReminder": None}, [])
    for _ in range(2):  # the same request id
        data, errors = await asked(roll_keeper, REMIND, vote_id)
        assert (data, errors) == ({"remindVoters": {"sent": 6, "toReachOtherwise": [{"name": "voter 0"}]}}, [])
    data, _ = await asked(roll_keeper, LAST, vote_id)
    assert data == {"lastReminder": {"waiting": 6, "undelivered": []}}


async def test_on_the_command_line(store, settings):
    cast = await a_cast_with_mail(store, without=["voter0"])
    vote_id = await an_open_vote(cast)
    token = await cast.token("roll_keeper")

    def run(*arguments, as_whom=token):
        environment = environment_of(settings) | {"VALUE_REGISTRY_TOKEN": as_whom}
        return in_a_process("vote", *arguments, environment=environment)

    refused = run("remind", vote_id, as_whom=await cast.token("officer"))
    assert (refused.returncode, refused.stderr.split(":")[0]) == (4, "WRONG_ROLE")
    assert "Nobody was reminded" in run("last-reminder", vote_id).stdout
    told = run("remind", vote_id).stdout
    assert told.startswith("Reminders to 6 people go out by e-mail.\n")
    assert "voter 0" in told
    assert "voter 1" not in told
    last = json.loads(run("last-reminder", vote_id, "--json").stdout)
    assert (last["waiting"], last["undelivered"]) == (6, [])
    assert run("remind", vote_id).returncode == 5


def test_an_answer_reads_back_from_its_text():
    answer = Reminded(3, (uuid4(), uuid4()))
    assert Reminded.read(str(answer)) == answer
