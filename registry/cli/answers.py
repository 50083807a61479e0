"""What a ballot says, from options or asked for without an echo. Nothing that somebody chose is printed or quoted."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any, Final, TypeVar

import click

from governance.rules import (
    Answer,
    Approvals,
    Choice,
    HeldCommittee,
    HeldPoints,
    HeldRanking,
    Points,
    Ranking,
    Ratings,
    Rule,
    WrongChoiceError,
    require_fit,
    wanted,
)
from governance.rules.answers import UNABLE
from governance.votes import Candidate, Vote
from registry.cli.printing import note

T = TypeVar("T")
REST: Final = "-"


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says; where it says nothing, the ballot is asked for."""

    choice: str | None
    rate: tuple[str, ...]
    unable: tuple[str, ...]
    approve: tuple[str, ...]
    approve_none: bool
    rank: str | None
    points: tuple[str, ...]

    def __repr__(self) -> str:
        return "Said(…)"


OPTIONS: Final = (
    click.argument("choice", required=False),
    click.option("--rate", multiple=True, metavar="ID=SCORE", help="Rate a candidate from 1 to 9. Once for each."),
    click.option("--unable", multiple=True, metavar="ID", help="A candidate that you are unable to score."),
    click.option("--approve", multiple=True, metavar="ID", help="A candidate that you approve of."),
    click.option("--approve-none", is_flag=True, help="Take part and approve of no candidate."),
    click.option("--rank", metavar="ID,ID,…", help="Candidates in order, the best first."),
    click.option("--points", multiple=True, metavar="ID=POINTS", help="Points for a candidate."),
)


def saying(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is on a ballot; the command is handed them as `said`."""

    @wraps(command)
    def act(*args: Any, **given: Any) -> Any:
        said = Said(**{field.name: given.pop(field.name) for field in fields(Said)})
        return command(*args, said=said, **given)

    decorated: Callable[..., Any] = act
    for option in reversed(OPTIONS):
        decorated = option(decorated)
    return decorated


def answer_on(vote: Vote, said: Said) -> Answer:
    """The answer that was given, or is asked for now, and that fits the vote.

    Raises:
        WrongChoiceError: it does not fit; the sentence says what the vote asks for and quotes nothing.
    """
    try:
        answer = _given(said)
        if answer is None:
            answer = _asked(vote)
        require_fit(vote.rule, answer, vote.candidate_ids)
    except (ValueError, WrongChoiceError):
        raise WrongChoiceError(f"{wanted(vote.rule)} Your ballot is not quoted here.") from None
    return answer


def given_reason(text: str | None) -> str | None:
    """A reason from the command line; `-` takes the rest of standard input."""
    return sys.stdin.read() if text == REST else text


def _given(said: Said) -> Answer | None:
    rated = (said.rate or said.unable) and Ratings(
        _once([*_pairs(said.rate, int), *((name, None) for name in said.unable)])
    )
    approved = (said.approve or said.approve_none) and Approvals(frozenset(_once((n, n) for n in said.approve)))
    ranked = said.rank and Ranking(_names(said.rank))
    pointed = said.points and Points(_once(_pairs(said.points, int)))
    given = [each for each in (said.choice and Choice(said.choice), rated, approved, ranked, pointed) if each]
    if len(given) > 1 or (said.approve and said.approve_none):
        raise ValueError("a ballot says one thing")
    return given[0] if given else None


def _asked(vote: Vote) -> Answer:
    """Ask for the ballot, question by question, without an echo; or read an answer a line from standard input."""
    if isinstance(vote.rule, Rule):
        return Choice(_ask(f"Your choice ({', '.join(vote.rule.scale.choices)})", Choice))
    for candidate in vote.candidates:
        note(f"{candidate.id}: {candidate.text}")
    match vote.rule:
        case HeldCommittee():
            return Approvals(
                frozenset(_ask("The ids that you approve of, with commas; none if you leave it empty", _names))
            )
        case HeldRanking():
            return Ranking(_ask("The ids in order, the best first, with commas", _names))
        case HeldPoints(budget=budget):
            return Points(_each(vote.candidates, f"points, of {budget} in all", int))
        case _:
            return Ratings(_each(vote.candidates, f"1 to 9, or {UNABLE}", _score))


def _each(candidates: Iterable[Candidate], what: str, read: Callable[[str], T]) -> dict[str, T]:
    return {candidate.id: _ask(f"{candidate.id} ({what})", read) for candidate in candidates}


def _ask(question: str, read: Callable[[str], T]) -> T:
    """One answer. Somebody at a terminal is asked again where it cannot be read; what they typed is not shown."""
    if not sys.stdin.isatty():
        return read(sys.stdin.readline().strip())
    while True:
        typed = click.prompt(question, hide_input=True, err=True, default="", show_default=False, type=str)
        try:
            return read(typed.strip())
        except ValueError:
            note("That cannot be read. What you typed is not shown.")


def _score(text: str) -> int | None:
    return None if text == UNABLE else int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _pairs(texts: Iterable[str], read: Callable[[str], T]) -> list[tuple[str, T]]:
    return [(name.strip(), read(value)) for name, _, value in (text.partition("=") for text in texts)]


def _once(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    said: dict[str, T] = {}
    for name, value in pairs:
        if name in said:
            raise ValueError("a candidate stands twice")
        said[name] = value
    return said
