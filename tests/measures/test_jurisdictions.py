import re

import pytest

from measures.jurisdictions import FEDERAL, JURISDICTIONS, REGISTRY, STATES, jurisdiction_name

TERRITORIES = {"US-AS", "US-GU", "US-MP", "US-PR", "US-VI"}


def test_there_are_56_medicaid_jurisdictions_in_order_of_name():
    assert len(STATES) == 50 + 1 + len(TERRITORIES) == 56
    assert len(set(STATES.values())) == 56
    assert {"US-DC"} | TERRITORIES < set(STATES)
    states = [name for code, name in STATES.items() if code not in TERRITORIES]
    assert states == sorted(states)


@pytest.mark.parametrize("code", STATES)
def test_a_code_is_us_and_two_capital_letters(code):
    assert re.fullmatch(r"US-[A-Z]{2}", code)
    assert jurisdiction_name(code) == STATES[code]


def test_a_document_belongs_to_a_state_to_the_federal_level_or_to_none():
    assert {REGISTRY, FEDERAL, *STATES} == JURISDICTIONS
    assert len(JURISDICTIONS) == 58


@pytest.mark.parametrize(
    ("code", "name"), [("US", "United States"), ("registry", "registry"), ("US-TN", "Tennessee"), ("US-ZZ", "US-ZZ")]
)
def test_a_jurisdiction_has_a_plain_name(code, name):
    assert jurisdiction_name(code) == name
