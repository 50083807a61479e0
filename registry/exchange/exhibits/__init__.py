"""The pages of an exhibit bundle: one content, printed as HTML, as PDF and as a table.

exhibit.html          the record, and its plain-language twin, to read and print
exhibit.pdf           the same words, tagged, on numbered pages
plain-language.html   the twin by itself
items.csv             the items, for a spreadsheet
"""

from registry.exchange.exhibits.content import Exhibit
from registry.exchange.exhibits.facts import Asserted, ExhibitFacts, Translated, Version
from registry.exchange.exhibits.html import html
from registry.exchange.exhibits.items import items_csv
from registry.exchange.exhibits.pdf import pdf
from registry.exchange.exhibits.whole import exhibit_of, plain_language_of

__all__ = ["Asserted", "Exhibit", "ExhibitFacts", "Translated", "Version", "exhibit_of", "pages"]


def pages(facts: ExhibitFacts) -> dict[str, bytes]:
    """The pages by file name: the same facts give the same bytes with the same release of this software."""
    whole = exhibit_of(facts)
    return {
        "exhibit.html": html(whole),
        "exhibit.pdf": pdf(whole, facts.checkpoint.origin, facts.subject.published.published_at),
        "items.csv": items_csv(facts),
        "plain-language.html": html(plain_language_of(whole)),
    }
