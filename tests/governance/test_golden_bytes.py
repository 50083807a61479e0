"""Bytes that are published or committed to stand for ever: every later version of this project must give them.

A file under golden/ changes only together with the number of its schema.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest

from governance.advance import Upstream, UpstreamState
from governance.definitions import DefinitionOfValue
from governance.label_decisions import LabelDecision
from governance.members import Constituency
from governance.priority_sets import PrioritySet
from governance.publication import DocumentEvent, EventKind
from governance.rolls import Roll, RollEntry
from governance.rules import make_rule
from governance.votes import SubjectKind, Vote, VoteStage, closing
from measures.documents import canonical_json, digest_of
from measures.references import Reference

GOLDEN = Path(__file__).parent / "golden"
ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)
A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64
CENTRAL = timezone(timedelta(hours=-6))

DEFINITION = {
    "name": "US-TN/belonging",
    "version": "1.2.0",
    "title": "Belonging at home \u2013 e\u0301gal",
    "statement": "I live where I choose.\r\nI am known there.",
    "scopes": [
        {"populations": ["older_adults", "idd"], "settings": ["own_home", "hcbs"]},
        {"populations": ["brain_injury"], "settings": ["day_employment"]},
    ],
    "outcomes": [
        {
            "id": "friends",
            "statement": "I see my friends.",
            "domain": "social_connection",
            "candidate_measures": [f"measure/nci-idd/friends@1.0.0#{B}", f"measure/nci-ad/friends@1.0.0#{A}"],
        },
        {"id": "belonging", "statement": "I belong.", "domain": "experience"},
    ],
    "based_on": "value-definition/registry/experience@1.0.0",
    "sources": ["survey", "council"],
    "reading": "As the council reads it.",
}
PRIORITY_SET = {
    "name": "US-TN/core",
    "version": "2.1.0",
    "title": "Core measures",
    "programme": "CHOICES",
    "agency": "TennCare",
    "scope": {
        "populations": ["older_adults"],
        "settings": ["own_home"],
        "waiver_authority": "1115",
        "contract_types": ["provider", "plan"],
    },
    "period": {"from": "2027-01-01", "to": "2027-12-31"},
    "statement": "What counts next year.",
    "tiers": [{"key": "menu", "name": "Menu"}, {"key": "core", "name": "Core"}],
    "areas": [
        {
            "id": "friends",
            "statement": "People see their friends",
            "outcome": {"definition": "value-definition/US-TN/belonging@1.2.0", "outcome": "friends"},
        }
    ],
    "definitions": [f"value-definition/US-TN/belonging@1.2.0#{A}"],
    "differences": ["One measure fewer."],
    "sources": ["notice"],
    "items": [
        {
            "measure": f"measure/nci-ad/friends@1.0.0#{A}",
            "role": "performance",
            "area": "friends",
            "tier": "core",
            "weight": "1/4",
            "target": "90 % or more",
            "benchmark": "the state's median",
            "phase_path": [
                {"from": "2027-01-01", "role": "reporting", "category": "2B"},
                {
                    "from": "2028-01-01",
                    "role": "performance",
                    "category": "3A",
                    "replaced_by": "measure/nci-ad/x@1.0.0",
                },
            ],
            "stratification": ["race", "county"],
            "note": "Adults only.",
            "title": "Sees friends",
            "label": {"label": "quality", "basis": "vote", "decision": f"label-decision/US-TN/{ONE}", "digest": B},
        },
        {
            "measure": f"measure/hcbs-qms/ltss-1@1.0.0#{B}",
            "role": "threshold",
            "title": "Assessed in time",
            "label": {
                "label": "compliance",
                "basis": "accepted",
                "decision": f"label-decision/US-TN/{TWO}",
                "digest": A,
            },
        },
    ],
}
RULE = {
    "name": "golden",
    "title": "Two thirds",
    "threshold": "2/3",
    "comparison": "at_least",
    "denominator": "yes_no",
    "basis": "own_design",
    "source": "These tests.",
    "verified": True,
    "appeal_days": 0,
}


def the_definition(**changes):
    return DefinitionOfValue.model_validate({**DEFINITION, **changes})


def the_set(**changes):
    return PrioritySet.model_validate({**PRIORITY_SET, **changes})


def the_decision(**changes):
    fields = {
        "id": ONE,
        "jurisdiction": "US-TN",
        "measure": f"measure/nci-ad/friends@1.0.0#{A}",
        "label": "quality",
        "basis": "vote",
        "vote": TWO,
        "result_digest": B,
    }
    return LabelDecision.model_validate({**fields, **changes})


def the_roll():
    entries = (
        RollEntry(THREE, Constituency.CAREGIVER, None, recused=True),
        RollEntry(ONE, Constituency.MEMBER),
        RollEntry(TWO, Constituency.PROVIDER, "home-care-inc"),
    )
    return Roll(ONE, "US-TN", entries, TWO, datetime(2027, 1, 1, tzinfo=UTC))


def the_opening():
    vote = Vote(
        id=ONE,
        subject_kind=SubjectKind.VALUE_DEFINITION,
        subject="value-definition/US-TN/belonging@1.2.0",
        subject_digest=A,
        jurisdiction="US-TN",
        rule=make_rule(RULE, "golden"),
        roll_id=ONE,
        roll_digest=B,
        stage=VoteStage.OPEN,
        round=1,
        opens_at=datetime(2027, 3, 1, 15, 0, 0, 250_000, tzinfo=UTC),
        closes_at=datetime(2027, 3, 15, 17, tzinfo=CENTRAL),
        zone="America/Chicago",
        opened_by=THREE,
    )
    return vote.opening("c" * 64)


def the_event():
    return DocumentEvent(
        id=ONE,
        reference=Reference.parse(f"priority-set/US-TN/core@2.1.0#{A}"),
        kind=EventKind.SUPERSEDED,
        effective_on=date(2027, 7, 1),
        recorded_at=datetime(2027, 6, 1, tzinfo=UTC),
        note="never in the bytes",
        note_digest=B,
        successor=f"priority-set/US-TN/core@3.0.0#{B}",
        leaf=7,
    )


def a_suppression():
    return replace(
        the_event(),
        kind=EventKind.MEASURE_SUPPRESSED,
        successor=None,
        measure="measure/nci-ad/friends@1.0.0",
    )


def the_set_with_upstream(**changes):
    first, second = the_set().items
    upstream = Upstream(state=UpstreamState.FROZEN, because="it is listed in hcbs-qms-2024")
    known = first.model_copy(update={"upstream": upstream})
    return the_set(**changes).model_copy(update={"items": (known, second)})


BYTES = {
    "value-definition/1": lambda: the_definition().seal().content,
    "priority-set/1": lambda: the_set().seal().content,
    "label-decision/1": lambda: the_decision().seal().content,
    "vote-opening/2": the_opening,
    "vote-closing/2": lambda: closing(ONE, 1, "d" * 64, ["B", "A"]),
    "roll/1": lambda: the_roll().content(),
    "priority-set/2": lambda: the_set_with_upstream().seal().content,
    "event/1": lambda: the_event().content(),
    "event/2": lambda: a_suppression().content(),
}
DIGESTS = {
    "value-definition/1": "sha256:b6a676599efb3c26450fad59084fe7b9591225d8c019d889eeb145592fa7eb47",
    "priority-set/1": "sha256:3a6fe33e90d85293f63fc145753f8e2ae48931dab53daa81e89d4d27f507903c",
    "priority-set/2": "sha256:58a7377a2fbda8bc718df216db956f8cb56178e08d4e574b20245cf2c0860a97",
    "label-decision/1": "sha256:4f97aeb20dbd3098f13a5ec744a55f5e7e289db3a5d4121516b29671601bcb81",
    "vote-opening/2": "sha256:e1533e642da8e1965cc03af29e44378f723aff4d2e2951a6ceccfb51531ac00c",
    "vote-closing/2": "sha256:fdfe58b453d034ee867e53994a954494711524987e2bac7c882cd04d83efa703",
    "roll/1": "sha256:895eb127df810fee6eb635d9845c0a213fc5a3cb9e50044d4d7e50907db24c74",
    "event/1": "sha256:f759a3e93091544831030e241402b90fe13293c80f1168b7b9ba68212d57413c",
    "event/2": "sha256:c884159a609b75fb534a576de0614298982138300477bed353b73e35d6a85e65",
}


def kept(schema):
    return (GOLDEN / f"{schema.replace('/', '-')}.json").read_bytes()


@pytest.mark.parametrize("schema", BYTES)
def test_a_record_gives_the_bytes_that_are_kept(schema):
    assert BYTES[schema]() == kept(schema)
    assert digest_of(kept(schema)) == DIGESTS[schema]


@pytest.mark.parametrize("schema", BYTES)
def test_the_bytes_are_canonical_and_name_their_schema(schema):
    content = json.loads(kept(schema))
    assert canonical_json(content) == kept(schema)
    assert content["schema"] == schema


def test_the_bytes_of_every_schema_are_kept_whole():
    assert {path.name for path in GOLDEN.iterdir()} == {f"{schema.replace('/', '-')}.json" for schema in BYTES}
    assert set(DIGESTS) == set(BYTES)


def test_bytes_that_are_kept_can_be_read_back():
    assert DefinitionOfValue.from_content(json.loads(kept("value-definition/1"))) == the_definition()
    assert PrioritySet.from_content(json.loads(kept("priority-set/1"))) == the_set()
    assert PrioritySet.from_content(json.loads(kept("priority-set/2"))) == the_set_with_upstream()
    fields = {key: value for key, value in json.loads(kept("label-decision/1")).items() if key != "schema"}
    assert LabelDecision.model_validate(fields) == the_decision()


def test_bytes_of_an_earlier_schema_hold_no_later_field_and_the_other_way_round():
    later = json.loads(kept("priority-set/2"))
    with pytest.raises(ValueError, match="does not have every field"):
        PrioritySet.from_content({**later, "schema": "priority-set/1"})
    with pytest.raises(ValueError, match="later than it need be"):
        PrioritySet.from_content({**json.loads(kept("priority-set/1")), "schema": "priority-set/2"})


@pytest.mark.parametrize(
    ("schema", "make"),
    [("value-definition/1", the_definition), ("priority-set/1", the_set), ("label-decision/1", the_decision)],
)
def test_a_demonstration_says_so_in_its_bytes_and_nothing_else_differs(schema, make):
    shown = json.loads(make(demonstration=True).seal().content)
    assert shown == {**json.loads(kept(schema)), "demonstration": True}


def test_the_rule_of_an_opening_stands_under_one_digest():
    assert json.loads(kept("vote-opening/2"))["rule_digest"] == digest_of(canonical_json(make_rule(RULE, "golden")))
