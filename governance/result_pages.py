"""What the page of results may show, worked out once at the tally and kept as it was.

A page that was shown is part of what later ones are held against, so it is stored and never computed anew.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from governance.disclosure import (
    MIN_CELL,
    CountsOfVote,
    Figure,
    Hidden,
    Published,
    Verdict,
    condition_shown,
    counts_of,
    publications,
)
from governance.rules import Choice, RollLine, Rule, VoterBallot, VotingRule, count_vote
from governance.rules.answer_tables import DID_NOT_VOTE, VOTE, Tables

Kept = Mapping[str, Mapping[str, Any]]
"""Question → its page as plain data, in which a result holds it."""
TELLING: Final = ("order", "units")
"""Findings that follow each ballot so closely that of a few ballots they would give away the choices."""


def result_pages(
    tables: Tables,
    recused: Mapping[str, int],
    earlier: Iterable[Kept] = (),
    verdicts: Mapping[str, Verdict] = MappingProxyType({}),
) -> dict[str, dict[str, Any]]:
    """The pages of all questions of a round, safe beside each other, beside earlier rounds and beside the verdicts.

    Args:
        tables: question → constituency → column → people, of the round.
        recused: constituency → people who left the roll or stepped aside.
        earlier: the pages of the rounds before.
        verdicts: question → what is published besides its numbers, as `verdicts_of` hands it out.
    """
    present = {
        name: {group: row for group, row in table.items() if any(row.values())} for name, table in tables.items()
    }
    counts = {name: counts_of(table, recused, DID_NOT_VOTE) for name, table in present.items()}
    before = [{name: read(page) for name, page in kept.items()} for kept in earlier]
    return {name: written(page) for name, page in publications(counts, before, verdicts=verdicts).items()}


def verdicts_of(rule: VotingRule, candidates: Iterable[str] = ()) -> Mapping[str, Verdict]:
    """What is published of a motion or a label besides its numbers: the outcome, and each condition met or not.

    A total beside two conditions can tell a small number, or that a group is of one mind, so the page is made with them
    in mind. Where organizations count once, the counts of people do not say how it comes out: then everything is taken
    to be told. So it is with candidates: what is found of them could tell more than the numbers beside it.
    """
    if isinstance(rule, Rule):
        return {VOTE: lambda counts: _told(rule, counts)}
    return dict.fromkeys((VOTE, *candidates), _everything)


def _told(rule: Rule, counts: CountsOfVote) -> object:
    """What such counts would have it that is published."""
    if rule.one_vote_per_interest:
        return _everything(counts)
    counted = count_vote(
        rule,
        (),
        [
            RollLine(group, None, is_recused, people)
            for group, count in counts.items()
            for is_recused, people in ((False, count.roll - count.recused), (True, count.recused))
            if people
        ],
        [
            VoterBallot(group, Choice(choice), None, number)
            for group, count in counts.items()
            for choice, number in count.answers.items()
            if number
        ],
    )
    voted = {group: count.turnout for group, count in counts.items()}
    return counted.outcome, counted.choice, counted.quorum_met, shown_conditions(counted.conditions, voted)


def _everything(counts: CountsOfVote) -> object:
    """All answers of all groups, as if each of them were told."""
    return {group: count.answers for group, count in counts.items()}


def shown_conditions(conditions: Mapping[str, bool | None], voted: Mapping[str, int]) -> dict[str, bool | None]:
    """The conditions as they may be told: nothing of a group in which one or two voted, for it would tell a choice."""
    return {group: met if condition_shown(voted.get(group, 0)) else None for group, met in conditions.items()}


def voted_in(tables: Tables) -> dict[str, int]:
    """How many of each constituency voted."""
    table = next(iter(tables.values()), {})
    return {group: sum(row.values()) - row[DID_NOT_VOTE] for group, row in table.items()}


def shown_findings(findings: Mapping[str, Any], ballots: int) -> dict[str, Any]:
    """The findings as they may be told: of few ballots only who was chosen, not how everything was ranked."""
    return {name: found for name, found in findings.items() if ballots >= MIN_CELL or name not in TELLING}


def written(page: Published) -> dict[str, Any]:
    """A page as plain data."""
    return {
        "sizes": {group: _figure(figure) for group, figure in page.sizes.items()},
        "turnout": {group: _figure(figure) for group, figure in page.turnout.items()},
        "answers": {group: dict(row) if row is not None else None for group, row in page.answers.items()},
        "size_of_all": _figure(page.size_of_all),
        "turnout_of_all": _figure(page.turnout_of_all),
        "answers_of_all": dict(page.answers_of_all) if page.answers_of_all is not None else None,
    }


def read(kept: Mapping[str, Any]) -> Published:
    """A page from its plain data."""
    return Published(
        sizes={group: _read(figure) for group, figure in kept["sizes"].items()},
        turnout={group: _read(figure) for group, figure in kept["turnout"].items()},
        answers=kept["answers"],
        size_of_all=_read(kept["size_of_all"]),
        turnout_of_all=_read(kept["turnout_of_all"]),
        answers_of_all=kept["answers_of_all"],
    )


def _figure(figure: Figure) -> dict[str, Any]:
    return {"number": figure.number} if figure.hidden is None else {"hidden": figure.hidden.value}


def _read(kept: Mapping[str, Any]) -> Figure:
    return Figure(None, Hidden(kept["hidden"])) if "hidden" in kept else Figure(kept["number"])
