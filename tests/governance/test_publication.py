import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from governance.publication import (
    DocumentEvent,
    DocumentEventRecorded,
    DocumentPublished,
    EventKind,
    RecordsDated,
)
from governance.writing import WrittenText
from measures.documents import Sealed, digest_of
from measures.references import Reference
from registry.proof.leaves import EVENTS

DIGEST = "sha256:" + "a" * 64
REFERENCE = Reference.parse(f"priority-set/US-TN/quiltss-nf@2.1.0#{DIGEST}")
EVENT = DocumentEvent(UUID(int=1), REFERENCE, EventKind.SUSPENDED, date(2027, 1, 1))


def test_what_can_happen_is_what_the_log_records():
    assert {str(kind) for kind in EventKind} == {str(action) for action in EVENTS}


@pytest.mark.parametrize("kind", EventKind)
def test_the_bytes_of_an_event_say_what_happened_to_which_bytes(kind):
    content = json.loads(replace(EVENT, kind=kind).content())
    assert content == {
        "schema": "event/1",
        "id": str(UUID(int=1)),
        "reference": str(REFERENCE),
        "event": kind,
        "effective_on": "2027-01-01",
    }


def test_a_note_enters_the_bytes_as_its_salted_digest_only():
    noted = replace(EVENT, note="Ms Doe called", note_digest=DIGEST)
    assert b"Doe" not in noted.content()
    assert json.loads(noted.content())["note_digest"] == DIGEST
    assert replace(noted, note=None).content() == noted.content()


def test_when_it_was_recorded_and_where_changes_no_bytes():
    later = replace(EVENT, recorded_at=datetime(2027, 1, 2, tzinfo=UTC), leaf=7)
    assert later.content() == EVENT.content()


@pytest.mark.parametrize(
    "change",
    [
        {"id": UUID(int=2)},
        {"reference": REFERENCE.pinned("sha256:" + "b" * 64)},
        {"kind": EventKind.WITHDRAWN},
        {"effective_on": date(2027, 1, 2)},
        {"successor": str(REFERENCE)},
        {"note_digest": DIGEST},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_an_event_says_is_in_the_bytes(change):
    assert replace(EVENT, **change).content() != EVENT.content()


@pytest.mark.parametrize(
    "event",
    [
        DocumentPublished(REFERENCE, Sealed(b"{}", digest_of(b"{}")), demonstration=False),
        RecordsDated(REFERENCE, ()),
        DocumentEventRecorded(EVENT, WrittenText(UUID(int=3), "Ms Doe called", b"salt", DIGEST)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_happens_to_a_document_is_filed_under_its_version(event):
    assert event.subject == "priority-set/US-TN/quiltss-nf@2.1.0"
    assert "Doe" not in repr(event)
