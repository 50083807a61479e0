"""Conformance reports that were filed."""

from datetime import datetime
from typing import Any

from governance.members import PersonId
from registry.contracts.conformance import Verdict
from registry.contracts.filed_reports import FiledReport, ReportFiled, ReportId, ReportNotFoundError
from registry.contracts.summary import ContractId
from registry.storage.tables import ConformanceReportRow


async def insert(event: ReportFiled, by: PersonId, at: datetime) -> None:
    """Keep a report."""
    await ConformanceReportRow.insert(
        ConformanceReportRow(
            id=event.id,
            contract=event.contract,
            rule_set=event.rule_set,
            verdict=event.verdict.value,
            content=event.content,
            digest=event.digest,
            signed=event.signed,
            filed_by=by,
            filed_at=at,
        )
    )


async def get(report: ReportId) -> FiledReport:
    """A report by its id.

    Raises:
        ReportNotFoundError: there is none.
    """
    row = await ConformanceReportRow.select().where(ConformanceReportRow.id == report).first()
    if row is None:
        raise ReportNotFoundError("There is no such report, or you may not see it.")
    return _report(row)


async def of_contract(contract: ContractId) -> list[FiledReport]:
    """The reports on a contract, newest first."""
    rows = (
        await ConformanceReportRow.select()
        .where(ConformanceReportRow.contract == contract)
        .order_by(ConformanceReportRow.filed_at, ascending=False)
    )
    return [_report(row) for row in rows]


def _report(row: dict[str, Any]) -> FiledReport:
    return FiledReport(
        id=ReportId(row["id"]),
        contract=ContractId(row["contract"]),
        rule_set=row["rule_set"],
        verdict=Verdict(row["verdict"]),
        content=bytes(row["content"]),
        digest=row["digest"],
        signed=row["signed"],
        filed_at=row["filed_at"],
    )
