"""How one-time codes are written, read and kept."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.signing_in.codes import LENGTH, SIGNS, CodeFormError, SignInCode, new_code, read_code

CODE = SignInCode("K3M9T", "2QWXZ7HNPA")


def test_a_code_is_written_in_three_groups_of_five():
    assert CODE.written == "K3M9T-2QWXZ-7HNPA"


@pytest.mark.parametrize(
    "typed",
    [
        "K3M9T-2QWXZ-7HNPA",
        "k3m9t2qwxz7hnpa",
        "  K3M9T 2QWXZ 7HNPA\r\n",
        "K3M9T\u20132QWXZ\u20147HNPA",
        "K3M9T.2QWXZ.7HNPA",
        "K3M9T_2QWXZ\u00a07HNPA\u200b",
        "\uff2b3M9T-2QWXZ-7HNPA",
        "K 3 M 9 T 2 Q W X Z 7 H N P A",
    ],
    ids=["as printed", "bare", "spaces", "long dashes", "points", "what is not seen", "wide letters", "spelled"],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == CODE


def test_letters_that_no_code_has_are_read_as_what_they_look_like():
    assert read_code("OoIiLl-Uu000-0000") == SignInCode("00111", "1VV0000000")


@given(st.text(SIGNS, min_size=LENGTH, max_size=LENGTH))
def test_what_is_written_is_read_again(signs):
    code = SignInCode(signs[:5], signs[5:])
    assert read_code(code.written) == code
    assert read_code(code.written.lower()) == code


@given(st.text(max_size=300))
def test_any_text_is_a_code_or_is_refused(text):
    with contextlib.suppress(CodeFormError):
        code = read_code(text)
        assert set(code.handle + code.secret) <= set(SIGNS)
        assert len(code.handle + code.secret) == LENGTH


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "A code has 15 letters and numbers. You typed 0."),
        ("K3M9T-2QWXZ-7HNP", "A code has 15 letters and numbers. You typed 14."),
        ("K3M9T-2QWXZ-7HNPAA", "A code has 15 letters and numbers. You typed 16."),
        ("K3M9T-2QWXZ-7HNPé", "A code has 15 letters and numbers. You typed É."),
    ],
)
def test_what_has_not_the_form_of_a_code_is_refused_in_words_that_help(typed, sentence):
    with pytest.raises(CodeFormError) as refused:
        read_code(typed)
    assert refused.value.message == sentence


def test_codes_are_random_and_each_has_a_salt_of_its_own():
    codes = [new_code() for _ in range(20)]
    assert len({new.code.written for new in codes}) == 20
    assert len({new.salt for new in codes}) == 20
    for new in codes:
        assert read_code(new.code.written) == new.code
        assert new.digest == new.code.digest(new.salt)


def test_another_handle_leaves_the_secret_half_as_it_is():
    new = new_code()
    other = new.under_another_handle()
    assert other.code.handle != new.code.handle
    assert (other.code.secret, other.salt, other.digest) == (new.code.secret, new.salt, new.digest)


def test_a_code_is_never_printed_by_accident():
    assert "K3M9T" not in repr(CODE)
    assert "2QWXZ" not in repr(CODE)
    new = new_code()
    assert new.code.secret not in repr(new)
    assert new.digest not in repr(new)
