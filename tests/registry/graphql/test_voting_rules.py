"""Voting rules in GraphQL: every kind is shown, and chosen by name or given as text."""

import json

import pytest
import strawberry

from governance.rules import (
    PRESETS,
    DecisionKind,
    Rule,
    in_one_sentence,
    kind_of,
    make_voting_rule,
    sentences,
    with_terms,
)
from measures.documents import canonical_json
from measures.errors import InvalidError, NotFoundError
from registry.graphql.voting_rules import BadRuleTextError, VotingRuleInput, chosen_rule

QUERY = """query($name: String!) {
  votingRule(name: $name) {name kind title oneSentence sentences choices reasonsRequired rounds verified digest text}
}"""


@pytest.mark.parametrize("name", PRESETS)
async def test_a_rule_of_any_kind_is_shown(client, name):
    shown = (await client.data(QUERY, {"name": name}))["votingRule"]
    rule = PRESETS[name]
    assert shown["kind"] == kind_of(rule).name
    assert shown["oneSentence"] == in_one_sentence(rule)
    assert shown["sentences"] == list(sentences(rule))
    assert shown["choices"] == [choice.name for choice in (rule.scale.choices if isinstance(rule, Rule) else ())]
    assert shown["reasonsRequired"] == [choice.name for choice in getattr(rule, "reasons_required", ())]
    assert make_voting_rule(json.loads(shown["text"]), name) == rule


async def test_every_rule_is_listed(client):
    listed = (await client.data("{votingRules(first: 100) {edges {node {name kind}}}}", {}))["votingRules"]["edges"]
    assert {edge["node"]["name"]: edge["node"]["kind"] for edge in listed} == {
        name: kind_of(rule).name for name, rule in PRESETS.items()
    }


@pytest.mark.parametrize("name", PRESETS)
def test_a_rule_is_chosen_by_name_or_by_the_text_that_is_shown(name):
    assert chosen_rule(VotingRuleInput(preset=name)) == PRESETS[name]
    text = canonical_json(PRESETS[name]).decode()
    assert chosen_rule(VotingRuleInput(text=text)) == PRESETS[name]
    assert chosen_rule(VotingRuleInput(text=text, appeal_days=0)).appeal_days == 0


def test_the_number_of_priorities_is_set_for_a_vote():
    chosen = chosen_rule(VotingRuleInput(preset="registry_priorities", seats=3, appeal_days=None))
    assert chosen == with_terms(PRESETS["registry_priorities"], seats=3)
    assert kind_of(chosen) is DecisionKind.COMMITTEE


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (VotingRuleInput(preset="coin_toss"), NotFoundError),
        (VotingRuleInput(), BadRuleTextError),
        (VotingRuleInput(preset="registry_default", text="{}"), BadRuleTextError),
        (VotingRuleInput(text="{"), BadRuleTextError),
        (VotingRuleInput(text='{"kind": "stars"}'), InvalidError),
        (VotingRuleInput(preset="registry_default", seats=3), InvalidError),
        (VotingRuleInput(preset="registry_default", appeal_days=-1), InvalidError),
        (VotingRuleInput(preset="registry_priorities", seats=0), InvalidError),
    ],
)
def test_a_rule_that_is_none_is_refused(given, refusal):
    with pytest.raises(refusal):
        chosen_rule(given)


def test_what_was_not_given_is_not_set():
    assert VotingRuleInput(preset="registry_default").seats is strawberry.UNSET
