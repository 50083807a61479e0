"""How long 300 contracts of 15 measures take to be checked against 20 rules: from files, and through the API."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final
from uuid import uuid4

import httpx

from governance.label_decisions import LabelBasis
from governance.members import PUBLIC, Actor, OrganisationKind, Role
from governance.priority_sets import PrioritySet
from governance.publication import DocumentPublished, RecordsDated
from measures import catalog
from measures.dated_records import DatedKind, dated_record
from measures.documents import Sealed
from measures.references import Reference
from registry import admitting
from registry.app import create_app
from registry.cli.yaml_files import to_yaml
from registry.config import Settings
from registry.contracting import record_contract
from registry.contracts.conformance import CitedRuleSet, ContractFacts, LabelFact, PinnedSet, RuleSetStanding, check
from registry.contracts.contract_files import read_contract
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.rules import Rule
from registry.storage import documents, people
from registry.storage.transaction import Store
from registry.use_cases import Caller

CONTRACTS: Final = 300
MEASURES: Final = 15
PAGE: Final = 100
"""How many contracts one query checks."""
YEAR: Final = {"from": "2027-01-01", "to": "2027-12-31"}
DAY: Final = date(2026, 12, 1)
ROLES: Final = {
    "performance": ["performance", "reporting", "monitoring", "developmental"],
    "reporting": ["reporting", "monitoring", "developmental"],
}
FIT: Final = "category of the arrangement is among the catalog categories of each performance measure"
SHAPES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("max_measures", {"max": "15", "counts": "measures", "inclusive": True}),
    ("min_measures", {"min": "2", "counts": "quality_measures", "roles": ["performance"]}),
    ("core_measures_required", {"measures": [], "list": "core measures of the pinned priority set"}),
    ("roles_allowed_by_set_role", {"allowed_roles": ROLES, "outside_set": ["reporting"]}),
    ("label_role_policy", {"label": "compliance", "allowed_roles": ["threshold", "reporting"]}),
    ("set_in_advance", {"what": "pinned priority set", "before": "start of the measurement period"}),
    ("quality_share_min", {"min_share": "1/2"}),
    ("apm_fit", {"compare": FIT}),
    ("accountability_level", {"tested_level": "state", "families": ["nci-idd"]}),
    ("required_elements", {"elements": [{"key": "cohort", "text": "x"}, {"key": "attribution", "text": "y"}]}),
)
"""The kinds of the twenty rules; each stands there twice."""
QUERY: Final = """query($ids: [ID!]!, $rules: String!) {
  checkContracts(contractIds: $ids, ruleSet: $rules) {
    contractId report { verdict contractDigest findings { rule verdict sentence } } } }"""


def rule_set() -> RuleSetDocument:
    """Twenty rules."""
    rules = [
        Rule.model_validate(
            {
                "id": f"bench/rule-{number}",
                "kind": SHAPES[number % len(SHAPES)][0],
                "effect": "required",
                "evaluation": "contract_fields",
                "applies_to": {"level": "contract"},
                "parameters": SHAPES[number % len(SHAPES)][1],
                "statement": "A rule.",
                "basis": "stated",
                "source": "a-source",
                "locator": "page 1",
            }
        )
        for number in range(20)
    ]
    about = {"programme": "A programme", "authority": "An agency", "authority_kind": "policy", "document": "A text"}
    fields = {"name": "US-TN/bench", "version": "1.0.0", "demonstration": True, "clock": "measurement_period_start"}
    return RuleSetDocument.model_validate({**fields, **about, "effective": {}, "rules": rules})


def priority_set(measures: list[Reference]) -> PrioritySet:
    """A set of fifteen measures, every other one paid on."""
    label = {
        "label": "quality",
        "basis": LabelBasis.VOTE,
        "decision": "label-decision/US-TN/x",
        "digest": "sha256:" + "0" * 64,
    }
    items = [
        {"measure": str(each), "title": each.name, "role": "reporting" if at % 2 else "performance", "label": label}
        for at, each in enumerate(measures)
    ]
    scope = {"populations": ["mltss_members"], "settings": ["nursing_facility"]}
    about = {"title": "A set", "programme": "A programme", "agency": "An agency", "scope": scope, "period": YEAR}
    return PrioritySet.model_validate(
        {"name": "US-TN/bench", "version": "1.0.0", "demonstration": True, **about, "items": items}
    )


def contract(number: int, cites: Reference, measures: list[Reference]) -> dict[str, Any]:
    """One contract of fifteen measures; some change their role in the middle of the year."""
    paid = Fraction(1, (MEASURES + 1) // 2)
    items: list[dict[str, Any]] = []
    for at, each in enumerate(measures):
        item: dict[str, Any] = {"measure": each.versioned, "role": "reporting" if at % 2 else "performance"}
        if not at % 2:
            item["weight"] = str(paid)
        if at % 4 == 1:
            item["phase_path"] = [{"from": "2027-07-01", "role": "monitoring"}]
        items.append(item)
    return {
        "title": f"Contract {number}",
        "payer": "A plan",
        "providers": ["A facility"],
        "cites": str(cites),
        "categories": ["2C"],
        "measurement_period": YEAR,
        "cohort": "Residents",
        "attribution": "By stay",
        "items": items,
    }


def offline() -> Iterator[str]:
    """From the texts of files to the reports, in one thread."""
    known = [each for each in catalog.load().measures.values() if each.hcplan.categories][:MEASURES]
    measures = [Reference.parse(f"measure/{each.id}@{each.document_version}") for each in known]
    pinned = [each.pinned("sha256:" + "0" * 64) for each in measures]  # type: ignore[arg-type] - a digest as text
    document, rules = priority_set(pinned), rule_set()
    cites = document.reference.pinned(document.seal().digest)
    there = PinnedSet(cites, document, datetime.fromisoformat("2026-11-01T00:00:00Z"))
    cited = CitedRuleSet(
        rules.reference.pinned(rules.seal().digest), rules, RuleSetStanding.model_validate({"status": "in_force"})
    )
    facts = ContractFacts(
        labels={
            each.versioned: LabelFact(entry.classification.label, decided=True)
            for each, entry in zip(measures, known, strict=True)
        },
        fits={each.versioned: entry.hcplan for each, entry in zip(measures, known, strict=True)},
    )
    plain = [contract(number, cites, measures) for number in range(CONTRACTS)]
    for name, texts in (("JSON", list(map(json.dumps, plain))), ("YAML", list(map(to_yaml, plain)))):
        begun = time.process_time()
        summaries = [read_contract(text, "contract") for text in texts]
        read = time.process_time()
        reports = [check(each, there, cited, facts, (), DAY) for each in summaries]
        done = time.process_time()
        assert all(len(report.findings) == 20 for report in reports)  # noqa: PLR2004 - twenty rules
        yield (
            f"  offline, {CONTRACTS} {name} files: {done - begun:6.2f} s of one processor "
            f"(reading {read - begun:5.2f} s, checking {done - read:5.2f} s)"
        )


async def online(settings: Settings, store: Store) -> AsyncIterator[str]:
    """Through GraphQL over HTTP in one process, a hundred contracts a query."""
    names = [f"measure/{each.id}@{each.document_version}" for each in catalog.load().measures.values()][:MEASURES]
    measures = [each.reference for each in (await documents.many(names)).values()]
    document, rules = priority_set(measures), rule_set()
    sealed: Sealed = rules.seal()
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentPublished(document.reference, document.seal(), demonstration=True))
        await tx.record(DocumentPublished(rules.reference, sealed, demonstration=True))
        standing = dated_record(DatedKind.STATUS, {"status": "in_force", "mltss": "direct"})
        await tx.record(RecordsDated(rules.reference.pinned(sealed.digest), [standing]))
    cites = document.reference.pinned(document.seal().digest)
    slug = f"plan-{uuid4().hex[:8]}"
    await admitting.add_organisation(store, slug, "A plan", OrganisationKind.PLAN, "US-TN")
    person = await admitting.add_person(store, "A manager")
    await admitting.grant_role(store, person, Role.CONTRACT_MANAGER, slug)
    caller = Caller(store, Actor(person, await people.grants_of(person)))
    ids = [str(await record_contract(caller, slug, contract(number, cites, measures))) for number in range(CONTRACTS)]
    token = (await admitting.issue_token(store, person, (), 1)).secret
    app = create_app(settings, store=store)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test", timeout=60) as client:
        for _ in range(2):
            begun, busy = time.perf_counter(), time.process_time()
            for start in range(0, CONTRACTS, PAGE):
                variables = {"ids": ids[start : start + PAGE], "rules": rules.reference.versioned}
                body = {"query": QUERY, "variables": variables}
                answer = await client.post("/graphql", json=body, headers={"Authorization": f"Bearer {token}"})
                assert len(answer.json().get("data", {}).get("checkContracts", ())) == PAGE, answer.text
            seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    yield (
        f"  API, {CONTRACTS} contracts in {CONTRACTS // PAGE} queries, every finding: {busy:6.2f} s of one processor, "
        f"{seconds:5.2f} s in all"
    )
