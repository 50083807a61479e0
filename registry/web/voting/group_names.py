"""What the pages call the groups that vote."""

from collections.abc import Iterable

from governance.members import Constituency
from governance.rules.wording import people, sentence
from registry.web.languages import Say


def group_name(group: str, say: Say) -> str:
    """A group of voters, with a capital letter: `Members`."""
    return sentence(people(group, say)[1])


def in_order(groups: Iterable[str]) -> list[str]:
    """Groups in the one order in which they are shown everywhere; one that nobody knows comes last."""
    known = [each.value for each in Constituency]
    return sorted(groups, key=lambda group: (known.index(group) if group in known else len(known), group))
