"""What a vote is about, from what was written."""

from governance.translations import Translation
from governance.votes import SubjectKind
from registry.web.languages import Language
from registry.web.voting.subjects import Item, Part, in_translation, of_content, with_candidates
from tests.registry.web.voting.making import OUTCOMES, TEXTS
from tests.support import definition_content

DIGEST = "sha256:" + "a" * 64
SPANISH = {
    "of": DIGEST,
    "language": "es",
    "title": "Vivir bien en un hogar",
    "statement": "Me tratan con respeto y elijo mi día.",
    "outcomes": [
        {"id": "respect", "statement": "Tratan a las personas con respeto."},
        {"id": "belonging", "statement": "Las personas se sienten en casa."},
    ],
    "reviewed_by": "certified translator, state agency",
    "machine_drafted": True,
}


def a_definition():
    return of_content(SubjectKind.VALUE_DEFINITION, definition_content(), {})


def test_a_definition_shows_its_outcomes_and_which_of_them_nothing_measures():
    assert a_definition().parts == (
        Part("respect", "Residents are treated with respect.", is_gap=False),
        Part("belonging", "Residents feel at home.", is_gap=True),
    )


def test_a_priority_set_shows_its_areas_and_measures():
    content = {
        "title": "Nursing homes",
        "areas": [{"id": "respect", "statement": "Residents are treated with respect."}],
        "items": [
            {"measure": "measure/x/a@1.0.0#sha256:0", "title": "A", "role": "performance", "weight": "1/4",
             "label": {"label": "quality"}},
            {"measure": "measure/x/b@1.0.0", "role": "reporting"},
            {"measure": "measure/x/c@1.0.0", "role": "reporting"},
        ],
    }  # fmt: skip
    subject = of_content(SubjectKind.PRIORITY_SET, content, {"measure/x/b@1.0.0": "B"})
    assert subject.statement is None
    assert subject.items == (
        Item("A", "performance", "quality", "1/4"),
        Item("B", "reporting"),
        Item("measure/x/c@1.0.0", "reporting"),
    )


def test_a_translation_says_everything_in_the_language_and_where_it_comes_from():
    subject = in_translation(a_definition(), Translation.model_validate(SPANISH), DIGEST)
    assert (subject.title, subject.language, subject.parts_language) == (SPANISH["title"], "es", "es")
    assert subject.texts["belonging"] == "Las personas se sienten en casa."
    assert subject.parts[1].is_gap
    assert subject.translated.machine_drafted


def test_parts_that_a_translation_leaves_out_stay_english_and_are_marked_so():
    translation = Translation.model_validate({**SPANISH, "outcomes": []})
    subject = in_translation(a_definition(), translation, DIGEST)
    assert (subject.language, subject.parts_language) == (Language.SPANISH, Language.ENGLISH)
    assert subject.texts["respect"] == "Residents are treated with respect."


def test_outcomes_that_are_voted_on_stand_in_the_order_of_the_ballot():
    subject = with_candidates(a_definition(), OUTCOMES)
    assert (subject.kind, subject.texts) == (SubjectKind.OUTCOMES, TEXTS)
