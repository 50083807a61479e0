"""A state drafts its own rule set, shows it, and a second person publishes it; contracts are checked against it."""

import json

import pytest
import pytest_asyncio

from governance.policy import SecondPersonError, WrongRoleError
from governance.proposals import WrongStageError
from measures.references import BadReferenceError, Reference
from registry import proposing
from registry.checking import check_contract
from registry.contracts.rule_checks import (
    BadParameterError,
    MissingParameterError,
    UnknownParameterError,
    UnknownRuleKindError,
)
from registry.contracts.rule_set_drafts import read_rule_set_draft
from registry.regulating import NotARuleSetDraftError, publish_rule_set
from registry.storage import contracts, documents
from registry.voting.opening import NotVotedOnError
from tests.registry.published_sets import a_contract_of, a_published_set
from tests.registry.rule_set_content import a_rule, rule_set_content
from tests.support import a_cast, a_proposal, an_open_vote

TARGET = Reference.parse("rule-set/US-TN/choices-vbp@1.0.0")
MEASURES = ["tn-quiltss/cna-hours", "tn-quiltss/staff-satisfaction"]


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


async def drafted(cast, content=None, target=TARGET, *, comment=True):
    caller = await cast.caller("drafter")
    proposal = await proposing.draft(caller, target, content or rule_set_content(), cast.agency)
    if comment:
        await proposing.open_for_comment(caller, proposal)
    return proposal


async def test_a_published_rule_set_checks_contracts_and_says_how_it_stands(cast, store):
    nulls = a_rule(id="choices-vbp/floor", kind="quality_share_min", parameters={"min_share": None})
    proposal = await drafted(cast, rule_set_content(a_rule(parameters={"max": "1", "counts": "measures"}), nulls))
    reference = await publish_rule_set(await cast.caller("publisher"), proposal)
    published = await documents.get(reference)
    assert json.loads(published.content)["rules"][1]["parameters"] == {}
    cites = await a_published_set(store, "US-TN/regulated", MEASURES)
    contract = await contracts.get(await a_contract_of(cast, cites, MEASURES))
    report = await check_contract(contract, reference)
    assert {each.rule: (each.verdict, each.field) for each in report.findings} == {
        "choices-vbp/max-ten": ("fail", None),
        "choices-vbp/floor": ("not_evaluable", "parameters.min_share"),
    }


async def test_whoever_wrote_it_cannot_publish_it(cast):
    everyman = await cast.caller("everyman")
    target = Reference.parse("rule-set/US-TN/own@1.0.0")
    proposal = await proposing.draft(everyman, target, rule_set_content(a_rule(id="own/x")), cast.agency)
    await proposing.open_for_comment(everyman, proposal)
    with pytest.raises(SecondPersonError):
        await publish_rule_set(everyman, proposal)
    with pytest.raises(WrongRoleError):
        await publish_rule_set(await cast.caller("officer"), proposal)


async def test_a_draft_that_nobody_was_shown_is_not_published(cast):
    target = Reference.parse("rule-set/US-TN/early@1.0.0")
    proposal = await drafted(cast, rule_set_content(a_rule(id="early/x")), target, comment=False)
    with pytest.raises(WrongStageError):
        await publish_rule_set(await cast.caller("publisher"), proposal)


async def test_no_vote_is_held_on_rules_and_no_other_document_is_published_as_rules(cast):
    target = Reference.parse("rule-set/US-TN/voted@1.0.0")
    proposal = await drafted(cast, rule_set_content(a_rule(id="voted/x")), target)
    with pytest.raises(NotVotedOnError):
        await an_open_vote(cast, proposal)
    with pytest.raises(NotARuleSetDraftError):
        await publish_rule_set(await cast.caller("publisher"), await a_proposal(cast))


async def test_nobody_drafts_rules_of_another_state_or_a_measure(cast):
    caller = await cast.caller("drafter")
    with pytest.raises(WrongRoleError):
        await proposing.draft(caller, Reference.parse("rule-set/US-TX/x@1.0.0"), rule_set_content(), cast.agency)
    with pytest.raises(BadReferenceError):
        await proposing.draft(caller, Reference.parse("measure/fam/x@1.0.0"), {}, cast.agency)


MAX = {"max": "10", "counts": "measures"}


@pytest.mark.parametrize(
    ("changes", "refusal", "said"),
    [
        ({"kind": "at_most"}, UnknownRuleKindError, "there is no kind of rule 'at_most'"),
        ({"parameters": {**MAX, "luck": "1"}}, UnknownParameterError, "luck unknown to kind max_measures"),
        ({"parameters": {"max": "10"}}, MissingParameterError, "counts missing"),
        ({"parameters": {**MAX, "roles": "performance"}}, BadParameterError, "parameters.roles: it must be a list of"),
        ({"parameters": {**MAX, "roles": ["paid"]}}, BadParameterError, "parameters.roles"),
        ({"parameters": {**MAX, "inclusive": "yes"}}, BadParameterError, "parameters.inclusive: it must be true or"),
        ({"parameters": {**MAX, "domains": "safety"}}, BadParameterError, "parameters.domains"),
    ],
)
def test_a_rule_with_a_wrong_parameter_is_refused_with_its_rule_and_field(changes, refusal, said):
    with pytest.raises(refusal) as refused:
        read_rule_set_draft(rule_set_content(a_rule(**changes)), TARGET)
    assert "rule choices-vbp/max-ten" in refused.value.message
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (rule_set_content(a_rule(id="other/x")), "it must begin with choices-vbp/"),
        (rule_set_content(a_rule(), a_rule()), "another rule of this set has it"),
        (rule_set_content(a_rule(source="nowhere")), "there is no source"),
        (rule_set_content(a_rule(parameters={"max": 10, "counts": "measures"})), "rule choices-vbp/max-ten"),
        (rule_set_content(rules=[]), "rules"),
        (rule_set_content(authority_kind="registry_default"), "registry_default"),
        (rule_set_content(standing={"status": "suspended", "mltss": "direct"}), "suspended_from"),
        (rule_set_content(luck="1"), "luck"),
        ("text", ""),
    ],
)
def test_a_draft_that_does_not_fit_is_refused(content, said):
    with pytest.raises(Exception, match="draft of rule-set/US-TN/choices-vbp") as refused:
        read_rule_set_draft(content, TARGET)
    assert said in str(refused.value)
