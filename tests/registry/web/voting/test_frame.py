"""The frame of voting pages: language and size of text, what is kept, and what an answer carries."""

import re
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from litestar import get, post
from litestar.exceptions import TooManyRequestsException

from governance.rolls import NotOnRollError
from measures.errors import Refusal
from registry.app import create_app
from registry.config import Settings
from registry.web import gate, problems
from registry.web.assets import voting_styles
from registry.web.languages import Language
from registry.web.problems import Problem
from registry.web.voting.frame import Asked, FieldError, SignedIn, keep_choices, render, say_in
from registry.web.voting.problem import SENTENCES

PAGE = "vote/help.html"
TEMPLATES = Path("registry/web/templates/vote")


@get("/vote/of-somebody", before_request=keep_choices)
async def of_somebody(request: Asked) -> object:
    request.scope["state"]["signed_in"] = SignedIn("Ana <Ruiz>", Language.SPANISH)
    request.scope["state"]["csrf_token"] = "a-token"
    return render(request, PAGE)


@post("/vote/answer")
async def answer(request: Asked) -> object:
    errors = [FieldError("choice", say_in(request)("Help"))]
    return render(request, PAGE, status=422, errors=errors, here="/vote/question", headers={"X-Also": "this"})


@get("/vote/stepped-in")
async def refused(request: Asked) -> None:
    raise NotOnRollError("You are not on the roll of this vote.")


@get("/vote/new-refusal")
async def refused_newly(request: Asked) -> None:
    raise TooManyRequestsException("Wait for 10 minutes.", headers={"Retry-After": "600"})


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    application = create_app(Settings(data_dir=tmp_path_factory.mktemp("data")))
    for handler in (of_somebody, answer, refused, refused_newly):
        application.register(handler)
    return application


@pytest_asyncio.fixture
async def browser(app):
    headers = {"Accept": "text/html"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test", headers=headers) as client:
        yield client


def chosen(answered):
    """The cookies of the frame that an answer sets."""
    return [each for each in answered.headers.get_list("set-cookie") if not each.startswith("vr_browser=")]


async def test_a_page_is_answered_whole_and_kept_nowhere(browser):
    page = await browser.get("/vote/help")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-language"] == "en"
    assert {"Cookie", "Accept-Language"} <= set(page.headers["vary"].split(", "))
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert page.text.count("<h1>") == page.text.count("<main ") == 1


async def test_the_browsers_language_is_spoken_without_asking(browser):
    page = await browser.get("/vote/help", headers={"Accept-Language": "es-MX, en;q=0.3"})
    assert page.headers["content-language"] == "es"
    assert '<html lang="es"' in page.text
    assert "Cómo votar" in page.text
    assert chosen(page) == []


async def test_the_link_of_a_language_is_kept_and_leads_back_to_the_same_page(browser):
    moved = await browser.get("/vote/help?page=2&lang=es&words=a%26b")
    assert (moved.status_code, moved.headers["location"]) == (303, "/vote/help?page=2&words=a%26b")
    (cookie,) = chosen(moved)
    assert cookie == "lang=es; HttpOnly; Max-Age=31536000; Path=/vote; SameSite=lax"
    assert '<html lang="es"' in (await browser.get("/vote/help")).text


async def test_a_cookie_is_for_encrypted_connections_only_where_there_is_one(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://registry.test") as client:
        moved = await client.get("/vote/help?lang=es")
    assert "; Secure" in chosen(moved)[0]


@pytest.mark.parametrize(
    "asked", ["lang=fr", "lang=", "text=huge", "lang=%00", "lang=es%0d%0aSet-Cookie:%20x=1x", "text"]
)
async def test_a_value_that_no_link_offers_is_left_alone(browser, asked):
    page = await browser.get(f"/vote/help?{asked}")
    assert page.status_code == 200
    assert chosen(page) == []


@pytest.mark.parametrize("path", ["/vote//elsewhere.test", "/vote/%2f%2felsewhere.test"])
async def test_the_way_back_never_leads_to_another_host(browser, path):
    answered = await browser.get(f"{path}?lang=es")
    assert not answered.headers.get("location", "").startswith("//")
    assert answered.status_code == 404


async def test_the_size_of_text_is_kept_beside_the_language(browser):
    moved = await browser.get("/vote/help?text=largest&lang=es")
    assert sorted(each.split(";")[0] for each in chosen(moved)) == ["lang=es", "text=largest"]
    page = (await browser.get("/vote/help")).text
    assert '<html lang="es" class="text-largest">' in page
    assert re.search(r'href="/vote/help\?text=largest" aria-current="true"', page)


async def test_the_page_knows_who_is_signed_in_and_carries_their_token(browser):
    page = await browser.get("/vote/of-somebody")
    assert page.headers["content-language"] == "es"
    assert "Ana &lt;Ruiz&gt;" in page.text
    assert 'name="csrf_token" value="a-token"' in page.text
    assert 'action="/vote/sign-out"' in page.text
    assert 'action="/vote/sign-out"' not in (await browser.get("/vote/help")).text
    chosen = await browser.get("/vote/of-somebody", headers={"Cookie": "lang=en"})
    assert chosen.headers["content-language"] == "en"


async def test_errors_stand_first_with_links_to_their_fields_and_the_title_says_so(browser):
    page = await browser.post("/vote/answer", headers={"Cookie": "lang=es"})
    assert page.status_code == 422
    assert page.headers["x-also"] == "this"
    assert re.search(r'role="alert" tabindex="-1" autofocus.*?<a href="#choice">Ayuda</a>', page.text, re.DOTALL)
    assert page.text.index('role="alert"') < page.text.index("<h1>")
    assert "<title>Revise:" in page.text
    assert 'href="/vote/question?lang=en"' in page.text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/vote/nothing", 404, "We cannot find this page"),
        ("/vote/stepped-in", 403, "You are not on the list of people who can vote on this."),
        ("/vote/new-refusal", 429, "Wait for 10 minutes."),
    ],
)
async def test_a_refusal_is_a_page_of_the_frame_that_says_what_to_do(browser, path, status, said):
    page = await browser.get(path)
    assert page.status_code == status
    assert said in page.text
    assert "/assets/vote.css" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_a_refusal_without_a_translation_shows_its_own_words_marked_as_english(browser):
    page = await browser.get("/vote/new-refusal", headers={"Cookie": "lang=es"})
    assert '<p lang="en">Wait for 10 minutes.</p>' in page.text
    assert "Algo no funcionó." in page.text
    assert page.headers["retry-after"] == "600"


