"""Time and mail with real serving processes: killed before a deadline, started after it, two at once, told to end."""

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from governance.members import PUBLIC, PersonDetailChanged
from governance.rules import Choice
from governance.votes import ProposalClosedError, VoteStage
from registry import voting
from registry.embedded.homes import base_of, find_home
from registry.embedded.postmaster import find_server
from registry.embedded.throwaways import throwaway_directory
from registry.storage import audit, vote_steps, votes
from registry.voting.reminding import remind
from tests.post_office import post_office
from tests.support import a_cast, an_open_vote, until_closed

ROOT = Path(__file__).parents[2]
PATIENCE = 60

SERVE = """
from measures.errors import Refusal
from registry.config import Settings
from registry.founding import founding
from registry.serving import serve
import sys
try:
    serve(Settings.from_environment(), founding(demonstration=True), on_ready=lambda a: print(a, flush=True))
except Refusal as refusal:
    print(refusal.code, flush=True)
    sys.exit(5)
"""


class Served:
    """A serving process."""

    def __init__(self, process):
        self._process = process

    async def address(self):
        """Its address, once it answers."""
        async with asyncio.timeout(PATIENCE):
            return (await self._process.stdout.readline()).decode().strip()

    def tell(self, number):
        self._process.send_signal(number)

    async def ends(self, number=signal.SIGTERM):
        """Ask it to end; its exit code, and the lines of its log."""
        if number is not None:
            self.tell(number)
        async with asyncio.timeout(PATIENCE):
            said = await self._process.stderr.read()
            return await self._process.wait(), [json.loads(line) for line in said.splitlines()]


@pytest.fixture
async def start():
    """Starts serving processes; what is left of them is killed at the end."""
    started = []

    async def begin(data_dir, **environment):
        started.append(
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", SERVE, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
                env=os.environ | {"DATA_DIR": str(data_dir), "PORT": a_port()} | environment,
            )
        )  # fmt: skip
        return Served(started[-1])

    yield begin
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def a_port():
    import socket  # noqa: PLC0415 - used here alone

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Silent(asyncio.Protocol):
    """Takes connections and says nothing."""

    def __init__(self, listened):
        self._listened = listened

    def connection_made(self, transport):
        self._listened.set()


async def closes(vote_id, within=10):
    until = asyncio.get_running_loop().time() + within
    while (await votes.get(vote_id)).stage is VoteStage.OPEN and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.05)
    return await votes.get(vote_id)


async def test_a_server_that_was_down_at_the_deadline_applies_it_as_of_the_deadline(store, settings, start):
    cast = await a_cast(store)
    served = await start(settings.data_dir, DATABASE_URL=settings.database_url)
    assert httpx.get(f"{await served.address()}/health/ready").status_code == 200
    vote_id = await an_open_vote(cast, seconds=5)
    await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.APPROVE)
    served.tell(signal.SIGKILL)
    code, _ = await served.ends(None)
    assert code == -signal.SIGKILL
    await until_closed(await votes.get(vote_id))
    vote = await votes.get(vote_id)
    assert vote.stage is VoteStage.OPEN, "nobody was there to close it"
    with pytest.raises(ProposalClosedError):
        await voting.cast_ballot(await cast.caller("voter5"), vote_id, Choice.APPROVE)
    again = await start(settings.data_dir, DATABASE_URL=settings.database_url)
    await again.address()  # before the first request is answered
    assert (await votes.get(vote_id)).stage is VoteStage.CLOSED
    opened, closed = await vote_steps.of_vote(vote_id)
    assert (opened.stage, closed.stage, closed.person_id) == (VoteStage.OPEN, VoteStage.CLOSED, None)
    assert closed.as_of == vote.closes_at < closed.at
    assert await again.ends() == (0, [])


async def test_two_processes_close_a_vote_once_and_do_not_disturb_each_other(store, settings, start):
    cast = await a_cast(store)
    served = [await start(settings.data_dir, DATABASE_URL=settings.database_url) for _ in range(2)]
    for each in served:
        await each.address()
    due = [await an_open_vote(cast, seconds=2) for _ in range(4)]
    for vote_id in due:
        assert (await closes(vote_id)).stage is VoteStage.CLOSED
    await asyncio.sleep(1.5)
    for vote_id in due:
        assert [step.stage for step in await vote_steps.of_vote(vote_id)] == [VoteStage.OPEN, VoteStage.CLOSED]
    assert await audit.first_break() is None
    assert [await each.ends() for each in served] == [(0, []), (0, [])]


