"""What may happen to a published version after what happened before, and what each event has to say."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from governance.document_events import (
    EventIncompleteError,
    EventOutOfOrderError,
    Said,
    require_complete,
    require_new,
    require_order,
)
from governance.publication import DocumentEvent, EventKind
from measures.measure import MeasureSpecification
from measures.references import Reference
from registry.contracts.terms import load as load_terms
from tests.governance.test_golden_bytes import the_set

REFERENCE = Reference.parse(f"priority-set/US-TN/core@2.1.0#sha256:{'a' * 64}")
DAY = date(2027, 3, 1)


def earlier(*kinds):
    return [DocumentEvent(UUID(int=n), REFERENCE, EventKind(kind), DAY, leaf=n) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("before", "kind", "refused"),
    [
        ((), "suspended", False),
        ((), "resumed", True),
        ((), "superseded", True),
        ((), "withdrawn", False),
        (("suspended",), "suspended", True),
        (("suspended",), "resumed", False),
        (("suspended", "resumed"), "suspended", False),
        (("suspended", "resumed"), "resumed", True),
        (("withdrawn",), "suspended", True),
        (("withdrawn",), "erratum", True),
        (("superseded",), "suspended", False),
        (("superseded",), "withdrawn", False),
        (("erratum",), "erratum", False),
    ],
)
def test_events_follow_each_other_in_order(before, kind, refused):
    if refused:
        with pytest.raises(EventOutOfOrderError):
            require_order(EventKind(kind), DAY, earlier(*before))
    else:
        require_order(EventKind(kind), DAY, earlier(*before))


def test_nothing_is_resumed_before_the_day_on_which_it_stopped():
    with pytest.raises(EventOutOfOrderError, match="2027-03-01"):
        require_order(EventKind.RESUMED, date(2027, 2, 28), earlier("suspended"))


def a_measure():
    return MeasureSpecification.model_construct(name="nci-ad/friends", version="1.0.0")


INCOMPLETE = {
    "an erratum without words": (EventKind.ERRATUM, the_set, Said()),
    "a suspension that names a measure": (EventKind.SUSPENDED, the_set, Said(measure="measure/nci-ad/friends@1.0.0")),
    "a withdrawal that names a last day": (EventKind.WITHDRAWN, the_set, Said(ends=date(2027, 6, 30))),
    "a suppression without a measure": (EventKind.MEASURE_SUPPRESSED, the_set, Said()),
    "a measure that the set does not have": (
        EventKind.MEASURE_SUPPRESSED,
        the_set,
        Said(measure="measure/nci-ad/other@1.0.0"),
    ),
    "another version of the measure": (
        EventKind.MEASURE_SUPPRESSED,
        the_set,
        Said(measure="measure/nci-ad/friends@2.0.0"),
    ),
    "a measure that names another": (
        EventKind.MEASURE_SUPPRESSED,
        a_measure,
        Said(measure="measure/nci-ad/friends@1.0.0"),
    ),
    "a term has no measures": (
        EventKind.MEASURE_SUPPRESSED,
        lambda: next(iter(load_terms().values())).document(demonstration=False),
        Said(measure="measure/nci-ad/friends@1.0.0"),
    ),
    "a truncation without a day": (EventKind.PERIOD_TRUNCATED, the_set, Said()),
    "a last day that is the old one": (EventKind.PERIOD_TRUNCATED, the_set, Said(ends=date(2027, 12, 31))),
    "a last day before the period": (EventKind.PERIOD_TRUNCATED, the_set, Said(ends=date(2026, 12, 31))),
    "a last day before it holds": (EventKind.PERIOD_TRUNCATED, the_set, Said(ends=date(2027, 2, 1))),
    "a measure has no period": (EventKind.PERIOD_TRUNCATED, a_measure, Said(ends=date(2027, 6, 30))),
}


@pytest.mark.parametrize(("kind", "document", "said"), INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_an_event_that_does_not_say_what_it_has_to_is_refused(kind, document, said):
    with pytest.raises(EventIncompleteError):
        require_complete(kind, document(), DAY, said)


def test_a_suppression_names_the_version_that_the_set_pins():
    for text in ("measure/nci-ad/friends", "measure/nci-ad/friends@1.0.0"):
        said = require_complete(EventKind.MEASURE_SUPPRESSED, the_set(), DAY, Said(measure=text))
        assert said.measure == "measure/nci-ad/friends@1.0.0"


def test_a_measure_that_is_suppressed_itself_names_none():
    assert require_complete(EventKind.MEASURE_SUPPRESSED, a_measure(), DAY, Said()) == Said()


@pytest.mark.parametrize(
    ("ends", "effective_on"),
    [
        (date(2027, 6, 30), DAY),
        (date(2027, 1, 1), date(2026, 12, 1)),
        (date(2027, 12, 30), DAY),
        (DAY, DAY),
    ],
    ids=["in the middle", "on its first day", "a day before its end", "on the day from which it holds"],
)
def test_a_period_may_end_earlier(ends, effective_on):
    said = Said(ends=ends)
    assert require_complete(EventKind.PERIOD_TRUNCATED, the_set(), effective_on, said) == said


FALLS, UTI = "measure/nf/falls@1.0.0", "measure/mds/uti@1.0.0"


@pytest.mark.parametrize(
    ("kind", "before", "after", "refused"),
    [
        (EventKind.MEASURE_SUPPRESSED, Said(measure=FALLS), Said(measure=FALLS), True),
        (EventKind.MEASURE_SUPPRESSED, Said(measure=FALLS), Said(measure=UTI), False),
        (EventKind.MEASURE_SUPPRESSED, Said(), Said(), True),
        (EventKind.PERIOD_TRUNCATED, Said(ends=date(2027, 9, 30)), Said(ends=date(2027, 9, 29)), False),
        (EventKind.PERIOD_TRUNCATED, Said(ends=date(2027, 9, 30)), Said(ends=date(2027, 9, 30)), True),
        (EventKind.PERIOD_TRUNCATED, Said(ends=date(2027, 9, 30)), Said(ends=date(2027, 10, 1)), True),
        (EventKind.ERRATUM, Said("a"), Said("a"), False),
    ],
)
def test_nothing_is_suppressed_twice_and_no_period_grows_again(kind, before, after, refused):
    there = [replace(event, measure=before.measure, ends=before.ends) for event in earlier(kind)]
    if refused:
        with pytest.raises(EventOutOfOrderError):
            require_new(kind, after, there)
    else:
        require_new(kind, after, there)


def test_a_suppression_does_not_stand_in_the_way_of_a_truncation():
    there = [replace(event, measure=FALLS) for event in earlier(EventKind.MEASURE_SUPPRESSED)]
    require_new(EventKind.PERIOD_TRUNCATED, Said(ends=date(2027, 9, 30)), there)
