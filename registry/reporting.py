"""Filing a conformance report: the registry makes it, signs it, and keeps it with the contract."""

import json
from collections.abc import Sequence
from uuid import uuid4

from governance import policy
from governance.members import Actor
from measures.canonical import digest_of
from measures.errors import ConflictError, InvalidError
from measures.references import Reference
from registry.checking import NOTHING_DECLARED, check_contract
from registry.contracting import contract_of
from registry.contracts.conformance import FactsFile, Report
from registry.contracts.filed_reports import SIGNED_AS, FiledReport, ReportFiled, ReportId, ReportNotFoundError
from registry.contracts.summary import Contract, ContractId, ContractNotFoundError
from registry.proof.jws import open_signed_json, signed_json
from registry.proof.notes import Verifier
from registry.storage import reports, signing_keys
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


class ReportTamperedError(ConflictError):
    """A filed report is not the one that the registry signed: somebody wrote into the database."""

    code = "REPORT_TAMPERED"


@use_case(read=an_id(ReportId))
async def file_report(
    tx: Transaction, contract: ContractId, rule_set: Reference, declared: FactsFile = NOTHING_DECLARED
) -> ReportId:
    """Check a contract of the actor's organisation, sign the report and keep it. Declared facts are not kept.

    Only waivers that a state granted count. The signature says what the registry found in the summary and the rules;
    it does not say that the summary is true to the contract.

    Raises:
        ContractNotFoundError: there is none, or it may not be seen.
        NotPermittedError: the actor manages no contracts of that organisation.
        ReferenceNotFoundError, DigestMismatchError, NotARuleSetError: as for a check.
        UnknownFactError, AmbiguousFactError, OtherSubjectError: as for a check.
    """
    found = await contract_of(tx.actor, contract)
    policy.may_record_contract(tx.actor, found.organisation).require()
    report: Report = await check_contract(found, rule_set, (), declared)
    sealed = report.seal()
    event = ReportFiled(
        id=ReportId(uuid4()),
        contract=contract,
        rule_set=Reference.parse(report.rule_set).versioned,
        verdict=report.verdict,
        content=sealed.content,
        digest=sealed.digest,
        signed=signed_json(sealed.content, SIGNED_AS, tx.store.signer),
    )
    await tx.record(event)
    return event.id


async def report_of(actor: Actor, report: ReportId) -> FiledReport:
    """A filed report that the actor may see.

    Raises:
        ReportNotFoundError: there is none, or it may not be seen: the same answer.
        ReportTamperedError: it is not the one that was signed.
    """
    found = await reports.get(report)
    try:
        contract = await contract_of(actor, found.contract)
    except ContractNotFoundError:
        raise ReportNotFoundError("There is no such report, or you may not see it.") from None
    _require_filed(found, contract, await _keys())
    return found


async def reports_on(actor: Actor, contract: ContractId) -> list[FiledReport]:
    """The reports that were filed on a contract, newest first.

    Raises:
        ContractNotFoundError: there is no such contract, or it may not be seen.
        ReportTamperedError: one of them is not the one that was signed.
    """
    of, found, keys = await contract_of(actor, contract), await reports.of_contract(contract), await _keys()
    for each in found:
        _require_filed(each, of, keys)
    return found


async def _keys() -> list[Verifier]:
    return [key.verifier for key in await signing_keys.history()]


def _require_filed(report: FiledReport, contract: Contract, keys: Sequence[Verifier]) -> None:
    """See that a key of the registry signed the report, on this contract, with this verdict."""
    try:
        content, _ = open_signed_json(report.signed, SIGNED_AS, keys)
    except InvalidError:
        content = b"{}"
    said = json.loads(content)
    stated = (said.get("contract"), said.get("verdict"), digest_of(content), content)
    if stated != (contract.summary.digest(), report.verdict, report.digest, report.content):
        raise ReportTamperedError(
            f"The report {report.id} is not one that the registry signed on this contract; call an auditor."
        )
