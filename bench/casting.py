"""2,000 people vote at once over HTTP: each signs in with a code, opens the ballot, checks it and casts it.

The server is a process of its own, as it is in use. Afterwards the audit trail, participation and the box are compared:
no ballot may be lost, doubled or late.
"""

import asyncio
import os
import re
import signal
import socket
import ssl
import sys
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import asyncpg
import httpx
import psutil

from governance.members import Actor, OrganisationKind, PersonId, Role
from governance.proposals import ProposalId
from governance.rules import preset
from governance.votes import VoteId
from measures.references import Reference
from registry import admitting, enrolling, proposing, voting
from registry.config import Settings
from registry.founding import founding, open_registry
from registry.signing_in import issue_codes
from registry.storage import people, rolls
from registry.storage.transaction import Store
from registry.use_cases import Caller

VOTERS = 2000
AT_ONCE = 60
"""Browsers that wait for an answer at the same moment."""
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')
REQUEST = re.compile(r'name="request" value="([0-9a-f-]+)"')
OURS = {"Sec-Fetch-Site": "same-origin"}
ONE = httpx.Limits(max_connections=1, keepalive_expiry=120)
GROUPS = ("state", "plan", "provider", "workforce", "member", "caregiver", "advocate")
CHOICES = ("approve", "reject", "abstain")


async def lines(settings: Settings) -> list[str]:
    """What was measured, in lines. The registry of the settings is made and used up."""
    async with open_registry(settings, founding(demonstration=True)) as store:
        vote_id, codes = await _prepared(store)
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "registry.cli",
        "serve",
        env={
            **os.environ,
            "DATA_DIR": str(settings.data_dir),
            "PORT": str(port),
            "DATABASE_URL": settings.database_url or "",
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        return await _measured(process.pid, f"http://127.0.0.1:{port}", vote_id, codes, settings)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _prepared(store: Store) -> tuple[VoteId, list[str]]:
    """A roll of so many people with a code each, and an open vote on a label."""
    await admitting.add_organisation(store, "council", "The council", OrganisationKind.COUNCIL, "US-TN")
    officer, keeper = [await _officer(store, role) for role in (Role.VOTE_OFFICER, Role.ROLL_KEEPER)]
    rows = "\n".join(f"Voter {n},{n},{GROUPS[n % len(GROUPS)]}" for n in range(VOTERS))
    roll_id = await enrolling.bring_roll(keeper, "council", f"name,number,constituency\n{rows}\n".encode())
    proposal = await _proposal(store)
    closes = datetime.now(UTC) + timedelta(hours=1)
    vote_id = await voting.open_vote(officer, proposal, roll_id, preset("simple_majority"), closes, "UTC")
    entries = (await rolls.get(roll_id)).entries
    codes = await issue_codes(keeper, [entry.person_id for entry in entries], 1)
    return vote_id, list(codes.values())


async def _officer(store: Store, role: Role) -> Caller:
    person: PersonId = await admitting.add_person(store, role)
    await admitting.grant_role(store, person, role, "council")
    return Caller(store, Actor(person, await people.grants_of(person)))


async def _proposal(store: Store) -> ProposalId:
    drafter = await _officer(store, Role.STATE_DRAFTER)
    content = {
        "title": "A good day",
        "statement": "I choose how I spend my day.",
        "scopes": [{"populations": ["hcbs_adults"], "settings": ["own_home"]}],
        "outcomes": [{"id": "choice", "statement": "I choose.", "domain": "choice_control"}],
    }
    target = Reference.parse("value-definition/US-TN/a-good-day@1.0.0")
    proposal = await proposing.draft(drafter, target, content, "council")
    await proposing.open_for_comment(drafter, proposal)
    return proposal


async def _measured(pid: int, address: str, vote_id: VoteId, codes: list[str], settings: Settings) -> list[str]:
    async with httpx.AsyncClient(base_url=address) as client:
        await _until_ready(client)
    # One empty context for all: to read a store of certificates 2,000 times would be what is measured.
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    browsers = [
        httpx.AsyncClient(base_url=address, headers=OURS, timeout=120, limits=ONE, verify=plain, trust_env=False)
        for _ in codes
    ]
    signed_in = await _at_once([_sign_in(browser, code) for browser, code in zip(browsers, codes, strict=True)])
    cast = await _at_once(
        [_cast(browser, vote_id, CHOICES[number % len(CHOICES)]) for number, browser in enumerate(browsers)]
    )
    memory = psutil.Process(pid).memory_info().rss // 2**20
    return list(_said(signed_in, cast, memory, await _audited(settings, vote_id)))


@dataclass(frozen=True)
class Crowd:
    """How long a crowd took, all together, and each of them."""

    seconds: float
    each: list[float]

    def __str__(self) -> str:
        cuts = quantiles(self.each, n=100)
        return f"in {self.seconds:.1f} s (median {cuts[49] * 1000:.0f} ms, 99th percentile {cuts[98] * 1000:.0f} ms)"


async def _at_once(acts: list[Coroutine[None, None, None]]) -> Crowd:
    limit = asyncio.Semaphore(AT_ONCE)
    took: list[float] = []

    async def one(act: Coroutine[None, None, None]) -> None:
        async with limit:
            begun = time.perf_counter()
            await act
            took.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*map(one, acts))
    return Crowd(time.perf_counter() - begun, took)


