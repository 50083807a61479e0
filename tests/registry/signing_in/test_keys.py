"""The key of the sign-in: made once, for its owner only; what it signs for one use passes for no other."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.signing_in.keys import FILE_NAME, KEY_SIZE, SignInKey, SignInKeyError, sign_in_key

KEY = SignInKey(bytes(range(KEY_SIZE)))


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    made = sign_in_key(tmp_path)
    path = tmp_path / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == made.secret
    assert len(made.secret) == KEY_SIZE
    sign_in_key.cache_clear()
    assert sign_in_key(tmp_path) == made
    assert [each.name for each in tmp_path.iterdir()] == [FILE_NAME]


def test_processes_that_start_together_get_one_key(tmp_path):
    with ThreadPoolExecutor(4) as threads:
        workers = [get_context("spawn").Process(target=sign_in_key, args=(tmp_path,)) for _ in range(3)]
        list(threads.map(lambda worker: (worker.start(), worker.join()), workers))
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert [each.name for each in tmp_path.iterdir()] == [FILE_NAME]
    assert len(sign_in_key(tmp_path).secret) == KEY_SIZE


@pytest.mark.parametrize(
    ("content", "mode"), [(bytes(KEY_SIZE), 0o640), (bytes(KEY_SIZE), 0o604), (bytes(KEY_SIZE - 1), 0o600)]
)
def test_a_key_that_others_read_or_that_is_damaged_is_not_used(tmp_path, content, mode):
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(SignInKeyError):
        sign_in_key(tmp_path)


def test_a_key_that_cannot_be_made_is_said_so(tmp_path):
    with pytest.raises(SignInKeyError):
        sign_in_key(tmp_path / "missing")


@given(st.binary(max_size=20), st.binary(max_size=20), st.binary(max_size=20), st.binary(max_size=20))
def test_two_lists_of_parts_have_two_signatures(one, two, three, four):
    assert (KEY.sign("form", one, two) == KEY.sign("form", three, four)) == ((one, two) == (three, four))
    assert KEY.sign("form", one + two) != KEY.sign("form", one, two)
    assert KEY.sign("form", one) != KEY.sign("session", one)


def test_a_signature_of_another_key_is_not_ours():
    assert KEY.has_signed(KEY.sign("form", b"x"), "form", b"x")
    assert not KEY.has_signed(SignInKey(os.urandom(KEY_SIZE)).sign("form", b"x"), "form", b"x")
    assert not KEY.has_signed(b"", "form", b"x")


def test_the_key_is_never_printed():
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)
