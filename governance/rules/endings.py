"""How a vote on candidates ends: what was found of each of them, and whether that is a decision.

It is adopted where a decision was reached. It is consensus not reached as long as one candidate is unsettled or a tie
is left, which nothing here breaks; what is settled stands in the findings all the same. Findings hold no count.
"""

from collections.abc import Mapping
from typing import Any, Final

from governance.disclosure import condition_shown
from governance.rules.attendance import Attendance
from governance.rules.decision import Outcome
from governance.rules.group_consensus import Verdict
from governance.rules.inputs import MEMBERS, AllocationInput, CommitteeInput
from governance.rules.rating import Classification

Computed = Mapping[str, Any]
"""The fields of a record's `computed`."""
Ending = tuple[Outcome, Mapping[str, Any]]
"""The outcome, and as plain data what may be public of each candidate."""
NOBODY: Final = Attendance(0, 0, 0)
SHOWN_SETS: Final = 100
"""Where ties leave more winning sets than anybody would read, the tied candidates are named and not every set."""


def of_ratings(computed: Mapping[str, Computed]) -> Ending:
    """What a panel says of each candidate; nothing where no panel of a known size could score it."""
    classes = {name: fields.get("classification") for name, fields in computed.items()}
    is_settled = not {None, Classification.UNCERTAIN} & set(classes.values())
    return _settled(is_settled), {"classification": {name: found and str(found) for name, found in classes.items()}}


def of_consensus(computed: Mapping[str, Computed]) -> Ending:
    """Whether each candidate is in, out, or neither."""
    results = {name: fields["result"] for name, fields in computed.items()}
    is_settled = Verdict.NO_CONSENSUS not in results.values()
    return _settled(is_settled), {"result": {name: str(found) for name, found in results.items()}}


def of_committee(computed: Computed, given: CommitteeInput) -> Ending:
    """Who is chosen for certain, who is tied for the seats that are left, and whom the members did not agree to.

    One whom nobody approves is not chosen, even where a seat stays empty. Where so few members voted that it would tell
    their choice, it is not said whether they agreed. Every set that could win is named, unless there are too many.
    """
    approved = {name for ballot in given.profile for name in ballot}
    if "refused" in computed:
        return Outcome.CONSENSUS_NOT_REACHED, {"chosen": [], "tied": sorted(approved)}
    chosen, tied, flagged = (
        [name for name in computed.get(part, ()) if name in approved] for part in ("certain", "tied", "flagged")
    )
    findings: dict[str, Any] = {"chosen": chosen, "tied": tied}
    sets = {tuple(name for name in winners if name in approved) for winners in computed["winning"] or ()}
    if 0 < len(sets) <= SHOWN_SETS:
        findings["winning"] = [list(winners) for winners in sorted(sets)]
    if "flagged" in computed and condition_shown((given.attendance or {}).get(MEMBERS, NOBODY).ballots):
        findings["flagged"] = flagged
    if not chosen and not tied:
        return Outcome.NOT_ADOPTED, findings
    return _settled(not tied), findings


def of_ranking(computed: Computed) -> Ending:
    """Who wins, all of them where they are tied, and the order of all where the method has one."""
    winners = list(computed.get("winners", ()))
    order = {"order": computed["order"]} if computed.get("order") else {}
    return _settled(len(winners) == 1), {"winners": winners, **order}


def of_points(computed: Computed, given: AllocationInput) -> Ending:
    """The whole units of each candidate; none where no points were given out."""
    units = computed["units"]
    if units is None:
        return Outcome.NOT_ADOPTED, {}
    return Outcome.ADOPTED, {"units": {name: units[place] for place, (name, _) in enumerate(given.totals)}}


def _settled(is_settled: bool) -> Outcome:
    return Outcome.ADOPTED if is_settled else Outcome.CONSENSUS_NOT_REACHED
