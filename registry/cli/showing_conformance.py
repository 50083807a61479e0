"""A conformance report as it is shown: what fails first, each verdict with its sentence."""

import json
from collections.abc import Sequence
from typing import Any, Final

from registry.cli.printing import Answer, plain, table, words
from registry.contracts.conformance import Finding, Report, Verdict
from registry.contracts.conformance.verdicts import GRAVEST_FIRST

LONGEST_VERDICT: Final = max(len(words(verdict)) for verdict in Verdict)


def conformance_answer(report: Report, *, strict: bool = False) -> Answer:
    """A report as the answer of a command, which ends with exit code 1 if a rule fails."""
    return Answer(_data(report), conformance_text(report), passed=_passed(report, strict=strict))


def conformance_answers(reports: Sequence[tuple[str, Report]], *, strict: bool = False) -> Answer:
    """Reports on several files: what of each is not kept, and a table of all of them at the end."""
    if len(reports) == 1:
        return conformance_answer(reports[0][1], strict=strict)
    verdicts = [verdict for verdict in GRAVEST_FIRST if any(report.counts.get(verdict) for _, report in reports)]
    rows = [
        (name, words(report.verdict), *(report.counts.get(verdict, 0) for verdict in verdicts))
        for name, report in reports
    ]
    whole = table(("contract", "verdict", *map(words, verdicts)), rows)
    failing = [
        f"{plain(name)}\n{conformance_text(report)}" for name, report in reports if report.verdict is Verdict.FAIL
    ]
    passed = all(_passed(report, strict=strict) for _, report in reports)
    data = [{"file": name, "report": _data(report)} for name, report in reports]
    return Answer(data, "\n\n".join([*failing, whole]), passed=passed)


def _data(report: Report) -> Any:
    return json.loads(report.model_dump_json(by_alias=True))


def _passed(report: Report, *, strict: bool) -> bool:
    """A rule that fails ends in a no; where one is strict, so does a warning and what cannot be evaluated."""
    noes = {Verdict.FAIL, Verdict.WARNING, Verdict.NOT_EVALUABLE} if strict else {Verdict.FAIL}
    return report.verdict not in noes and not any(report.counts.get(verdict) for verdict in noes)


def conformance_text(report: Report) -> str:
    """A report in words."""
    findings = sorted(report.findings, key=lambda each: (GRAVEST_FIRST.index(each.verdict), each.rule))
    counted = ", ".join(f"{report.counts[each]} {words(each)}" for each in GRAVEST_FIRST if report.counts.get(each))
    lines = [
        f"{report.rule_set} of {report.authority}, as of {report.as_of}",
        _subject(report),
        *(["This is a demonstration: nobody should rely on it."] if report.demonstration else []),
        "",
        *map(_line, findings),
        *(f"{words(Verdict.WARNING):{LONGEST_VERDICT}}  {warning}" for warning in report.warnings),
        *(f"Event: {words(event.event)} on {event.effective_on}." for event in report.set_events),
        "",
        f"Verdict: {words(report.verdict)} ({counted or 'no rule has a verdict'}).",
    ]
    return plain("\n".join(lines))


def _subject(report: Report) -> str:
    if report.contract is None:
        return f"What is declared of a {words(report.subject or 'subject')}: {report.facts}"
    beside = f", with declared facts {report.facts}" if report.facts else ""
    return f"Contract {report.contract}, which pins {report.priority_set}{beside}"


def _line(finding: Finding) -> str:
    where = " " * (LONGEST_VERDICT + 2)
    cautions = "".join(f"\n{where}{caution}" for caution in finding.cautions)
    settles = f"\n{where}Would settle it: {finding.field}" if finding.field else ""
    return f"{words(finding.verdict):{LONGEST_VERDICT}}  {finding.rule}: {finding.sentence}{settles}{cautions}"