async def _sign_in(browser: httpx.AsyncClient, code: str) -> None:
    """Two requests."""
    page = await browser.get("/vote/sign-in")
    await _post(browser, "/vote/sign-in", page, {"code": code}, 303)


async def _cast(browser: httpx.AsyncClient, vote_id: VoteId, choice: str) -> None:
    """Four requests: the ballot, its answer, the reason that is left empty, and the cast after a look at all of it."""
    page = await browser.get(f"/vote/{vote_id}/ballot")
    answer = {"at": "choice", "go": "next", "choice": choice}
    page = await _post(browser, f"/vote/{vote_id}/ballot", page, answer)
    page = await _post(browser, f"/vote/{vote_id}/ballot", page, {**answer, "at": "reason"})
    request = REQUEST.search(page.text)
    assert request is not None
    await _post(browser, f"/vote/{vote_id}/cast", page, {"choice": choice, "request": request.group(1)}, 303)
    await browser.aclose()


async def _post(
    browser: httpx.AsyncClient, path: str, page: httpx.Response, fields: dict[str, str], status: int | None = None
) -> httpx.Response:
    token = TOKEN.search(page.text)
    assert token is not None, page.text[:500]
    answer = await browser.post(path, data={"csrf_token": token.group(1), **fields})
    assert answer.status_code == status or (status is None and answer.is_success), (path, answer.status_code)
    return answer


async def _audited(settings: Settings, vote_id: VoteId) -> dict[str, int]:
    """What the record says: everything is read as the owner of the database."""
    connection = await asyncpg.connect(settings.database_url)
    row = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM audit WHERE action = 'ballot_cast' AND subject = $2) audited, "
        "(SELECT count(*) FROM participation WHERE vote = $1) AS participations, "
        "(SELECT count(DISTINCT person) FROM participation WHERE vote = $1) AS people, "
        "(SELECT count(*) FROM box WHERE vote = $1) AS ballots, "
        "(SELECT count(*) FROM participation p JOIN vote v ON v.id = p.vote WHERE v.id = $1 AND p.at >= v.closes_at) "
        "AS late",
        vote_id,
        f"vote/{vote_id}",
    )
    await connection.close()
    return {name: int(row[name]) for name in ("audited", "participations", "people", "ballots", "late")}


def _said(signed_in: Crowd, cast: Crowd, memory: int, record: dict[str, int]) -> Iterator[str]:
    yield f"  {VOTERS:,} people, {AT_ONCE} at once, sign in with their codes (two requests each) {signed_in}"
    yield f"  and cast their ballots (four requests each) {cast}"
    yield f"  the server's memory afterwards: {memory} MB"
    exact = all(record[name] == VOTERS for name in ("audited", "participations", "people", "ballots"))
    verdict = "no ballot was lost, doubled or late" if exact and not record["late"] else "THE RECORD DIFFERS"
    yield f"  {verdict}: {record}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _until_ready(client: httpx.AsyncClient) -> None:
    for _ in range(300):
        try:
            if (await client.get("/health/ready")).is_success:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.1)
    raise TimeoutError("the server did not become ready")
