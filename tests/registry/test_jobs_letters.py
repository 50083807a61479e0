"""What a reminder says: short, plain, in two languages, and nothing that a bystander should read."""

import pytest

from registry.jobs.letters import Reminder
from registry.web.locales import TRANSLATIONS
from tests.registry.web.locales.reading import fernandez_huerta, flesch_kincaid


def a_reminder(**changes):
    said = {
        "name": "Ana",
        "title": "Living at home",
        "deadline": "Friday at noon",
        "address": "https://r.example/vote/",
    }
    return Reminder(**said | changes)


def test_the_letter_is_short_and_for_grade_six():
    body = a_reminder().body(str)
    assert len(body.split()) < 90
    assert flesch_kincaid(body.split("\n\n")) <= 6


def test_the_spanish_letter_is_whole_and_easy_to_read():
    say = TRANSLATIONS["es"].gettext
    english, spanish = a_reminder().body(str).split("\n\n"), a_reminder().body(say).split("\n\n")
    assert [number for number, each in enumerate(spanish) if each in english] == [2], "the title alone"
    assert fernandez_huerta([a_reminder().subject(say), *spanish]) >= 80


def test_the_letter_says_that_help_is_allowed_and_voting_is_free():
    body = a_reminder().body(str)
    assert "You can ask somebody to help you." in body
    assert "If you do not want to vote, you do not have to." in body


def test_the_subject_names_neither_matter_nor_person():
    assert a_reminder(title="Title", name="Ana").subject(str) == "A reminder: you can still vote"


def test_a_letter_of_a_demonstration_says_that_it_is_one():
    assert a_reminder(demonstration=True).body(str).startswith("This is a demonstration.")
    assert "demonstration" not in a_reminder().body(str)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_sentence_is_asked_of_the_catalog_and_every_place_is_filled(language):
    asked = []

    def say(text):
        asked.append(text)
        return TRANSLATIONS[language].gettext(text)

    body = a_reminder(demonstration=True).body(say)
    assert "{" not in body
    assert len(asked) == 7
    assert body.count("\n\n") == 7  # and the title
