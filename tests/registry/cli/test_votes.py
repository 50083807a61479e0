"""A vote's whole life by commands: every kind of ballot, rounds, recusals, clerks, receipts, appeals, advice."""

import os
import pty
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from tests.registry.cli.story import DEFINITION, tallied, terms, voted
from tests.registry.cli.support import ROOT
from tests.support import definition_content

VOTERS = ("member", "caregiver", "plan")


@pytest.fixture(scope="module")
def propose(shell, people, files):
    """Drafts definitions of value, each under a name of its own, and opens them for comment."""
    count = 0

    def make():
        nonlocal count
        count += 1
        target = f"value-definition/US-TN/by-command-{count}@1.0.0"
        proposal = shell.does(
            "definition", "draft", target, files(definition_content()), "--organisation", "tn-agency",
            token=people["drafter"].token,
        ).line  # fmt: skip
        shell.does("proposal", "open-for-comment", proposal, token=people["drafter"].token)
        return proposal

    return make


@pytest.fixture(scope="module")
def opened(shell, people, roll, propose):
    """Opens votes on new proposals and hands out their ids."""

    def make(*more, **changes):
        return shell.does("vote", "open", propose(), *terms(roll, **changes), *more, token=people["officer"].token).line

    return make


def as_(shell, people):
    """Commands as one of the people."""
    return lambda who, *arguments, **more: shell(*arguments, token=people[who].token if who else "", **more)


@pytest.fixture
def do(shell, people):
    return as_(shell, people)


KINDS = {
    "registry_points": (("--points", "respect=70", "--points", "belonging=30"), "70\n30\n", "sum"),
    "registry_ranking": (("--rank", "respect,belonging"), "respect,belonging\n", "winners"),
    "comet_pooled": (("--rate", "respect=9", "--rate", "belonging=8"), "9\n8\n", "result"),
    "registry_priorities": (("--approve", "respect"), "respect\n", "chosen"),
}


@pytest.mark.parametrize("rule", KINDS)
def test_outcomes_are_voted_on_by_every_kind_of_ballot(shell, people, roll, definition, do, rule):
    options, lines, finding = KINDS[rule]
    seats = ("--seats", 1) if rule == "registry_priorities" else ()
    opening = ("vote", "open-outcomes", DEFINITION, "--jurisdiction", "US-TN", *terms(roll, rule, "+6s"), *seats)
    assert do("plan", *opening).err.startswith("WRONG_ROLE: ")
    done = do("officer", *opening)
    assert done.err.startswith("Think it over: "), "warnings stand beside the answer"
    vote = done.line
    asked = do("plan", "ballot", "cast", vote, stdin=lines)
    assert asked.code == 0, asked
    assert "respect: Residents are treated with respect." in asked.err
    wrong = do("plan", "ballot", "cast", vote, "approve")
    assert (wrong.code, wrong.err.split(":")[0]) == (2, "WRONG_CHOICE")
    voted(shell, people, vote, dict.fromkeys(VOTERS, options))
    shown = shell.does("vote", "show", vote, "--json").json
    assert list(shown["candidates"]) == ["respect", "belonging"]
    assert (finding in shown["result"]["findings"]) is (rule != "registry_points"), (
        "of three ballots no shares are told"
    )
    assert "fewer than 11" in shell.does("vote", "show", vote).out


def test_without_consensus_it_is_discussed_and_a_second_round_shows_the_first_to_those_who_vote(
    shell, people, opened, do
):
    vote = opened()
    for name, choice in zip(VOTERS, ("approve", "reject", "abstain"), strict=True):
        shell.does("ballot", "cast", vote, choice, token=people[name].token)
    assert do("officer", "vote", "discuss", vote).err.startswith("WRONG_VOTE_STAGE: ")
    tallied(shell, people, vote)
    assert do("certifier", "vote", "certify", vote).err.startswith("ROUNDS_LEFT: ")
    assert do("plan", "vote", "discuss", vote).code == 4
    assert do("officer", "vote", "discuss", vote, "--until", "+1s").code == 0
    for who, rounds, is_shown in (("", 0, False), ("plan", 1, False), ("officer", 0, True)):
        shown = do(who, "vote", "show", vote, "--json").json
        assert (len(shown["earlier_rounds"]), shown["result"] is not None) == (rounds, is_shown), who
    again = ("vote", "next-round", vote, "--zone", "UTC")
    assert do("officer", *again, "--closes", "+9s").err.startswith("DISCUSSION_OPEN: ")
    time.sleep(1.1)
    assert do("plan", *again, "--closes", "+9s").code == 4
    started = do("officer", *again, "--closes", "+5s")
    assert started.line.startswith("Round 2 of the vote on value-definition/US-TN/")
    for who, rounds in (("", 0), ("drafter", 0), ("plan", 1), ("auditor", 1)):
        shown = do(who, "vote", "show", vote, "--json").json
        assert (len(shown["earlier_rounds"]), shown["result"]) == (rounds, None), who
    voted(shell, people, vote, dict.fromkeys(VOTERS, "approve"))
    seen = shell.does("vote", "show", vote).out
    assert "result of round" in seen
    assert "round 2, 20" in seen


