import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.web.accepting import prefers_html
from registry.web.conditions import is_named

TAG = '"sha256:ab"'


@pytest.mark.parametrize(
    ("header", "weakly", "strongly"),
    [
        (None, False, False),
        ("", False, False),
        ("*", True, True),
        (" * ", True, True),
        (TAG, True, True),
        (f"W/{TAG}", True, False),
        (f"w/{TAG}", False, False),
        (f'"x", {TAG}', True, True),
        (f'"x",,{TAG}', True, True),
        (f'"x" {TAG}', False, False),
        (f"*, {TAG}", False, False),
        ('"sha256:ab', False, False),
        ('"SHA256:AB"', False, False),
        ('"x, sha256:ab"', False, False),
        (f'"x,y",{TAG},', True, True),
    ],
)
def test_entity_tags_are_compared_as_the_rfc_says(header, weakly, strongly):
    assert is_named(header, TAG, weakly=True) is weakly
    assert is_named(header, TAG, weakly=False) is strongly


@given(st.text(alphabet='"W/*, \tab\x00é'))
def test_no_header_breaks_the_comparison(header):
    assert is_named(header, TAG, weakly=True) is (header.strip() == "*")


def test_a_long_list_is_read_in_no_time():
    assert not is_named('"a", ' * 20_000 + "x", TAG, weakly=True)
    assert is_named('"a", ' * 20_000 + TAG, TAG, weakly=True)


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("", False),
        ("*/*", False),
        ("text/html", True),
        ("text/*", True),
        ("application/json", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("application/json, text/html", False),
        ("application/json;q=0.5, text/html;q=0.9", True),
        ("application/json, text/html;q=0.9", False),
        ("text/html;q=0", False),
        ("text/html;q=inf", False),
        ("text/html;q=nan", False),
        ("text/html;q=", False),
        (";;,,/;q", False),
    ],
)
def test_a_page_goes_to_those_who_would_rather_have_one(accept, html):
    assert prefers_html(accept) is html
