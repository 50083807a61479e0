"""What there is to think over before a vote opens on a roll."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from governance.rolls import RollId
from governance.rules import ENGLISH, Say, VotingRule
from governance.warnings import OpeningWarning, opening_warnings
from registry.storage import rolls


@dataclass(frozen=True, slots=True)
class Prospect:
    """A vote that might be opened: the warnings, and for the roll keeper the sizes."""

    jurisdiction: str
    warnings: tuple[OpeningWarning, ...]
    sizes: Mapping[str, int]


async def prospect(rule: VotingRule, roll_id: RollId, say: Say = ENGLISH) -> Prospect:
    """What to think over before a vote opens under a rule on a roll.

    Raises:
        RollNotFoundError: there is no such roll.
    """
    roll = await rolls.get(roll_id)
    able = [entry for entry in roll.entries if not entry.recused]
    voters = Counter(entry.constituency.value for entry in able)
    organisations = Counter(entry.organisation for entry in able if entry.organisation)
    return Prospect(roll.jurisdiction, opening_warnings(rule, voters, organisations, say), voters)