def test_every_code_with_a_sentence_of_its_own_is_one_that_there_is():
    known = {each.code for each in refusals(Refusal)} | {"METHOD_NOT_ALLOWED"}
    known |= {each.code for module in (gate, problems) for each in vars(module).values() if isinstance(each, Problem)}
    known.add(gate.too_large(1).code)
    assert set(SENTENCES) - known == set()


def refusals(kind):
    """Every refusal that there is."""
    return {each for child in kind.__subclasses__() for each in {child, *refusals(child)} if "code" in vars(each)}


async def test_a_program_gets_its_problem_as_json_and_other_pages_keep_their_own(browser):
    answered = await browser.get("/vote/nothing", headers={"Accept": "application/json"})
    assert answered.json()["code"] == "PATH_NOT_FOUND"
    assert "/assets/registry.css" in (await browser.get("/voters")).text


async def test_the_styles_are_ours_small_and_whole(browser):
    sizes = 0
    for address in voting_styles.ADDRESSES:
        sheet = await browser.get(address)
        assert sheet.headers["content-type"].startswith("text/css")
        assert not re.search(r"https?:|@import|data:", sheet.text)
        for image in re.findall(r"url\(([^)#\"]+)\)", sheet.text):
            drawn = await browser.get(f"/assets/{image}")
            assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
        sizes += len(sheet.content)
    assert sizes < 60_000
    assert (await browser.get("/assets/uswds/nothing.svg")).status_code == 404


def test_every_class_of_uswds_that_a_template_names_has_a_style():
    styled = set(re.findall(r"\.(usa-[\w-]+)", voting_styles.SHEETS["uswds.css"].decode()))
    templates = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    # Not the names that a template puts together.
    named = set(re.findall(r"\busa-[\w-]*\w(?![\w-]*\{)", templates))
    assert "usa-alert__body" in named
    assert named - styled == set(), "run `npm ci && npm run build` in styles/"


def test_the_licence_of_the_styles_lies_beside_them():
    text = (voting_styles.HERE / "uswds" / "LICENSE.md").read_text(encoding="utf-8")
    assert "CC0 1.0 Universal" in text
    assert "Apache License" in text
