"""Conformance reports that were filed: their canonical bytes, and the registry's signature over them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, NewType
from uuid import UUID

from measures.errors import NotFoundError
from measures.references import Digest
from registry.contracts.conformance import Verdict
from registry.contracts.summary import ContractId

ReportId = NewType("ReportId", UUID)
SIGNED_AS: Final = "conformance-report+jws"
"""The type that the header of a signed report names."""


class ReportNotFoundError(NotFoundError):
    """There is no such report, or it may not be seen."""

    code = "REPORT_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class ReportFiled:
    """An organisation filed a report on a contract of theirs, which the registry made and signed."""

    action: ClassVar[str] = "report_filed"
    id: ReportId
    contract: ContractId
    rule_set: str
    """Kind, name and version."""
    verdict: Verdict
    content: bytes
    digest: Digest
    signed: str

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"contract/{self.contract}"


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A report as it is kept."""

    id: ReportId
    contract: ContractId
    rule_set: str
    verdict: Verdict
    content: bytes
    digest: str
    signed: str
    filed_at: datetime
