"""Checking contract summaries that lie in files. They never leave this machine.

Where the set is given as an exhibit bundle or as an export's directory, no database and no connection is opened:
everything that is known comes from there and from the packaged catalog.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final

import click

from governance.priority_sets import PrioritySet
from measures import catalog
from measures.measure import MeasureEntry, MeasureSpecification
from measures.references import Kind, Reference
from measures.validation import parse
from registry.cli.answering import answering
from registry.cli.bundled import Bundled
from registry.cli.exported import Place, place
from registry.cli.files import UnreadableFileError, read_text
from registry.cli.parameters import DAY, FILE, Words
from registry.cli.printing import Answer, note
from registry.cli.rule_files import rule_set_of
from registry.cli.showing_conformance import conformance_answers
from registry.cli.yaml_files import read_fields, read_yaml_file
from registry.contracts import conformance
from registry.contracts.conformance import (
    ContractFacts,
    FactsFile,
    LabelFact,
    OtherSubjectError,
    PinnedSet,
    Report,
    Waiver,
)
from registry.contracts.contract_files import read_contract
from registry.contracts.rule_words import RuleLevel
from registry.contracts.summary import ContractSummary, other_place

DEFAULT_RULES: Final = "registry-first-checks"
"""The rules where none are named: this project's own, for a state may have several and nobody guesses which."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a check is told beside the contracts."""

    waivers: tuple[Waiver, ...]
    facts: FactsFile
    as_of: date | None


@click.command()
@click.argument("contracts", metavar="[CONTRACT]...", nargs=-1, type=FILE)
@click.option("--against", help="The priority set: a bundle or an export's directory (offline), or its reference.")
@click.option("--rules", default=DEFAULT_RULES, show_default=True, help="Packaged id, reference, bundle or YAML draft.")
@click.option("--facts", type=FILE, help="Declared facts in YAML, for what no contract summary holds.")
@click.option("--subject", type=Words(RuleLevel), help="What is checked, where it is no contract: plan, state, body …")
@click.option("--waivers", type=FILE, help="A YAML list of waivers: rule, who, why, until.")
@click.option("--as-of", type=DAY, help="The day of the check, offline; today if none is named.")
@click.option("--strict", is_flag=True, help="Exit code 1 also for a warning or what cannot be evaluated.")
@answering
def check(
    contracts: tuple[Path, ...],
    against: str | None,
    rules: str,
    facts: Path | None,
    subject: RuleLevel | None,
    waivers: Path | None,
    as_of: date | None,
    *,
    strict: bool,
) -> Answer:
    """Check contract summaries against the rules of a state; exit code 1 if a rule fails, 2 if a file cannot be read.

    With a bundle or an export after --against this runs offline, on files that never leave this machine. With --facts
    about a plan, a state, a body, a facility or a measure set, and no contract, that subject is checked.
    """
    told = Told(read_waivers(waivers) if waivers else (), _facts_file(facts, subject), as_of)
    if told.facts.subject is not RuleLevel.CONTRACT:
        return conformance_answers([("", _check_subject(contracts, rules, told))], strict=strict)
    if not contracts or against is None:
        raise click.UsageError("Name a contract's file and, after --against, the set that it pins.")
    summaries = [read_contract(read_text(path), str(path)) for path in contracts]
    if Path(against).exists():
        there = place(Path(against))
        reports = _check_offline(summaries, there, rules, told)
        for path, summary in zip(contracts, summaries, strict=True):
            _say_what_recording_would_refuse(path, summary, there)
    else:
        reports = _check_here(summaries, against, rules, told)
    return conformance_answers(list(zip(map(str, contracts), reports, strict=True)), strict=strict)


def _facts_file(path: Path | None, subject: RuleLevel | None) -> FactsFile:
    facts = parse(FactsFile, read_fields(path), str(path)) if path else FactsFile(subject=subject or RuleLevel.CONTRACT)
    if subject is not None and facts.subject is not subject:
        raise OtherSubjectError(f"{path} holds facts about a {facts.subject}; you check a {subject}.")
    return facts


def _check_subject(contracts: Sequence[Path], rules: str, told: Told) -> Report:
    if contracts:
        raise click.UsageError("Facts about another subject than a contract are checked without a contract.")
    cited = rule_set_of(rules, None, demonstration=False)
    return conformance.check_subject(told.facts, cited, told.as_of or datetime.now(UTC).date(), told.waivers)


