"""A registry with the real catalog, and a set that was published in it by commands alone."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from registry.cli.yaml_files import to_yaml
from tests.registry.cli.story import (
    CHOICE,
    CONSTITUENCIES,
    DEFINITION,
    RESPECT,
    ROLES,
    SET,
    set_content,
    terms,
    voted,
)
from tests.registry.cli.support import Shell, environment_of
from tests.support import definition_content


@pytest.fixture(scope="module")
def shell(settings):
    opened = Shell(environment_of(settings))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def people(shell):
    """A state's agency with its staff and voters: their ids and tokens, by name."""
    shell.does("organisation", "add", "tn-agency", "The agency", "--kind", "state", "--jurisdiction", "US-TN")
    found = {}
    for name, role in ROLES.items():
        person = shell.does("person", "add", name).line
        shell.does("role", "grant", person, role, "--organisation", "tn-agency")
        found[name] = SimpleNamespace(id=person, token=shell.does("token", "issue", "--person", person).line)
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Writes content into a file and hands out its path."""
    directory = tmp_path_factory.mktemp("files")

    def write(content, name="content.yaml"):
        path = directory / f"{uuid4().hex[:6]}-{name}"
        path.write_text(content if isinstance(content, str) else to_yaml(content))
        return path

    return write


@pytest.fixture(scope="module")
def roll(shell, people, files):
    lines = [f"{people[name].id},{constituency},," for name, constituency in CONSTITUENCIES.items()]
    text = "\n".join(["person,constituency,organisation,recused", *lines])
    return shell.does(
        "roll", "make", files(text, "roll.csv"), "--jurisdiction", "US-TN", token=people["keeper"].token
    ).line


@pytest.fixture(scope="module")
def definition(shell, people, files, roll):
    """An adopted definition of value, and what the commands said on the way."""
    drafter, said = people["drafter"].token, SimpleNamespace()
    proposal = shell.does(
        "definition", "draft", DEFINITION, files(definition_content()), "--organisation", "tn-agency", token=drafter
    ).line
    said.hidden = shell("proposal", "show", proposal)
    said.window = shell.does("proposal", "comment-window", proposal, token=drafter)
    comment = shell.does(
        "comment", "add", proposal, "-", token=people["member"].token, stdin="Who listens to me?\n"
    ).line
    shell.does("comment", "answer", comment, "accepted", "We added it.", token=drafter)
    said.comments = shell.does("comment", "list", proposal)
    said.vote = shell.does("vote", "open", proposal, *terms(roll), token=people["officer"].token).line
    said.cast = shell.does("ballot", "cast", said.vote, "reject", token=people["plan"].token)
    said.withdrawn = shell.does("ballot", "withdraw", said.vote, token=people["plan"].token)
    said.typed = shell("ballot", "cast", said.vote, token=people["plan"].token, stdin="approve\n")
    said.not_on_roll = shell("ballot", "cast", said.vote, "approve", token=people["officer"].token)
    said.too_early = shell("vote", "close", said.vote, token=people["officer"].token)
    said.certified = voted(shell, people, said.vote, {"member": "approve", "caregiver": "approve"})
    said.proposal = proposal
    return said


@pytest.fixture(scope="module")
def published(shell, people, files, roll, definition):
    """A published set, and what the commands said on the way."""
    drafter, publisher, said = people["drafter"].token, people["publisher"].token, SimpleNamespace()
    vote = shell.does(
        "vote", "open-label", RESPECT, "--jurisdiction", "US-TN", *terms(roll, "registry_label"),
        token=people["officer"].token,
    ).line  # fmt: skip
    said.label_vote = voted(shell, people, vote, dict.fromkeys(("member", "caregiver", "plan"), "quality"))
    said.labels = shell.does("label", "accept", "US-TN", CHOICE, "--reason", "The council agrees.", token=publisher)
    incomplete = files(set_content(period=None))
    proposal = shell.does(
        "priority-set", "draft", SET, incomplete, "--organisation", "tn-agency", token=drafter
    ).line  # fmt: skip
    said.obstacles = shell("proposal", "obstacles", proposal, token=drafter)
    shell.does("proposal", "revise", proposal, files(set_content()), token=drafter)
    shell.does("proposal", "comment-window", proposal, token=drafter)
    said.ready = shell.does("proposal", "obstacles", proposal)
    said.own = shell("priority-set", "publish", proposal, token=drafter)
    said.reference = shell.does("priority-set", "publish", proposal, token=publisher).line
    return said
