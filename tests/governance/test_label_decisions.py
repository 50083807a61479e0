import json
from uuid import UUID, uuid4

import pytest

from governance.label_decisions import SCHEMA, LabelBasis, LabelDecided, LabelDecision
from governance.writing import WrittenText
from measures.documents import canonical_json, digest_of
from measures.errors import InvalidError
from measures.labels import MeasureLabel
from measures.references import Kind, Reference
from measures.validation import parse

DIGEST = "sha256:" + "a" * 64
ID, VOTE = UUID(int=1), UUID(int=2)
MEASURE = f"measure/hcbs-qms/ltss-1@1.2.0#{DIGEST}"
BY_VOTE = {"basis": "vote", "vote": VOTE, "result_digest": DIGEST}
ACCEPTED = {"basis": "accepted", "reason_digest": DIGEST}


def a_decision(**changes):
    fields = {"id": ID, "jurisdiction": "US-TN", "measure": MEASURE, "label": "quality", **changes}
    return parse(LabelDecision, fields if "basis" in fields else {**fields, **BY_VOTE}, "here")


def test_a_decision_is_named_by_its_jurisdiction_and_id():
    assert a_decision().reference == f"label-decision/US-TN/{ID}"


@pytest.mark.parametrize("rests_on", [BY_VOTE, ACCEPTED], ids=["vote", "accepted"])
@pytest.mark.parametrize("label", MeasureLabel)
def test_the_bytes_hold_no_person_and_no_free_text_and_can_be_read_back(rests_on, label):
    decision = a_decision(label=label, **rests_on)
    sealed = decision.seal()
    content = json.loads(sealed.content)
    assert set(content) == {"schema", "id", "jurisdiction", "measure", "label", *rests_on}
    assert content["schema"] == SCHEMA == "label-decision/1"
    assert content["basis"] == LabelBasis(rests_on["basis"])
    assert (sealed.digest, sealed.content) == (digest_of(sealed.content), canonical_json(content))
    del content["schema"]
    assert LabelDecision.model_validate(content).seal() == sealed


def test_demonstration_is_left_out_unless_it_is_true():
    live = json.loads(a_decision().seal().content)
    shown = json.loads(a_decision(demonstration=True).seal().content)
    assert "demonstration" not in live
    assert shown == {**live, "demonstration": True}


@pytest.mark.parametrize(
    "changes",
    [
        {"basis": "vote"},
        {"basis": "vote", "vote": VOTE},
        {"basis": "vote", "result_digest": DIGEST},
        {"basis": "vote", "reason_digest": DIGEST},
        {"basis": "accepted"},
        {**ACCEPTED, "vote": VOTE},
        {**ACCEPTED, "result_digest": DIGEST},
        {**ACCEPTED, "reason_digest": None},
        {**ACCEPTED, "reason_digest": "because"},
        {"basis": "proposed"},
        {"label": "unsure"},
        {"jurisdiction": "TN"},
        {"jurisdiction": ""},
        {"jurisdiction": "US-TN/x"},
        {"id": "1"},
        {"demonstration": "yes"},
        {"reason": "because"},
    ],
    ids=repr,
)
def test_a_decision_says_what_it_rests_on(changes):
    with pytest.raises(InvalidError) as refused:
        a_decision(**changes)
    assert refused.value.code == "INVALID_FIELD"


@pytest.mark.parametrize("jurisdiction", ["US", "US-TN", "registry"])
def test_a_decision_holds_in_one_jurisdiction(jurisdiction):
    assert a_decision(jurisdiction=jurisdiction).reference.split("/")[1] == jurisdiction


@pytest.mark.parametrize(
    "measure", ["measure/hcbs-qms/ltss-1", "measure/hcbs-qms/ltss-1@1.2.0", f"term/registry/x@1.0.0#{DIGEST}"]
)
def test_a_decision_is_about_pinned_bytes_of_a_measure(measure):
    with pytest.raises(InvalidError) as refused:
        a_decision(measure=measure)
    assert refused.value.code == "BAD_REFERENCE"


@pytest.mark.parametrize(
    ("measure", "covered"),
    [
        (MEASURE, True),
        ("measure/hcbs-qms/ltss-1@1.2.0", True),
        ("measure/hcbs-qms/ltss-1@1.0.0", True),
        ("measure/hcbs-qms/ltss-1@1.99.7", True),
        (f"measure/hcbs-qms/ltss-1@1.2.0#sha256:{'b' * 64}", True),
        ("measure/hcbs-qms/ltss-1@2.0.0", False),
        ("measure/hcbs-qms/ltss-1@0.1.2", False),
        ("measure/hcbs-qms/ltss-1@11.2.0", False),
        ("measure/hcbs-qms/ltss-1", False),
        ("measure/hcbs-qms/ltss-2@1.2.0", False),
        ("measure/mlts-qms/ltss-1@1.2.0", False),
    ],
)
def test_a_decision_covers_the_major_version_of_its_measure(measure, covered):
    assert a_decision().covers(Reference.parse(measure)) is covered


@pytest.mark.parametrize("kind", Kind)
def test_a_decision_covers_no_document_of_another_kind_with_the_same_name(kind):
    decision = a_decision(measure=f"measure/registry/clean-claim@1.0.0#{DIGEST}")
    assert decision.covers(Reference(kind, "registry/clean-claim", "1.0.0")) is (kind is Kind.MEASURE)


def test_the_event_shows_no_reason():
    decision = a_decision(**ACCEPTED)
    event = LabelDecided(decision, decision.seal(), WrittenText(uuid4(), "a secret reason", b"salt", DIGEST))
    assert (event.subject, event.digest) == (decision.reference, decision.seal().digest)
    assert "secret" not in repr(event)
    assert "salt" not in repr(event)