def read_waivers(file: Path) -> tuple[Waiver, ...]:
    """The waivers in a file.

    Raises:
        InvalidError: the file is no list of waivers.
    """
    content = read_yaml_file(file)
    if not isinstance(content, list):
        raise UnreadableFileError(f"{file} holds no list of waivers; write `- rule: …` with who, why and until.")
    return tuple(parse(Waiver, row, f"{file}, waiver {number}") for number, row in enumerate(content, start=1))


def _check_here(summaries: Sequence[ContractSummary], against: str, rules: str, told: Told) -> list[Report]:
    if told.as_of is not None:
        raise click.UsageError("--as-of goes with a bundle or an export; a registry checks as of today.")
    from registry.cli.conformance_here import check_here  # noqa: PLC0415 - it knows the database

    reference = Reference.parse(against)
    return check_here(summaries, reference, _rules_reference(rules), told.waivers, told.facts)


def _rules_reference(text: str) -> Reference:
    """The reference of a rule set that is given as a bundle, a packaged id or a reference."""
    if text.startswith(f"{Kind.RULE_SET}/"):
        return Reference.parse(text)
    cited = rule_set_of(text, None, demonstration=False)
    return cited.reference if Path(text).exists() else cited.document.reference


def _check_offline(summaries: Sequence[ContractSummary], there: Place, rules: str, told: Told) -> list[Report]:
    bundles = {cites: there.bundled(Reference.parse(cites)) for cites in {one.cites for one in summaries}}
    day = told.as_of or datetime.now(UTC).date()
    demonstration = any(bundle.document.demonstration for bundle in bundles.values())
    cited = rule_set_of(rules, there, demonstration=demonstration)
    pinned = {cites: _pinned(bundle) for cites, bundle in bundles.items()}
    reports = [
        conformance.check(one, pinned[one.cites], cited, _facts(one, bundles[one.cites]), told.waivers, day, told.facts)
        for one in summaries
    ]
    for signed_by in {bundle.signed_by for bundle in bundles.values()} - {None}:
        assert signed_by is not None
        note(
            f"The set is intact and signed with the key {signed_by.fingerprint}; `value-registry verify --trust` says "
            "whether that is a key you trust."
        )
    return reports


def _say_what_recording_would_refuse(path: Path, summary: ContractSummary, there: Place) -> None:
    """A rule looks at the set; that a term or a measure was mistyped, or the state, no rule may see."""
    terms = (*(summary.terms or ()), *(point.term for point in summary.points or ()))
    named = dict.fromkeys([*terms, *(item.measure for item in summary.items)])
    problems = there.unknown(map(Reference.parse, named))
    if summary.jurisdictions and (problem := other_place(summary, summary.jurisdictions)):
        problems.append(problem)
    for each in problems:
        note(f"{path}, which could not be recorded so: {each.removesuffix('.')}.")


def _pinned(bundle: Bundled) -> PinnedSet:
    if not isinstance(bundle.document, PrioritySet):
        raise UnreadableFileError(f"This is the bundle of a {bundle.reference.kind}, not of a priority set.")
    return PinnedSet(bundle.reference, bundle.document, bundle.published_at, bundle.events)


def _facts(summary: ContractSummary, bundle: Bundled) -> ContractFacts:
    """What the packaged catalog says of the measures at hand; what it does not know stays unknown."""
    assert isinstance(bundle.document, PrioritySet)
    named = [item.measure for item in summary.items] + [item.measure for item in bundle.document.items]
    wanted = {Reference.parse(text).versioned for text in named}
    known = _catalogued()
    there = {key: known[key] for key in wanted if key in known}
    bundled = {key: each.domain for key, each in bundle.cited.items() if isinstance(each, MeasureSpecification)}
    return ContractFacts(
        labels={key: LabelFact(entry.classification.label, decided=False) for key, entry in there.items()},
        fits={key: entry.hcplan for key, entry in there.items()},
        statuses={key: entry.status for key, entry in there.items()},
        domains={key: entry.domain for key, entry in there.items()} | bundled,
    )


@cache
def _catalogued() -> Mapping[str, MeasureEntry]:
    """The packaged measures by the version that they are published as."""
    return {f"{Kind.MEASURE}/{one.id}@{one.document_version}": one for one in catalog.load().measures.values()}
