"""Public cases: the arrangements of the catalog in the fields of a contract, with what is peculiar to a published case.

An arrangement is kept as it was read; `cases.yaml` takes its words about payment apart into streams, stages, rhythm and
the rest. Every sentence about payment, every reading and every note is accounted for there: it names the fields that
hold what it says, or says why no field does. Whether the box states a thing or the project read it into the box stands
beside the field.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import StrictBool, StrictInt

from governance.phases import ItemRole
from measures import catalog
from measures.catalog import Catalog
from measures.documents import Line, Ordered, Record, Text, Unique
from measures.record_files import MeasureId, RecordFile, Slug, fixed, must_know
from measures.uses import MeasureRole
from measures.validation import InvalidFieldError, parse
from registry.contracts import arrangements
from registry.contracts.arrangements import Arrangement, ArrangementPhase
from registry.contracts.case_fields import (
    NARROWER,
    ROLES,
    Account,
    ArguedCategories,
    CaseBasis,
    CaseResult,
    CaseStream,
    CaseSupplement,
    FieldBasis,
    UseDetail,
)
from registry.contracts.summary import ContractWording
from registry.contracts.wording import PathStep, PaymentStream

FILE: Final = "cases.yaml"
ACCOUNTED: Final = ("payment_model", "reading", "notes")
"""The free texts of an arrangement, each of which is accounted for sentence by sentence."""
STREAM_FIELDS: Final = set(PaymentStream.model_fields)


class CaseUse(Record):
    """A measure of a case: the word of the case for its role, and the tabulated role, if it is an item of one."""

    measure: MeasureId
    stated_role: MeasureRole
    role: ItemRole | None
    """None: it is named beside the arrangement and is no measure of it."""
    stage: StrictInt | None = None
    """The number of the stage in which it counts, where the case tells."""
    basis: CaseBasis = CaseBasis.STATED
    note: Line | None = None


class PublicCase(Record):
    """One published arrangement: what a contract summary would say of it, and what only a case has."""

    id: Slug
    box: Line
    """The box of the paper in which it stands."""
    wording: ContractWording
    streams: Ordered[CaseStream] | None
    """The streams of the wording, each with its stage and whether the box states it."""
    uses: Ordered[CaseUse]
    measure_sets: Unique[Slug]
    """Sets that the box names without single measures, by id."""
    outcomes_named: Ordered[Line]
    results: Ordered[CaseResult]
    argued: Ordered[ArguedCategories]
    """Categories that could be argued instead, and why."""
    model_words: Ordered[Line]
    """The box's own words for the payment model."""
    began: Line | None
    """When work on it began, where that is not the start of a stage."""
    made_with: Ordered[Line]
    endorsed_by: Ordered[Line]
    coordinated_with: Ordered[Line]
    reasons_given: Ordered[Line]
    data_inputs: Ordered[Line]
    """Sources of data that are named without a version, so that no set is linked."""
    not_told: Ordered[Line]
    """What the box leaves open, in words."""
    planned_stages: Ordered[StrictInt]
    """Stages that were a plan when the source was written, by number."""
    side_by_side: StrictBool
    """Whether the stages are initiatives beside each other and not steps of one."""
    related_cases: Unique[Slug]
    payment_model: Text
    reading: Text
    notes: Text | None
    source: Slug
    other_sources: Unique[Slug]
    bases: Ordered[FieldBasis]
    """Fields that the box does not state, and where they come from; every other field is stated by the box."""
    accounts: Mapping[str, Ordered[Account]]

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Where the case is filed: once for each state that it names."""
        return self.wording.jurisdictions or ()

    def basis_of(self, field: str) -> CaseBasis:
        """How a field came to be filled: its own basis, else that of the field it is part of, else stated."""
        by_field = {each.field: each.basis for each in self.bases if each.words is None}
        parts = field.split(".")
        for length in range(len(parts), 0, -1):
            if found := by_field.get(".".join(parts[:length])):
                return found
        return CaseBasis.STATED

    def field(self, path: str) -> Any:
        """What a field holds: `wording` may be left out, a part of a list is named by number, id or measure.

        Raises:
            KeyError: there is no such field or part.
        """
        first, *rest = path.split(".")
        holder = self if first in PublicCase.model_fields else self.wording
        if first not in type(holder).model_fields:
            raise KeyError(path)
        value = getattr(holder, first)
        for part in rest:
            value = _part(value, part, path)
        return value


def _part(value: Any, part: str, path: str) -> Any:
    if isinstance(value, tuple):
        found = [each for number, each in enumerate(value) if part in _names(number, each)]
        if len(found) == 1:
            return found[0]
    elif part in getattr(type(value), "model_fields", {}):
        return getattr(value, part)
    raise KeyError(path)


def _names(number: int, each: object) -> tuple[str, ...]:
    measure = str(getattr(each, "measure", "")).removeprefix("measure/").split("@", maxsplit=1)[0]
    return (str(number), str(getattr(each, "id", "")), measure)


class _File(Record):
    cases: tuple[Any, ...]


def load(directory: Path | None = None, known: Catalog | None = None) -> Mapping[str, PublicCase]:
    """The public cases by id, from the file of a directory; the packaged ones, read once, if none is named.

    Raises:
        InvalidError: names the file, the record and the field at fault: a case is missing or too much, a field does
            not exist or is empty, a sentence is not accounted for.
    """
    if directory is None and known is None:
        return _packaged()
    file = RecordFile(directory or Path(__file__).parent, FILE, None if directory else "registry/contracts")
    return _read(file, known or catalog.load())


@cache
def _packaged() -> Mapping[str, PublicCase]:
    return _read(RecordFile(Path(__file__).parent, FILE, "registry/contracts"), catalog.load())


def _read(file: RecordFile, known: Catalog) -> Mapping[str, PublicCase]:
    supplements = file.records(file.read(_File).cases, CaseSupplement, "case")
    there = arrangements.load()
    if list(supplements) != list(there):
        raise InvalidFieldError(f"{file.shown}: field cases: every arrangement must stand once, in order.")
    cases = {}
    for key, supplement in supplements.items():
        where = file.where(key)
        must_know(supplement.related_cases, there, where, "related_cases", "case")
        sources = [result.source for result in supplement.results if result.source]
        must_know(sources, known.sources, where, "results", "source")
        must_know(supplement.uses, {use.measure for use in there[key].measures}, where, "uses", "measure of the case")
        cases[key] = public_case(there[key], supplement, known, where)
        _check(cases[key], where)
    return fixed(cases)


def public_case(arrangement: Arrangement, supplement: CaseSupplement, known: Catalog, where: str) -> PublicCase:
    """A case out of an arrangement and what is said of it. Measures are named as the catalog has them.

    Raises:
        InvalidError: names `where` and the field that no summary of a contract could hold.
    """
    uses = tuple(
        CaseUse(
            measure=use.measure,
            stated_role=use.role,
            role=ROLES[use.role].role,
            stage=detail.stage,
            basis=detail.basis,
            note=use.note,
        )
        for use in arrangement.measures
        for detail in [supplement.uses.get(use.measure, UseDetail())]
    )
    peculiar = {name: getattr(supplement, name) for name in NARROWER}
    return PublicCase(
        id=arrangement.id,
        box=arrangement.box,
        wording=parse(ContractWording, _wording(arrangement, supplement, uses, known), where),
        streams=supplement.streams,
        uses=uses,
        measure_sets=arrangement.measure_sets,
        outcomes_named=arrangement.outcomes_named,
        payment_model=arrangement.payment_model,
        reading=arrangement.reading,
        notes=arrangement.notes,
        source=arrangement.source,
        other_sources=arrangement.other_sources,
        accounts=supplement.accounts,
        **peculiar,
    )


def _wording(
    arrangement: Arrangement, supplement: CaseSupplement, uses: tuple[CaseUse, ...], known: Catalog
) -> dict[str, object]:
    path = [_step(phase) for phase in arrangement.phases]
    streams = supplement.streams
    return {
        "title": arrangement.name,
        "payer": arrangement.payer,
        "providers": arrangement.counterparties,
        "categories": next((step.categories for step in reversed(path) if step.categories), ()),
        "items": [_item(use, supplement, known) for use in uses if use.role is not None],
        "case": arrangement.id,
        "arrangement": arrangement.kind,
        "path": path,
        "streams": None if streams is None else [each.model_dump(include=STREAM_FIELDS) for each in streams],
        "cadence": arrangement.cadence.model_dump(exclude_none=True) or None,
        "jurisdictions": arrangement.jurisdictions or None,
        "populations": arrangement.populations,
        "settings": arrangement.settings,
        **supplement.fields.model_dump(exclude_none=True),
    }


def _step(phase: ArrangementPhase) -> PathStep:
    return PathStep(
        label=phase.label,
        categories=phase.hcplan,
        basis=phase.hcplan_basis,
        from_words=phase.from_,
        to_words=phase.to,
    )


def _item(use: CaseUse, supplement: CaseSupplement, known: Catalog) -> dict[str, object]:
    detail = supplement.uses.get(use.measure, UseDetail())
    return {
        "measure": str(known.measures[use.measure].reference),
        "role": use.role,
        "role_word": use.stated_role.value,
        "target": detail.target,
        "note": use.note,
    }


def _check(case: PublicCase, where: str) -> None:
    """Every field that is spoken of is there and filled, and every free text is accounted for to the last word."""
    spoken_of = [(each.field, "bases") for each in case.bases]
    spoken_of += [
        (field, f"accounts.{text}") for text, rows in case.accounts.items() for row in rows for field in row.held_by
    ]
    for field, place in spoken_of:
        try:
            value = case.field(field)
        except KeyError:
            raise InvalidFieldError(f"{where}: field {place}: a case has no field {field!r}.") from None
        if value is None or (value == () and field != "streams"):
            raise InvalidFieldError(f"{where}: field {place}: the field {field!r} holds nothing.")
    for text in ACCOUNTED:
        words = " ".join(row.words for row in case.accounts.get(text, ()))
        if words != (getattr(case, text) or ""):
            raise InvalidFieldError(f"{where}: field accounts.{text}: these are not the words of the text, in order.")
    _check_stages(case, where)


def _check_stages(case: PublicCase, where: str) -> None:
    stages = range(1, len(case.wording.path or ()) + 1)
    named = [use.stage for use in case.uses] + [stream.stage for stream in case.streams or ()]
    for stage in (*named, *case.planned_stages):
        if stage is not None and stage not in stages:
            raise InvalidFieldError(f"{where}: there is no stage {stage}; the case has {len(stages)}.")
    said = [result.says for result in case.results if result.source is None]
    if said != list(arrangements.load()[case.id].results_reported):
        raise InvalidFieldError(f"{where}: field results: they must be the results that the arrangement reports.")
