"""Builders for checks of contracts: each states only what matters to a case."""

from datetime import UTC, date, datetime

from governance.label_decisions import LabelBasis
from governance.priority_sets import PrioritySet
from measures.apm import ApmFit
from measures.labels import MeasureLabel
from measures.references import Digest, Reference
from registry.contracts import rule_sets
from registry.contracts.conformance import (
    CitedRuleSet,
    ContractFacts,
    LabelFact,
    PinnedSet,
    RuleSetStanding,
    Waiver,
    check,
)
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.summary import ContractSummary

SHA = "sha256:" + "a" * 64
DAY = date(2027, 3, 1)
BEFORE = datetime(2026, 10, 1, tzinfo=UTC)
YEAR = {"from": "2027-01-01", "to": "2027-12-31"}
A, B, C, D = "fam/a", "fam/b", "fam/c", "other/d"
PERFORMANCE, GATE, REPORTING = "performance", "threshold", "reporting"


def ref(name, version="1.0.0", digest=None):
    return f"measure/{name}@{version}" + (f"#{digest}" if digest else "")


def set_item(name, role=REPORTING, label="quality", **more):
    decided = {"label": label, "basis": LabelBasis.VOTE, "decision": "label-decision/US-TN/x", "digest": SHA}
    return {"measure": ref(name, digest=SHA), "role": role, "title": name, "label": decided, **more}


def priority_set(items=(), **more):
    fields = {
        "name": "US-TN/set",
        "title": "Set",
        "programme": "CHOICES",
        "agency": "TennCare",
        "scope": {"populations": ["mltss_members"], "settings": ["nursing_facility"]},
        "period": YEAR,
        "items": list(items),
    }
    return PrioritySet.model_validate(fields | more)


def pinned(document=None, published_at=BEFORE, events=()):
    document = document or priority_set()
    return PinnedSet(document.reference.pinned(document.seal().digest), document, published_at, events)


def item(name, role=REPORTING, **more):
    return {"measure": ref(name), "role": role, **more}


def contract(items=(), cites=None, **more):
    fields = {
        "title": "A contract",
        "payer": "A plan",
        "providers": ["A home"],
        "cites": str((cites or pinned()).reference),
        "categories": ["2C"],
        "signed_on": "2026-12-01",
        "measurement_period": YEAR,
        "items": list(items),
    }
    return ContractSummary.model_validate({key: value for key, value in (fields | more).items() if value is not None})


def rule(kind, parameters, rule_id="some-rules/one", **more):
    fields = {
        "id": rule_id,
        "kind": kind,
        "effect": "required",
        "evaluation": "contract_fields",
        "applies_to": {"level": "contract"},
        "parameters": parameters,
        "statement": "A rule.",
        "basis": "stated",
        "source": "a-source",
        "locator": "page 1",
    }
    return fields | more


def cited(*rules, status="in_force", suspended=(None, None), effective=None, **more):
    fields = {
        "name": "US-TN/some-rules",
        "programme": "CHOICES",
        "authority": "TennCare",
        "authority_kind": "policy",
        "document": "A policy",
        "clock": "measurement_period_start",
        "effective": effective or {},
        "rules": list(rules),
    }
    document = RuleSetDocument.model_validate(fields | more)
    standing = RuleSetStanding.of({"status": status, "suspended_from": suspended[0], "suspended_to": suspended[1]})
    return CitedRuleSet(document.reference.pinned(document.seal().digest), document, standing)


def packaged(set_id):
    """A rule set of the packaged file, with its standing."""
    each = rule_sets.load().sets[set_id]
    document = each.document(demonstration=False)
    status = each.dated_records()[0].content
    return CitedRuleSet(document.reference.pinned(document.seal().digest), document, RuleSetStanding.of(status))


def known(labels=None, fits=None, **more):
    """Facts about measures by name: a label word is decided, with a question mark only proposed."""
    return ContractFacts(
        labels={
            ref(name): LabelFact(MeasureLabel(word.rstrip("?")), decided=not word.endswith("?"))
            for name, word in (labels or {}).items()
        },
        fits={ref(name): ApmFit(categories=codes, rationale="so") for name, codes in (fits or {}).items()},
        **more,
    )


def waiver(rule_id="some-rules/one", until="2027-12-31", who="The agency"):
    return Waiver(rule=rule_id, who=who, why="A pilot year.", until=until)


def checked(summary, rules, the_set=None, facts=None, waivers=(), as_of=DAY):
    """The whole report. The contract is made to pin the set at hand."""
    the_set = the_set or pinned()
    summary = summary.model_copy(update={"cites": str(the_set.reference)})
    return check(summary, the_set, rules, facts or ContractFacts(), waivers, as_of)


def finding(summary, one_rule, the_set=None, facts=None, **more):
    """The finding on one rule."""
    (found,) = checked(summary, cited(one_rule), the_set, facts, **more).findings
    return found


def other_digest(reference):
    return Reference(reference.kind, reference.name, reference.version, Digest("sha256:" + "b" * 64))
