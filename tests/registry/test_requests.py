import asyncio

import pytest

from governance.proposals import Stage
from measures.references import Reference
from registry import proposing
from registry.storage import audit, proposals
from registry.storage.requests import BadRequestIdError, RequestIdReusedError
from tests.support import a_cast, a_name, a_proposal, definition_content


def a_target():
    return Reference.parse(f"value-definition/US-TN/{a_name()}@1.0.0")


async def test_the_same_request_gets_the_first_answer_again(store):
    cast = await a_cast(store)
    target = a_target()
    caller = await cast.caller("drafter", "request-1")
    first = await proposing.draft(caller, target, definition_content(), cast.agency)
    rows, _ = await audit.head()
    assert await proposing.draft(caller, target, definition_content(), cast.agency) == first
    assert (await audit.head())[0] == rows


async def test_the_same_request_id_with_other_content_is_refused(store):
    cast = await a_cast(store)
    caller = await cast.caller("drafter", "request-2")
    await proposing.draft(caller, a_target(), definition_content(), cast.agency)
    rows, _ = await audit.head()
    with pytest.raises(RequestIdReusedError):
        await proposing.draft(caller, a_target(), definition_content(), cast.agency)
    proposal_id = await a_proposal(cast, stage="draft")
    with pytest.raises(RequestIdReusedError):
        await proposing.open_for_comment(caller, proposal_id)
    assert (await proposals.get(proposal_id)).stage is Stage.DRAFT
    assert (await audit.head())[0] == rows + 1


async def test_ten_copies_of_a_request_at_once_have_one_effect(store):
    cast = await a_cast(store)
    caller = await cast.caller("drafter", "request-3")
    target = a_target()
    rows, _ = await audit.head()
    answers = await asyncio.gather(
        *(proposing.draft(caller, target, definition_content(), cast.agency) for _ in range(10))
    )
    assert len(set(answers)) == 1
    assert (await audit.head())[0] == rows + 1


async def test_two_people_may_use_the_same_request_id(store):
    cast = await a_cast(store)
    one = await proposing.draft(await cast.caller("drafter", "mine"), a_target(), definition_content(), cast.agency)
    two = await proposing.draft(await cast.caller("everyman", "mine"), a_target(), definition_content(), cast.agency)
    assert one != two


async def test_a_refused_request_is_not_remembered(store):
    cast = await a_cast(store)
    caller = await cast.caller("drafter", "request-4")
    target = a_target()
    with pytest.raises(proposing.MeasureNotFoundError):
        await proposing.draft(caller, target, _naming("measure/no/such@1.0.0"), cast.agency)
    assert await proposing.draft(caller, target, definition_content(), cast.agency)


@pytest.mark.parametrize("request_id", ["", "x" * 101, "a\nb"], ids=["empty", "long", "control"])
async def test_a_bad_request_id_is_refused(store, request_id):
    cast = await a_cast(store)
    with pytest.raises(BadRequestIdError):
        await proposing.draft(await cast.caller("drafter", request_id), a_target(), definition_content(), cast.agency)


def _naming(measure):
    content = definition_content()
    content["outcomes"][0]["candidate_measures"] = [measure]
    return content
