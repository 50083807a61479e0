"""A second state, whose program was suspended: the set that was published still resolves, and says so."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

from governance import programs
from governance.document_events import Said
from governance.members import Role
from governance.phases import ItemRole
from governance.publication import EventKind
from governance.rules import Choice
from measures.references import Reference
from registry import contracting, labelling, proposing, publishing, voting
from registry.checking import check_contract
from registry.demonstration import content, votes
from registry.demonstration.people import Cast, invite, invite_one
from registry.resolving import AsOf, resolve
from registry.storage import documents, labels
from registry.storage.transaction import Store


class SuspendedProgram:
    """One run. What an interrupted run has done already is found and kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._words: Mapping[str, Any] = content.content()["suspended"]
        self._agency: str = self._words["agency"]["slug"]

    async def told(self) -> list[str]:
        """Publish the set, suspend it, and say how it stands and what that does to a contract, in sentences."""
        cast = await invite(self._store, self._words)
        await self._definition(cast)
        await self._labels(cast)
        reference = await self._published(cast)
        await self._suspended(cast, reference)
        return [
            *(await self._standing(reference)),
            await self._contract(reference),
        ]

    async def _definition(self, cast: Cast) -> None:
        words = self._words["definition"]
        if await documents.find(Reference.parse(words["target"])) is not None:
            return
        draft = await proposing.draft(
            cast[Role.STATE_DRAFTER], Reference.parse(words["target"]), words["content"], self._agency
        )
        await proposing.open_for_comment(cast[Role.STATE_DRAFTER], draft)
        roll = await voting.make_roll(cast[Role.ROLL_KEEPER], self._words["agency"]["jurisdiction"], cast.entries())
        vote = await votes.open_on(cast, draft, roll, self._words["zone"], votes.WINDOW_BESIDE)
        await votes.cast_all(cast, vote, Choice.APPROVE, {})
        await votes.conclude(cast, vote)

    async def _labels(self, cast: Cast) -> None:
        jurisdiction = self._words["agency"]["jurisdiction"]
        chosen = [Reference.parse(content.version(use.measure)) for use in self._program().measures]
        decided = {
            Reference.parse(kept.decision.measure).name
            for kept in await labels.for_measures(chosen)
            if kept.decision.jurisdiction == jurisdiction
        }
        if others := tuple(each for each in chosen if each.name not in decided):
            await labelling.accept_labels(cast[Role.STATE_PUBLISHER], jurisdiction, others, self._words["label_reason"])

    async def _published(self, cast: Cast) -> Reference:
        target = Reference.parse(self._words["target"])
        if (there := await documents.find(target)) is not None:
            return there.reference
        draft = await proposing.draft(cast[Role.STATE_DRAFTER], target, self._set(), self._agency)
        await proposing.open_for_comment(cast[Role.STATE_DRAFTER], draft)
        return await publishing.publish_priority_set(cast[Role.STATE_PUBLISHER], draft)

    def _program(self) -> programs.StateProgram:
        return programs.load()[self._words["program"]]

    def _set(self) -> dict[str, Any]:
        program, words = self._program(), self._words
        return {
            "title": program.name,
            "programme": program.name,
            "agency": program.agency,
            "scope": {"populations": sorted(program.populations), "settings": sorted(program.settings)},
            "period": words["period"],
            "definitions": [words["definition"]["target"]],
            "areas": words["areas"],
            "items": [
                {
                    "measure": content.version(use.measure),
                    "role": ItemRole.PERFORMANCE.value,
                    "area": words["area_of"][use.measure],
                }
                for use in program.measures
            ],
            "differences": words["differences"],
            "sources": sorted(program.sources),
        }

    async def _suspended(self, cast: Cast, reference: Reference) -> None:
        if await documents.events(reference):
            return
        day = date.fromisoformat(self._words["effective_on"])
        said = Said(self._words["note"])
        await publishing.record_event(cast[Role.STATE_PUBLISHER], reference, EventKind.SUSPENDED, day, said)

    async def _standing(self, reference: Reference) -> list[str]:
        day = date.fromisoformat(self._words["effective_on"])
        asked = [date.fromisoformat(self._words["period"]["from"]), day]
        found = await asyncio.gather(*(resolve(reference, AsOf(on)) for on in asked))
        return [f"{reference.versioned}. {each.standing.sentences[0]}" for each in found]

    async def _contract(self, reference: Reference) -> str:
        """A contract that begins after the day: the state's rules do not bind it, and it resolves all the same."""
        year = date.fromisoformat(self._words["effective_on"]).year
        manager = await invite_one(self._store, Role.CONTRACT_MANAGER, self._agency)
        summary = {
            "title": f"{self._program().name}: a contract of {year} (demonstration)",
            "payer": "A plan (demonstration)",
            "providers": ["A home care agency (demonstration)"],
            "cites": str(reference),
            "categories": ["2C"],
            "measurement_period": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
            "items": [
                {"measure": content.version(use.measure), "role": ItemRole.REPORTING.value}
                for use in self._program().measures
            ],
        }
        contract_id = await contracting.record_contract(manager, self._agency, summary)
        contract = await contracting.contract_of(manager.actor, contract_id)
        report = await check_contract(contract, Reference.parse(self._words["rules"]))
        return (
            f"A contract of {year} still resolves; against {self._words['rules']}: {report.verdict.replace('_', ' ')}."
        )
