"""The story that the tests of the commands tell: a state's people, what they write, and how they vote."""

import time
from datetime import UTC, datetime

ROLES = {
    "drafter": "state_drafter",
    "publisher": "state_publisher",
    "keeper": "roll_keeper",
    "officer": "vote_officer",
    "certifier": "certifier",
    "second": "certifier",
    "auditor": "auditor",
    "manager": "contract_manager",
    "member": "member",
    "caregiver": "member",
    "plan": "member",
}
CONSTITUENCIES = {"member": "member", "caregiver": "caregiver", "plan": "plan"}
DEFINITION = "value-definition/US-TN/living-well@1.0.0"
SET = "priority-set/US-TN/living-well@1.0.0"
RESPECT = "measure/tn-quiltss/respectful-treatment@1.0.0"
CHOICE = "measure/tn-quiltss/resident-choice@1.0.0"
ZONE = "America/Chicago"


def voted(shell, people, vote, choices):
    """Cast ballots, wait for the deadline, and take the vote to its end."""
    for name, choice in choices.items():
        said = choice if isinstance(choice, tuple) else (choice,)
        shell.does("ballot", "cast", vote, *said, token=people[name].token)
    tallied(shell, people, vote)
    shell.does("vote", "certify", vote, token=people["certifier"].token)
    return shell.does("vote", "certify", vote, token=people["second"].token)


def tallied(shell, people, vote):
    """Wait for the deadline of a vote, close it and tally it."""
    closes = datetime.fromisoformat(shell.does("vote", "show", vote, "--json").json["closes_at"])
    time.sleep(max(0.0, (closes - datetime.now(UTC)).total_seconds()) + 0.05)
    shell.does("vote", "close", vote, token=people["officer"].token)
    shell.does("vote", "tally", vote, token=people["officer"].token)


def terms(roll, rule="registry_default", closes="+5s", appeal_days=0):
    return ("--roll", roll, "--rule", rule, "--closes", closes, "--zone", ZONE, "--appeal-days", appeal_days)


def set_content(**changes):
    return {
        "title": "Living well in a nursing home",
        "programme": "QuILTSS",
        "agency": "The agency",
        "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
        "period": {"from": "2027-01-01", "to": "2027-12-31"},
        "areas": [
            {"id": "respect", "statement": "Residents are treated with respect.",
             "outcome": {"definition": DEFINITION, "outcome": "respect"}},
        ],
        "definitions": [DEFINITION],
        "items": [
            {"measure": RESPECT, "role": "performance", "weight": "1/2", "area": "respect"},
            {"measure": CHOICE, "role": "performance", "weight": "1/2", "area": "respect"},
        ],
        **changes,
    }  # fmt: skip


def a_contract(cites, **changes):
    return {
        "title": "A nursing home initiative",
        "payer": "The plan",
        "providers": ["The home"],
        "cites": cites,
        "categories": ["2C"],
        "signed_on": "2026-12-01",
        "measurement_period": {"from": "2027-01-01", "to": "2027-12-31"},
        "items": [{"measure": RESPECT, "role": "performance"}, {"measure": CHOICE, "role": "performance"}],
        **changes,
    }
