"""Two versions of a rule set: which rules came, went or changed, and when and whom they bind."""

from operator import attrgetter
from typing import Any, Final

from measures.comparison.change import Aspect, Bump, Comparison
from measures.comparison.differences import differences
from measures.comparison.tables import NAMED_APART, Entries, Inside, Part, Table
from registry.contracts.rule_sets import Effective, RuleSetDocument
from registry.contracts.rule_words import RuleEffect
from registry.contracts.rules import AppliesTo, Rule, Years

MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH
_VERDICT: Final = "another verdict on the same contract"
_BINDS: Final = "it binds other contracts"
_CERTAINTY: Final = "it says how surely the rule is known, and not what it asks"


def binds_nobody(rule: Any) -> bool:
    """Whether a rule fails no contract: it recommends, sets a goal for others, warns, defines or informs."""
    return rule.effect is not RuleEffect.REQUIRED


YEARS: Final = Table(
    Years,
    (
        Part(field="from_", noun="first year", aspect=Aspect.PERIOD, bump=MAJOR, show=str, why=_BINDS),
        Part(field="to", noun="last year", aspect=Aspect.PERIOD, bump=MAJOR, show=str, why=_BINDS),
    ),
)
APPLIES_TO: Final = Table(
    AppliesTo,
    (
        Part(field="level", noun="level that it binds", aspect=Aspect.LEVEL, bump=MAJOR, why=_BINDS),
        *(
            Part(field=field, noun=noun, aspect=Aspect.SCOPE, bump=MAJOR, why=_BINDS)
            for field, noun in (
                ("products", "products that it binds"),
                ("contract_levels", "contract levels that it binds"),
                ("contract_types", "contract types that it binds"),
                ("settings", "settings that it binds"),
                ("exempt", "list of who is exempt"),
                ("condition", "condition"),
            )
        ),
        Inside(field="years", table=YEARS),
    ),
)
RULE: Final = Table(
    Rule,
    (
        Part(field="kind", noun="kind", aspect=Aspect.RULE, bump=MAJOR, why=_VERDICT),
        Part(field="effect", noun="effect", aspect=Aspect.RULE, bump=MAJOR, why=_VERDICT),
        Part(field="evaluation", noun="way of evaluation", aspect=Aspect.RULE, bump=MAJOR, why=_VERDICT),
        Inside(field="applies_to", table=APPLIES_TO),
        Part(field="parameters", noun="parameter", aspect=Aspect.RULE, bump=MAJOR, why=_VERDICT),
        Part(field="statement", noun="statement", aspect=Aspect.RULE, bump=MAJOR,
             why="people attest to the sentence; a program cannot tell a rewording from another duty"),
        Part(field="basis", noun="basis", aspect=Aspect.GUIDANCE, bump=MINOR, why=_CERTAINTY),
        Part(field="source", noun="source", aspect=Aspect.GUIDANCE, bump=MINOR, gained=PATCH, why=_CERTAINTY),
        Part(field="locator", noun="place in the source", aspect=Aspect.GUIDANCE, bump=PATCH, why=_CERTAINTY),
        Part(field="notes", noun="notes", aspect=Aspect.GUIDANCE, bump=MINOR, why="guidance"),
    ),
    {"id": "entries are matched by it"},
)  # fmt: skip
EFFECTIVE: Final = Table(
    Effective,
    (
        Part(field="from_", noun="first day on which it binds", aspect=Aspect.PERIOD, bump=MAJOR, why=_BINDS),
        Part(field="to", noun="last day on which it binds", aspect=Aspect.PERIOD, bump=MAJOR, why=_BINDS),
    ),
)
RULE_SET: Final = Table(
    RuleSetDocument,
    (
        Inside(field="effective", table=EFFECTIVE),
        Part(field="clock", noun="date of a contract that decides", aspect=Aspect.PERIOD, bump=MAJOR, why=_BINDS),
        Part(field="programme", noun="program", aspect=Aspect.SCOPE, bump=MAJOR, why=_BINDS),
        Entries(field="rules", noun="rule", aspect=Aspect.RULE, key=attrgetter("id"), name=attrgetter("id"), each=RULE,
                added=MAJOR, removed=MAJOR, optional=binds_nobody,
                why="a report says each rule's verdict, and a waiver names a rule; a rule that is not required is "
                "optional"),
        Part(field="authority", noun="authority", aspect=Aspect.STEWARD, bump=MINOR,
             why="somebody else answers for the rules, which stay"),
        Part(field="authority_kind", noun="kind of text", aspect=Aspect.GUIDANCE, bump=MINOR, why=_CERTAINTY),
        Part(field="document", noun="text that it was read from", aspect=Aspect.GUIDANCE, bump=MINOR, why=_CERTAINTY),
    ),
    NAMED_APART,
)  # fmt: skip


def compare_rule_sets(before: RuleSetDocument, after: RuleSetDocument) -> Comparison:
    """What differs between two versions of a rule set."""
    return Comparison(before.reference, after.reference, differences(RULE_SET, before, after))
