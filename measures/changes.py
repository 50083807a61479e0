"""What differs between two documents, by the names of their fields."""

from collections.abc import Mapping
from typing import Final

from measures.documents import canonical_json

_ABSENT: Final = object()


def changed_fields(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """The fields that differ between two parsed contents, as dotted paths in alphabetical order.

    A field that stands on one side only has changed; so has one whose value is written as another type. Two lists of
    mappings of the same length are compared entry by entry (`rules.3.parameters.max`); any other list as a whole.
    """
    return sorted(_differences("", old, new))


def _differences(path: str, old: object, new: object) -> list[str]:
    match old, new:
        case Mapping(), Mapping():
            pairs = [(str(key), old.get(key, _ABSENT), new.get(key, _ABSENT)) for key in {*old, *new}]
        case list() | tuple(), list() | tuple() if len(old) == len(new) and all(
            isinstance(entry, Mapping) for entry in (*old, *new)
        ):
            pairs = [(str(number), *pair) for number, pair in enumerate(zip(old, new, strict=True))]
        case _:
            return [] if _are_same(old, new) else [path]
    inside = f"{path}." if path else ""
    return [found for key, before, after in pairs for found in _differences(f"{inside}{key}", before, after)]


def _are_same(old: object, new: object) -> bool:
    # Canonical bytes, because Python holds that True equals 1.
    return _ABSENT not in (old, new) and canonical_json(old) == canonical_json(new)
