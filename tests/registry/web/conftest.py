"""The application over the module's own registry, and one priority set in it with two versions."""

import httpx
import pytest_asyncio

from governance.members import PUBLIC
from governance.priority_sets import PrioritySet
from governance.publication import DocumentPublished
from measures.references import Reference
from registry.app import create_app
from registry.storage import documents

MEASURE = "measure/tn-quiltss/cna-hours@1.0.0"
SET = "priority-set/US-TN/nf"


@pytest_asyncio.fixture(scope="module")
async def app(settings, store):
    return create_app(settings, store=store)


@pytest_asyncio.fixture(scope="module")
async def client(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test") as client:
        yield client


def a_set(measures, version="1.0.0", **changes):
    """A published priority set over some measures, each with a label; the first adopted by vote, the rest accepted."""
    items = [
        {
            "measure": str(published.reference),
            "title": f"Measure {number}",
            "role": "performance" if number == 0 else "reporting",
            "weight": "1/4" if number == 0 else None,
            "label": {
                "label": "quality" if number == 0 else "compliance",
                "basis": "vote" if number == 0 else "accepted",
                "decision": "label-decision/US-TN/00000000-0000-4000-8000-000000000000",
                "digest": "sha256:" + "0" * 64,
            },
        }
        for number, published in enumerate(measures)
    ]
    return PrioritySet.model_validate(
        {
            "name": SET.removeprefix("priority-set/"),
            "version": version,
            "demonstration": True,
            "title": "Nursing homes <b>&</b> people",
            "programme": "QuILTSS",
            "agency": "TennCare",
            "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
            "period": {"from": "2099-01-01", "to": "2099-12-31"},
            "statement": "What a nursing home is paid for.",
            "areas": [{"id": "respect", "statement": "Residents are treated with respect."}],
            "differences": ["The state names four areas; two are stated here as outcomes."],
            "items": items,
            **changes,
        }
    )


async def publish(store, *made):
    """Publish documents as they are."""
    async with store.write(PUBLIC) as tx:
        for document in made:
            await tx.record(DocumentPublished(document.reference, document.seal(), document.demonstration))


@pytest_asyncio.fixture(scope="module")
async def published_sets(store):
    """Version 1.0.0 and 1.1.0 of a priority set."""
    names = [MEASURE, "measure/tn-quiltss/staff-satisfaction@1.0.0"]
    measures = list((await documents.many(names)).values())
    await publish(store, a_set(measures), a_set(measures, "1.1.0", title="Nursing homes, again"))
    return [await documents.get(Reference.parse(f"{SET}@{version}")) for version in ("1.0.0", "1.1.0")]
