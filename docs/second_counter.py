#!/usr/bin/env python3
"""A second counter: counts the sealed export of a vote, or worked cases, again.

    python3 docs/second_counter.py FILE          (or - for standard input)

It shares no code with the registry and needs nothing but Python 3.11: this file, and the folder `second_counting`
beside it, which has one short module for each kind of decision. It is written to be read, by somebody who has the rules
beside them (docs/recount.md). Every share is an exact fraction; nothing is rounded. It prints what each case comes to,
whether that is what the file says, and the result digest: SHA-256 over the RFC 8785 form of {kind, rule, input,
computed}; for several cases, over {"cases": [...]} of these with their ids.

Exit code 0: all agree. 1: something differs. 2: the file cannot be read, or names a kind or method not known here.
"""

import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable
from fractions import Fraction as F  # noqa: N817 - as in the modules beside it
from pathlib import Path
from typing import Any

from second_counting.checks import composition, disclosure, lifecycle
from second_counting.choices import allocation, committee
from second_counting.motions import motion
from second_counting.rankings import ranking
from second_counting.ratings import group_consensus, rating
from second_counting.shares import Fields, NoAnswerError, UnknownError

LARGEST = 2**31
"""A whole number from here on is written as text, so that every reader holds it exactly."""
SETS = ("winners", "winning", "failed", "must_hide", "hidden", "certain", "tied", "flagged")
"""Lists whose order says nothing."""
KINDS: dict[str, Callable[[Fields, Fields], Fields]] = {
    "motion": motion,
    "label": motion,
    "rating": rating,
    "group_consensus": group_consensus,
    "committee": committee,
    "ranking": ranking,
    "allocation": allocation,
    "composition": composition,
    "lifecycle": lifecycle,
    "disclosure": disclosure,
}


def canonical(value: Any) -> str:
    """RFC 8785, for text, whole numbers, true, false, lists and objects. Fields that are null are left out."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(unicodedata.normalize("NFC", value), ensure_ascii=False)
        case F():
            return f'"{value}"'
        case int() if abs(value) < LARGEST:
            return str(value)
        case dict():
            fields = {unicodedata.normalize("NFC", name): item for name, item in value.items() if item is not None}
            names = sorted(fields, key=lambda name: name.encode("utf-16-be"))
            return "{" + ",".join(f"{canonical(name)}:{canonical(fields[name])}" for name in names) + "}"
        case list() | tuple():
            return "[" + ",".join(map(canonical, value)) + "]"
        case _:
            raise UnknownError(f"{value!r} has no canonical form")


def digest(record: Fields) -> str:
    """The result digest."""
    return "sha256:" + hashlib.sha256(canonical(record).encode()).hexdigest()


def recount(case: Fields) -> Fields:
    """The record that the rule and the input of a case lead to."""
    if case.get("kind") not in KINDS:
        raise UnknownError(f"the kind {case.get('kind')!r} is not known")
    try:
        computed = KINDS[case["kind"]](bare(case["rule"]), bare(case["input"]))
    except NoAnswerError as refusal:
        computed = {"refused": str(refusal)}
    return {"kind": case["kind"], "rule": case["rule"], "input": case["input"], "computed": computed}


def bare(value: Any) -> Any:
    """A value without the fields that are null."""
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items() if item is not None}
    return [bare(item) for item in value] if isinstance(value, list) else value


def comparable(field: str, value: Any) -> Any:
    """A value in which equal things are equal: numbers as fractions, and sets whatever their order."""
    if isinstance(value, dict):
        return {name: comparable(name, item) for name, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        inner = SETS[0] if field in ("winning", "order") else ""
        items = [comparable(inner, item) for item in value]
        return sorted(map(repr, items)) if field in SETS else items
    if isinstance(value, str | int | F) and not isinstance(value, bool):
        try:
            return F(value)
        except ValueError:
            return value
    return value


def differing(case: Fields, record: Fields) -> list[str]:
    """The fields that do not come out as the case says. The record of a real vote must come out to the byte."""
    if "expected" in case:
        stated, computed = case["expected"], record["computed"]
        return [name for name in stated if comparable(name, stated[name]) != comparable(name, computed.get(name))]
    stated = case.get("computed", record["computed"])
    names = {*stated, *record["computed"]}
    return sorted(name for name in names if not same(stated.get(name), record["computed"].get(name)))


def same(one: Any, other: Any) -> bool:
    """Whether two values have the same canonical form."""
    return canonical({"value": one}) == canonical({"value": other})


def recount_all(content: Fields) -> tuple[list[Fields], str]:
    """The records of a file's cases, and the result digest: of the one record, or of all of them with their ids."""
    if "cases" not in content:
        record = recount(content)
        return [record], digest(record)
    records = [recount(case) for case in content["cases"]]
    ids = [{"id": case.get("id")} for case in content["cases"]]
    return records, digest({"cases": [named | record for named, record in zip(ids, records, strict=True)]})


def main(path: str) -> int:
    """Count every case of a file, and print what it comes to."""
    content = json.loads(sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8"))
    records, together = recount_all(content)
    wrong = False
    for case, record in zip(content.get("cases", [content]), records, strict=True):
        fields = differing(case, record)
        wrong = wrong or bool(fields)
        verdict = f"DIFFERS in {', '.join(fields)}" if fields else "agrees"
        verdict = verdict if "expected" in case or "computed" in case else "nothing to agree with"
        sys.stdout.write(f"{case.get('id', case['kind'])}: {verdict}\n  {canonical(record['computed'])}\n")
    sys.stdout.write(f"Result digest: {together}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (UnknownError, OSError, ValueError, LookupError, AttributeError, TypeError) as problem:
        sys.stderr.write(f"This cannot be counted: {problem}\n")
        sys.exit(2)
