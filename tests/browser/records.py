"""What is kept of a look at the pages, when it is asked for (`make pictures`): pictures and a report of the checks."""

import io
import os
from dataclasses import astuple, dataclass, field
from pathlib import Path

from PIL import Image

PICTURES = "PICTURES"
"""Set to write docs/pictures and docs/accessibility-report.md anew."""
FOLDER = Path("docs/pictures")
RULE = "| --- | --- | --- | --- | --- | --- |"
COLORS = 16
TALLEST = 1800


def written_on_request():
    """Whether pictures and the report are to be written."""
    return bool(os.environ.get(PICTURES))


@dataclass(frozen=True)
class Looked:
    """What axe said of one page."""

    page: str
    language: str
    viewport: str
    passed: int
    decided: int
    violations: int


@dataclass
class Report:
    """All pages that were looked at."""

    engine: str = ""
    looked: list[Looked] = field(default_factory=list)

    def add(self, page, language, viewport, result, decided):
        """Keep what axe said of a page; `decided` undecided contrasts were computed."""
        self.engine = f"{result['testEngine']['name']} {result['testEngine']['version']}"
        found = Looked(page, language, viewport, len(result["passes"]), decided, len(result["violations"]))
        self.looked.append(found)

    def write(self, path):
        """Write the report as a page of the documentation. Pages that were not looked at now keep what it said."""
        said = path.read_text(encoding="utf-8").splitlines() if path.exists() else [RULE]
        rows = [tuple(row.strip("| ").split(" | ")) for row in said[said.index(RULE) + 1 :]]
        pages = {each.page for each in self.looked}
        now = [tuple(map(str, astuple(each))) for each in self.looked]
        found = sorted({row for row in rows if row[0] not in pages} | set(now))
        path.write_text("\n".join([*self._head(), *(f"| {' | '.join(row)} |" for row in found), ""]), encoding="utf-8")

    def _head(self):
        return [
            "# What axe found on the pages",
            "",
            f"Written by `make pictures` with {self.engine}: the rules of WCAG 2.0, 2.1 and 2.2, levels A and AA,",
            "on every page, on a desktop (1280 px) and on a phone (320 px). The pages of voting are in English and",
            "Spanish, those for readers and contract managers in English. *Computed* counts the contrasts that axe",
            "left undecided and the tests computed. What else is checked, and what no machine checks, is told in",
            "[accessibility](accessibility.md).",
            "",
            "| page | language | viewport | rules passed | contrasts computed | violations |",
            RULE,
        ]


async def picture(visit, name):
    """Keep a picture of the page, or of as much of it as shows what it is; in few colors, so that it stays small."""
    if not written_on_request():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken = Image.open(io.BytesIO(await visit.page.screenshot(full_page=True))).convert("RGB")
    taken = taken.crop((0, 0, taken.width, min(taken.height, TALLEST)))
    reduced = taken.quantize(COLORS, dither=Image.Dither.NONE)
    reduced.save(FOLDER / f"{name}-{visit.language}-{visit.viewport}.png", optimize=True)
