"""The presets: decision rules that come with the registry, read from `presets.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from governance.rules.held import Basis
from governance.rules.refusals import BorrowedRuleError, ContradictoryRuleError, RuleNotFoundError
from governance.rules.rule import Rule, parse_rule
from measures.documents import Ordered, Record
from measures.validation import read_yaml

FILE: Final = "presets.yaml"


class PresetFile(Record):
    """A file of presets, by kind of decision."""

    motion: Ordered[Rule]


def read_presets(text: str, where: str) -> Mapping[str, Rule]:
    """The presets of a YAML text, by name.

    Raises:
        InvalidError: a preset is not well formed, contradicts itself, or has the name of another.
    """
    rules = parse_rule(PresetFile, read_yaml(text, where), where).motion
    by_name = {rule.name: rule for rule in rules}
    if len(by_name) != len(rules):
        raise ContradictoryRuleError(f"{where}: two presets have the same name; rename one of them.")
    return MappingProxyType(by_name)


@cache
def presets() -> Mapping[str, Rule]:
    """The presets that come with the registry, by name."""
    return read_presets(files(__package__).joinpath(FILE).read_text(encoding="utf-8"), FILE)


PRESETS: Final = presets()


def preset(name: str) -> Rule:
    """The preset of a name.

    Raises:
        RuleNotFoundError: there is none.
    """
    if name not in PRESETS:
        raise RuleNotFoundError(f"There is no voting rule {name!r}; the presets are {', '.join(PRESETS)}.")
    return PRESETS[name]


def require_honest(rule: Rule) -> None:
    """Refuse a rule that passes itself off as one that it is not.

    A preset is a preset, its appeal window aside. Any other rule has a name of its own, and nobody here has read the
    source that it may give: its basis is own_design, and it is not verified.

    Raises:
        BorrowedRuleError: with what to change.
    """
    there = PRESETS.get(rule.name)
    if there is not None:
        if rule.model_copy(update={"appeal_days": there.appeal_days}) != there:
            raise BorrowedRuleError(f"{rule.name} is the name of a preset, and this is another rule; rename it.")
    elif rule.basis is not Basis.OWN_DESIGN or rule.verified:
        raise BorrowedRuleError(f"The rule {rule.name} is your own: write basis own_design and verified false.")
