"""Builders of contracts and plans: each states only what matters."""

from registry.contracts.plans import read_plan
from registry.contracts.summary import ContractSummary

SHA = "sha256:" + "a" * 64
MEASURE = "tn-quiltss/resident-satisfaction"


def a_summary(**changes):
    fields = {
        "title": "A contract",
        "payer": "A plan",
        "providers": ["A home"],
        "cites": f"priority-set/US-TN/set@1.0.0#{SHA}",
        "categories": ["2C"],
        "items": [{"measure": f"measure/{MEASURE}@1.0.0", "role": "performance"}],
        **changes,
    }
    return ContractSummary.model_validate(fields)


def plan_content(**changes):
    return {
        "title": "Setting up",
        "roles": [
            {"id": "lead", "party": "plan", "title": "Contract manager"},
            {"id": "home", "party": "provider", "title": "Administrator"},
        ],
        **changes,
    }


def a_plan(**changes):
    return read_plan(plan_content(**changes))


def an_exchange(**changes):
    return {
        "id": "results",
        "what": "Results",
        "sender": "plan",
        "receiver": "provider",
        "elements": ["rate"],
        **changes,
    }
