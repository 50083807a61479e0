"""How many took part so far, for those who run a vote; who has not, for the roll keeper. Never how anybody voted."""

from dataclasses import dataclass
from typing import Any

import strawberry

from governance.members import Constituency
from registry.graphql.nouns import said, shows
from registry.voting.turnout import GroupTurnout, OnRoll, Turnout


@dataclass(frozen=True, slots=True)
class ConstituencyTurnout:
    """How many of one constituency could vote and did."""

    constituency: Constituency
    voters: int | None
    voted: int | None


@shows(GroupTurnout, name="TurnoutNumbers", description="How many could vote, and how many did.")
class TurnoutNumbersType:
    """Two numbers of people."""

    voters: int | None = said("How many could vote; null where they are from 1 to 10.")
    voted: int | None = said("How many did; null where they are from 1 to 10. Vote officers see it in steps of ten.")


@shows(ConstituencyTurnout, name="ConstituencyTurnout")
class ConstituencyTurnoutType:
    """One constituency."""

    constituency: Constituency = said("The constituency.")
    voters: int | None = said("How many could vote.")
    voted: int | None = said("How many did.")


@shows(Turnout, name="Turnout", description="How many took part in the round so far. It is kept from the public.")
class TurnoutType:
    """Turnout."""

    whole: TurnoutNumbersType = said("Everybody on the roll who has not left it.")
    waiting: int | None = said("Paper and phone ballots that a second person has not entered; for the roll keeper.")

    @strawberry.field(
        description="Each constituency; for the roll keeper, and empty for others.",
        graphql_type=list[ConstituencyTurnoutType],
    )
    def groups(self, parent: strawberry.Parent[Turnout]) -> list[ConstituencyTurnout]:
        return [ConstituencyTurnout(name, group.voters, group.voted) for name, group in parent.groups.items()]


@shows(OnRoll, name="PersonOnRoll", description="Somebody on a roll, as the roll keeper sees them.")
class PersonOnRollType:
    """Somebody on a roll."""

    person_id: strawberry.ID = said("The random id of the person.")
    name: str | None = said("The name; none once it was erased.")
    email: str | None = said("The e-mail address, if there is one.")
    language: str | None = said("The language that the person prefers, if it is known.")
    constituency: Constituency = said("Whom the person speaks for in this vote.")
    organisation: str | None = said("Their organization, if any.")
    recused: bool = said("Whether the person has left the roll.")
    voted: bool = said("Whether the person has a ballot in the box. Never what it says.")


def place_on_roll(person: OnRoll) -> list[Any]:
    """Where somebody stands in the list of a roll."""
    return [person.constituency.value, person.name or "", str(person.person_id)]
