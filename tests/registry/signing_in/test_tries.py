"""Wrong tries at codes: counted by person, stopped after five, and telling a stranger nothing."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from governance.sign_in import (
    LOCKED_FOR,
    MOST_TRIES,
    BadCodeError,
    CodeExpiredError,
    SignInLockedError,
)
from registry import signing_in
from registry.signing_in.codes import new_code, read_code
from registry.signing_in.sessions import REFUSED_AFTER
from registry.storage import audit
from registry.storage import sign_in as storage
from registry.storage.tables import SignInCodeRow
from tests.registry.signing_in.support import an_old_code, sessions_of, trail, wrong


async def test_an_expired_code_says_so_only_to_who_knows_all_of_it(store, member):
    old = await an_old_code(store, member)
    with pytest.raises(CodeExpiredError):
        await signing_in.sign_in_with_code(store, old)
    with pytest.raises(BadCodeError):
        await signing_in.sign_in_with_code(store, wrong(old))
    assert await sessions_of(member) == []


async def test_a_used_code_says_so_only_to_who_knows_all_of_it(store, code):
    await signing_in.sign_in_with_code(store, code)
    with pytest.raises(BadCodeError):
        await signing_in.sign_in_with_code(store, wrong(code))


async def test_five_wrong_tries_lock_a_code_even_for_who_has_it(store, code, member):
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(BadCodeError):
            await signing_in.sign_in_with_code(store, wrong(code))
    with pytest.raises(SignInLockedError):
        await signing_in.sign_in_with_code(store, wrong(code))
    with pytest.raises(SignInLockedError):
        await signing_in.sign_in_with_code(store, code)
    assert await sessions_of(member) == []
    assert [action for action, _ in await trail(member)].count("code_refused") == MOST_TRIES


async def test_a_lock_is_one_of_the_person_and_holds_for_every_code_they_have(store, cast, code, member):
    keeper = await cast.caller("roll_keeper")
    second = await signing_in.issue_code(keeper, member, 1)
    for text in (code, second, code, second):
        with pytest.raises(BadCodeError):
            await signing_in.sign_in_with_code(store, wrong(text))
    with pytest.raises(SignInLockedError):
        await signing_in.sign_in_with_code(store, wrong(code))
    third = await signing_in.issue_code(keeper, member, 1)
    for text in (code, second, third):
        with pytest.raises(SignInLockedError):
            await signing_in.sign_in_with_code(store, text)


async def test_a_lock_ends_after_a_quarter_of_an_hour_and_the_code_still_works(store, code, member):
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(BadCodeError):
            await signing_in.sign_in_with_code(store, wrong(code))
    with pytest.raises(SignInLockedError):
        await signing_in.sign_in_with_code(store, wrong(code))
    kept = await storage.code(read_code(code).handle)
    assert timedelta(0) < kept.locked_until - datetime.now(UTC) <= LOCKED_FOR
    past = datetime.now(UTC) - timedelta(seconds=1)
    await SignInCodeRow.update({SignInCodeRow.locked_until: past}).where(SignInCodeRow.person == member)
    with pytest.raises(BadCodeError):
        await signing_in.sign_in_with_code(store, wrong(code))
    assert (await signing_in.sign_in_with_code(store, code)).person_id == member


async def test_a_right_code_makes_wrong_tries_before_it_count_no_more(store, cast, code, member):
    second = await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(BadCodeError):
            await signing_in.sign_in_with_code(store, wrong(code))
    await signing_in.sign_in_with_code(store, code)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(BadCodeError):
            await signing_in.sign_in_with_code(store, wrong(second))
    await signing_in.sign_in_with_code(store, second)


async def test_nobody_is_locked_out_by_a_code_that_counts_no_more(store, cast, code, member):
    old = await an_old_code(store, member)
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(BadCodeError):
            await signing_in.sign_in_with_code(store, wrong(old))
    assert "code_refused" not in [action for action, _ in await trail(member)]
    await signing_in.sign_in_with_code(store, code)


async def test_wrong_tries_at_once_are_all_counted(store, code, member):
    answers = await asyncio.gather(
        *(signing_in.sign_in_with_code(store, wrong(code)) for _ in range(12)), return_exceptions=True
    )
    assert all(isinstance(answer, BadCodeError | SignInLockedError) for answer in answers)
    assert [action for action, _ in await trail(member)].count("code_refused") == MOST_TRIES


async def test_guesses_at_codes_that_do_not_exist_leave_no_trace(store):
    before = await audit.head()
    for _ in range(3):
        with pytest.raises(BadCodeError):
            await signing_in.sign_in_with_code(store, new_code().code.written)
    assert await audit.head() == before


async def test_a_refusal_tells_neither_by_words_nor_by_time_whether_a_code_begins_so(store, code):
    said = []
    for text in (wrong(code), new_code().code.written):
        began = time.monotonic()
        with pytest.raises(BadCodeError) as refused:
            await signing_in.sign_in_with_code(store, text)
        said.append(refused.value.message)
        assert time.monotonic() - began >= REFUSED_AFTER
    assert said[0] == said[1]
