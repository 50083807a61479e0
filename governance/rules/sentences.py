"""A rule in short plain sentences, as the ballot prints it before anyone votes (GOVERNANCE, "Conditions").

Each sentence is made of templates that a catalog can translate: `say` turns an English template into another language.
"""

from collections.abc import Iterator

from governance.rules.candidate_sentences import how_they_are_decided
from governance.rules.held import Basis, Held
from governance.rules.motion_sentences import how_it_is_decided
from governance.rules.rule import Rule
from governance.rules.voting_rule import VotingRule
from governance.rules.wording import ENGLISH, Say


def sentences(rule: VotingRule, say: Say = ENGLISH) -> tuple[str, ...]:
    """The rule in words: what to choose, what passes, who must take part, and what each group alone must say."""
    decided = how_it_is_decided(rule, say) if isinstance(rule, Rule) else how_they_are_decided(rule, say)
    return (*decided, *_rounds(rule, say), *_life(rule, say), *_origin(rule, say))


def _rounds(rule: Held, say: Say) -> Iterator[str]:
    if rule.rounds > 1:
        words = say("Without a consensus it goes back for comment; there can be up to {number} votes on it.")
        yield words.format(number=_number(rule.rounds, say))
    if rule.ballots_carry_over:
        yield say("Your vote stands in the next round too, until you change it.")


def _number(rounds: int, say: Say) -> str:
    words = {
        2: say("two"),
        3: say("three"),
        4: say("four"),
        5: say("five"),
        6: say("six"),
        7: say("seven"),
        8: say("eight"),
        9: say("nine"),
    }
    return words[rounds]


def _life(rule: Held, say: Say) -> Iterator[str]:
    if rule.appeal_days == 0:
        yield say("The result is final as soon as two people have certified it.")
    elif rule.appeal_days == 1:
        yield say("After the result there is one day to appeal.")
    else:
        yield say("After the result there are {days} days to appeal.").format(days=rule.appeal_days)


def _origin(rule: Held, say: Say) -> Iterator[str]:
    if rule.basis is Basis.OWN_DESIGN:
        yield say("This rule is our own design.")
    if not rule.verified:
        yield say("We have not yet checked this rule against its source.")
