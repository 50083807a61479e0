import pytest

from measures.apm import ApmCategory
from registry.contracts import cases, framework_steps
from registry.contracts.framework_steps import Party, StepId, StepPhase
from registry.contracts.step_evidence import A_PERSON, EVIDENCE, RegistryFacts
from registry.contracts.steps import Standing, path_warnings, phase_of, standings, steps_of
from tests.registry.contracts.contract_words import MEASURE, SHA, a_plan, a_summary, an_exchange

FRAMEWORK = framework_steps.load()
SENTENCES = [
    (step.id, sentence)
    for step in FRAMEWORK.steps.values()
    for sentence in (*step.registry_inputs, *step.registry_outputs)
]
FACTS = RegistryFacts(definitions=1, rule_sets=1, reports=1, notices=1, is_followed=True)
FULL = {
    "step": "step-6",
    "arrangement": "plan_provider",
    "streams": [{"id": "pay", "kind": "incentive"}],
    "path": [{"label": "First", "categories": ["2C"]}, {"label": "Then", "categories": ["3A"]}],
    "populations": ["nf_residents"],
    "settings": ["nursing_facility"],
    "services": ["Nursing"],
    "cohort": "Residents",
    "items": [{"measure": f"measure/{MEASURE}@1.0.0#{SHA}", "role": "performance"}],
    "attribution": {"timing": "prospective", "method": "By stay", "overlap": {"treatment": "none"}},
    "data_cadence": "Monthly",
    "review_dates": ["2027-06-01"],
    "terms": [f"term/registry/attribution@1.0.0#{SHA}"],
}
READY = [{"party": side, "area": "staff", "is_ready": True} for side in ("plan", "provider")]
EXCHANGE = an_exchange(format="CSV", rhythm="monthly", template="Results, version 1", burden="None")
MILESTONE = {"step": "step-5", "what": "Start", "role": "lead", "due": "2027-01-01"}
PLAN = a_plan(readiness=READY, data_exchange=[EXCHANGE], milestones=[MILESTONE])


def by_sentence(wording, plan=None, facts=None):
    return {
        need.sentence: need.standing
        for each in standings(wording, plan, facts)
        for need in (*each.inputs, *each.outputs)
    }


def test_every_sentence_of_the_framework_is_mapped_or_expressly_left_to_a_person():
    assert set(EVIDENCE) == {sentence for _, sentence in SENTENCES}
    left = {sentence for sentence, evidence in EVIDENCE.items() if evidence is A_PERSON}
    assert len(left) == 11, left


@pytest.mark.parametrize("sentence", [sentence for _, sentence in SENTENCES if EVIDENCE[sentence] is not A_PERSON])
def test_what_a_field_shows_is_there_in_a_full_contract(sentence):
    assert by_sentence(a_summary(**FULL), PLAN, FACTS)[sentence] is Standing.THERE


ALWAYS = {
    "Priority set of the state",
    "Candidate measures with label, specification, source of data and fit to a category",
    "Share of compliance and quality measures",
    "Events: a measure changed, suspended or withdrawn",
    "New versions of measures, definitions and priority sets",
    "What changed since the contract was signed",
    "Notice to those affected by a change",
}
"""What the registry keeps by itself, or every summary must hold."""


@pytest.mark.parametrize("sentence", [s for _, s in SENTENCES if EVIDENCE[s] is not A_PERSON and s not in ALWAYS])
def test_what_a_field_shows_is_missing_where_the_field_is_empty(sentence):
    assert by_sentence(a_summary(), None, RegistryFacts())[sentence] is Standing.MISSING


def test_what_only_the_registry_knows_is_left_to_a_person_where_it_was_not_asked():
    found = by_sentence(a_summary(**FULL), PLAN)
    assert found["Report on conformance with the rules of the state"] is Standing.A_PERSON_MUST_SAY
    assert found["Priority set of the state"] is Standing.THERE