def test_people_leave_the_roll_and_the_keeper_sees_turnout(shell, people, opened, do):
    vote = opened(closes="+1d")
    shell.does("ballot", "cast", vote, "approve", token=people["plan"].token)
    assert do("", "vote", "recuse", vote, "--reason", "x").err.startswith("SIGN_IN: ")
    assert do("plan", "vote", "recuse", vote, "--reason", "I work there.").line.endswith("has left the roll.")
    assert do("caregiver", "vote", "recuse", vote, people["member"].id, "--reason", "x").code == 4
    keeper = do("keeper", "vote", "turnout", vote, "--json").json
    assert (keeper["voters"], keeper["voted"], keeper["groups"]["member"]) == (2, 0, {"voters": 1, "voted": 0})
    officer = do("officer", "vote", "turnout", vote)
    assert officer.out.splitlines()[1].split() == ["all", "fewer", "than", "11", "0"]
    for who in ("", "plan", "drafter", "certifier", "auditor"):
        assert do(who, "vote", "turnout", vote).code == 4
        assert do(who, "vote", "on-roll", vote).code == 4
    assert do("officer", "vote", "on-roll", vote).code == 4
    rows = do("keeper", "vote", "on-roll", vote, "--json").json
    assert {(row["constituency"], row["recused"], row["voted"]) for row in rows} == {
        ("member", False, False), ("caregiver", False, False), ("plan", True, False),
    }  # fmt: skip
    left = do("keeper", "vote", "on-roll", vote, "--not-voted")
    assert people["plan"].id not in left.out
    assert people["member"].id in left.out


def test_two_people_enter_a_ballot_and_a_voter_sees_their_own(shell, people, opened, do):
    vote, member = opened(closes="+1d"), people["member"].id
    entering = ("ballot", "enter", vote, member)
    assert do("plan", *entering, "approve", "--channel", "paper").code == 4
    assert do("keeper", *entering, "--channel", "web", stdin="approve\n").err.startswith("BAD_USAGE: ")
    first = do("keeper", *entering, "--channel", "phone", stdin="reject\n")
    assert first.line == "It waits: a second person must enter the same."
    assert do("keeper", *entering, "reject", "--channel", "phone").err.startswith("SECOND_PERSON_NEEDED: ")
    assert do("officer", *entering, "approve", "--channel", "phone").code == 1
    assert do("officer", *entering, "reject", "--channel", "phone").code == 0
    assert do("keeper", *entering, "reject", "--channel", "phone", "--json").json["state"] == "counted"
    own = do("member", "ballot", "show", vote)
    assert [line.split()[0] for line in own.out.splitlines()] == ["vote", "round", "voted", "by", "receipt"]
    assert "reject" not in own.out
    assert do("plan", "ballot", "show", vote, "--json").json["voted"] is False
    assert do("", "ballot", "show", vote, "--json").json["receipt"] is None


def test_a_receipt_is_in_the_count_after_the_close(shell, people, opened, do):
    vote = opened()
    code = do("plan", "ballot", "cast", vote, "approve", "--json").json["receipt"]
    early = do("", "receipt", "check", vote, code)
    assert early.code == 1
    assert "can be checked from its close on" in early.out
    tallied(shell, people, vote)
    late = do("", "receipt", "check", vote, code.lower())
    assert (late.code, late.line) == (0, "The ballot of this receipt is in the count of round 1.")
    assert do("", "receipt", "check", vote, "AAAA-BBBB-CCCC-DDDD").code == 1


def test_an_appeal_is_dismissed_by_somebody_who_had_no_part(shell, people, opened, do):
    vote = opened(appeal_days=30)
    voted(shell, people, vote, dict.fromkeys(VOTERS, "approve"))
    assert do("drafter", "vote", "appeal", vote, "count", "No.").err.startswith("NOT_ON_ROLL: ")
    assert do("plan", "vote", "appeal", vote, "dislike", "No.").err.startswith("BAD_USAGE: ")
    appeal = do("plan", "vote", "appeal", vote, "count", "-", stdin="Count again.\n").line
    assert do("officer", "vote", "finalise", vote).err.startswith("APPEAL_WINDOW: ")
    assert do("certifier", "vote", "decide-appeal", appeal, "dismiss", "No.").code == 4
    decided = do("publisher", "vote", "decide-appeal", appeal, "dismiss", "Counted again, with the same result.")
    assert decided.line == "The appeal is dismissed; the result stands."
    assert do("publisher", "vote", "decide-appeal", appeal, "uphold", "Or not.").err.startswith("ALREADY_DECIDED: ")
    shown = shell.does("vote", "show", vote)
    assert "on count: Count again." in shown.out
    assert people["plan"].id not in shown.out, "who appealed is not shown"
    assert people["officer"].id not in shown.out, "nor who opened it"


