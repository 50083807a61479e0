"""Motions, and choices of a label: adopted, not adopted, consensus not reached, or no quorum."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction as F  # noqa: N817 - it stands on every other line
from math import ceil, floor

from second_counting.shares import Fields, ratio, reaches

SCALES = {
    "motion": {"options": ["approve"], "against": ["reject"], "abstaining": ["abstain"]},
    "approve_reject": {"options": ["approve"], "against": ["reject"]},
    "with_conditions": {"options": ["approve"], "in_favor": ["with_conditions"], "against": ["reject"]},
    "label": {"options": ["compliance", "quality"], "abstaining": ["unsure"]},
}


def motion(rule: Fields, given: Fields) -> Fields:
    """A motion; or for a choice of a label one motion for each, in which the other labels are votes against."""
    scale = rule.get("scale", "motion")
    scale = SCALES[scale] if isinstance(scale, str) else scale
    groups = once_each(given, scale) if rule.get("one_vote_per_interest") else given["groups"]
    results = {option: one_motion(rule, scale, groups, option) for option in scale["options"]}
    best = max(results, key=lambda name: (results[name]["outcome"] == "adopted", results[name]["support"] or F(0)))
    computed = dict(results[best])
    adopted = computed["outcome"] == "adopted"
    if len(results) > 1:
        computed |= {"choice": best if adopted else None, "options": results}
    elif scale.get("in_favor"):
        # What passes only with the votes of those who ask for conditions is adopted with conditions.
        stricter = {**scale, "in_favor": [], "against": scale["against"] + scale["in_favor"]}
        alone = one_motion(rule, stricter, groups, best)["outcome"] == "adopted"
        computed["choice"] = (best if alone else scale["in_favor"][0]) if adopted else None
    return computed


def once_each(given: Fields, scale: Fields) -> Fields:
    """Each organization as one voter: what most of its ballots say. Divided, it abstains if it can, or is silent."""
    groups = {name: Counter(counts) for name, counts in given["groups"].items()}
    for organization in given["interests"].values():
        home = groups[organization["group"]]
        counts = {name: number for name, number in organization.items() if name != "group"}
        home.subtract(counts)
        home["roll"] += 1
        home["recused"] += counts["roll"] == counts.get("recused", 0)
        choices = {name: number for name, number in counts.items() if name not in ("roll", "recused") and number}
        most = [name for name, number in choices.items() if number == max(choices.values())]
        for choice in most if len(most) == 1 else scale.get("abstaining", [])[:1] if most else []:
            home[choice] += 1
    return groups


def one_motion(rule: Fields, scale: Fields, groups: Fields, option: str) -> Fields:
    """The motion that one option be adopted."""
    seen = {name: sides(scale, option, counts) for name, counts in groups.items()}
    whole = {side: sum(group[side] for group in seen.values()) for side in ("for", "against", "abstain", "voters")}
    bar = rule["threshold"]
    for band in rule.get("bands", []):
        bar = band["threshold"] if whole["for"] + whole["against"] >= band["voters_at_least"] else bar
    base = base_of(rule, whole)
    equal = rule.get("weighting") == "equal_constituency"
    support, rejection = (mean(seen, side) if equal else ratio(whole[side], base) for side in ("for", "against"))
    quorums, agreements = [enough(rule, groups.values())], {}
    for name, condition in rule.get("constituencies", {}).items():
        counts = groups.get(name, {"roll": 0})
        group = sides(scale, option, counts)
        share = ratio(group["for"], base_of(condition, group))
        skipped = condition["if_empty"] == "skip"
        quorums.append(enough(condition, [counts]) if group["voters"] else skipped)
        agreed = reaches(share, condition["comparison"], condition["threshold"]) if group["voters"] else skipped
        agreements[name] = (agreed, quorums[-1])
    passes = reaches(support, rule["comparison"], bar)
    if not all(quorums):
        outcome = "no_quorum"
    elif passes:
        outcome = "adopted" if all(agreed for agreed, _ in agreements.values()) else "not_adopted"
    else:
        outcome = "consensus_not_reached" if unsettled(rule, support, rejection) else "not_adopted"
    needed = F(bar) * base
    fewest = ceil(needed) if rule["comparison"] == "at_least" else floor(needed) + 1
    return {
        "outcome": outcome,
        "support": support,
        "quorum_met": all(quorums),
        "approve_needed": None if equal or not base else fewest,
        "failed": sorted(name for name, held in agreements.items() if not all(held)),
    }


def sides(scale: Fields, option: str, counts: Fields) -> dict[str, int]:
    """A group seen from one option."""
    against = [name for name in scale["options"] if name != option] + scale.get("against", [])
    return {
        "for": sum(counts.get(name, 0) for name in [option, *scale.get("in_favor", [])]),
        "against": sum(counts.get(name, 0) for name in against),
        "abstain": sum(counts.get(name, 0) for name in scale.get("abstaining", [])),
        "voters": counts["roll"] - counts.get("recused", 0),
    }


def base_of(rule: Fields, group: dict[str, int]) -> int:
    """What a share is a share of."""
    return {
        "yes_no": group["for"] + group["against"],
        "cast": group["for"] + group["against"] + group["abstain"],
        "roll": group["voters"],
        "roll_less_abstain": group["voters"] - group["abstain"],
    }[rule["denominator"]]


def mean(seen: dict[str, dict[str, int]], side: str) -> F | None:
    """The mean of the groups' own shares, over those that took a side."""
    shares = [
        F(group[side], group["for"] + group["against"]) for group in seen.values() if group["for"] + group["against"]
    ]
    return sum(shares, F(0)) / len(shares) if shares else None


def enough(rule: Fields, groups: Iterable[Fields]) -> bool:
    """Whether the quorum is met."""
    quorum, groups = rule.get("quorum"), list(groups)
    if quorum is None:
        return True
    present = sum(group.get(name, 0) for group in groups for name in quorum["counts"])
    if "min_ballots" in quorum:
        return bool(present >= quorum["min_ballots"])
    voters = sum(group["roll"] - group.get("recused", 0) for group in groups)
    return reaches(ratio(present, voters), quorum["comparison"], quorum["fraction"])


def unsettled(rule: Fields, support: F | None, rejection: F | None) -> bool:
    """Whether what did not pass is no clear no either."""
    if middle := rule.get("middle"):
        if support is None:
            return False
        low, high = F(middle["low"]), F(middle["high"])
        return low < support < high or (support == low and middle["low_in"]) or (support == high and middle["high_in"])
    rejected = rule.get("reject_rule")
    return rejected is not None and not reaches(rejection, rejected["comparison"], rejected["threshold"])
