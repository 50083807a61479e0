"""Governance requirements of the term library as rules that a state can adopt: a draft that the state edits.

The requirements come from advocates' pages and are nobody's law. So each rule stands as *recommended*, on the plan, by
attestation, with the basis `design`, and its note names the term that it was made from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from measures.errors import NotFoundError
from measures.references import Kind, Reference
from measures.validation import InvalidFieldError, parse
from registry.contracts import terms
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.rule_words import (
    RuleAuthorityKind,
    RuleBasis,
    RuleClock,
    RuleEffect,
    RuleEvaluation,
    RuleLevel,
)
from registry.contracts.terms import Term, TermKind

KIND: Final = "required_elements"
"""The kind of rule that a requirement becomes: a checklist, every element of which must be present."""


class TermNotFoundError(NotFoundError):
    """The term library has no such term."""

    code = "TERM_NOT_FOUND"


class NotARequirementError(InvalidFieldError):
    """The term is a word or a point to negotiate, and asks nothing of a plan."""

    code = "NOT_A_REQUIREMENT"


@dataclass(frozen=True, slots=True)
class Adopter:
    """Who would publish the rules, and what they would be called."""

    jurisdiction: str
    slug: str
    programme: str
    authority: str


def requirements(library: Mapping[str, Term] | None = None) -> tuple[Term, ...]:
    """What the library asks of the governance of a plan."""
    known = terms.load() if library is None else library
    return tuple(term for term in known.values() if term.kind is TermKind.GOVERNANCE_REQUIREMENT)


def term_of(slug: str, library: Mapping[str, Term] | None = None) -> Term:
    """A term of the library by its slug ("equal-footing").

    Raises:
        TermNotFoundError: there is none.
    """
    known = terms.load() if library is None else library
    found = known.get(f"term/{slug.removeprefix('term/')}")
    if found is None:
        raise TermNotFoundError(f"The term library has no term {slug!r}; `value-registry terms list` names them all.")
    return found


def draft_rules(adopter: Adopter, chosen: Iterable[Term]) -> dict[str, Any]:
    """The content of a rule set that asks plans for some requirements, as a state would draft and then edit it.

    Raises:
        NotARequirementError: a term is a definition or a point to negotiate.
        InvalidError: the names do not make a rule set, or no term was chosen.
    """
    content = {
        "programme": adopter.programme,
        "authority": adopter.authority,
        "authority_kind": RuleAuthorityKind.POLICY.value,
        "document": f"{adopter.programme}: requirements on the governance of plans (draft)",
        "clock": RuleClock.AS_OF.value,
        "effective": {},
        "rules": [_rule(adopter.slug, term) for term in chosen],
    }
    parse(RuleSetDocument, {"name": f"{adopter.jurisdiction}/{adopter.slug}", **content}, "drafted rule set")
    return content


def _rule(prefix: str, term: Term) -> dict[str, Any]:
    if term.kind is not TermKind.GOVERNANCE_REQUIREMENT:
        raise NotARequirementError(
            f"{term.id} is a {term.kind.replace('_', ' ')}; only a governance requirement can become a rule."
        )
    slug = term.id.removeprefix("term/")
    reference = Reference(Kind.TERM, term.name, term.document_version)
    return {
        "id": f"{prefix}/{slug}",
        "kind": KIND,
        "effect": RuleEffect.RECOMMENDED.value,
        "evaluation": RuleEvaluation.ATTESTATION.value,
        "applies_to": {"level": RuleLevel.PLAN.value},
        "parameters": {"elements": [{"key": slug.replace("-", "_"), "text": term.term}]},
        "statement": term.statement,
        "basis": RuleBasis.DESIGN.value,
        "source": term.source,
        "locator": term.section,
        "notes": f"Made from {reference}; the state decides whether it binds, from when, and in which words.",
    }
