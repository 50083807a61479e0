"""The differences between two records, found by the table of their kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from measures.comparison.change import Aspect, Bump, Change
from measures.comparison.tables import Entries, Inside, Part, Table
from measures.comparison.values import LONG, NOT_STATED, quoted, same_version, same_words
from measures.documents import Record

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document something stands: as a path, and as a sentence says it."""

    path: str = ""
    whose: tuple[str, ...] = ()

    def at(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path}{name}"

    def of(self, noun: str) -> str:
        """How a sentence about a field begins."""
        return first_large(f"{', '.join(self.whose)}: the {noun}" if self.whose else f"the {noun}")


DOCUMENT: Final = Place()


def differences(table: Table, before: Record, after: Record) -> tuple[Change, ...]:
    """What differs between two records of one kind: the widest rise first, then in the order of the table."""
    found = _in_record(table, dict(before), dict(after), DOCUMENT)
    return tuple(sorted(found, key=lambda change: -change.bump))


def _in_record(table: Table, old: Fields, new: Fields, place: Place) -> Iterator[Change]:
    for part in table.parts:
        name = table.written(part.field)
        sides = old.get(part.field), new.get(part.field)
        match part:
            case Part():
                yield from _in_part(part, *sides, place.at(name), place)
            case Inside():
                inside = Place(f"{place.at(name)}.", place.whose)
                yield from _in_record(part.table, dict(sides[0] or ()), dict(sides[1] or ()), inside)
            case Entries():
                yield from _in_entries(part, sides[0] or (), sides[1] or (), name, place)


def _in_part(part: Part, old: object, new: object, path: str, place: Place) -> Iterator[Change]:
    old, new = part.told(old), part.told(new)
    if old == new:
        return
    match old, new:
        case (Mapping(), Mapping()):
            yield from _in_mapping(part, old, new, path, place)
        case (tuple(), tuple()):
            yield _in_list(part, old, new, path, place)
        case (str(), str()) if part.alike is same_version and same_version(old, new):
            return  # a citation with and without its digest is one citation
        case _:
            yield _in_value(part, old, new, path, place)


def _in_mapping(part: Part, old: Fields, new: Fields, path: str, place: Place) -> Iterator[Change]:
    """A mapping whose keys are its own, such as the parameters of a rule."""
    for key in sorted({*old, *new}):
        one = replace(part, noun=f"{part.noun} {key.replace('_', ' ')}")
        yield from _in_part(one, _as_tuple(old.get(key)), _as_tuple(new.get(key)), f"{path}.{key}", place)


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _in_list(part: Part, old: tuple[Any, ...], new: tuple[Any, ...], path: str, place: Place) -> Change:
    gained, lost = ([each for each in one if each not in other] for one, other in ((new, old), (old, new)))
    said = [f"{quoted(each, part.show(each))} added" for each in gained]
    said += [f"{quoted(each, part.show(each))} taken out" for each in lost]
    if lost:
        bump = part.bump
    elif gained:
        bump = part.bump if part.gained is None else part.gained
    else:
        bump, said = part.order, ["the same entries in another order"]
    before, after = ("; ".join(map(part.show, side)) or None for side in (old, new))
    return Change(part.aspect, path, before, after, f"{place.of(part.noun)} changed: {'; '.join(said)}.", bump)


def _in_value(part: Part, old: object, new: object, path: str, place: Place) -> Change:
    before, after = (None if side is None else part.show(side) for side in (old, new))
    subject = place.of(part.noun)
    is_free = part.alike is same_words  # a number or a citation speaks for itself
    sides = [quoted(value, text or NOT_STATED, is_free=is_free) for value, text in ((old, before), (new, after))]
    said = f"changed from {' to '.join(sides)}"
    if old is not None and new is not None and part.alike(old, new):
        said = f"is written otherwise and says the same: {said.removeprefix('changed ')}"
        return Change(Aspect.WORDING, path, before, after, _cut(subject, said, "is written otherwise"), Bump.PATCH)
    if old is None:
        bump = part.bump if part.gained is None else part.gained
    elif new is None or part.weigh is None:
        bump = part.bump
    else:
        bump = part.weigh(old, new)
    long = "is now told" if old is None else "is no longer told" if new is None else "is worded otherwise"
    return Change(part.aspect, path, before, after, _cut(subject, said, long), bump)


def _cut(subject: str, said: str, instead: str) -> str:
    """A sentence that quotes both sides, or only says that they differ where they are too long to be quoted."""
    sentence = f"{subject} {said if len(said) <= 2 * LONG else instead}"
    return sentence if sentence.endswith(".”") else f"{sentence}."


def _in_entries(part: Entries, old: Sequence[Any], new: Sequence[Any], name: str, place: Place) -> Iterator[Change]:
    before, after = ({part.key(entry): entry for entry in side} for side in (old, new))
    for key in [*(key for key in after if key not in before), *(key for key in before if key not in after)]:
        yield _came_or_went(part, before.get(key), after.get(key), place.at(f"{name}.{key}"), place)
    both = [key for key in after if key in before]
    for key in both:
        at = Place(f"{place.at(name)}.{key}.", (*place.whose, part.words(after[key])))
        if isinstance(part.each, Part):
            yield from _in_part(part.each, before[key], after[key], at.path.removesuffix("."), at)
        else:
            yield from _in_record(part.each, dict(before[key]), dict(after[key]), at)
    if part.is_ordered and both != [key for key in before if key in after]:
        sentence = f"{place.of(f'order of the {part.plural}')} changed."
        yield Change(part.aspect, place.at(name), "; ".join(before), "; ".join(after), sentence, part.order)


def _came_or_went(part: Entries, old: object, new: object, path: str, place: Place) -> Change:
    there = new if old is None else old
    whose = f"{', '.join(place.whose)}: " if place.whose else ""
    said = f"{whose}{part.words(there)} was {'added' if old is None else 'taken out'}."
    bump = part.removed if new is None else part.added
    if old is None and part.optional is not None and part.optional(new):
        bump = Bump.MINOR
        said = f"{said.removesuffix('.')}; nothing hangs on it."
    before, after = (None if side is None else part.name(side) for side in (old, new))
    return Change(part.aspect, path, before, after, first_large(said), bump)


def first_large(text: str) -> str:
    """The same text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
