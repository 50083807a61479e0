"""Sets that are published as they are, and contracts that cite them; a test states only what matters to it."""

from governance.members import PUBLIC
from governance.priority_sets import PrioritySet
from governance.publication import DocumentPublished
from measures import catalog
from registry.contracting import record_contract
from registry.storage import documents

DECISION = {
    "decision": "label-decision/US-TN/00000000-0000-4000-8000-000000000000",
    "digest": "sha256:" + "0" * 64,
}
YEAR = {"from": "2027-01-01", "to": "2027-12-31"}


async def a_published_set(store, name, measures, version="1.0.0", **changes):
    """The pinned reference of a set that was published with these measures (`family/slug`)."""
    there = await documents.many(f"measure/{each}@1.0.0" for each in measures)
    items = [
        {
            "measure": str(there[f"measure/{each}@1.0.0"].reference),
            "title": catalog.load().measures[each].title,
            "role": "reporting",
            "label": {"label": "quality", "basis": "vote", **DECISION},
        }
        for each in measures
    ]
    document = PrioritySet.model_validate(
        {
            "name": name,
            "version": version,
            "demonstration": True,
            "title": f"The set {name}",
            "programme": "A programme",
            "agency": "An agency",
            "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
            "period": YEAR,
            "items": items,
            **changes,
        }
    )
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentPublished(document.reference, document.seal(), document.demonstration))
    return (await documents.get(document.reference)).reference


async def a_contract_of(cast, cites, measures, period=YEAR, **changes):
    """The id of a contract that the cast's agency recorded."""
    content = {
        "title": "A contract",
        "payer": "Secret Plan",
        "providers": ["Secret Home"],
        "cites": str(cites),
        "categories": ["2C"],
        "measurement_period": period,
        "items": [{"measure": f"measure/{each}@1.0.0", "role": "performance"} for each in measures],
        **changes,
    }
    return await record_contract(await cast.caller("contract_manager"), cast.agency, content)
