"""Checking a contract summary that lies in a file. It never leaves this machine.

Where the set is given as an exhibit bundle, no database and no connection is opened: everything that is known comes
from the bundle and from the packaged catalog.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from governance.priority_sets import PrioritySet
from measures import catalog
from measures.dated_records import DatedKind
from measures.measure import MeasureSpecification
from measures.references import Kind, Reference
from measures.validation import parse
from registry.cli.answering import answering
from registry.cli.bundled import Bundled, read_bundle
from registry.cli.files import UnreadableFileError, read_text
from registry.cli.parameters import DAY, FILE
from registry.cli.printing import Answer, note
from registry.cli.rules import packaged
from registry.cli.showing_conformance import conformance_answer
from registry.cli.yaml_files import read_yaml_file
from registry.contracts import conformance
from registry.contracts.conformance import (
    CitedRuleSet,
    ContractFacts,
    LabelFact,
    PinnedSet,
    Report,
    RuleSetStanding,
    Waiver,
)
from registry.contracts.contract_files import read_contract
from registry.contracts.rule_sets import RuleSet, RuleSetDocument
from registry.contracts.summary import ContractSummary


@click.command()
@click.argument("contract", type=FILE)
@click.option("--against", required=True, help="The priority set: its exhibit bundle (offline), or its reference.")
@click.option("--rules", required=True, help="The rule set: the id or reference of a packaged one, or its bundle.")
@click.option("--waivers", type=FILE, help="A YAML list of waivers: rule, who, why, until.")
@click.option("--as-of", type=DAY, help="The day of the check, with a bundle; today if none is named.")
@answering
def check(contract: Path, against: str, rules: str, waivers: Path | None, as_of: date | None) -> Answer:
    """Check a contract summary against the rules of a state; exit code 1 if a rule fails.

    With an exhibit bundle after --against this runs offline, on files that never leave this machine.
    """
    summary = read_contract(read_text(contract), str(contract))
    waived = read_waivers(waivers) if waivers else ()
    if Path(against).exists():
        return conformance_answer(_check_offline(summary, Path(against), rules, waived, as_of))
    if as_of is not None:
        raise click.UsageError("--as-of goes with a bundle; a registry checks as of today.")
    from registry.cli.conformance_here import check_here  # noqa: PLC0415 - it knows the database

    return conformance_answer(check_here(summary, Reference.parse(against), _rules_reference(rules), waived))


def read_waivers(file: Path) -> tuple[Waiver, ...]:
    """The waivers in a file.

    Raises:
        InvalidError: the file is no list of waivers.
    """
    content = read_yaml_file(file)
    if not isinstance(content, list):
        raise UnreadableFileError(f"{file} holds no list of waivers; write `- rule: …` with who, why and until.")
    return tuple(parse(Waiver, row, f"{file}, waiver {number}") for number, row in enumerate(content, start=1))


def _check_offline(
    summary: ContractSummary, against: Path, rules: str, waivers: tuple[Waiver, ...], as_of: date | None
) -> Report:
    bundle = read_bundle(against)
    if not isinstance(bundle.document, PrioritySet):
        raise UnreadableFileError(f"{against} is the bundle of a {bundle.reference.kind}, not of a priority set.")
    pinned = PinnedSet(bundle.reference, bundle.document, bundle.published_at, bundle.events)
    cited = _rule_set(rules, demonstration=bundle.document.demonstration)
    day = as_of or datetime.now(UTC).date()
    report = conformance.check(summary, pinned, cited, _facts(summary, bundle), waivers, day)
    if bundle.signed_by is not None:
        note(
            f"{against} is intact and signed with the key {bundle.signed_by.fingerprint}; "
            "`value-registry verify --trust` says whether that is a key you trust."
        )
    return report


def _rule_set(text: str, *, demonstration: bool) -> CitedRuleSet:
    """A rule set out of its bundle, or a packaged one; whether it binds today is what the packaged files say."""
    if Path(text).exists():
        bundle = read_bundle(Path(text))
        if not isinstance(bundle.document, RuleSetDocument):
            raise UnreadableFileError(f"{text} is the bundle of a {bundle.reference.kind}, not of a rule set.")
        return CitedRuleSet(bundle.reference, bundle.document, _standing(packaged(bundle.reference.versioned)))
    reference = Reference.parse(text) if text.startswith(f"{Kind.RULE_SET}/") else None
    found = packaged(reference.versioned if reference else text)
    document = found.document(demonstration=demonstration)
    pinned = document.reference.pinned(document.seal().digest)
    return CitedRuleSet(reference if reference and reference.is_pinned else pinned, document, _standing(found))


def _standing(found: RuleSet) -> RuleSetStanding:
    status = next(record for record in found.dated_records() if record.kind is DatedKind.STATUS)
    return RuleSetStanding.of(status.content)


def _rules_reference(text: str) -> Reference:
    """The reference of a rule set that is given as a bundle, a packaged id or a reference."""
    if Path(text).exists():
        return read_bundle(Path(text)).reference
    if text.startswith(f"{Kind.RULE_SET}/"):
        return Reference.parse(text)
    return packaged(text).document(demonstration=False).reference


def _facts(summary: ContractSummary, bundle: Bundled) -> ContractFacts:
    """What the packaged catalog says of the measures at hand; what it does not know stays unknown."""
    assert isinstance(bundle.document, PrioritySet)
    named = [item.measure for item in summary.items] + [item.measure for item in bundle.document.items]
    wanted = {Reference.parse(text).versioned for text in named}
    known = {f"{Kind.MEASURE}/{entry.id}@{entry.document_version}": entry for entry in catalog.load().measures.values()}
    there = {key: known[key] for key in wanted if key in known}
    bundled = {key: each.domain for key, each in bundle.cited.items() if isinstance(each, MeasureSpecification)}
    return ContractFacts(
        labels={key: LabelFact(entry.classification.label, decided=False) for key, entry in there.items()},
        fits={key: entry.hcplan for key, entry in there.items()},
        statuses={key: entry.status for key, entry in there.items()},
        domains={key: entry.domain for key, entry in there.items()} | bundled,
    )