def test_a_change_without_a_notice_is_seen():
    sentence = "Notice to those affected by a change"
    assert by_sentence(a_summary(), None, RegistryFacts(events=1))[sentence] is Standing.MISSING
    assert by_sentence(a_summary(), None, RegistryFacts(events=1, notices=1))[sentence] is Standing.THERE


@pytest.mark.parametrize("by_the_set", [True, False])
def test_a_measure_without_a_digest_is_pinned_where_the_set_pins_that_version(by_the_set):
    named = f"measure/{MEASURE}@1.0.0"
    words = a_summary(items=[{"measure": named, "role": "performance"}])
    facts = RegistryFacts(set_measures=frozenset({named if by_the_set else f"measure/{MEASURE}@2.0.0"}))
    there = by_sentence(words, None, facts)
    for sentence in (
        "Pinned list of measures with role and phase",
        "Contract record that cites pinned versions of measures and definitions",
    ):
        assert there[sentence] is (Standing.THERE if by_the_set else Standing.MISSING)


def test_the_step_of_a_contract_says_what_is_past_and_which_phase_it_is_in():
    found = {each.step.id: each for each in standings(a_summary(**FULL), PLAN, FACTS)}
    assert list(found) == list(StepId)
    assert [key for key, each in found.items() if each.is_current] == [StepId.STEP_6]
    assert found[StepId.STEP_5].is_past
    assert not found[StepId.STEP_7].is_past
    assert phase_of(StepId.STEP_6) is StepPhase.EXECUTION_ASSESSMENT


def test_a_contract_that_names_no_step_is_at_none():
    assert not any(each.is_current or each.is_past for each in standings(a_summary()))


def test_what_is_missing_is_listed_with_the_field_that_would_show_it():
    second = standings(a_summary())[2]
    assert second.step.id is StepId.STEP_2
    assert [need.shown_by for need in second.lacks if need.sentence.startswith("Services")] == ["services, populations"]
    assert all(need.standing is Standing.MISSING for need in second.lacks)


def test_each_party_is_asked_what_the_framework_asks_it():
    first = standings(a_summary())[0]
    assert first.questions(Party.MEMBER) == FRAMEWORK.steps[StepId.PRECURSORY].questions.member
    assert first.questions(Party.MEMBER)


@pytest.mark.parametrize(
    ("step", "phase", "left"),
    [
        (None, None, None),
        (StepId.STEP_3, None, {"step-3"}),
        (None, StepPhase.DISCOVERY, {"precursory", "step-1"}),
        (StepId.STEP_3, StepPhase.JOINT_PLANNING, {"step-3"}),
        (StepId.STEP_3, StepPhase.DISCOVERY, set()),
    ],
)
def test_contracts_are_filtered_by_step_and_phase(step, phase, left):
    assert steps_of(step, phase) == left


@pytest.mark.parametrize(
    ("categories", "said"),
    [
        (["2C", "3A"], []),
        (["1", "3A"], ["jumps from category 1 to 3A"]),
        (["2C", "2C"], ["stands still at category 2C"]),
        (["3A", "2C"], ["goes back from category 3A to 2C"]),
        (["2A", "4A", "4A"], ["jumps from category 2A to 4A", "stands still at category 4A"]),
        (["2C", "3N", "3A"], []),
    ],
)
def test_a_path_that_jumps_stands_still_or_goes_back_is_told(categories, said):
    path = [{"label": f"Stage {number}", "categories": [code]} for number, code in enumerate(categories)]
    found = path_warnings(a_summary(path=path))
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))


def test_warnings_about_the_public_cases_are_what_their_paths_say():
    found = {case.id: path_warnings(case.wording) for case in cases.load().values()}
    assert found["phw-cil-nft"] == ("PMPM with outcome incentives jumps from category 1 to 4A.",)
    assert ApmCategory.CATEGORY_1 in cases.load()["elevance-phased"].wording.path[1].categories
    assert any("goes back from category 2A to 1" in words for words in found["elevance-phased"])
    assert found["vns-lhcsa-p4p"] == ()
