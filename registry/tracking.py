"""Where a recorded contract stands: the steps of the framework, and the points that each side has to settle."""

from dataclasses import dataclass

from governance.priority_sets import PrioritySet
from measures.references import Kind, Reference
from registry.contracts.checklists import ChecklistPoint, checklist
from registry.contracts.framework_steps import Party
from registry.contracts.plans import RecordedPlan
from registry.contracts.step_evidence import RegistryFacts
from registry.contracts.steps import StepStanding, path_warnings, standings
from registry.contracts.summary import Contract
from registry.reading import read_document
from registry.storage import contracts, documents, plans


@dataclass(frozen=True, slots=True)
class ContractStanding:
    """A contract with its plan, its steps and its checklists. Whether it may be seen was asked before."""

    contract: Contract
    plan: RecordedPlan | None
    steps: tuple[StepStanding, ...]
    path_warnings: tuple[str, ...]

    def points(self, side: Party) -> tuple[ChecklistPoint, ...]:
        """What a side has to settle or define."""
        return checklist(side, self.contract.summary, self.plan.plan if self.plan else None)


async def standing_of(contract: Contract) -> ContractStanding:
    """Where a contract stands now, with what the registry knows of it."""
    plan = await plans.newest(contract.id)
    facts = await _facts(contract)
    steps = standings(contract.summary, plan.plan if plan else None, facts)
    return ContractStanding(contract, plan, steps, path_warnings(contract.summary))


async def _facts(contract: Contract) -> RegistryFacts:
    cited = contract.summary.citation
    pinned = await documents.get(cited)
    document = read_document(pinned.content)
    assert isinstance(document, PrioritySet)
    newest = await documents.get(Reference(cited.kind, cited.name))
    counted = await contracts.tally(contract.id)
    return RegistryFacts(
        definitions=len(document.definitions),
        rule_sets=len(await documents.page(Kind.RULE_SET, "", 1, cited.jurisdiction)),
        reports=counted["reports"],
        notices=counted["notices"],
        events=len(await documents.events(cited)),
        set_measures=frozenset(Reference.parse(item.measure).versioned for item in document.items),
        is_newer_set=newest.reference.version != cited.version,
        is_followed=await contracts.follower(contract.id) is not None,
    )
