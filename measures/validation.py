"""Turning what somebody wrote into values, or into one refusal that names the record and the field."""

from collections.abc import Mapping
from io import StringIO
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import ScalarEvent

from measures.errors import InvalidError
from measures.references import BadReferenceError

Model = TypeVar("Model", bound=BaseModel)
SHOWN_PROBLEMS = 5
PLAIN = {
    "extra_forbidden": "there is no such field",
    "missing": "it is missing",
    "string_type": "it must be text",
}
"""Our words for what the library says in its own."""
DEEPEST_YAML = 100


class InvalidFieldError(InvalidError):
    """A field holds something that it may not hold."""

    code = "INVALID_FIELD"


class InexactNumberError(InvalidError):
    """A share, weight or target was written as a bare number."""

    code = "INEXACT_NUMBER"


class UnquotedVersionError(InvalidError):
    """A version was written without quotes and read as a number."""

    code = "UNQUOTED_VERSION"


class BrokenYamlError(InvalidError):
    """The text is not YAML 1.2."""

    code = "BROKEN_YAML"


class DuplicateYamlKeyError(InvalidError):
    """A mapping holds the same key twice, so one of the two values would be lost."""

    code = "DUPLICATE_YAML_KEY"


_REFUSALS: Mapping[str, type[InvalidError]] = {
    "inexact_number": InexactNumberError,
    "unquoted_version": UnquotedVersionError,
}


def parse(model: type[Model], data: object, where: str) -> Model:
    """Validate `data` as `model`.

    Raises:
        InvalidError: with a sentence that names `where` and every field at fault, up to five.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise refusal(error, where) from None
    except BadReferenceError as error:
        raise BadReferenceError(f"{where}: {error.message}") from None
    except RecursionError:
        raise InvalidFieldError(f"{where}: this is nested too deeply to be read.") from None


def refusal(error: ValidationError, where: str) -> InvalidError:
    """The refusal that a validation error amounts to."""
    problems = error.errors(include_url=False, include_context=False)
    kind = next((_REFUSALS[problem["type"]] for problem in problems if problem["type"] in _REFUSALS), InvalidFieldError)
    shown = "; ".join(_sentence(problem) for problem in problems[:SHOWN_PROBLEMS])
    more = len(problems) - SHOWN_PROBLEMS
    return kind(f"{where}: {shown}" + (f"; and {more} more." if more > 0 else "."))


def _sentence(problem: ErrorDetails) -> str:
    path = ".".join(str(step) for step in problem["loc"])
    text = PLAIN.get(problem["type"]) or problem["msg"].removeprefix("Value error, ").rstrip(".")
    return f"field {path}: {text}" if path else text


class _PlainComposer(Composer):
    """Reads what stands in the text and nothing else: no aliases, merges, tags or older YAML.

    A few aliases of aliases are a file of a thousand million entries; a tag or `%YAML 1.1` gives words another
    meaning than the one that a reader sees.
    """

    def compose_document(self) -> Any:
        event = self.parser.peek_event()
        if event.version not in (None, (1, 2)) or event.tags:
            raise ComposerError(None, None, "a directive stands before the document; take it out", event.start_mark)
        return super().compose_document()

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if getattr(event, "anchor", None) is not None:
            problem = "an alias repeats a part of the file; write it out"
        elif getattr(event, "tag", None) is not None:
            problem = f"the tag {event.tag} says how to read a value; take it out and quote what is text"
        elif isinstance(event, ScalarEvent) and event.value == "<<" and event.style is None:
            problem = "a merge (<<) hides what stands twice; write it out"
        else:
            return super().compose_node(parent, index)
        raise ComposerError(None, None, problem, event.start_mark)


def read_yaml(text: str, where: str) -> Any:
    """Read one YAML 1.2 document.

    Raises:
        DuplicateYamlKeyError: a key stands twice in one mapping.
        BrokenYamlError: the text is not YAML, or holds several documents, tags, directives, anchors or aliases, or is
            nested more than a hundred deep.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = False
    yaml.max_depth = DEEPEST_YAML
    yaml.Composer = _PlainComposer
    try:
        return yaml.load(StringIO(text))
    except DuplicateKeyError as error:
        raise DuplicateYamlKeyError(f"{where}: {_at(error)}{error.problem}; keep one of the two.") from None
    except YAMLError as error:
        problem = error.problem if isinstance(error, MarkedYAMLError) else str(error)
        raise BrokenYamlError(f"{where}: {_at(error)}this is not YAML: {problem}.") from None
    except (ValueError, RecursionError) as error:
        raise BrokenYamlError(f"{where}: this is not YAML that can be read: {error}.") from None


def _at(error: YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
