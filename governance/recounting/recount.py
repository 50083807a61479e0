"""Counting cases again, and holding what comes out against what was stated."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from governance.recounting.cases import Case, CaseFile
from governance.recounting.comparison import agree
from governance.recounting.kinds import KINDS, Kind
from governance.recounting.question import Counted, Question
from governance.recounting.refusals import BadCaseError, UnknownKindError, UnknownMethodError
from governance.rules.rating import PanelSizeError
from governance.rules.record import plain, result_digest
from governance.rules.ties import TooManyTiesError
from measures.errors import InvalidError
from measures.references import Digest
from measures.validation import InvalidFieldError

DIGEST: Final = "digest"
"""For a sealed export, whether its record as written has the digest of the recount, to the byte."""
REFUSED: Final = "refused"
"""What stands in `computed` where there is no answer: the code of the refusal. A worked case may expect it, or true."""
ERROR: Final = "error"
"""Another name for it in `expected`."""
NO_ANSWER: Final = (PanelSizeError, TooManyTiesError)
"""The refusals that a real vote can end with: its ballots are in order, and its method has no answer."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """A case that was counted again, or the reason why it cannot be."""

    id: str
    title: str
    kind: str
    computed: Mapping[str, Any]
    """What it comes to, as plain data: fractions as text."""
    stated: Mapping[str, Any]
    agreement: Mapping[str, bool]
    """For each field that was stated, whether it comes out."""
    log: tuple[str, ...] = ()
    left_aside: tuple[str, ...] = ()
    """Fields of a worked case that are not known, and had no part in the count."""
    digest: Digest | None = None
    """The result digest of an export; none where its record has no canonical form."""
    written_digest: Digest | None = None
    """The digest of an export's record as it was written."""
    refusal: InvalidError | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether all comes out as stated; none where nothing was stated, or where it cannot be counted."""
        if not self.agreement or self.is_unanswered:
            return None
        return all(self.agreement.values())

    @property
    def is_unanswered(self) -> bool:
        """Whether it cannot be counted, and nobody said that it could not: that it is refused, or has no answer."""
        said = {REFUSED, ERROR}.intersection(self.stated) or isinstance(self.refusal, NO_ANSWER)
        return self.refusal is not None and not (said and self.agreement and all(self.agreement.values()))


@dataclass(frozen=True, slots=True)
class RecountedFile:
    """All cases of a text."""

    cases: tuple[Recounted, ...]
    digest: Digest | None
    """The result digest of a sealed export; none for worked cases."""

    def number(self, agrees: bool | None) -> int:
        """How many cases agree, or differ; how many say nothing to agree with."""
        return sum(case.agrees is agrees for case in self.cases)


def recount_file(file: CaseFile) -> RecountedFile:
    """Count all cases again."""
    cases = tuple(recount_case(case) for case in file.cases)
    if not file.is_export:
        return RecountedFile(cases, None)
    if not file.is_list:
        return RecountedFile(cases, cases[0].digest)
    records = [
        {"id": case.content.get("id"), **record_of(case, found.computed)}
        for case, found in zip(file.cases, cases, strict=True)
    ]
    return RecountedFile(cases, _digest({"cases": records}))


def recount(record: Any, where: str) -> dict[str, Any]:
    """The record that the rule and the input of a record lead to; its digest equals that of an honest record.

    Raises:
        InvalidError: the record, its rule or its input is not well formed.
    """
    if not isinstance(record, Mapping) or "kind" not in record:
        raise BadCaseError(f"{where}: this is no record; a record has the fields kind, rule, input and computed.")
    case = Case(where, "", record)
    try:
        computed = _counted(case)[0].computed
    except NO_ANSWER as refusal:
        computed = {REFUSED: refusal.code}
    return plain(record_of(case, computed))


def recount_case(case: Case) -> Recounted:
    """Count a case again. Why it cannot be counted is not raised: it is the answer."""
    left_aside: tuple[str, ...] = ()
    refusal: InvalidError | None = None
    try:
        stated = _stated(case)
        counted, left_aside = _counted(case)
    except InvalidError as reason:
        stated = case.stated if isinstance(case.stated, Mapping) else {}
        counted, refusal = Counted({REFUSED: reason.code}, ()), reason
    core, computed = _plain(counted.computed), _plain({**counted.computed, **counted.beside})
    digest, written = _digests(case, stated, core) if case.is_export else (None, None)
    agreement = _agreement(case, stated, core, computed)
    if case.is_export:
        agreement[DIGEST] = digest is not None and digest == written
    return Recounted(
        id=case.id,
        title=case.title,
        kind=str(case.content["kind"]),
        computed=computed,
        stated=stated,
        agreement=agreement,
        log=counted.log,
        left_aside=left_aside,
        digest=digest,
        written_digest=written,
        refusal=refusal,
    )


def _agreement(
    case: Case, stated: Mapping[str, Any], core: Mapping[str, Any], computed: Mapping[str, Any]
) -> dict[str, bool]:
    """Field by field, whether it comes out as stated. The record of a real vote must come out whole."""
    fields = dict.fromkeys((*stated, *core) if case.is_export else stated)
    return {name: _comes_out(name, computed, stated.get(name)) for name in fields}


def _comes_out(name: str, computed: Mapping[str, Any], stated: Any) -> bool:
    if name in (REFUSED, ERROR):
        code = computed.get(REFUSED)
        return stated == code or (stated is True and code is not None) or (stated is False and code is None)
    # Some cases give the score of every candidate under `score`.
    name = "scores" if name == "score" and isinstance(stated, Mapping) else name
    return agree(name, computed.get(name), stated)


def record_of(case: Case, computed: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a case: its kind, rule and input as they were written, and what they come to."""
    return {name: case.content[name] for name in ("kind", "rule", "input")} | {"computed": computed}


