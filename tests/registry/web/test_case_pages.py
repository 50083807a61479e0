import re

import pytest

from measures.references import Reference
from registry.contracts import cases, terms
from registry.contracts.framework_steps import Party
from registry.web.words import in_words
from tests.registry.web.voting.browsing import words

CASES = cases.load()


async def test_every_case_is_listed_and_a_state_narrows_the_list(client):
    page = await client.get("/cases")
    assert page.status_code == 200
    assert all(f'href="/cases/{case}"' in page.text for case in CASES)
    of_state = await client.get("/cases?state=US-PA")
    listed = set(re.findall(r'href="/cases/([a-z0-9-]+)"', of_state.text))
    assert listed == {case.id for case in CASES.values() if "US-PA" in case.jurisdictions}
    assert len(listed) == 3


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
async def test_a_case_tells_its_facts_and_what_was_read_into_it(client, case):
    page = await client.get(f"/cases/{case.id}")
    assert page.status_code == 200
    read = words(page)
    for told in (case.wording.payer, case.payment_model, case.reading, *case.outcomes_named, *case.not_told):
        assert " ".join(told.split()) in read
    for use in case.uses:
        assert use.measure in read
    for each in case.bases:
        assert in_words(each.field.replace(".", ": ")) in read
    assert "http" in page.text


async def test_a_case_that_is_not_there_is_not_found(client):
    assert (await client.get("/cases/nothing")).status_code == 404


async def test_terms_are_listed_by_kind_and_by_who_raises_them(client):
    everything = await client.get("/terms")
    assert everything.text.count('<th scope="row">') == len(terms.load()) == 81
    asked = await client.get("/terms?kind=governance_requirement")
    assert asked.text.count('<th scope="row">') == 7
    of_state = await client.get("/terms?side=state&kind=definition")
    wanted = [t for t in terms.load().values() if t.kind == "definition" and Party.STATE in t.raised_by]
    assert of_state.text.count('<th scope="row">') == len(wanted)
    assert (await client.get(f"/{Reference.parse('term/registry/clean-claim@1.0.0')}/page")).status_code == 200


@pytest.mark.parametrize("side", Party)
async def test_a_side_can_print_what_it_has_to_settle(client, side):
    page = await client.get(f"/terms/checklist?side={side}")
    assert page.status_code == 200
    raised = [t for t in terms.load().values() if side in t.raised_by and t.kind != "governance_requirement"]
    assert page.text.count('data-name="Settled in"') == len(raised)


async def test_a_side_that_is_none_gets_the_checklist_of_the_provider(client):
    assert "Checklist for the provider" in words(await client.get("/terms/checklist?side=king"))