async def test_reminders_go_out_and_neither_address_nor_words_are_logged(store, settings, start):
    cast = await a_cast(store)
    async with store.write(PUBLIC) as tx:
        for name in ("voter4", "voter5"):
            await tx.record(PersonDetailChanged(cast.people[name], f"{name}@example.org", "en"))
    vote_id = await an_open_vote(cast)
    with post_office() as office:
        office.answers["RCPT"] = ["550 5.1.1 <voter4@example.org> unknown"]
        served = await start(
            settings.data_dir, DATABASE_URL=settings.database_url, MAIL_FROM="votes@agency.example",
            SMTP_URL=f"smtp://127.0.0.1:{office.port}", PUBLIC_URL="https://vote.agency.example",
        )  # fmt: skip
        await served.address()
        await remind(await cast.caller("roll_keeper"), vote_id)
        async with asyncio.timeout(PATIENCE):
            while not office.letters or office.answers["RCPT"]:
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        code, lines = await served.ends()
        assert "https://vote.agency.example/vote/" in office.letters[0].get_content()
    assert (code, [line["event"] for line in lines]) == (0, ["letter_given_up"])
    assert set(lines[0]) == {"event", "level", "at", "message", "kind", "reason"}
    assert lines[0]["reason"] == "550"
    assert not any(word in json.dumps(lines) for word in ("voter4", "example.org", "nursing home"))


async def waiting_on_a_silent_mail_server(store, settings, start, request):
    """A serving process that has begun to send a letter to a server that says nothing."""
    cast = await a_cast(store)
    async with store.write(PUBLIC) as tx:
        await tx.record(PersonDetailChanged(cast.people["voter4"], "voter4@example.org", "en"))
    vote_id = await an_open_vote(cast, seconds=300)
    listened = asyncio.Event()
    silent = await asyncio.get_running_loop().create_server(lambda: Silent(listened), "127.0.0.1", 0)
    request.addfinalizer(silent.close)
    served = await start(
        settings.data_dir,
        DATABASE_URL=settings.database_url,
        MAIL_FROM="votes@agency.example",
        SMTP_URL=f"smtp://127.0.0.1:{silent.sockets[0].getsockname()[1]}",
    )
    await served.address()
    await remind(await cast.caller("roll_keeper"), vote_id)
    await asyncio.wait_for(listened.wait(), PATIENCE)
    return served


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_letter_under_way_has_its_time_and_then_waits_for_the_next_start(
    start, store, settings, number, request
):
    served = await waiting_on_a_silent_mail_server(store, settings, start, request)
    began = datetime.now(UTC)
    assert (await served.ends(number))[0] == 0
    assert timedelta(seconds=3) < datetime.now(UTC) - began < timedelta(seconds=12)
    async with store.engine.pool.acquire() as connection:
        waits = await connection.fetchrow("SELECT status, attempts FROM procrastinate_jobs WHERE queue_name = 'mail'")
        assert dict(waits) == {"status": "todo", "attempts": 1}
        await connection.execute("DELETE FROM procrastinate_jobs")


async def test_a_second_signal_waits_for_no_letter(start, store, settings, request):
    served = await waiting_on_a_silent_mail_server(store, settings, start, request)
    served.tell(signal.SIGTERM)
    await asyncio.sleep(0.3)
    began = datetime.now(UTC)
    assert (await served.ends())[0] == 0
    assert datetime.now(UTC) - began < timedelta(seconds=3)
    async with store.engine.pool.acquire() as connection:
        await connection.execute("DELETE FROM procrastinate_jobs")


async def test_with_its_own_database_it_ends_cleanly_and_so_does_the_database(start):
    with throwaway_directory() as directory:
        served = await start(directory / "var", DATABASE_URL="")
        address = await served.address()
        assert httpx.get(f"{address}/health/ready").status_code == 200
        cluster = find_home(base_of(directory / "var")).cluster
        assert find_server(cluster) is not None
        code, lines = await served.ends()
        assert (code, [line["event"] for line in lines]) == (0, ["request"])
        assert find_server(cluster) is None


async def test_a_mail_server_without_a_sender_is_refused_before_anything_is_made(start, tmp_path):
    served = await start(tmp_path / "var", DATABASE_URL="", SMTP_URL="smtp://127.0.0.1")
    assert await served.address() == "BAD_SETTING"
    assert (await served.ends(None))[0] == 5
    assert not (tmp_path / "var").exists()
