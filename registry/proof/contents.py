"""What documents say, checked against the names under which they are filed. No signatures here."""

import json
from collections.abc import Iterator, Mapping

from measures.canonical import canonical_json, digest_of
from measures.references import Reference
from registry.proof.citations import citations
from registry.proof.manifest import DOCUMENTS, document_path


def parsed(content: bytes) -> dict[str, object] | None:
    """The fields of a document, or none if the bytes are not those of a JSON object."""
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def form_problems(versioned: str, content: bytes) -> Iterator[str]:
    """Where a document is not canonical, or says another kind, name or version than it is filed under."""
    fields = parsed(content)
    if fields is None:
        yield f"{versioned} is not JSON."
        return
    kind, name, version = (fields.get(key) for key in ("kind", "name", "version"))
    if f"{kind}/{name}@{version}" != versioned:
        yield f"{versioned} says of itself that it is {str(f'{kind}/{name}@{version}')[:200]!r}."
    if not str(fields.get("schema")).startswith(f"{kind}/"):
        yield f"{versioned} does not name the form of its kind."
    if not _is_canonical(fields, content):
        yield f"{versioned} is not written canonically (RFC 8785), so its digest could not be found again."


def citation_problems(subject: Reference, documents: Mapping[str, bytes]) -> Iterator[str]:
    """Where the subject cites bytes that are not there, or any document cites bytes that are others."""
    for versioned, content in documents.items():
        for cited in sorted(citations(parsed(content)), key=str):
            there = documents.get(cited.versioned)
            if there is None and versioned == subject.versioned:
                yield f"{cited.short} is cited by {versioned} and is not here."
            if there is not None and digest_of(there) != cited.digest:
                yield f"{cited.versioned} is not the one that {versioned} cites: the bytes here have another digest."


def marking_problems(documents: Mapping[str, bytes]) -> Iterator[str]:
    """Where demonstration and real documents stand side by side."""
    marked = {versioned: is_demonstration(content) for versioned, content in documents.items()}
    if len(set(marked.values())) > 1:
        real = ", ".join(versioned for versioned, marking in marked.items() if not marking)
        yield f"Some documents are marked as a demonstration and others are not: {real[:300]}."


def is_demonstration(content: bytes) -> bool:
    """Whether a document says that it is one of a demonstration."""
    return (parsed(content) or {}).get("demonstration") is True


def digest_problems(subject: Reference, documents: Mapping[str, bytes]) -> Iterator[str]:
    """Where the subject's bytes are not the ones that are cited."""
    content = documents.get(subject.versioned)
    if content is None:
        yield f"{document_path(subject.versioned)} is not here."
    elif (found := digest_of(content)) != subject.digest:
        yield f"The bytes of {subject.versioned} have the digest {found}; the citation says {subject.digest}."


def expectation_problems(subject: Reference, expected: Reference) -> Iterator[str]:
    """Where the subject is not the one that the reader asked for; what the reader left open is not compared."""
    wanted_version, wanted_digest = expected.version, expected.digest
    if (subject.kind, subject.name) != (expected.kind, expected.name):
        yield f"This is {subject.versioned}, and not {expected.versioned}."
    elif wanted_version is not None and subject.version != wanted_version:
        yield f"This is version {subject.version}, and not {wanted_version}."
    elif wanted_digest is not None and subject.digest != wanted_digest:
        yield f"This has the digest {subject.digest}, and not {wanted_digest}."


def documents_in(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The documents of a bundle by kind, name and version."""
    found = {path: content for path, content in members.items() if path.startswith(DOCUMENTS)}
    return {path.removeprefix(DOCUMENTS).removesuffix(".json"): content for path, content in found.items()}


def _is_canonical(fields: object, content: bytes) -> bool:
    try:
        return canonical_json(fields) == content
    except (ValueError, RecursionError):
        return False
