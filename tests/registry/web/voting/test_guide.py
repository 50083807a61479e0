"""The guide for members (docs/voting.md) is as easy to read as the pages that it is about, and names real buttons."""

import re
from pathlib import Path

import pytest

from registry.web.locales.messages import collected
from tests.registry.web.locales.reading import flesch_kincaid

GUIDE = (Path(__file__).parents[4] / "docs" / "voting.md").read_text(encoding="utf-8")
MEMBERS = GUIDE.split("## For members: how to vote")[1].split("## For officers")[0]
PLAIN = re.sub(r"!\[[^]]*\]\([^)]*\)|\*\*|^\d+\. ", "", MEMBERS, flags=re.MULTILINE)


def test_the_part_for_members_is_below_grade_six():
    assert flesch_kincaid(PLAIN.split("\n\n")) <= 6


@pytest.mark.parametrize("words", sorted(set(re.findall(r'"([^"]+)"', MEMBERS))))
def test_what_the_guide_quotes_is_said_on_the_pages(words):
    assert any(words in str(message.id) for message in collected() if message.id)
