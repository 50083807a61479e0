"""The rule set that a check names: a packaged one, a bundle, an export's, or a draft in a YAML file."""

from pathlib import Path

from measures.dated_records import DatedKind
from measures.references import Kind, Reference
from registry.cli.bundled import Bundled
from registry.cli.exported import ExportDirectory, NotInExportError, Place, place
from registry.cli.files import UnreadableFileError
from registry.cli.printing import note
from registry.cli.rules import RulesNotFoundError, packaged
from registry.cli.yaml_files import read_fields
from registry.contracts.conformance import CitedRuleSet, RuleSetStanding
from registry.contracts.rule_set_drafts import read_rule_set_draft
from registry.contracts.rule_sets import RuleSet, RuleSetDocument
from registry.contracts.rule_words import RuleSetStatus

YAML: frozenset[str] = frozenset({".yaml", ".yml", ".json"})


def rule_set_of(text: str, against: Place | None, *, demonstration: bool) -> CitedRuleSet:
    """The rule set that an offline check names.

    Raises:
        RulesNotFoundError, NotInExportError: nothing of that name is at hand.
        InvalidError: the file is no rule set.
        DigestMismatchError: the bytes at hand are not those of the digest that is named.
    """
    path = Path(text)
    if path.suffix in YAML and path.is_file():
        return _drafted(path)
    if path.is_file():
        return _published(place(path).bundled(Reference.parse("rule-set/registry/any")), text, None)
    reference = Reference.parse(text) if text.startswith(f"{Kind.RULE_SET}/") else None
    if reference is not None and isinstance(against, ExportDirectory):
        try:
            bundled = against.bundled(reference)
        except NotInExportError:
            note(f"{against.path} does not hold {reference.versioned}; the packaged one is used.")
        else:
            return _published(bundled, text, against)
    return _packaged(text, reference, demonstration=demonstration)


def _drafted(path: Path) -> CitedRuleSet:
    """A draft as it would be published; that it is one is said, for it binds nobody yet."""
    content = read_fields(path)
    rules = content.get("rules")
    first = rules[0].get("id") if isinstance(rules, list) and rules and isinstance(rules[0], dict) else None
    target = Reference.parse(f"{Kind.RULE_SET}/registry/{str(first).split('/')[0]}@0.0.0")
    draft = read_rule_set_draft(content, target)
    document = draft.published_as(target, demonstration=False)
    note(f"{path} is a draft: nobody has published it, and the reference {target} leads nowhere.")
    standing = RuleSetStanding.of(draft.standing.model_dump())
    return CitedRuleSet(document.reference.pinned(document.seal().digest), document, standing)


def _published(bundle: Bundled, text: str, export: ExportDirectory | None) -> CitedRuleSet:
    if not isinstance(bundle.document, RuleSetDocument):
        raise UnreadableFileError(f"{text} is the bundle of a {bundle.reference.kind}, not of a rule set.")
    said = export.standing(bundle.reference) if export else None
    return CitedRuleSet(bundle.reference, bundle.document, said or _as_packaged(bundle.reference))


def _as_packaged(reference: Reference) -> RuleSetStanding:
    """How a rule set stands by the packaged files; a state's own that they do not have is of unknown standing."""
    try:
        return _standing(packaged(reference.versioned))
    except RulesNotFoundError:
        return RuleSetStanding(status=RuleSetStatus.UNKNOWN)


def _packaged(text: str, reference: Reference | None, *, demonstration: bool) -> CitedRuleSet:
    found = packaged(reference.versioned if reference else text)
    document = found.document(demonstration=demonstration)
    pinned = document.reference.pinned(document.seal().digest)
    return CitedRuleSet(reference if reference and reference.is_pinned else pinned, document, _standing(found))


def _standing(found: RuleSet) -> RuleSetStanding:
    status = next(record for record in found.dated_records() if record.kind is DatedKind.STATUS)
    return RuleSetStanding.of(status.content)
