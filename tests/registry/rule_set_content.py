"""A rule set as a state writes it; a test states only what matters to it."""

RULE = {
    "id": "choices-vbp/max-ten",
    "kind": "max_measures",
    "effect": "required",
    "evaluation": "contract_fields",
    "applies_to": {"level": "contract"},
    "parameters": {"max": "10", "counts": "measures"},
    "statement": "A contract holds no more than ten measures.",
    "basis": "stated",
    "source": "bulletin-7",
    "locator": "Section 2",
}


def rule_set_content(*rules, **changes):
    return {
        "programme": "CHOICES",
        "authority": "TennCare",
        "authority_kind": "policy",
        "document": "A bulletin of this test",
        "clock": "measurement_period_start",
        "standing": {"status": "in_force", "mltss": "direct"},
        "sources": {"bulletin-7": "Bulletin 7, 2026-11-01"},
        "rules": list(rules) or [RULE],
        **changes,
    }


def a_rule(**changes):
    return {**RULE, **changes}
