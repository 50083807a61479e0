"""The catalogs: every text is said in every language, with the same places to fill in, and plainly."""

import re
from itertools import pairwise

import pytest

from registry.web.locales import TRANSLATED, catalog, path_of
from registry.web.locales.messages import collected, written
from tests.registry.web.locales.reading import fernandez_huerta, flesch_kincaid, sentences, syllables

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
TAG = re.compile(r"</?\w+[^>]*>")
LONG_SENTENCE = 12


def messages_of(language):
    """The messages of a catalog, without its header."""
    return [message for message in catalog(language) if message.id]


def texts(message):
    return [message.id] if isinstance(message.id, str) else list(message.id)


def translations(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


ENGLISH = [text for message in collected() if message.id for text in texts(message)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalog_is_up_to_date(language):
    assert path_of(language).read_bytes().decode() == written(language).decode(), "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_no_translation_is_uncertain(language):
    messages = messages_of(language)
    assert [message.id for message in messages if not all(translations(message))] == []
    assert [message.id for message in messages if message.fuzzy] == []
    assert not catalog(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_to_fill_in_and_the_marks_of_its_text(language):
    for message in messages_of(language):
        for pattern in (PLACEHOLDER, TAG):
            wanted = sorted(pattern.findall(texts(message)[-1]))
            for translation in translations(message):
                found = sorted(pattern.findall(translation))
                # The singular may leave out its number: "one thing".
                assert found == wanted or (message.pluralizable and set(found) < set(wanted)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_begins_and_ends_as_its_text_does(language):
    for message in messages_of(language):
        for text, translation in zip(texts(message), translations(message), strict=True):
            for place in (0, -1):
                assert text[place : place + 1 or None].isspace() == translation[place : place + 1 or None].isspace()
            assert re.search(r"[.!?:]*$", text)[0] == re.search(r"[.!?:]*$", translation)[0], text


def test_the_english_of_the_pages_is_for_grade_six_or_lower():
    assert flesch_kincaid(ENGLISH) <= 6
    assert flesch_kincaid([text for text in ENGLISH if text.endswith((".", "!", "?"))]) <= 6


def test_no_long_sentence_is_above_grade_nine():
    long = [text for text in ENGLISH if any(len(words) >= LONG_SENTENCE for words in sentences(text, "en"))]
    assert long
    assert {text: flesch_kincaid([text]) for text in long if flesch_kincaid([text]) > 9} == {}


def test_the_spanish_of_the_pages_is_easy_to_read():
    spanish = [text for message in messages_of("es") for text in translations(message)]
    assert fernandez_huerta(spanish) >= 80
    assert fernandez_huerta([text for text in spanish if text.endswith((".", "!", "?"))]) >= 80


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [
        ("en", "care home vote closed", 4),
        ("en", "quality people idea", 7),
        ("es", "voto ayuda cuidado", 8),
        ("es", "país guía queso pingüino", 9),
        ("es", "automáticamente estudiáis y", 11),
    ],
)
def test_syllables_are_counted_as_people_speak(language, words, number):
    assert sum(syllables(word, language) for word in words.split()) == number


def test_longer_sentences_and_words_are_harder():
    grades = [
        flesch_kincaid([text]) for text in ("You vote.", "You vote at home today.", "You deliberate anonymously.")
    ]
    assert all(easier < harder for easier, harder in pairwise(grades))
    assert fernandez_huerta(["Usted vota hoy."]) > fernandez_huerta(["Usted participará anónimamente."])


def test_what_is_filled_in_counts_as_one_short_word():
    assert sentences("To pass, {share} must approve. <b>%(n)s</b> voted.", "en") == [
        ["To", "pass", "two", "must", "approve"],
        ["two", "voted"],
    ]
