"""A conformance report as it is shown: what fails first, each verdict with its sentence."""

import json
from typing import Final

from registry.cli.printing import Answer, plain, words
from registry.contracts.conformance import Finding, Report, Verdict
from registry.contracts.conformance.verdicts import GRAVEST_FIRST

LONGEST_VERDICT: Final = max(len(words(verdict)) for verdict in Verdict)


def conformance_answer(report: Report) -> Answer:
    """A report as the answer of a command, which ends with exit code 1 if a rule fails."""
    return Answer(
        json.loads(report.model_dump_json(by_alias=True)),
        conformance_text(report),
        passed=report.verdict is not Verdict.FAIL,
    )


def conformance_text(report: Report) -> str:
    """A report in words."""
    findings = sorted(report.findings, key=lambda each: (GRAVEST_FIRST.index(each.verdict), each.rule))
    counted = ", ".join(f"{report.counts[each]} {words(each)}" for each in GRAVEST_FIRST if report.counts.get(each))
    lines = [
        f"{report.rule_set} of {report.authority}, as of {report.as_of}",
        f"Contract {report.contract}, which pins {report.priority_set}",
        *(["This is a demonstration: nobody should rely on it."] if report.demonstration else []),
        "",
        *map(_line, findings),
        *(f"{words(Verdict.WARNING):{LONGEST_VERDICT}}  {warning}" for warning in report.warnings),
        *(f"Event: {words(event.event)} on {event.effective_on}." for event in report.set_events),
        "",
        f"Verdict: {words(report.verdict)} ({counted or 'no rule has a verdict'}).",
    ]
    return plain("\n".join(lines))


def _line(finding: Finding) -> str:
    where = " " * (LONGEST_VERDICT + 2)
    waived = f"\n{where}Waived by {finding.waived_by} until {finding.waived_until}." if finding.waived_by else ""
    cautions = "".join(f"\n{where}{caution}" for caution in finding.cautions)
    return f"{words(finding.verdict):{LONGEST_VERDICT}}  {finding.rule}: {finding.sentence}{waived}{cautions}"
