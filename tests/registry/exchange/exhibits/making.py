"""Facts of exhibits for tests: each builder states only what matters."""

from datetime import UTC, date, datetime
from uuid import UUID

from governance.definitions import DefinitionOfValue
from governance.priority_sets import PrioritySet
from governance.publication import DocumentEvent, EventKind, Published
from governance.translations import Translation
from measures import catalog
from registry.exchange.exhibits import Asserted, ExhibitFacts, Translated, Version

AT = datetime(2027, 1, 1, 12, tzinfo=UTC)
LABEL = {
    "label": "quality",
    "basis": "vote",
    "decision": "label-decision/US-TN/00000000-0000-4000-8000-000000000000",
    "digest": "sha256:" + "0" * 64,
}


def a_version(document, leaf=7, statements=None):
    """A document as it stands published."""
    sealed = document.seal()
    reference = document.reference.pinned(sealed.digest)
    published = Published(reference, sealed.content, AT, leaf, document.demonstration)
    return Version(published, document, statements or {})


def a_measure(name="tn-quiltss/cna-hours", demonstration=True):
    """A measure of the catalog, with what the catalog says about it."""
    entry = catalog.load().measures[name]
    said = {record.kind: record.content for record in entry.dated_records()}
    return a_version(entry.document(demonstration=demonstration), 3, said)


def a_definition(measure, **changes):
    """A definition with an outcome that a measure may show, and one that none does."""
    return DefinitionOfValue.model_validate(
        {
            "name": "US-TN/nf",
            "demonstration": True,
            "title": "Living well",
            "statement": "Life is as good as it can be.",
            "scopes": [{"populations": ["nf_residents"], "settings": ["nursing_facility"]}],
            "outcomes": [
                {
                    "id": "staff",
                    "statement": "Somebody is there.",
                    "domain": "experience",
                    "candidate_measures": [str(measure.reference)],
                },
                {"id": "friends", "statement": "Friends can visit.", "domain": "experience"},
            ],
            **changes,
        }
    )


def an_item(measure, **changes):
    """An item of a set that is paid on."""
    return {
        "measure": str(measure.reference),
        "title": "CNA hours per day",
        "role": "performance",
        "tier": "core",
        "weight": "1/4",
        "target": "5-17",
        "label": LABEL,
        **changes,
    }


def a_set(definition, *items, **changes):
    """A priority set of these items."""
    return PrioritySet.model_validate(
        {
            "name": "US-TN/nf",
            "demonstration": True,
            "title": "Nursing homes",
            "programme": "QuILTSS",
            "agency": "TennCare",
            "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
            "period": {"from": "2028-01-01", "to": "2028-12-31"},
            "statement": "What a nursing home is paid for.",
            "tiers": [{"key": "core", "name": "Core"}],
            "areas": [
                {
                    "id": "staff",
                    "statement": "Enough people.",
                    "outcome": {"definition": str(definition.reference), "outcome": "staff"},
                }
            ],
            "definitions": [str(definition.reference)],
            "differences": ["The state's own words are shortened."],
            "items": items,
            **changes,
        }
    )


def an_event(kind=EventKind.SUSPENDED, **changes):
    """Something that happened to the subject."""
    fields = {
        "id": UUID(int=1),
        "reference": None,
        "kind": kind,
        "effective_on": date(2028, 3, 1),
        "recorded_at": AT,
        "leaf": 9,
        **changes,
    }
    return DocumentEvent(**fields)


def a_translation(**changes):
    """A translation into Spanish of the definition."""
    fields = {
        "of": "sha256:" + "1" * 64,
        "language": "es",
        "title": "Vivir bien",
        "statement": "La vida es lo mejor que puede ser, señora.",
        "outcomes": [{"id": "staff", "statement": "Siempre hay alguien."}],
        "reviewed_by": "certified translator, state agency",
        "machine_drafted": True,
        **changes,
    }
    return Translated(Translation.model_validate(fields), "sha256:" + "2" * 64, 5)


def facts_of(subject, *cited, **changes):
    """The facts of an exhibit about a version."""
    fields = {
        "subject": subject,
        "cited": {each.reference.versioned: each for each in cited},
        "events": (),
        "checkpoint": Asserted("value.example/demonstration", "SHA256:" + "a" * 64, 12, "r" * 43 + "=", AT),
        "sources": catalog.load().sources,
        **changes,
    }
    return ExhibitFacts(**fields)


def the_facts(events=(), translated=False, **changes):
    """A priority set with a definition and a measure; `changes` are made to the set."""
    measure = a_measure()
    definition = a_version(a_definition(measure), 5)
    items = changes.pop("items", [an_item(measure)])
    subject = a_version(a_set(definition, *items, **changes))
    translations = {definition.reference.versioned: [a_translation()]} if translated else {}
    return facts_of(subject, definition, measure, events=events, translations=translations)
