"""Waivers that a state grants, and the reports that the registry signs."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from measures.references import Reference
from registry import checking, contracting, reporting, waiving
from registry.contracts.conformance import Report, Verdict
from registry.contracts.filed_reports import FiledReport, ReportId
from registry.contracts.summary import ContractId
from registry.contracts.waivers import GrantedWaiver, WaiverId
from registry.graphql.conformance import FactsText, ReportType, RuleSetText, declared_in
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.contracts import ContractIdText
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows
from registry.storage import waivers as kept

ReasonText = Annotated[str, strawberry.argument(description="Why, in words that the contract's parties will read.")]


@shows(GrantedWaiver, name="Waiver")
class WaiverType:
    """A waiver."""

    id: strawberry.ID = said("The id of the waiver.")
    contract: strawberry.ID = said("The id of the contract.", name="contractId")
    rule_set: str = said("The rule set, by kind, name and version.")
    rule: strawberry.ID = said("The id of the rule.")
    organisation: str = said("The state organization that granted it, by short name.")
    organisation_name: str = said("Its name.")
    until: date = said("The last day on which it holds.")
    reason: str | None = said("Why; none where the text was erased.")
    granted_at: datetime = said("When it was granted.")
    ended_at: datetime | None = said("When it was ended before its last day, if it was.")
    end_reason: str | None = said("Why it was ended.")


@shows(FiledReport, name="FiledReport")
class FiledReportType:
    """A filed report."""

    id: strawberry.ID = said("The id of the report.")
    contract: strawberry.ID = said("The id of the contract.", name="contractId")
    rule_set: str = said("The rule set, by kind, name and version.")
    verdict: Verdict = said("The verdict of the whole.")
    digest: str = said("SHA-256 of the canonical bytes.")
    signed: str = said("The report with the registry's signature: a flattened JWS. Keys: /.well-known/jwks.json.")
    filed_at: datetime = said("When it was filed.")

    @strawberry.field(description="What it says.", graphql_type=ReportType)
    def report(self, parent: strawberry.Parent[FiledReport]) -> Report:
        return Report.model_validate_json(parent.content)


GrantWaiverResult = result("GrantWaiverResult", WaiverType)
EndWaiverResult = result("EndWaiverResult", WaiverType)
FileReportResult = result("FileReportResult", FiledReportType)


@strawberry.type
class WaiverQueries:
    """Queries about waivers and filed reports."""

    @strawberry.field(
        description="The waivers of a contract of your own organization, or without one those that your state "
        "organizations granted; oldest first.",
        graphql_type=list[WaiverType],
    )
    async def waivers(
        self,
        info: Info,
        contract_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="The id of the contract summary.")
        ] = None,
    ) -> list[GrantedWaiver]:
        if contract_id is None:
            return await waiving.granted_by(info.context.actor)
        contract = await contracting.contract_of(info.context.actor, ContractId(uuid_of(contract_id)))
        return await checking.waivers_of(contract.id)

    @strawberry.field(
        description="The reports that were filed on a contract of your own organization, newest first.",
        graphql_type=list[FiledReportType],
    )
    async def filed_reports(self, info: Info, contract_id: ContractIdText) -> list[FiledReport]:
        return await reporting.reports_on(info.context.actor, ContractId(uuid_of(contract_id)))


@strawberry.type
class WaiverMutations:
    """Mutations about waivers and filed reports."""

    @strawberry.mutation(
        graphql_type=GrantWaiverResult,
        description="Let a contract off one rule through the end of a day. Its organization tells you id and digest.",
    )
    async def grant_waiver(
        self,
        info: Info,
        contract_id: ContractIdText,
        contract_digest: Annotated[
            str, strawberry.argument(description="SHA-256 of the contract summary, as its organization told it.")
        ],
        rule_set: RuleSetText,
        rule: Annotated[str, strawberry.argument(description="The id of the rule.")],
        organisation: Annotated[str, strawberry.argument(description="Your state organization, by short name.")],
        until: Annotated[date, strawberry.argument(description="The last day on which it holds.")],
        reason: ReasonText,
        request_id: RequestId = None,
    ) -> GrantedWaiver:
        contract = ContractId(uuid_of(contract_id))
        rules = Reference.parse(rule_set)
        waiver = await waiving.grant_waiver(
            info.context.caller(request_id), contract, contract_digest, rules, rule, organisation, until, reason
        )
        return await kept.get(waiver)

    @strawberry.mutation(
        graphql_type=EndWaiverResult,
        description="End a waiver before its last day; from today on it counts for nothing.",
    )
    async def end_waiver(
        self,
        info: Info,
        waiver_id: Annotated[strawberry.ID, strawberry.argument(description="The id of the waiver.")],
        reason: ReasonText,
        request_id: RequestId = None,
    ) -> GrantedWaiver:
        waiver = WaiverId(uuid_of(waiver_id))
        return await kept.get(await waiving.end_waiver(info.context.caller(request_id), waiver, reason))

    @strawberry.mutation(
        graphql_type=FileReportResult,
        description="Check a contract of your organization, sign the report and keep it. Declared facts are not kept.",
    )
    async def file_report(
        self,
        info: Info,
        contract_id: ContractIdText,
        rule_set: RuleSetText,
        facts: FactsText = None,
        request_id: RequestId = None,
    ) -> FiledReport:
        caller, contract = info.context.caller(request_id), ContractId(uuid_of(contract_id))
        report: ReportId = await reporting.file_report(caller, contract, Reference.parse(rule_set), declared_in(facts))
        return await reporting.report_of(info.context.actor, report)
