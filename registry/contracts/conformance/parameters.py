"""Parameters of rules as evaluations read them: a number that was not seen settles nothing (rule sets, reading 2)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from registry.contracts.conformance.verdicts import UnsettledError

Word = TypeVar("Word", bound=StrEnum)
LONGEST_LIST = 20


def number(parameters: Mapping[str, Any], name: str) -> Fraction:
    """The exact value of a number kept as text.

    Raises:
        UnsettledError: it is null. (What it holds otherwise was checked when the rule was read.)
    """
    text = parameters.get(name)
    if isinstance(text, str):
        return Fraction(text)
    raise UnsettledError(
        f"The rule's number {name!r} was not seen in its source; read the source and fill it in.", f"parameters.{name}"
    )


def word(parameters: Mapping[str, Any], name: str, words: type[Word]) -> Word:
    """A word of a vocabulary.

    Raises:
        UnsettledError: it is null or not of the vocabulary.
    """
    return _known(parameters.get(name), name, words)


def words(parameters: Mapping[str, Any], name: str, of: type[Word]) -> frozenset[Word] | None:
    """Some words of a vocabulary; none if the parameter is null, which restricts nothing.

    Raises:
        UnsettledError: one is not of the vocabulary.
    """
    value = parameters.get(name)
    if value is None:
        return None
    return frozenset(_known(each, name, of) for each in (value if isinstance(value, list | tuple) else [value]))


def _known(value: object, name: str, of: type[Word]) -> Word:
    for each in of:
        if each.value == value:
            return each
    raise UnsettledError(
        f"The rule's {name!r} says {value!r}; the words that can be checked are {', '.join(of)}.",
        f"parameters.{name}",
    )


def names(parameters: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The entries of a list, none if it is null.

    Raises:
        UnsettledError: the parameter is a sentence and names nothing by id.
    """
    value = parameters.get(name)
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise UnsettledError(
            f"The rule's {name!r} says {value!r}, which names nothing by id; name them.", f"parameters.{name}"
        )
    return tuple(str(each) for each in value)


def must_say(parameters: Mapping[str, Any], name: str, known: Iterable[str]) -> None:
    """Go on only where a parameter says something that is understood.

    Raises:
        UnsettledError: it says something else.
    """
    if parameters.get(name) not in (understood := tuple(known)):
        raise UnsettledError(
            f"The rule's {name!r} says {parameters.get(name)!r}; only {', '.join(map(repr, understood))} can be "
            "checked on a contract summary.",
            f"parameters.{name}",
        )


def listed(items: Iterable[str]) -> str:
    """Names in a sentence, up to twenty of them."""
    all_of_them = tuple(items)
    more = len(all_of_them) - LONGEST_LIST
    return ", ".join(all_of_them[:LONGEST_LIST]) + (f" and {more} more" if more > 0 else "") or "none"


def counted(number_of: Fraction | int, noun: str) -> str:
    """A number with its noun: 1 measure, 2 measures."""
    return f"{number_of} {noun}" if number_of == 1 else f"{number_of} {noun}s"
