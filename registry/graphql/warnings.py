"""What a vote officer is warned of when a vote opens. The sentences name no number of people."""

from collections import Counter

from governance.rolls import Roll
from governance.rules import VotingRule
from governance.warnings import OpeningWarning, WarningCode, opening_warnings
from registry.graphql.nouns import said, shows


@shows(OpeningWarning, name="OpeningWarning", description="Something to think over before a vote opens; no bar.")
class OpeningWarningType:
    """A warning."""

    code: WarningCode = said("What it is about.")
    sentence: str = said("What there is to think over.")


def warned(rule: VotingRule, roll: Roll) -> list[OpeningWarning]:
    """What to think over about a vote under a rule on a roll as it was made."""
    able = [entry for entry in roll.entries if not entry.recused]
    groups = Counter(entry.constituency.value for entry in able)
    organisations = Counter(entry.organisation for entry in able if entry.organisation)
    return list(opening_warnings(rule, groups, organisations))
