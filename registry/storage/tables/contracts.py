"""What belongs to a contract beside its summary, and which published version is cited by what."""

from piccolo.columns import UUID, Bytea, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from registry.storage.tables.documents import ContractRow, DocumentRow, WrittenTextRow
from registry.storage.tables.people import OrganisationRow, PersonRow


class ImplementationPlanRow(Table, tablename="implementation_plan"):
    """The plan of a contract, apart from its summary. A new plan of the same contract takes the place of the last."""

    id = UUID(primary_key=True, default=None)
    contract = ForeignKey(ContractRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    content = Text(default=None)
    digest = Varchar(length=71, default=None)
    recorded_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    recorded_at = Timestamptz(default=None)


class WaiverRow(Table, tablename="waiver"):
    """Somebody lets a contract off one rule, for a reason, through the end of a day."""

    id = UUID(primary_key=True, default=None)
    contract = ForeignKey(ContractRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    rule_set = Varchar(length=320, default=None)
    rule = Varchar(length=200, default=None)
    organisation = ForeignKey(OrganisationRow, on_delete=OnDelete.restrict, default=None, null=False)
    granted_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    reason = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    until = Varchar(length=10, default=None)
    granted_at = Timestamptz(default=None)


class WaiverEndRow(Table, tablename="waiver_end"):
    """A waiver was taken back before its day: one end, and it stays."""

    waiver = ForeignKey(WaiverRow, on_delete=OnDelete.restrict, primary_key=True, default=None)
    ended_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    reason = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    ended_at = Timestamptz(default=None)


class ConformanceReportRow(Table, tablename="conformance_report"):
    """A report that somebody filed: its canonical bytes and the signature over them."""

    id = UUID(primary_key=True, default=None)
    contract = ForeignKey(ContractRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    rule_set = Varchar(length=320, default=None)
    verdict = Varchar(length=20, default=None)
    content = Bytea(default=None)
    digest = Varchar(length=71, default=None)
    signed = Text(default=None)
    filed_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    filed_at = Timestamptz(default=None)


class CitationRow(Table, tablename="citation"):
    """One published version cites another by digest. Public, like both of them."""

    id = UUID(primary_key=True, default=None)
    citing = ForeignKey(DocumentRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    cited = Varchar(length=320, default=None, index=True)
    digest = Varchar(length=71, default=None)

    citation_unique = Unique([citing, cited])


class ContractCitationRow(Table, tablename="contract_citation"):
    """A contract names a version: its set, its measures, its terms. Private, like the contract."""

    id = UUID(primary_key=True, default=None)
    contract = ForeignKey(ContractRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    cited = Varchar(length=320, default=None, index=True)
    digest = Varchar(length=71, default=None, null=True)

    contract_citation_unique = Unique([contract, cited])
