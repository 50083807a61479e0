"""Voting rules: how a vote is decided, in sentences and as data."""

import json
from typing import Annotated, Any, Final

import strawberry

from governance.rules import PRESETS, Basis, Choice, Rule, make_rule, preset, rule_digest, sentences
from measures.documents import canonical_json
from measures.errors import InvalidError
from registry.graphql.connections import After, Connection, First, Page, memory_page
from registry.graphql.nouns import said, shows

LONGEST_RULE: Final = 20_000


class BadRuleTextError(InvalidError):
    """A rule was not named, was named twice over, or its text is not JSON."""

    code = "BAD_RULE_TEXT"


@shows(Rule, name="VotingRule", description="A rule that a vote is held under.")
class VotingRuleType:
    """A voting rule."""

    name: str = said("Its name.")
    title: str = said("Its title.")
    rounds: int = said("How many rounds of voting there can be.")
    reasons_required: list[Choice] = said("The choices that must carry a written reason.")
    appeal_days: int = said("How many days there are to appeal after certification; 0: final at once.")
    basis: Basis = said("Where the rule comes from.")
    source: str = said("The source.")
    verified: bool = said("Whether the source was read by whoever wrote the preset.")
    note: str | None = said("What to keep in mind about it.")

    @strawberry.field(description="The rule in short plain sentences, as the ballot prints it before anyone votes.")
    def sentences(self, parent: strawberry.Parent[Rule]) -> list[str]:
        return list(sentences(parent))

    @strawberry.field(description="The choices on the ballot, in the order in which it shows them.")
    def choices(self, parent: strawberry.Parent[Rule]) -> list[Choice]:
        return list(parent.scale.choices)

    @strawberry.field(description="SHA-256 of the rule's canonical bytes, which an open vote freezes.")
    def digest(self, parent: strawberry.Parent[Rule]) -> str:
        return rule_digest(parent)

    @strawberry.field(description="The whole rule as JSON text: thresholds, quorum, conditions of constituencies.")
    def text(self, parent: strawberry.Parent[Rule]) -> str:
        return canonical_json(parent).decode()


@strawberry.input(description="The rule of a vote: a preset by name, or a rule of your own as JSON text.")
class VotingRuleInput:
    """A rule that somebody chose."""

    preset: str | None = strawberry.field(description="The name of a preset.", default=strawberry.UNSET)
    text: str | None = strawberry.field(
        description="A rule as JSON text, in the form that `VotingRule.text` shows.", default=strawberry.UNSET
    )
    appeal_days: int | None = strawberry.field(
        description="Days to appeal instead of the rule's own; they are frozen into the vote's rule. 0: final at once.",
        default=strawberry.UNSET,
    )


def chosen_rule(given: VotingRuleInput) -> Rule:
    """The rule that an input means, checked anew if its appeal window was changed.

    Raises:
        RuleNotFoundError: there is no such preset.
        InvalidError: the rule is not well formed or contradicts itself, or none was named.
    """
    rule = _named(given)
    if given.appeal_days is None or given.appeal_days is strawberry.UNSET:
        return rule
    changed = rule.model_copy(update={"appeal_days": given.appeal_days})
    return make_rule(json.loads(canonical_json(changed)), f"rule {rule.name}")


def _named(given: VotingRuleInput) -> Rule:
    match given.preset or None, given.text or None:
        case str() as name, None:
            return preset(name)
        case None, str() as text:
            return make_rule(_read(text), "voting rule")
        case _:
            raise BadRuleTextError("Name a preset, or give the text of a rule: one of the two.")


def _read(text: str) -> Any:
    try:
        if len(text) <= LONGEST_RULE:
            return json.loads(text)
    except (ValueError, RecursionError):
        pass
    raise BadRuleTextError(f"The text of the rule is not JSON of at most {LONGEST_RULE} characters.")


@strawberry.type
class VotingRuleQueries:
    """Queries about voting rules."""

    @strawberry.field(
        description="The voting rules that come with the registry, by name.", graphql_type=Connection[VotingRuleType]
    )
    def voting_rules(self, first: First = 20, after: After = None) -> Page[Rule]:
        return memory_page([PRESETS[name] for name in sorted(PRESETS)], first, after, "rules", lambda rule: rule.name)

    @strawberry.field(description="One voting rule that comes with the registry.", graphql_type=VotingRuleType | None)
    def voting_rule(
        self, name: Annotated[str, strawberry.argument(description="Its name, such as registry_default.")]
    ) -> Rule:
        return preset(name)
