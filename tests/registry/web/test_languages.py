"""Which language a page speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.web.languages import Language, best_accepted, choose, known

EN, ES = Language.ENGLISH, Language.SPANISH


@pytest.mark.parametrize(
    ("asked", "kept", "preferred", "accepted", "language"),
    [
        (None, None, None, "", EN),
        (None, None, None, "es-MX,en;q=0.8", ES),
        (None, None, EN, "es", EN),
        (None, "es", EN, "en", ES),
        ("en", "es", ES, "es", EN),
        ("fr", "es", None, "en", ES),
        ("", "", ES, "en", ES),
        (None, "../../etc", None, "de", EN),
    ],
    ids=["nothing known", "browser", "person", "cookie", "link", "a link to no language", "empty", "nonsense"],
)
def test_what_somebody_asked_for_goes_before_what_is_known_about_them(asked, kept, preferred, accepted, language):
    assert choose(asked, kept, preferred, accepted) is language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("es", ES),
        ("fr, es;q=0.2, en;q=0.1", ES),
        ("en;q=0.2, es;q=0.9", ES),
        ("en, es", EN),
        ("es;q=0, en;q=0.1", EN),
        ("es;q=nan, en;q=0.1", EN),
        ("es;q=2, en;q=x", None),
        ("fr", None),
        ("*", None),
        ("ES-419", ES),
        ("es ; q=0.9 , en ; q=0.3", ES),
    ],
)
def test_the_browser_is_heard_by_weight_and_then_by_place(header, language):
    assert best_accepted(header) is language


@given(st.text(max_size=40))
def test_any_header_is_read_without_harm(header):
    assert best_accepted(header) in (None, EN, ES)
    assert known(header) in (None, EN, ES)


def test_a_language_is_named_as_its_readers_name_it():
    assert [language.own_name for language in Language] == ["English", "Español"]
