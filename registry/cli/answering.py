"""A command that answers: its answer is printed, as text or with `--json` for programs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from registry.cli.printing import Answer, show


def answering(command: Callable[..., Answer]) -> Callable[..., None]:
    """Print the answer of a command."""

    @click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
    @wraps(command)
    def act(*args: Any, as_json: bool, **kwargs: Any) -> None:
        show(command(*args, **kwargs), as_json=as_json)

    return act