def test_the_agency_decides_after_advice(shell, people, opened, do):
    vote = opened("--advisory")
    assert do("publisher", "vote", "decide", vote, "adopt", "Early.").code == 5
    voted(shell, people, vote, dict.fromkeys(VOTERS, "approve"))
    assert do("officer", "vote", "decide", vote, "decline", "The budget.").code == 4
    assert do("publisher", "vote", "decide", vote, "decline", "The budget.").code == 0
    shown = shell.does("vote", "show", vote, "--json").json
    assert (shown["advisory"], shown["agency_decision"]["adopts"]) == (True, False)
    assert "The budget." in shell.does("vote", "show", vote).out


def test_a_vote_opens_later_and_only_on_what_was_read(shell, people, roll, propose, do):
    proposal = propose()
    opening = ("vote", "open", proposal, *terms(roll, closes="+2d"), "--opens", "+1d")
    refused = do("officer", *opening, "--read", f"sha256:{'0' * 64}")
    assert refused.err.startswith("CHANGED_SINCE_READ: ")
    digest = shell.does("proposal", "show", proposal, "--json").json["content_digest"]
    vote = do("officer", *opening, "--read", digest).line
    assert do("plan", "ballot", "cast", vote, "approve").err.startswith("PROPOSAL_CLOSED: ")


def test_a_comment_window_is_announced_and_a_translation_added(shell, people, files, do):
    draft = ("definition", "draft", "value-definition/US-TN/translated@1.0.0", files(definition_content()))
    proposal = do("drafter", *draft, "--organisation", "tn-agency").line
    assert do("drafter", "proposal", "open-for-comment", proposal, "--until", "+0s").err.startswith(
        "BAD_COMMENT_WINDOW"
    )
    shell.does("proposal", "open-for-comment", proposal, "--until", "+21d", token=people["drafter"].token)
    shown = shell.does("proposal", "show", proposal, "--json").json
    left = datetime.fromisoformat(shown["comment_until"]) - datetime.now(UTC)
    assert left.days in (20, 21)
    translation = {
        "of": shown["content_digest"],
        "language": "es",
        "title": "Vivir bien",
        "statement": "Me tratan con respeto.",
        "outcomes": [{"id": "respect", "statement": "Respeto."}, {"id": "belonging", "statement": "En casa."}],
        "reviewed_by": "Certified translator",
        "machine_drafted": True,
    }
    assert do("plan", "proposal", "translate", proposal, files(translation)).code == 4
    assert len(do("drafter", "proposal", "translate", proposal, files(translation)).line) == 36
    wrong = files({**translation, "outcomes": []})
    assert do("drafter", "proposal", "translate", proposal, wrong).err.startswith("TRANSLATION_MISMATCH: ")


def at_a_terminal(shell, arguments, token, typed):
    """Run a command at a terminal, type into it, and hand out its exit code and all that was seen."""
    outer, inner = pty.openpty()
    environment = os.environ | shell.environment | {"PYTHONPATH": str(ROOT), "VALUE_REGISTRY_TOKEN": token}
    process = subprocess.Popen(
        [sys.executable, "-m", "registry.cli", *arguments], stdin=inner, stdout=inner, stderr=inner, env=environment,
        start_new_session=True,  # without the terminal of whoever runs the tests
    )  # fmt: skip
    os.close(inner)
    seen = b""
    for number, (question, answer) in enumerate(typed, start=1):
        while seen.count(question.encode()) < number:
            seen += os.read(outer, 4096)
        time.sleep(0.2)  # until the echo is off
        os.write(outer, f"{answer}\n".encode())
    while chunk := _rest(outer):
        seen += chunk
    return process.wait(timeout=30), seen.decode()


def _rest(outer):
    try:
        return os.read(outer, 4096)
    except OSError:  # the terminal is gone once nobody holds its other end
        return b""


def test_at_a_terminal_the_choice_is_asked_for_again_and_never_shown(shell, people, opened):
    vote = opened(closes="+1d")
    code, seen = at_a_terminal(
        shell,
        ("ballot", "cast", vote),
        people["plan"].token,
        [("Your choice", "rejekt"), ("Your choice", "reject")],
    )
    assert code == 0, seen
    assert "What you typed is not shown." in seen
    assert "Your ballot is cast." in seen
    assert "rejekt" not in seen
    assert seen.count("reject") == seen.count("(approve, reject, abstain)") == 2, "the choices, each time it asks"
