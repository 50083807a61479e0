"""The command line: the same use cases from a shell. docs/command-line.md shows every command.

A refusal prints one line, `CODE: sentence`, on stderr. Exit codes: 0 done; 1 a check ran and the answer is no;
2 invalid; 3 not found; 4 not permitted; 5 conflict; 70 a bug, with its traceback; 130 interrupted.
"""

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from types import FrameType
from typing import Final

import click

from measures.errors import ConflictError, InvalidError, NotFoundError, NotPermittedError, Refusal
from registry.cli.commands import root
from registry.cli.printing import plain

EXIT_CODES: Final[dict[type[Refusal], int]] = {
    InvalidError: 2,
    NotFoundError: 3,
    NotPermittedError: 4,
    ConflictError: 5,
}
BUG: Final = 70
INTERRUPTED: Final = 130
NOBODY_READS: Final = 141
"""128 and SIGPIPE: the program that read our output has ended, as `head` does."""


class BadUsageError(InvalidError):
    """The command line itself is not understood."""

    code = "BAD_USAGE"


class UnusableFileError(InvalidError):
    """A file or directory cannot be read or written."""

    code = "UNUSABLE_FILE"


def main() -> None:
    """Run the command that the shell asked for."""
    signal.signal(signal.SIGINT, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character gets its number
    sys.exit(run(sys.argv[1:]))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Remember Ctrl-C, since a library that is being imported may turn it into an error of its own."""
    global interrupted  # noqa: PLW0603 - a signal has nowhere else to leave word
    interrupted = True
    raise KeyboardInterrupt


interrupted = False


def run(arguments: Sequence[str]) -> int:
    """Run a command and hand out its exit code. Nothing is raised."""
    try:
        code = _invoke(list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # What Python still holds would fail again when it is flushed at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Refusal as refusal:
        return refused(refusal)
    except Exception:  # noqa: BLE001 - whatever else is raised is a bug, and is shown as one
        if interrupted:
            return INTERRUPTED
        traceback.print_exc()
        return BUG
    return code


def refused(refusal: Refusal) -> int:
    """Say why the answer is no, and hand out the exit code of that kind of refusal."""
    print(f"{refusal.code}: {plain(refusal.message)}", file=sys.stderr)
    kinds = (code for kind, code in EXIT_CODES.items() if isinstance(refusal, kind))
    return next(kinds, EXIT_CODES[ConflictError])


def _invoke(arguments: list[str]) -> int:
    try:
        with root.make_context("value-registry", arguments) as context:
            root.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "value-registry"
        raise BadUsageError(f"{error.format_message()} See `{where} --help`.") from None
    except click.ClickException as error:
        raise BadUsageError(error.format_message()) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        raise UnusableFileError(f"{error.filename}: {error.strerror}.") from None
    return 0
