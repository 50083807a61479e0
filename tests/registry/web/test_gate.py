"""What every request passes: limits, headers, and the one line that is written about it."""

import asyncio
import json

import httpx
import pytest
from litestar import get, post
from litestar.params import FromPath

from measures.errors import ConflictError, InvalidError, NotFoundError, NotPermittedError, Refusal
from registry import app as composition
from registry.app import create_app
from registry.web.gate import Limits

SECRET = "vr_do-not-write-me-down"


class UnheardOfError(Refusal):
    """A refusal that is none of the four."""


REFUSALS = {"404": NotFoundError, "403": NotPermittedError, "409": ConflictError, "422": InvalidError}
proceed = asyncio.Event()


@get("/refused/{status:str}")
async def refused(status: FromPath[str]) -> None:
    raise REFUSALS.get(status, UnheardOfError)("It is not to be.")


@get("/bug")
async def bug() -> None:
    raise RuntimeError(f"a detail, {SECRET}")


@get("/slow")
async def slow() -> str:
    await proceed.wait()
    return "done"


@get("/timeout")
async def timeout_of_its_own() -> None:
    raise TimeoutError


@post("/unread", status_code=200)
async def unread() -> str:
    return "done"


@pytest.fixture
async def make(settings, store, monkeypatch):
    """A client of an application with some handlers of this module and limits of its own."""
    monkeypatch.setattr(
        composition, "HANDLERS", (*composition.HANDLERS, refused, bug, slow, timeout_of_its_own, unread)
    )
    clients = []

    def client(**limits):
        app = create_app(settings, store=store, limits=Limits(**limits))
        clients.append(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test"))
        return clients[-1]

    yield client
    for each in clients:
        await each.aclose()


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize("status", REFUSALS)
async def test_the_four_refusals_have_their_statuses(make, capsys, status):
    answer = await make().get(f"/refused/{status}")
    assert answer.status_code == int(status)
    assert answer.json() == {"code": REFUSALS[status].code, "message": "It is not to be."}
    (line,) = lines(capsys)
    assert (line["status"], line["code"], line["level"]) == (int(status), REFUSALS[status].code, "info")


@pytest.mark.parametrize("path", ["/bug", "/refused/other", "/timeout"])
async def test_a_bug_gives_nothing_away_and_is_logged_once(make, capsys, path):
    answer = await make().get(path)
    assert answer.status_code == 500
    assert answer.json()["code"] == "INTERNAL"
    assert SECRET not in answer.text
    (line,) = lines(capsys)
    assert line["level"] == "error"
    assert "Error" in line["traceback"]
    assert line["traceback"].count("Traceback") == 1


async def test_a_request_is_one_tidy_line(make, capsys):
    client = make()
    await client.post(
        f"/nothing?token={SECRET}",
        content=SECRET,
        headers={"Cookie": SECRET, "Authorization": f"Bearer {SECRET}"},
    )
    (line,) = lines(capsys)
    assert set(line) == {"method", "path", "status", "ms", "code", "event", "level", "at"}
    assert (line["method"], line["path"], line["status"]) == ("POST", "/nothing", 404)
    assert SECRET not in json.dumps(line)


async def test_a_path_cannot_write_into_the_log(make, capsys):
    await make().get("/%0A%1B%5B2J%22,%22status%22:200" + "a" * 5000)
    (line,) = lines(capsys)
    assert line["path"].startswith('/\n\x1b[2J","status":200aaa')
    assert len(line["path"]) < 400


@pytest.mark.parametrize("path", ["/", "/nothing", "/health/live", "/measure/x/y", "/bug", "/assets/registry.css"])
async def test_every_answer_is_guarded(make, path):
    headers = (await make().get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["registry-demonstration"] == "true"
    assert "set-cookie" not in headers


async def test_unknown_paths_and_methods_are_answered_as_the_client_likes(make):
    client = make()
    nothing, wrong = await client.get("/nothing"), await client.post("/measures")
    assert (nothing.status_code, nothing.json()["code"]) == (404, "PATH_NOT_FOUND")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert wrong.headers["allow"] == "GET, HEAD, OPTIONS"
    for path in ("/nothing", "/measure/x/y@1"):
        page = await client.get(path, headers={"Accept": "text/html"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["cache-control"] == "no-store"
        assert "Demonstration" in page.text
    assert (await client.get("/nothing", headers={"Accept": "text/html;q=inf,;"})).status_code == 404


@pytest.mark.parametrize("path", ["/graphql", "/unread", "/nothing"])
async def test_a_body_that_is_too_large_is_refused_whatever_it_says(make, path):
    client = make(body=1000)

    async def in_pieces():
        for _ in range(11):
            yield b" " * 100

    async def honest():
        yield b" " * 100

    large = await client.post(path, content=b" " * 10_000_000)
    unsaid = await client.post(path, content=in_pieces())
    belittled = await client.post(path, content=in_pieces(), headers={"Content-Length": "10"})
    boasting = await client.post(path, content=honest(), headers={"Content-Length": "9" * 40})
    for answer in (large, unsaid, belittled, boasting):
        assert answer.status_code == 413
        assert answer.json() == {
            "code": "BODY_TOO_LARGE",
            "message": "The body of a request has at most 1,000 bytes.",
        }
    assert (await client.post("/unread", content=b" " * 1000)).status_code == 200


async def test_a_request_that_takes_too_long_is_given_up(make, capsys):
    proceed.clear()
    answer = await make(seconds=0.05).get("/slow")
    assert (answer.status_code, answer.json()["code"]) == (503, "TOO_SLOW")
    assert answer.headers["retry-after"]
    assert [line["code"] for line in lines(capsys)] == ["TOO_SLOW"]


async def test_only_so_many_requests_are_under_way(make):
    client = make(at_once=2)
    proceed.clear()
    waiting = [asyncio.create_task(client.get("/slow")) for _ in range(2)]
    await asyncio.sleep(0.05)
    turned_away = await client.get("/measures")
    assert (turned_away.status_code, turned_away.json()["code"]) == (503, "BUSY")
    assert turned_away.headers["retry-after"] == "1"
    assert (await client.get("/health/live")).status_code == 200
    proceed.set()
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200, 200]
    assert (await client.get("/measures")).status_code == 200


async def test_a_client_that_leaves_in_the_middle_is_noted_and_nothing_else(settings, store, capsys):
    app = create_app(settings, store=store)
    scope = {
        "type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "root_path": "",
        "headers": [(b"content-length", b"10")], "http_version": "1.1", "scheme": "http",
    }  # fmt: skip
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    assert sent == []
    assert [line["status"] for line in lines(capsys)] == [499]