def _stated(case: Case) -> Mapping[str, Any]:
    stated = {} if case.stated is None else case.stated
    if not isinstance(stated, Mapping):
        raise BadCaseError(f"{case.id}: what the case is said to come to is not an object.")
    return stated


def _counted(case: Case) -> tuple[Counted, tuple[str, ...]]:
    kind = KINDS.get(str(case.content["kind"]))
    if kind is None:
        raise UnknownKindError(
            f"{case.id}: the kind {case.content['kind']!r} is not known; the kinds are {', '.join(KINDS)}."
        )
    asked = Question.of(case.content, case.id)
    names = kind.preset if "name" in asked.rule else kind.rule
    stray = [f"rule.{name}" for name in asked.rule if name not in names]
    stray += [f"input.{name}" for name in asked.input if name not in kind.input]
    if stray and case.is_export:
        raise InvalidFieldError(f"{case.id}: field {stray[0]}: there is no such field.")
    rule = _with_known_method(kind, {name: asked.rule[name] for name in asked.rule if name in names}, case)
    given = {name: asked.input[name] for name in asked.input if name in kind.input}
    return kind.count(Question(rule, given, case.id)), tuple(stray)


def _with_known_method(kind: Kind, rule: dict[str, Any], case: Case) -> dict[str, Any]:
    if not kind.methods or "method" not in rule:
        return rule
    method = str(rule["method"]).lower()
    if method not in kind.methods:
        known = f"the methods for {case.content['kind']} are {', '.join(kind.methods)}"
        raise UnknownMethodError(f"{case.id}: the method {rule['method']!r} is not known; {known}.")
    return rule | {"method": method}


def _digests(case: Case, stated: Mapping[str, Any], core: Mapping[str, Any]) -> tuple[Digest | None, Digest | None]:
    """The digest of an export's record as counted, and as written."""
    digest = _digest(record_of(case, core))
    counted = {name: value for name, value in core.items() if value is not None}
    # As text, in which 1, 1.0 and true are not the same. It spares digesting a long list of ballots twice.
    same = json.dumps(stated, sort_keys=True, default=repr) == json.dumps(counted, sort_keys=True)
    return digest, digest if same else _digest(record_of(case, stated))


def _digest(record: Mapping[str, Any]) -> Digest | None:
    try:
        return result_digest(record)
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """Plain data, as JSON holds it: fractions and fixed words as text."""
    match value:
        case Enum():
            return value.value
        case Fraction():
            return str(value)
        case Mapping():
            return {str(name): _plain(item) for name, item in value.items()}
        case Sequence() if not isinstance(value, str):
            return [_plain(item) for item in value]
        case _:
            return value
