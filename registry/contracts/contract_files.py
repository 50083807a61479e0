"""Contract files: a contract summary as a plan writes it in YAML, read without guessing.

`value-registry check contract.yaml` reads such a file on the machine of the plan; it never leaves it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from measures.documents import LARGEST_DOCUMENT
from measures.references import BadReferenceError
from measures.validation import (
    InexactNumberError,
    InvalidFieldError,
    UnquotedVersionError,
    parse,
    read_yaml,
)
from registry.contracts.summary import ContractSummary, require_paths

NAMES_A_VERSION = ("cites", "measure", "replaced_by", "version")


def read_contract(text: str, where: str) -> ContractSummary:
    """Read the summary of one contract.

    Raises:
        InvalidError: names `where` and the field at fault. The text is not one YAML document, holds a key twice, a
            bare number with a fraction or a version without quotes, a field that no summary has, a reference that is
            not pinned, or a phase path that leads back.
    """
    if len(text) > LARGEST_DOCUMENT:
        raise InvalidFieldError(f"{where}: the file is longer than {LARGEST_DOCUMENT} characters.")
    content = _read(text, where)
    for path, number in _floats(content):
        _refuse_float(path, number, where)
    try:
        summary = parse(ContractSummary, content, where)
    except BadReferenceError as refused:
        raise BadReferenceError(f"{where}: {refused.message}") from None
    require_paths(summary, where)
    return summary


def _read(text: str, where: str) -> Any:
    """The content of the file. JSON is YAML too, and is read thirty times faster by a reader of its own."""
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text, object_pairs_hook=_once_each)
        except ValueError:
            pass  # what is not quite JSON, or has a key twice, is for the other reader to read or to refuse
    return read_yaml(text, where)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key stands twice")
    return fields


def _refuse_float(path: tuple[str, ...], number: float, where: str) -> None:
    shown = ".".join(path)
    if path and path[-1] in NAMES_A_VERSION:
        raise UnquotedVersionError(f"{where}: field {shown}: {number} was read as a number; put the version in quotes.")
    raise InexactNumberError(
        f"{where}: field {shown}: {number} is a bare number; write it as text, for example '1/4' or '0.25'."
    )


def _floats(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(value, float):
        yield path, value
    elif isinstance(value, Mapping | list):
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _floats(item, (*path, str(key)))
