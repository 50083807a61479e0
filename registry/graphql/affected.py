"""Who relies on a version, what changes on which day, and what a contract would meet at renewal."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from measures.references import Reference
from registry import renewing, scheduling
from registry.contracts.renewal import RenewalDifference, RenewalKind, RenewalPoint
from registry.contracts.summary import ContractId
from registry.exchange.calendars import CalendarEntry, EntryKind
from registry.graphql.connections import Jurisdiction, uuid_of
from registry.graphql.context import Info
from registry.graphql.contracts import ContractIdText
from registry.graphql.documents import ReferenceText
from registry.graphql.nouns import said, shows
from registry.relying import Relied
from registry.relying import relied_on as who_relies


@shows(Relied, name="ReliedOn", description="Who relies on a version. The number is public, the parties not.")
class ReliedOnType:
    """Who relies on a version."""

    naming: int = said("How many contracts name it, whatever became of them since.")
    relying: int = said("How many contracts rely on it today, by name or through what cites it.")
    own: list[strawberry.ID] = said("The contracts of your own organizations among them.")

    @strawberry.field(description="The pinned reference of the version.")
    def reference(self, parent: strawberry.Parent[Relied]) -> str:
        return str(parent.reference)

    @strawberry.field(description="The published versions that cite it by digest, by pinned reference.")
    def cited_by(self, parent: strawberry.Parent[Relied]) -> list[str]:
        return list(map(str, parent.cited_by))


@shows(CalendarEntry, name="ComingChange")
class ComingChangeType:
    """One day on which something changes."""

    id: strawberry.ID = said("Stays the same for as long as it tells the same thing.")
    kind: EntryKind = said("Why the day stands in the calendar.")
    on: date = said("The day.")
    title: str = said("What changes, in a sentence.")
    detail: str = said("What somebody wrote about it; empty where nothing was.")
    path: str = said("Where to read on, under the address of the registry.")
    stated_at: datetime = said("When the registry recorded it.")
    jurisdiction: str | None = said("Whose it is; none for a measure, and for what concerns a contract alone.")
    reference: str | None = said("The published version that it is about.")


@shows(RenewalPoint, name="RenewalPoint")
class RenewalPointType:
    """A point."""

    kind: RenewalKind = said("What it is about.")
    measure: str | None = said("The name of the measure; none where the set as a whole changed.")
    sentence: str = said("What the parties would have to settle.")


@shows(RenewalDifference, name="RenewalDifference")
class RenewalDifferenceType:
    """A contract as signed, and the set of today."""

    is_current: bool = said("Whether nothing would change for this contract.")
    points: list[RenewalPointType] = said("What touches this contract: gone first, then changed, then new.")

    @strawberry.field(description="The set that the contract cites.")
    def signed(self, parent: strawberry.Parent[RenewalDifference]) -> str:
        return str(parent.signed)

    @strawberry.field(description="The set that it is held against.")
    def current(self, parent: strawberry.Parent[RenewalDifference]) -> str:
        return str(parent.current)

    @strawberry.field(description="Everything that differs between the two sets, each difference in a sentence.")
    def differences(self, parent: strawberry.Parent[RenewalDifference]) -> list[str]:
        return [change.sentence for change in parent.comparison.changes]


@strawberry.type
class AffectedQueries:
    """Queries about who and what is affected."""

    @strawberry.field(description="Who relies on a published version.", graphql_type=ReliedOnType | None)
    async def relied_on(self, info: Info, reference: ReferenceText) -> Relied:
        return await who_relies(info.context.actor, Reference.parse(reference))

    @strawberry.field(
        description="What changes on a day, by what is published; from a year back to all that is known.",
        graphql_type=list[ComingChangeType],
    )
    async def coming_changes(self, jurisdiction: Jurisdiction = None) -> list[CalendarEntry]:
        return await scheduling.public_changes(jurisdiction)

    @strawberry.field(
        description="What changes for the contracts of your own organizations: reviews, terms and waivers included.",
        graphql_type=list[ComingChangeType],
    )
    async def own_changes(self, info: Info) -> list[CalendarEntry]:
        return await scheduling.own_changes(info.context.actor)

    @strawberry.field(
        description="What citing the set of today instead of the signed one would mean for a contract of yours.",
        graphql_type=RenewalDifferenceType | None,
    )
    async def renewal(
        self,
        info: Info,
        contract: ContractIdText,
        against: Annotated[
            str | None,
            strawberry.argument(description="Another set to hold it against; its own newest if none."),
        ] = None,
    ) -> RenewalDifference:
        other = Reference.parse(against) if against else None
        _, found = await renewing.renewal_of(info.context.actor, ContractId(uuid_of(contract)), other)
        return found
