"""References inside drafts and documents: text that must name a version of one kind of document."""

from typing import Annotated

from pydantic import AfterValidator

from measures.references import BadReferenceError, Kind, Reference


def require_version(text: str, kind: Kind) -> Reference:
    """Parse a reference that must be of one kind and name a version.

    Raises:
        BadReferenceError: it is of another kind, or names no version.
    """
    reference = Reference.parse(text)
    if reference.kind is not kind or reference.version is None:
        raise BadReferenceError(f"{text!r} does not name a version of a {kind}; write {kind}/…@1.0.0.")
    return reference


def require_pinned(text: str) -> Reference:
    """Parse a reference that must carry the digest of what it names.

    Raises:
        BadReferenceError: it carries none.
    """
    reference = Reference.parse(text)
    if not reference.is_pinned:
        raise BadReferenceError(f"{text!r} names no digest; write …@version#sha256:digest.")
    return reference


def _measure(text: str) -> str:
    return str(require_version(text, Kind.MEASURE))


def _definition(text: str) -> str:
    return str(require_version(text, Kind.VALUE_DEFINITION))


def _pinned_measure(text: str) -> str:
    return str(require_pinned(_measure(text)))


MeasureVersion = Annotated[str, AfterValidator(_measure)]
"""`measure/family/slug@version`, with or without a digest."""
PinnedMeasure = Annotated[str, AfterValidator(_pinned_measure)]
"""`measure/family/slug@version#sha256:digest`."""
DefinitionVersion = Annotated[str, AfterValidator(_definition)]
"""`value-definition/jurisdiction/slug@version`, with or without a digest."""
