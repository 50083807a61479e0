"""Signed conformance reports: filed with a contract, shown, and verified anywhere."""

import json
from pathlib import Path
from uuid import UUID

import click

from measures.references import Reference
from measures.validation import parse
from registry.cli.answering import answering
from registry.cli.files import read_text
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer, moment, note, table, words
from registry.cli.session import by_person, by_reader
from registry.cli.showing_conformance import conformance_text
from registry.cli.verifying import FINGERPRINT
from registry.cli.yaml_files import read_fields
from registry.contracts.conformance import FactsFile, Report
from registry.contracts.filed_reports import SIGNED_AS, ReportId
from registry.contracts.summary import ContractId
from registry.proof.jws import open_signed_json
from registry.proof.keys import fingerprint
from registry.proof.notes import BadKeyError, Verifier
from registry.reporting import file_report, report_of, reports_on
from registry.use_cases import Caller

CONTRACT = click.argument("contract", type=click.UUID)


@click.group()
def report() -> None:
    """Conformance reports that the registry made and signed. They name a contract by its digest and hold no party."""


@report.command("file")
@CONTRACT
@click.option("--rules", required=True, type=REFERENCE, help="The rule set, such as rule-set/US-NY/vbp-2026@1.0.0.")
@click.option("--facts", type=FILE, help="Declared facts in YAML. They are used and not kept.")
@by_person
async def file(caller: Caller, contract: UUID, rules: Reference, facts: Path | None) -> Answer:
    """Check a contract of your organization, keep the signed report, and print its id."""
    declared = parse(FactsFile, read_fields(facts), str(facts)) if facts else FactsFile()
    filed = await report_of(caller.actor, await file_report(caller, ContractId(contract), rules, declared))
    data = {"report": str(filed.id), "verdict": filed.verdict.value, "digest": filed.digest}
    note(f"Verdict: {words(filed.verdict)}. The report has the digest {filed.digest}.")
    return Answer(data, str(filed.id))


@report.command("list")
@CONTRACT
@by_reader
async def listed(caller: Caller, contract: UUID) -> Answer:
    """List the reports that were filed on a contract of your organization, newest first."""
    found = await reports_on(caller.actor, ContractId(contract))
    rows = [(one.id, moment(one.filed_at), one.rule_set, words(one.verdict)) for one in found]
    data = [
        {"report": str(one.id), "rule_set": one.rule_set, "verdict": one.verdict.value, "digest": one.digest}
        for one in found
    ]
    return Answer(data, table(("report", "filed", "rule set", "verdict"), rows))


@report.command("show")
@click.argument("report_id", metavar="REPORT", type=click.UUID)
@click.option("--signed", is_flag=True, help="Print the signed JSON, to hand on.")
@by_reader
async def show(caller: Caller, report_id: UUID, *, signed: bool) -> Answer:
    """Show a filed report, or with --signed the JSON that others verify."""
    found = await report_of(caller.actor, ReportId(report_id))
    text = found.signed if signed else conformance_text(_read(found.content))
    return Answer(json.loads(found.signed if signed else found.content), text)


@report.command("verify")
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--trust", multiple=True, required=True, help="A verifier key (name+id+base64) that you trust.")
@answering
def verify(path: Path, trust: tuple[str, ...]) -> Answer:
    """Check the signature of a report in a file, offline, and show what it says."""
    content, key = open_signed_json(read_text(path), SIGNED_AS, [_verifier(each) for each in trust])
    signed_by = fingerprint(key.public_key)
    said = conformance_text(_read(content))
    return Answer({"signed_by": signed_by, "report": json.loads(content)}, f"Signed by {signed_by}.\n\n{said}")


def _verifier(text: str) -> Verifier:
    if FINGERPRINT.fullmatch(text.strip()):
        raise BadKeyError(
            "That is a fingerprint. A report does not carry its key, so give the whole verifier key (name+key id+key): "
            "it is in key.vkey of an exhibit, at /log/key, and in `value-registry status`."
        )
    return Verifier.parse(text.strip())


def _read(content: bytes) -> Report:
    return Report.model_validate_json(content)
