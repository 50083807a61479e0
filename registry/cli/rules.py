"""Rules: the rule sets that contracts are checked against, and the rules that votes are held under."""

from typing import Any

import click

from governance.rules import PRESETS, VotingRule, in_one_sentence, kind_of, sentences
from measures.errors import NotFoundError
from measures.references import Kind, Reference
from registry.cli.answering import answering
from registry.cli.printing import Answer, fields, table, words
from registry.contracts import rule_sets
from registry.contracts.rule_sets import RuleSet


class RulesNotFoundError(NotFoundError):
    """There are no packaged rules of that name."""

    code = "RULES_NOT_FOUND"


@click.group()
def rules() -> None:
    """Rules that come with the registry, read from its files; no database is opened."""


@rules.command("list")
@click.option("--voting", is_flag=True, help="The rules that a vote can be held under.")
@answering
def listed(*, voting: bool) -> Answer:
    """List the rule sets for contracts, or with --voting the presets for votes."""
    if voting:
        rows = [(rule.name, words(kind_of(rule)), rule.title) for rule in PRESETS.values()]
        return Answer([_preset(rule) for rule in PRESETS.values()], table(("rule", "for", "title"), rows))
    sets = rule_sets.load().sets.values()
    shown = [(one.id, _reference(one), words(one.status), len(one.rules), one.programme) for one in sets]
    return Answer([_set(one) for one in sets], table(("rule set", "reference", "status", "rules", "programme"), shown))


@rules.command("show")
@click.argument("name")
@answering
def show(name: str) -> Answer:
    """Show a rule set (by its id or reference) or a voting rule (by its name), rule by rule in words."""
    if name in PRESETS:
        rule = PRESETS[name]
        told = [rule.title, "", in_one_sentence(rule), "", *sentences(rule), "", f"Source: {rule.source}"]
        return Answer(_preset(rule), "\n".join(told + ([f"Note: {rule.note}"] if rule.note else [])))
    found = packaged(name)
    about = fields(
        [
            ("rule set", found.id),
            ("reference", _reference(found)),
            ("programme", found.programme),
            ("authority", found.authority),
            ("document", found.source_document),
            ("status", words(found.status)),
            ("binds from", found.effective.from_),
            ("until", found.effective.to),
            ("dates", found.effective.date_note),
        ]
    )
    rows = [(rule.id, words(rule.effect), words(rule.basis), rule.statement) for rule in found.rules]
    data = {**_set(found), "rules": [rule.model_dump(mode="json", by_alias=True) for rule in found.rules]}
    return Answer(data, f"{about}\n\n{table(('rule', 'effect', 'basis', 'statement'), rows)}")


def packaged(name: str) -> RuleSet:
    """A packaged rule set by its id, or by a reference to it.

    Raises:
        RulesNotFoundError: there is none.
    """
    for one in rule_sets.load().sets.values():
        if name in (one.id, f"{Kind.RULE_SET}/{one.name}", _reference(one)):
            return one
    raise RulesNotFoundError(f"There are no packaged rules {name!r}; `value-registry rules list` names them all.")


def _reference(one: RuleSet) -> str:
    return str(Reference(Kind.RULE_SET, one.name, one.document_version))


def _set(one: RuleSet) -> dict[str, Any]:
    return {
        "id": one.id,
        "reference": _reference(one),
        "programme": one.programme,
        "authority": one.authority,
        "status": one.status.value,
        "sources": list(one.sources),
        "rules": len(one.rules),
    }


def _preset(rule: VotingRule) -> dict[str, Any]:
    shown = {"kind": kind_of(rule).value, "one_sentence": in_one_sentence(rule), "sentences": list(sentences(rule))}
    return {**rule.model_dump(mode="json"), **shown}
