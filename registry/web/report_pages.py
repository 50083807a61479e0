"""The page of a conformance report, for those who may see the contract; it prints well. And the keys that sign reports.

GET /contracts/<id>/report?rules=rule-set/US-NY/vbp-2026@1.0.0
GET /.well-known/jwks.json        every key that signed, as a JWK set; a key that was handed over stays
"""

import json
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from governance.policy import SignInError
from measures import catalog
from measures.references import Reference
from registry.checking import check_contract, waivers_of
from registry.contracting import contract_of
from registry.contracts.conformance import Report
from registry.contracts.conformance.verdicts import GRAVEST_FIRST
from registry.contracts.summary import ContractId
from registry.proof.jws import key_set
from registry.reading import read_document
from registry.reporting import reports_on
from registry.storage import documents, signing_keys
from registry.web import templating
from registry.web.sessions import actor_of
from registry.web.voting.turned_away import sign_in_first
from registry.web.voting.visiting import Visiting, enter
from registry.web.voting.visitors import require_signed_in

PRIVATE: Final = {"Cache-Control": "no-store", "Vary": "Cookie"}
KEYS_TYPE: Final = "application/jwk-set+json"
DEFAULT_RULES: Final = "rule-set/registry/registry-first-checks"

Asked = Request[Any, Any, Any]


@get("/{contract_id:uuid}/report")
async def report_page(request: Asked, contract_id: FromPath[UUID]) -> Response[bytes]:
    """What a rule set says about a contract today: what fails first, then everything else."""
    actor = require_signed_in(request)
    contract = await contract_of(actor, ContractId(contract_id))
    asked = parse_qs(request.scope["query_string"].decode("latin-1")).get("rules", [DEFAULT_RULES])[0]
    reference = (await documents.get(Reference.parse(asked))).reference
    report = await check_contract(contract, reference)
    rules = read_document((await documents.get(reference)).content)
    page = templating.render(
        request,
        "report.html",
        signed_in=request.scope["state"].get("signed_in"),
        csrf_token=request.scope["state"].get("csrf_token", ""),
        contract=contract,
        report=report,
        rules=rules,
        groups=by_verdict(report),
        shared=said_of_all(report),
        waivers=[each for each in await waivers_of(contract.id) if each.rule_set == reference.versioned],
        filed=await reports_on(actor_of(request), contract.id),
        known=catalog.load().sources,
    )
    return Response(page, media_type=templating.HTML, headers=PRIVATE)


def by_verdict(report: Report) -> list[tuple[str, list[Any]]]:
    """The findings under their verdicts, the gravest first; a verdict that no rule has is left out."""
    groups = [(each.value, [one for one in report.findings if one.verdict is each]) for each in GRAVEST_FIRST]
    return [(verdict, found) for verdict, found in groups if found]


def said_of_all(report: Report) -> list[str]:
    """The cautions that every finding carries, which are said once."""
    of_each = [each.cautions for each in report.findings]
    return [caution for caution in of_each[0] if all(caution in others for others in of_each)] if of_each else []


@get("/.well-known/jwks.json")
async def keys() -> Response[bytes]:
    """The public keys that sign reports, first to last. A report stays verifiable after its key was handed over."""
    found = [key.verifier for key in await signing_keys.history()]
    body = json.dumps(key_set(found)).encode()
    return Response(body, media_type=KEYS_TYPE, headers={"Cache-Control": "public, max-age=300"})


handlers: Final[list[Any]] = [
    Router(
        path="/contracts",
        middleware=[Visiting()],
        before_request=enter,
        exception_handlers={SignInError: sign_in_first},
        route_handlers=[report_page],
    ),
    keys,
]
