"""Counting again: worked cases, and the sealed export of a real vote. It needs no database and no registry."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from governance.recounting import DIGEST, Recounted, RecountedFile, read_cases, recount_file
from registry.cli.files import UnreadableFileError, read_bytes
from registry.cli.parameters import FILE
from registry.cli.printing import GAP, Answer, count, plain, show, words

LARGEST: Final = 256 * 1024 * 1024
"""A sealed export lists each distinct ballot; this holds a million of them."""
WIDEST: Final = 60
"""Columns beyond this are not lined up any more."""


@click.command()
@click.argument("file", type=FILE)
@click.option("--log", "with_log", is_flag=True, help="Also say how each case was counted, in sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def recount(file: Path, with_log: bool, as_json: bool) -> None:
    """Count worked cases, or the sealed export of a vote, again; `-` reads standard input.

    For each case the fields that were stated are printed as computed, and whether they agree; for an export also its
    result digest. Exit code 0: all agree, or nothing was stated. 1: something differs. 2: the file or a case cannot be
    read, or names a kind or a method that is not known. docs/recount.md tells the format.
    """
    found = recount_file(read_cases(_text(file), str(file)))
    refusals = [case.refusal for case in found.cases if case.is_unanswered and case.refusal]
    passed = bool(refusals) or not found.number(agrees=False)
    show(Answer(file_data(found), file_text(found, with_log=with_log), passed), as_json=as_json)
    if refusals:
        raise refusals[0]


def _text(file: Path) -> str:
    try:
        return read_bytes(file, LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{file} is not UTF-8 text: {error.reason} at byte {error.start}.") from None


def file_data(found: RecountedFile) -> dict[str, Any]:
    """The recount for programs."""
    digest = {"digest": found.digest} if found.digest else {}
    return {
        "cases": [_case_data(case) for case in found.cases],
        **digest,
        "agree": found.number(agrees=True),
        "differ": found.number(agrees=False),
        "refused": sum(case.is_unanswered for case in found.cases),
    }


def _case_data(case: Recounted) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": case.id,
        "title": case.title,
        "kind": case.kind,
        "computed": dict(case.computed),
        "agrees": case.agrees,
        "differences": [
            dict(zip(("field", "computed", "expected"), (name, *_sides(case, name)), strict=True))
            for name, agrees in case.agreement.items()
            if not agrees
        ],
        "log": list(case.log),
    }
    if case.left_aside:
        data["left_aside"] = list(case.left_aside)
    if case.refusal:
        data["refused"] = {"code": case.refusal.code, "message": case.refusal.message}
    return data


def _sides(case: Recounted, name: str) -> tuple[Any, Any]:
    """A field as computed and as stated."""
    if name == DIGEST:
        return case.digest, case.written_digest
    return case.computed.get(name), case.stated.get(name)


def file_text(found: RecountedFile, *, with_log: bool) -> str:
    """The recount for people: case by case, and how many agree."""
    blocks = ["\n".join(_case_lines(case, with_log=with_log)) for case in found.cases]
    if found.digest:
        blocks.append(f"Result digest: {found.digest}")
    return "\n\n".join([*blocks, _summary(found)])


def _case_lines(case: Recounted, *, with_log: bool) -> Iterator[str]:
    title = f": {plain(case.title)}" if case.title else ""
    yield f"{plain(case.id)}{title} ({words(plain(case.kind))})"
    if case.is_unanswered and case.refusal:
        yield f"{GAP}Cannot be counted. {case.refusal.code}: {plain(case.refusal.message)}"
        return
    names = list(case.agreement) or [name for name, value in case.computed.items() if value is not None]
    rows = [(name, _shown(_sides(case, name)[0]), _verdict(case, name)) for name in names]
    widths = [min(max((len(row[column]) for row in rows), default=0), WIDEST) for column in (0, 1)]
    for name, value, verdict in rows:
        yield f"{GAP}{plain(name).ljust(widths[0])}{GAP}{value.ljust(widths[1])}{GAP}{verdict}".rstrip()
    if case.left_aside:
        yield f"{GAP}Not known here and left aside: {plain(', '.join(case.left_aside))}"
    if with_log:
        yield from (f"{GAP}- {plain(sentence)}" for sentence in case.log)


def _verdict(case: Recounted, name: str) -> str:
    if name not in case.agreement:
        return ""
    return "agrees" if case.agreement[name] else f"DIFFERS (expected {_shown(_sides(case, name)[1])})"


def _shown(value: Any) -> str:
    """A value on one line: text as it is, everything else as JSON."""
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))


def _summary(found: RecountedFile) -> str:
    parts = [f"{found.number(agrees=True)} agree", f"{found.number(agrees=False)} differ"]
    unanswered = sum(case.is_unanswered for case in found.cases)
    unstated = found.number(agrees=None) - unanswered
    parts += [f"{unanswered} cannot be counted"] if unanswered else []
    parts += [f"{unstated} with nothing to agree with"] if unstated else []
    return f"{count(len(found.cases), 'case')}: {', '.join(parts)}."
