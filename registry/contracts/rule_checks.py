"""Whether a rule is of a kind that is known, with the parameters of that kind and nothing else."""

from collections.abc import Mapping

from measures.errors import InvalidError
from registry.contracts.rule_shapes import SHAPES
from registry.contracts.rules import Rule, RuleKind


class UnknownRuleKindError(InvalidError):
    """There is no kind of rule of that name."""

    code = "UNKNOWN_RULE_KIND"


class UnknownParameterError(InvalidError):
    """A rule has a parameter that its kind does not know."""

    code = "UNKNOWN_PARAMETER"


class MissingParameterError(InvalidError):
    """A rule lacks a parameter that its kind asks for."""

    code = "MISSING_PARAMETER"


class BadParameterError(InvalidError):
    """A parameter of a rule holds something of another sort than it should."""

    code = "BAD_PARAMETER"


def require_kind(rule: Rule, kinds: Mapping[str, RuleKind], where: str) -> None:
    """See that a rule is of a known kind, with its parameters. A number that was not seen stands there as null.

    Raises:
        UnknownRuleKindError, MissingParameterError, UnknownParameterError, BadParameterError: with the rule, the field
            and what it may hold.
    """
    kind = kinds.get(rule.kind)
    if kind is None:
        raise UnknownRuleKindError(
            f"{where}: field kind: there is no kind of rule {rule.kind!r}; `value-registry rules kinds` lists them."
        )
    if missing := sorted(set(kind.required) - rule.parameters.keys()):
        raise MissingParameterError(
            f"{where}: field parameters: {', '.join(missing)} missing. Write null for a number that was not seen."
        )
    known = {*kind.required, *kind.optional}
    if stray := sorted(rule.parameters.keys() - known):
        raise UnknownParameterError(
            f"{where}: field parameters: {', '.join(stray)} unknown to kind {rule.kind}, which takes "
            f"{', '.join(sorted(known)) or 'none'}."
        )
    if rule.kind == "required_elements" and not rule.parameters["elements"]:
        raise BadParameterError(f"{where}: field parameters.elements: a checklist without elements.")
    for name, value in rule.parameters.items():
        if value is not None and not SHAPES[name].fits(value):
            raise BadParameterError(f"{where}: field parameters.{name}: it must be {SHAPES[name].words}.")
