"""Which published versions, with the digests of their bytes, a document cites."""

from collections.abc import Iterator, Mapping

from measures.errors import InvalidError
from measures.references import Reference


def citations(content: object) -> frozenset[Reference]:
    """Every pinned reference in the parsed content of a document.

    A citation is either a text that is a pinned reference, or an object with a `digest` and exactly one text that is
    a reference with a version: the two ways in which documents say "these very bytes".
    """
    found: set[Reference] = set()
    left = [content]  # not recursive: a hostile document may be nested deeper than Python's stack
    while left:
        match left.pop():
            case str() as text:
                found.update(reference for reference in [_reference(text)] if reference and reference.is_pinned)
            case Mapping() as fields:
                found.update(_pair(fields))
                left.extend(fields.values())
            case list() | tuple() as items:
                left.extend(items)
    return frozenset(found)


def _pair(value: Mapping[object, object]) -> Iterator[Reference]:
    digest = value.get("digest")
    found = [_reference(item) for item in value.values() if isinstance(item, str)]
    versions = [reference for reference in found if reference and reference.version and not reference.is_pinned]
    if isinstance(digest, str) and len(versions) == 1:
        pinned = _reference(f"{versions[0]}#{digest}")
        if pinned is not None:
            yield pinned


def _reference(text: str) -> Reference | None:
    if "/" not in text or " " in text:  # the texts of a document are mostly sentences
        return None
    try:
        return Reference.parse(text)
    except InvalidError:
        return None
