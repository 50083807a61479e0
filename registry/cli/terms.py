"""The term library: words, points to negotiate and requirements, read from the packaged file; no database is opened."""

from pathlib import Path

import click

from measures.references import Kind, Reference
from registry.cli.answering import answering
from registry.cli.files import read_text
from registry.cli.parameters import FILE, Words
from registry.cli.printing import Answer, fields, table, words
from registry.cli.showing_contracts import checklist_answer
from registry.cli.yaml_files import to_yaml
from registry.contracts import terms as library
from registry.contracts.checklists import checklist as checklist_of
from registry.contracts.contract_files import read_contract
from registry.contracts.framework_steps import Party, StepId
from registry.contracts.term_rules import Adopter, draft_rules, requirements, term_of
from registry.contracts.terms import Term, TermKind


@click.group()
def terms() -> None:
    """Terms of contracts: definitions, points to negotiate, requirements on the governance of plans."""


@terms.command("list")
@click.option("--kind", type=Words(TermKind), help="Only of this kind.")
@click.option("--side", type=Words(Party), help="Only what this side raises.")
@click.option("--step", type=Words(StepId), help="Only what comes up at this step of the framework.")
@answering
def listed(kind: TermKind | None, side: Party | None, step: StepId | None) -> Answer:
    """List the terms of the library."""
    found = [
        term
        for term in library.load().values()
        if kind in (None, term.kind) and side in (None, *term.raised_by) and step in (None, *term.steps)
    ]
    rows = [(words(term.kind), ", ".join(term.raised_by), _reference(term), term.term) for term in found]
    return Answer([_data(term) for term in found], table(("kind", "raised by", "reference", "term"), rows))


@terms.command("show")
@click.argument("term")
@answering
def show(term: str) -> Answer:
    """Show a term by its slug, such as clean-claim."""
    found = term_of(term)
    about = fields(
        [
            ("term", found.term),
            ("reference", _reference(found)),
            ("kind", words(found.kind)),
            ("says", found.statement),
            ("raised by", ", ".join(found.raised_by)),
            ("steps", ", ".join(found.steps)),
            ("measures", ", ".join(found.related_measures)),
            ("source", f"{found.source}, {found.section}"),
            ("note", found.notes),
        ]
    )
    return Answer(_data(found), about)


@terms.command("checklist")
@click.argument("file", type=FILE)
@click.option("--side", type=Words(Party), required=True, help="Whose checklist.")
@answering
def checklist(file: Path, side: Party) -> Answer:
    """Show what a side has to settle or define in a contract file, which never leaves this machine."""
    return checklist_answer(checklist_of(side, read_contract(read_text(file), str(file))))


@terms.command("rules")
@click.argument("term", nargs=-1)
@click.option("--state", required=True, help="The state that would adopt them, such as US-TN.")
@click.option("--programme", required=True, help="The program that they are for.")
@click.option("--authority", required=True, help="The agency that answers for them.")
@click.option("--slug", default="plan-governance", show_default=True, help="The name of the rule set.")
@answering
def rules(term: tuple[str, ...], state: str, programme: str, authority: str, slug: str) -> Answer:
    """Draft a rule set from governance requirements, as YAML that a state edits; all of them if none is named.

    Each rule is recommended, on the plan, by attestation, and its note names the term that it was made from.
    """
    chosen = [term_of(each) for each in term] or requirements()
    content = draft_rules(Adopter(state, slug, programme, authority), chosen)
    target = Reference(Kind.RULE_SET, f"{state}/{slug}", "1.0.0")
    return Answer(content, f"# A draft of {target}. Edit it; it binds nobody.\n{to_yaml(content)}")


def _reference(term: Term) -> str:
    return str(Reference(Kind.TERM, term.name, term.document_version))


def _data(term: Term) -> dict[str, object]:
    return {"reference": _reference(term), **term.model_dump(mode="json", exclude_none=True)}
