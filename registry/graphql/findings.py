"""What a vote found of its candidates: how each was rated, which were chosen, who won, who got what. No counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import strawberry

from governance.rules.group_consensus import Verdict
from governance.rules.rating import Classification
from registry.graphql.nouns import said, shows


@dataclass(frozen=True, slots=True)
class CandidateFinding:
    """What was found of one candidate."""

    candidate: str
    classification: Classification | None = None
    consensus: Verdict | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a vote found of its candidates; what its rule does not say is none."""

    candidates: tuple[CandidateFinding, ...] = ()
    chosen: tuple[str, ...] | None = None
    tied: tuple[str, ...] | None = None
    winning: tuple[tuple[str, ...], ...] | None = None
    flagged: tuple[str, ...] | None = None
    winners: tuple[str, ...] | None = None
    order: tuple[tuple[str, ...], ...] | None = None


@shows(CandidateFinding, name="CandidateFinding")
class CandidateFindingType:
    """One candidate."""

    candidate: strawberry.ID = said("The id of the candidate.")
    classification: Classification | None = said("How a panel classed it; none by other rules, or without an answer.")
    consensus: Verdict | None = said("Whether the groups agree that it belongs in; none by other rules.")
    units: int | None = said("Its whole units, by a rule that shares out points.")


@shows(Findings, name="Findings", description="What a vote found of its candidates; null where its rule says nothing.")
class FindingsType:
    """Findings."""

    candidates: list[CandidateFindingType] = said("What was found of each candidate that is rated or given points.")
    chosen: list[strawberry.ID] | None = said("The candidates that are chosen for certain.")
    tied: list[strawberry.ID] | None = said("The candidates that are tied for the seats that are left.")
    winning: list[list[strawberry.ID]] | None = said("Every set of candidates that could take the seats.")
    flagged: list[strawberry.ID] | None = said("Those chosen that half or fewer of the members' ballots approve.")
    winners: list[strawberry.ID] | None = said("The winners of a ranking, all of them where they are tied.")
    order: list[list[strawberry.ID]] | None = said("All candidates from the best on; those that are tied together.")


def findings_of(plain: Mapping[str, Any]) -> Findings | None:
    """The findings of a result; none where it has none, as for a motion or a label."""
    if not plain:
        return None
    classes, verdicts, units = (plain.get(each, {}) for each in ("classification", "result", "units"))
    return Findings(
        candidates=tuple(
            CandidateFinding(
                name,
                Classification(classes[name]) if classes.get(name) else None,
                Verdict(verdicts[name]) if name in verdicts else None,
                units.get(name),
            )
            for name in (*classes, *verdicts, *units)
        ),
        chosen=_names(plain.get("chosen")),
        tied=_names(plain.get("tied")),
        winning=_places(plain.get("winning")),
        flagged=_names(plain.get("flagged")),
        winners=_names(plain.get("winners")),
        order=_places(plain.get("order")),
    )


def _names(plain: list[str] | None) -> tuple[str, ...] | None:
    return None if plain is None else tuple(plain)


def _places(plain: list[str | list[str]] | None) -> tuple[tuple[str, ...], ...] | None:
    """Places from the best on; a candidate that is alone in its place stands there without a list around it."""
    if plain is None:
        return None
    return tuple((place,) if isinstance(place, str) else tuple(place) for place in plain)
