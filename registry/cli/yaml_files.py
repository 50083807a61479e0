"""What people write as YAML or JSON, and content given back to them as YAML."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from measures.validation import read_yaml
from registry.cli.files import UnreadableFileError, read_text

WIDTH: Final = 110


def read_yaml_file(path: Path) -> Any:
    """The content of a YAML or JSON file, unchecked.

    Raises:
        InvalidError: the file cannot be read, or is not YAML.
    """
    return read_yaml(read_text(path), str(path))


def read_fields(path: Path) -> dict[str, Any]:
    """The fields of a YAML or JSON file that holds one record.

    Raises:
        InvalidError: the file cannot be read, is not YAML, or holds something else than named fields.
    """
    content = read_yaml_file(path)
    if not isinstance(content, Mapping):
        raise UnreadableFileError(f"{path} holds no fields; write `name: value` lines.")
    return dict(content)


def to_yaml(data: Mapping[str, object]) -> str:
    """Plain data as YAML that people can edit and that is read back as the same data."""
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.allow_unicode, yaml.sort_base_mapping_type_on_output = False, True, False
    yaml.width = WIDTH
    text = StringIO()
    yaml.dump(dict(data), text)
    return text.getvalue().rstrip("\n")
