"""What a vote is about, in the words that its voters read: in their language where somebody translated it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from governance.translations import Translation
from governance.votes import Candidate, SubjectKind
from measures.measure import MeasureSpecification
from measures.references import Digest
from registry.web.languages import Language


@dataclass(frozen=True, slots=True)
class Part:
    """An outcome, or an area that a state puts first."""

    id: str
    text: str
    is_gap: bool = False
    """Whether it is an outcome that no measure shows."""


@dataclass(frozen=True, slots=True)
class Item:
    """A measure in a priority set."""

    title: str
    role: str
    label: str | None = None
    weight: str | None = None


@dataclass(frozen=True, slots=True)
class Translated:
    """Where a translation comes from: who reviewed it, whether a machine drafted it, and its digest."""

    reviewed_by: str
    machine_drafted: bool
    digest: Digest


@dataclass(frozen=True, slots=True)
class Subject:
    """What is voted on or commented on."""

    kind: SubjectKind
    title: str
    statement: str | None = None
    parts: tuple[Part, ...] = ()
    items: tuple[Item, ...] = ()
    measure: MeasureSpecification | None = None
    """The measure that a label is for."""
    language: Language = Language.ENGLISH
    """In which title and statement are."""
    parts_language: Language = Language.ENGLISH
    translated: Translated | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The words of each part by its id, in the order of the ballot."""
        return {part.id: part.text for part in self.parts}


def of_content(kind: SubjectKind, content: Mapping[str, Any], titles: Mapping[str, str]) -> Subject:
    """A definition of value or a priority set, as drafted or as frozen. `titles` names the measures of a draft."""
    if kind is SubjectKind.PRIORITY_SET:
        return Subject(
            kind,
            title=content["title"],
            statement=content.get("statement"),
            parts=tuple(Part(area["id"], area["statement"]) for area in content.get("areas", ())),
            items=tuple(_item(item, titles) for item in content.get("items", ())),
        )
    return Subject(
        kind,
        title=content["title"],
        statement=content["statement"],
        parts=tuple(
            Part(outcome["id"], outcome["statement"], is_gap=not outcome.get("candidate_measures"))
            for outcome in content["outcomes"]
        ),
    )


def _item(item: Mapping[str, Any], titles: Mapping[str, str]) -> Item:
    measure = item["measure"].split("#")[0]
    label = item.get("label")
    title = item.get("title") or titles.get(measure, measure)
    return Item(title, item["role"], label["label"] if label else None, item.get("weight"))


def of_measure(measure: MeasureSpecification) -> Subject:
    """A measure whose label is voted on."""
    return Subject(SubjectKind.LABEL, title=measure.title, measure=measure)


def with_candidates(subject: Subject, candidates: Iterable[Candidate]) -> Subject:
    """A definition whose outcomes are voted on one against the other: those on the ballot, in its order."""
    parts = tuple(Part(candidate.id, candidate.text) for candidate in candidates)
    return replace(subject, kind=SubjectKind.OUTCOMES, parts=parts)


def in_translation(subject: Subject, translation: Translation, digest: Digest) -> Subject:
    """The same subject in another language. What the translation leaves out stays as it was."""
    said = {outcome.id: outcome.statement for outcome in translation.outcomes}
    language = Language(translation.language)
    has_parts = all(part.id in said for part in subject.parts)
    return replace(
        subject,
        title=translation.title,
        statement=translation.statement,
        parts=tuple(replace(part, text=said.get(part.id, part.text)) for part in subject.parts),
        language=language,
        parts_language=language if has_parts else subject.parts_language,
        translated=Translated(translation.reviewed_by, translation.machine_drafted, digest),
    )
