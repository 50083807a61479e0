"""Choosing what to show: the most that passes the audit, in an order that can be said aloud.

First comes the number over all groups, then the groups. Where a small group's number could be told from the rest, the
number of one more group goes, then of two, and so on; smaller groups first. Only if that does not help the number over
all groups goes. A group's answers are shown all together or not at all: a single gap in a row would tell everybody that
the number behind it is small.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, combinations, islice
from typing import Final, TypeVar

from governance.disclosure.audit import Audit, answer_secrets, leaves_a_small_rest, roll_secrets
from governance.disclosure.knowledge import ALL, Knowledge, answer_arcs, turnout_arcs
from governance.disclosure.past import tells_a_change
from governance.disclosure.question import Question

Name = TypeVar("Name", bound=Hashable)

TRIALS: Final = 2**7
"""How many ways to leave groups out are tried: all that there are for seven groups, and the mildest for more."""


def most_to_show(voters: Question, questions: Mapping[Name, Question]) -> dict[Name, Knowledge]:
    """What to show of questions that were answered by the same voters.

    The turnout over all groups may cost a group's turnout, and with it its answers. It is worth that where it buys the
    answers over all groups of some question.
    """
    rolls = rolls_to_show(voters)
    shown = {name: answers_to_show(question, rolls) for name, question in questions.items()}
    if rolls.turnout.issuperset(voters.turnouts) or any(ALL in known.rows for known in shown.values()):
        return shown
    rolls = rolls_to_show(voters, voted=False)
    return {name: answers_to_show(question, rolls) for name, question in questions.items()}


def rolls_to_show(question: Question, voted: bool = True) -> Knowledge:
    """Sizes and turnouts that may be shown; the turnout over all groups only if it is wanted."""
    audits = roll_audits(question)

    def is_safe(known: Knowledge) -> bool:
        return has_no_rest(question, known) and all(audit.passes(known) for audit in audits)

    return _first(_roll_options(question, voted), is_safe, question.given)


def answers_to_show(question: Question, rolls: Knowledge) -> Knowledge:
    """These sizes and turnouts, and the answers that may be shown beside them."""
    audit, alike = answer_audit(question), question.likeness

    def is_safe(known: Knowledge) -> bool:
        if not has_no_rest(question, known) or not audit.passes(known):
            return False
        return alike is None or all(alike.leaves_open(secret, known, question.given) for secret in audit.secrets)

    return _first(_answer_options(question, rolls), is_safe, rolls)


def roll_audits(question: Question) -> list[Audit]:
    """The audits of sizes and turnouts, one for each kind of reader."""
    return [
        Audit(
            partial(turnout_arcs, question.counts, reader, question.page),
            question.given,
            [*roll_secrets(question.counts, reader, question.page), *question.past.roll_secrets],
        )
        for reader in question.readers
    ]


def answer_audit(question: Question) -> Audit:
    """The audit of answers, for the reader who knows who stepped aside, and so knows most."""
    secrets = [*answer_secrets(question.counts, question.page), *question.past.answer_secrets]
    arcs = partial(answer_arcs, question.counts, question.readers[0], question.page)
    return Audit(arcs, question.given, secrets)


def has_no_rest(question: Question, known: Knowledge) -> bool:
    """No total less its parts, on this page or between it and an earlier one, is a small number of people."""
    small = any(leaves_a_small_rest(question.counts, reader, question.page, known) for reader in question.readers)
    return not small and not tells_a_change(question.counts, known, question.earlier, question.page)


def _first(options: Iterable[Knowledge], is_safe: Callable[[Knowledge], bool], given: Knowledge) -> Knowledge:
    """The first option that gives nothing away, or what is given anyway."""
    return next(filter(is_safe, options), given)


def _roll_options(question: Question, voted: bool) -> Iterator[Knowledge]:
    known = question.known
    sizes = [frozenset({ALL}), frozenset[str]()] if question.shows_size_of_all else [frozenset[str]()]
    for of_all in _wanted(voted and question.shows_turnout_of_all):
        for shown in _fewer_and_fewer(question.turnouts):
            for size in sizes:
                yield known | Knowledge(turnout=shown | of_all, sizes=size)


def _answer_options(question: Question, rolls: Knowledge) -> Iterator[Knowledge]:
    # Answers tell the turnout: they are told only where it could be told again.
    rolls |= Knowledge(rows=question.known.rows & rolls.turnout)
    for of_all in _wanted(ALL in rolls.turnout and question.shows_answers_of_all):
        for shown in _fewer_and_fewer(question.rows(rolls)):
            yield rolls | Knowledge(rows=shown | of_all)


def _wanted(wanted: bool) -> list[frozenset[str]]:
    return [frozenset({ALL}), frozenset()] if wanted else [frozenset()]


def _fewer_and_fewer(groups: Sequence[str]) -> Iterator[frozenset[str]]:
    """All of the groups, then all but one, but two, and so on; the smaller ones, which come first, go first."""
    every = frozenset(groups)
    left_out: Callable[[int], Iterator[tuple[str, ...]]] = partial(combinations, groups)
    return (every.difference(out) for out in islice(chain.from_iterable(map(left_out, range(len(groups) + 1))), TRIALS))
