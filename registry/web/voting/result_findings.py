"""What a certified vote found of each candidate, in words: who is in, who was picked, who came first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance.results import Result
from registry.web.languages import Say, to_say

CLASSES: Final[Mapping[str | None, str]] = {
    "appropriate": to_say("The answer is yes"),
    "uncertain": to_say("The answer is not sure"),
    "inappropriate": to_say("The answer is no"),
    None: to_say("There is no answer, since too few or too many people could score it"),
}
VERDICTS: Final[Mapping[str | None, str]] = {
    "in": to_say("These are in"),
    "no_consensus": to_say("There is no consensus on these"),
    "out": to_say("These are out"),
}
"""What a panel, or all groups, say of a candidate."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of the candidates, under one heading."""

    heading: str
    lines: tuple[str, ...]
    is_ordered: bool = False


def found(result: Result, texts: Mapping[str, str], say: Say) -> list[Found]:
    """What was found of each candidate: what is in and out, what was picked, who won, what each one weighs."""
    findings = result.findings
    return [
        *_classed(findings.get("classification"), CLASSES, texts, say),
        *_classed(findings.get("result"), VERDICTS, texts, say),
        *_picked(findings, texts, say),
        *_ranked(findings, texts, say),
        *_weighed(findings.get("units"), texts, say),
    ]


def _classed(
    by_name: Mapping[str, str | None] | None, classes: Mapping[str | None, str], texts: Mapping[str, str], say: Say
) -> Iterator[Found]:
    for found_as, words in classes.items():
        names = [name for name in texts if by_name and name in by_name and by_name[name] == found_as]
        if names:
            yield Found(say(words), tuple(texts[name] for name in names))


def _picked(findings: Mapping[str, Any], texts: Mapping[str, str], say: Say) -> Iterator[Found]:
    parts = {
        "chosen": say("These were picked"),
        "tied": say("These are tied for the places that are left"),
        "flagged": say("Of these, half or fewer of the members' votes were for it"),
    }
    for part, heading in parts.items():
        if names := findings.get(part):
            yield Found(heading, _named(names, texts))


def _ranked(findings: Mapping[str, Any], texts: Mapping[str, str], say: Say) -> Iterator[Found]:
    winners = findings.get("winners", ())
    if winners:
        heading = say("This one came first") if len(winners) == 1 else say("These are tied for the first place")
        yield Found(heading, _named(winners, texts))
    if order := findings.get("order"):
        tied = say(" and ")
        lines = [tied.join(_named(each if isinstance(each, list) else [each], texts)) for each in order]
        yield Found(say("The order of all"), tuple(lines), is_ordered=True)


def _weighed(units: Mapping[str, int] | None, texts: Mapping[str, str], say: Say) -> Iterator[Found]:
    if units:
        heaviest = sorted(texts, key=lambda name: -units.get(name, 0))
        lines = [f"{texts[name]}: {units.get(name, 0)}" for name in heaviest]
        yield Found(say("How much each one weighs"), tuple(lines))


def _named(names: Sequence[str], texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(texts.get(name, name) for name in names)
