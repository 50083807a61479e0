"""Rules: the rule sets that contracts are checked against, and the rules that votes are held under."""

import importlib
from pathlib import Path
from typing import Any, Final

import click

from governance.rules import PRESETS, VotingRule, in_one_sentence, kind_of, sentences
from measures.errors import NotFoundError
from measures.references import Kind, Reference
from registry.cli.answering import answering
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer, count, fields, table, words
from registry.cli.yaml_files import read_fields
from registry.contracts import rule_sets
from registry.contracts.conformance.fact_records import RECORDS
from registry.contracts.rule_set_drafts import read_rule_set_draft
from registry.contracts.rule_sets import RuleSet
from registry.contracts.rule_shapes import SHAPES

ON_A_REGISTRY: Final = ("draft", "publish")


class RulesNotFoundError(NotFoundError):
    """There are no packaged rules of that name."""

    code = "RULES_NOT_FOUND"


class RulesGroup(click.Group):
    """The commands on rules. Those that write know the database, and are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name."""
        return sorted([*super().list_commands(ctx), *ON_A_REGISTRY])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in ON_A_REGISTRY:
            return super().get_command(ctx, cmd_name)
        command = getattr(importlib.import_module("registry.cli.drafting_rules"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=RulesGroup)
def rules() -> None:
    """Rule sets and voting rules: those that come with the registry, and a state's own, drafted and published."""


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
    return Answer([_set(one) for one in sets], table(("rule set", "reference", "status", "rules", "program"), shown))


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
            ("program", found.programme),
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


@rules.command("kinds")
@click.argument("kind", required=False)
@answering
def kinds(kind: str | None) -> Answer:
    """List the kinds of rule, or show what one kind takes: its parameters, and the facts that may settle it."""
    known = rule_sets.load().kinds
    if kind is None:
        rows = [(name, one.meaning) for name, one in known.items()]
        return Answer({name: one.model_dump(mode="json") for name, one in known.items()}, table(("kind", "rule"), rows))
    if kind not in known:
        raise RulesNotFoundError(f"There is no kind of rule {kind!r}; `value-registry rules kinds` names them all.")
    one = known[kind]
    parameters = [(name, "required", SHAPES[name].words) for name in one.required]
    parameters += [(name, "optional", SHAPES[name].words) for name in one.optional]
    facts = [name for name in RECORDS[kind].model_fields if name not in ("source", "day")] if kind in RECORDS else []
    about = fields([("kind", kind), ("rule", one.meaning), ("declared facts", ", ".join(facts) or "none")])
    data = {"kind": kind, **one.model_dump(mode="json"), "facts": facts}
    return Answer(data, f"{about}\n\n{table(('parameter', '', 'what it holds'), parameters, 'It takes none.')}")


@rules.command("validate")
@click.argument("file", type=FILE)
@click.option("--as", "target", type=REFERENCE, required=True, help="The name it would have: rule-set/US-TN/x@1.0.0.")
@answering
def validate(file: Path, target: Reference) -> Answer:
    """See whether a rule set in a YAML file could be drafted, without any registry."""
    draft = read_rule_set_draft(read_fields(file), target)
    said = f"{target.versioned}: {count(len(draft.rules), 'rule')}, all of known kinds with their parameters."
    return Answer({"target": str(target), "rules": [rule.id for rule in draft.rules]}, said)


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
