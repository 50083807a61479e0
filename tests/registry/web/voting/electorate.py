"""Voters at browsers without a screen: they open pages, fill in what they see and press buttons by their words."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

from governance.definitions import DefinitionOfValue
from governance.members import PUBLIC
from governance.publication import DocumentPublished
from governance.rules import Choice
from registry import signing_in, voting
from tests.registry.web.voting.browsing import Browser
from tests.support import a_name, definition_content, roll_entries


@dataclass
class Form:
    """A form on a page: where it leads, and what it would send."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Button:
    """A button on a page, in its form."""

    words: str
    form: Form
    said: dict[str, str]


class Seen(HTMLParser):
    """What somebody sees of a page, and what its forms hold."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.forms, self.buttons, self.controls = [], {}, {}, [], []
        self.title, self.ids = "", {}
        self._form = self._button = self._link = self._area = None
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.ids[said["id"]] = said
        self._in_title = self._in_title or tag == "title"
        if tag == "form":
            self._form = self.forms.setdefault(said.get("id") or said["action"], Form(said["action"]))
        elif tag == "input":
            self._input(said)
        elif tag == "textarea":
            self._area = [said["name"], ""]
            self.controls.append(said)
        elif tag == "button":
            self._button = [said, ""]
        elif tag == "a":
            self._link = [said.get("href", ""), ""]

    def _input(self, said):
        kind = said.get("type", "text")
        if kind != "hidden":
            self.controls.append(said)
        if kind in ("radio", "checkbox") and "checked" not in said:
            return
        self._form.fields.append((said["name"], said.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "title":
            self._in_title = False
        elif tag == "form":
            self._form = None
        elif tag == "textarea":
            # The line break after the tag is not part of what it holds (HTML, "textarea").
            self._form.fields.append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None
        elif tag == "button":
            said, words = self._button
            form = said.get("form", self._form)
            self.buttons.append(Button(" ".join(words.split()), form, said))
            self._button = None
        elif tag == "a":
            self.links.setdefault(" ".join(self._link[1].split()), self._link[0])
            self._link = None

    def handle_data(self, data):
        if self._in_title:
            self.title += data
        elif self._area is not None:
            self._area[1] += data
        else:
            self.words.append(data)
        for there in (self._button, self._link):
            if there is not None:
                there[1] += data

    @property
    def text(self):
        """All words of the page."""
        return re.sub(r" ([.,:;)])", r"\1", " ".join(" ".join(self.words).split()))

    def button(self, words):
        """The button with these words."""
        seen = [button for button in self.buttons if button.said["class"] != "default-button"]
        return next(button for button in seen if button.words == words)


class Voter:
    """Somebody at a browser."""

    def __init__(self, browser):
        self.browser = browser
        self.answer = self.page = None

    async def opens(self, path):
        """Open a page by its address, and go where it leads."""
        return await self._see(await self.browser.get(path, follow_redirects=True))

    async def follows(self, words):
        """Follow a link by its words."""
        return await self.opens(self.page.links[words])

    def would_send(self, words, **typed):
        """What pressing a button would send: where to, and with which fields."""
        button = self.page.button(words)
        form = self.page.forms[button.form] if isinstance(button.form, str) else button.form
        filled = {name.replace("_", "-") if name[-1].isdigit() else name: value for name, value in typed.items()}
        fields = [(name, value) for name, value in form.fields if name not in filled]
        for name, value in filled.items():
            fields += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        if button.said.get("name"):
            fields.append((button.said["name"], button.said["value"]))
        data = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return button.said.get("formaction", form.action), data

    async def presses(self, words, **typed):
        """Fill in fields of the page and press a button."""
        return await self.sends(*self.would_send(words, **typed))

    async def sends(self, path, data):
        """Send a form."""
        return await self._see(await self.browser.post(path, data=data, follow_redirects=True))

    async def _see(self, answer):
        self.answer, self.page = answer, Seen(answer.text)
        return self.page


async def a_voter(app, cast, name):
    """Somebody of the cast, signed in by a code."""
    browser = Browser(app)
    code = await signing_in.issue_code(await cast.caller("roll_keeper"), cast.people[name], 1)
    answer = await browser.sign_in(code)
    assert answer.status_code == 303
    return Voter(browser)


async def a_published_definition(store, cast, **changes):
    """A definition of value that is published already."""
    content = definition_content(**changes)
    for outcome in content["outcomes"]:
        outcome["candidate_measures"] = []
    made = DefinitionOfValue.model_validate(
        {"name": f"{cast.jurisdiction}/{a_name()}", "version": "1.0.0", "demonstration": True, **content}
    )
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentPublished(made.reference, made.seal(), made.demonstration))
    return made.reference


async def an_outcome_vote(store, cast, rule, seconds=600.0, outcomes=3):
    """A vote among the outcomes of a published definition."""
    parts = [
        {"id": f"outcome-{n}", "statement": f"Outcome {n} gets better.", "domain": "experience"}
        for n in range(1, outcomes + 1)
    ]
    reference = await a_published_definition(store, cast, outcomes=parts)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    closes = datetime.now(UTC) + timedelta(seconds=seconds)
    officer = await cast.caller("officer")
    return await voting.open_outcome_vote(
        officer, reference, cast.jurisdiction, roll_id, rule, closes, "America/Chicago"
    )


async def everybody_votes(cast, vote_id, choice=Choice.APPROVE, **others):
    """Every voter of the cast casts a ballot, most of them the same."""
    for name in cast.people:
        if name.startswith("voter"):
            await voting.cast_ballot(await cast.caller(name), vote_id, others.get(name, choice))
