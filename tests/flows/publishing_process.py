"""A process that publishes one priority set after another, for a test that kills it at any moment."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from measures.references import Reference
from registry import labelling, proposing, publishing
from registry.config import Settings
from registry.founding import open_registry
from registry.storage import labels
from tests.support import a_cast

MEASURES = ("measure/tn-quiltss/resident-satisfaction@1.0.0", "measure/mds/uti@1.0.0")


def a_set(definition):
    return {
        "title": "A set",
        "programme": "A programme",
        "agency": "An agency",
        "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
        "period": {"from": f"{datetime.now(UTC).year + 1}-01-01", "to": f"{datetime.now(UTC).year + 1}-12-31"},
        "definitions": [definition],
        "areas": [
            {
                "id": "a",
                "statement": "Residents are respected",
                "outcome": {"definition": definition, "outcome": "respect"},
            }
        ],
        "items": [{"measure": measure, "role": "performance", "area": "a"} for measure in MEASURES],
    }


async def main(data_dir, database_url, definition, name):
    async with open_registry(Settings(data_dir=Path(data_dir), database_url=database_url)) as store:
        cast = await a_cast(store)
        measures = tuple(map(Reference.parse, MEASURES))
        if not await labels.for_measures(measures):
            await labelling.accept_labels(await cast.caller("publisher"), cast.jurisdiction, measures, "a test")
        for number in range(1, 10_000):
            target = Reference.parse(f"priority-set/US-TN/{name}@1.0.{number}")
            drafter = await cast.caller("drafter")
            content = a_set(definition) | {"title": f"A set, for the {number}. time"}
            proposal_id = await proposing.draft(drafter, target, content, cast.agency)
            await proposing.open_for_comment(drafter, proposal_id)
            print(f"publishing {target}", flush=True)
            reference = await publishing.publish_priority_set(await cast.caller("publisher"), proposal_id)
            print(f"published {reference}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
