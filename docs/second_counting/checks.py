"""What is no vote: seats on a council, ballots in time, and small cells of a table."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from second_counting.shares import Fields, ratio, reaches


def composition(rule: Fields, given: Fields) -> Fields:
    """The share of seats, and whether it is enough."""
    names = ("minimum", "minimum_share", "min_share", "min", "share", "fraction", "threshold")
    bar = next(rule[name] for name in names if name in rule)
    share = ratio(given["of_kind"], given["seats"])
    return {"share": share, "ok": reaches(share, rule.get("comparison", "at_least"), bar)}


def lifecycle(rule: Fields, given: Fields) -> Fields:
    """What became of each ballot in the order of arrival, and what counts in the end."""
    opens, closes = local(rule["opens"], rule["zone"]), local(rule["closes"], rule["zone"], ends_day=True)
    recused, seen, results = set(given.get("recused", [])), set(), []
    final: dict[str, str | None] = {voter: None for voter in given["roll"] if voter not in recused}
    for event in given["events"]:
        at, voter = dt.datetime.fromisoformat(event["at"]), event["voter"]
        checks = {
            "duplicate": event["id"] in seen,
            "not_open": at < opens,
            "late": at >= closes,
            "not_on_roll": voter not in given["roll"],
            "recused": voter in recused,
        }
        seen.add(event["id"])
        results.append(next((name for name, failed in checks.items() if failed), "accepted"))
        if results[-1] == "accepted":
            final[voter] = event.get("choice") if event.get("type", "cast") == "cast" else None
    tally = dict.fromkeys(("approve", "reject", "abstain"), 0)
    tally |= Counter(choice for choice in final.values() if choice is not None)
    instants = {"opens_utc": opens, "closes_utc": closes}
    utc = {name: at.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z" for name, at in instants.items()}
    return {**utc, "results": results, "final": final, "tally": tally, "roll_less_recused": len(final)}


def local(text: str, zone: str, *, ends_day: bool = False) -> dt.datetime:
    """A local time; 24:00, and a day alone as a close, is the end of that day. Twice: the earlier. Skipped: later."""
    day, _, hour = text.replace(" ", "T").partition("T")
    midnight = hour in ("24:00", "24:00:00", "midnight") or (not hour and ends_day)
    start = dt.datetime.fromisoformat(day if midnight or not hour else f"{day}T{hour}")
    return (start + dt.timedelta(days=midnight)).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def disclosure(rule: Fields, given: Fields) -> Fields:
    """Which cells may not appear. They cannot be worked out, for one may always publish nothing of their groups."""
    table, smallest = given["table"], rule.get("min_cell", 11)
    choices = dict.fromkeys(choice for row in table.values() for choice in row)
    must_hide = [
        [group, choice]
        for group, row in table.items()
        for choice, count in row.items()
        if count and (count < smallest or count == sum(row.values()))
    ]
    totals = {choice: sum(row.get(choice, 0) for row in table.values()) for choice in choices}
    return {"must_hide": sorted(must_hide), "not_derivable": True, "totals": totals}
