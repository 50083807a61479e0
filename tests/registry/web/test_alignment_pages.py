"""The page of alignment, and the same as a table and as a picture."""

import csv
import io
import re
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from tests.registry.web.conftest import SET
from tests.registry.web.test_pages import Outline, words

QMS, PROPOSED = "measure-set/US/hcbs-qms-2024@1.0.0", "measure-set/US/hcbs-qms-2028-proposed@1.0.0"
PROGRAMS = ["program/tn-quiltss-nf", "program/tx-qipp-sfy2024", "program/mn-pipp"]


def asked(*named, **more):
    return urlencode([("of", each) for each in named] + list(more.items()))


async def test_the_page_offers_everything_that_is_public(client, published_sets):
    page = await client.get("/alignment")
    outline = Outline(page.text)
    assert page.status_code == 200
    offered = re.findall(r'name="of" value="([^"]+)"', page.text)
    assert {f"{SET}@1.1.0", QMS, *PROGRAMS, "arrangement/tenncare-quiltss"} <= set(offered)
    assert len(outline.ids) == len(set(outline.ids))
    assert "checked" not in page.text
    assert "script" not in outline.tags


async def test_two_lists_are_shown_measure_by_measure(client, published_sets):
    page = await client.get(f"/alignment?{asked(f'{SET}@1.1.0', PROGRAMS[0])}")
    ids = Outline(page.text).ids
    assert len(ids) == len(set(ids))
    said = words(page)
    assert "Agreement13.3%: both name 2 of the 15 measures that either names." in said.replace(
        "Agreement ", "Agreement"
    )
    assert "CNA hours per day" in said
    assert "tn-quiltss-nf states no weights, so its measures weigh the same" in said
    assert "no source that was read says that one of these measures was made from another" in said


async def test_candidates_are_shown_as_not_reviewed(client, published_sets):
    page = await client.get(f"/alignment?{asked(QMS, 'measure-set/US/adult-core-set-2026@1.0.0')}")
    said = words(page)
    assert "Nobody reviewed whether they are, and they count for nothing above." in said
    assert "4 of 5 words of the titles in common" in said
    assert "0.0%, with 0 near-matches" in said


async def test_more_lists_are_a_matrix_whose_numbers_lead_to_pairs(client, published_sets):
    page = await client.get(f"/alignment?{asked(*PROGRAMS, QMS, PROPOSED)}")
    outline = Outline(page.text)
    links = [each for each in outline.links if each.startswith("/alignment?of=")]
    pair = await client.get(links[0])
    assert pair.status_code == 200
    assert "How far the two agree" in words(pair)
    said = words(page)
    assert "hcbs-qms-2028-proposed (proposed)" in said
    assert "mn-pipp (illustrative)" in said
    assert "This set is proposed, not final." in said
    assert "Illustrative: the state has not published this set" in said
    assert "style=" not in page.text


async def test_versions_of_one_set_are_followed(client, published_sets):
    page = await client.get(f"/alignment?{asked(f'{SET}@1.0.0', f'{SET}@1.1.0', QMS)}")
    assert "before: US-TN/nf@1.0.0" in words(page)


async def test_one_list_alone_is_told_to_choose_another(client, published_sets):
    page = await client.get(f"/alignment?{asked(QMS)}")
    assert page.status_code == 200
    assert "Choose at least two lists" in words(page)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        (asked(QMS, "program/none"), 404, "PORTFOLIO_NOT_FOUND"),
        (asked(QMS, "contract/00000000-0000-4000-8000-000000000000"), 404, "CONTRACT_NOT_FOUND"),
        (asked(QMS, "measure/mds/uti@1.0.0"), 422, "NAMES_NO_MEASURES"),
        (asked(QMS, "<script>"), 422, "BAD_REFERENCE"),
        (asked(QMS, PROGRAMS[0], near="2"), 422, "BAD_NEAR_FACTOR"),
        (asked(*(f"program/{number}" for number in range(301))), 422, "TOO_MANY_PORTFOLIOS"),
    ],
)
async def test_what_cannot_be_compared_is_refused(client, published_sets, query, status, code):
    answer = await client.get(f"/alignment?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert code in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("table", ["matrix", "pairs", "measures"])
async def test_the_tables_are_had_for_a_spreadsheet(client, published_sets, table):
    answer = await client.get(f"/alignment.csv?{asked(*PROGRAMS, table=table)}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="alignment-{table}.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 3


async def test_a_table_that_is_not_there_is_refused(client, published_sets):
    answer = await client.get(f"/alignment.csv?{asked(*PROGRAMS, table='everything')}")
    assert answer.status_code == 422


async def test_the_picture_is_had_as_svg(client, published_sets):
    answer = await client.get(f"/alignment.svg?{asked(*PROGRAMS)}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert ET.fromstring(answer.content).get("role") == "img"


async def test_more_lists_than_can_be_drawn_are_a_table_without_a_picture(client, published_sets):
    page = await client.get("/alignment")
    offered = [*re.findall(r'name="of" value="([^"]+)"', page.text), f"{SET}@1.0.0", "measure-set/registry/hedis@1.0.0"]
    assert len(offered) > 64
    every = await client.get(f"/alignment?{asked(*offered)}")
    assert every.status_code == 200
    assert "alignment.svg" not in every.text
    refused = await client.get(f"/alignment.svg?{asked(*offered)}")
    assert (refused.status_code, "MATRIX_TOO_LARGE" in refused.text) == (422, True)
