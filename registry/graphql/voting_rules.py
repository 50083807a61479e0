"""Voting rules: how a vote is decided, in sentences and as data."""

import json
from typing import Annotated, Any, Final

import strawberry

from governance.rules import (
    PRESETS,
    Basis,
    Choice,
    DecisionKind,
    Rule,
    VotingRule,
    in_one_sentence,
    kind_of,
    make_voting_rule,
    preset,
    rule_digest,
    sentences,
    with_terms,
)
from governance.rules.held import Held
from measures.documents import canonical_json
from measures.errors import InvalidError
from registry.graphql.connections import After, Connection, First, Page, memory_page
from registry.graphql.nouns import said, shows

LONGEST_RULE: Final = 20_000

strawberry.enum(DecisionKind, name="VotingRuleKind", description="What kind of question a vote answers.")


class BadRuleTextError(InvalidError):
    """A rule was not named, was named twice over, or its text is not JSON."""

    code = "BAD_RULE_TEXT"


@shows(Held, name="VotingRule", description="A rule that a vote is held under.")
class VotingRuleType:
    """A voting rule."""

    name: str = said("Its name.")
    title: str = said("Its title.")
    rounds: int = said("How many rounds of voting there can be.")
    appeal_days: int = said("How many days there are to appeal after certification; 0: final at once.")
    basis: Basis = said("Where the rule comes from.")
    source: str = said("The source.")
    verified: bool = said("Whether the source was read by whoever wrote the preset.")
    note: str | None = said("What to keep in mind about it.")

    @strawberry.field(description="What kind of question a vote under it answers.")
    def kind(self, parent: strawberry.Parent[VotingRule]) -> DecisionKind:
        return kind_of(parent)

    @strawberry.field(description="The heart of the rule in one sentence, as it stands at the top of the ballot.")
    def one_sentence(self, parent: strawberry.Parent[VotingRule]) -> str:
        return in_one_sentence(parent)

    @strawberry.field(description="The rule in short plain sentences, as the ballot prints it before anyone votes.")
    def sentences(self, parent: strawberry.Parent[VotingRule]) -> list[str]:
        return list(sentences(parent))

    @strawberry.field(
        description="The choices on the ballot of a motion or a label, in the order in which it shows them; none where "
        "candidates are rated, chosen, ranked or given points."
    )
    def choices(self, parent: strawberry.Parent[VotingRule]) -> list[Choice]:
        return list(parent.scale.choices) if isinstance(parent, Rule) else []

    @strawberry.field(description="The choices that must carry a written reason.")
    def reasons_required(self, parent: strawberry.Parent[VotingRule]) -> list[Choice]:
        return list(parent.reasons_required) if isinstance(parent, Rule) else []

    @strawberry.field(description="SHA-256 of the rule's canonical bytes, which an open vote freezes.")
    def digest(self, parent: strawberry.Parent[VotingRule]) -> str:
        return rule_digest(parent)

    @strawberry.field(description="The whole rule as JSON text: thresholds, quorum, conditions of constituencies.")
    def text(self, parent: strawberry.Parent[VotingRule]) -> str:
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
    seats: int | None = strawberry.field(
        description="How many priorities are chosen, instead of the rule's own number; only where they are chosen.",
        default=strawberry.UNSET,
    )


def chosen_rule(given: VotingRuleInput) -> VotingRule:
    """The rule that an input means, checked anew on the terms that were set for this vote.

    Raises:
        RuleNotFoundError: there is no such preset.
        InvalidError: the rule is not well formed or contradicts itself, or none was named.
    """
    terms = {"appeal_days": given.appeal_days, "seats": given.seats}
    return with_terms(_named(given), **{name: set_ for name, set_ in terms.items() if set_ is not strawberry.UNSET})


def _named(given: VotingRuleInput) -> VotingRule:
    match given.preset or None, given.text or None:
        case str() as name, None:
            return preset(name)
        case None, str() as text:
            return make_voting_rule(_read(text), "voting rule")
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
    def voting_rules(self, first: First = 20, after: After = None) -> Page[VotingRule]:
        return memory_page([PRESETS[name] for name in sorted(PRESETS)], first, after, "rules", lambda rule: rule.name)

    @strawberry.field(description="One voting rule that comes with the registry.", graphql_type=VotingRuleType | None)
    def voting_rule(
        self, name: Annotated[str, strawberry.argument(description="Its name, such as registry_default.")]
    ) -> VotingRule:
        return preset(name)
