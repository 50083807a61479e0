"""One process that runs command after command, as a shell would, without paying for an import each time.

The commands bind the tables of their process to a database, so they cannot share one with other tests.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]

WORKER = """
import io, json, os, sys
from registry.cli import run
asked, answered = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
for line in asked:
    call = json.loads(line)
    os.environ.update(call["environment"])
    out, err = io.BytesIO(), io.StringIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(call["input"].encode()))
    sys.stdout, sys.stderr = io.TextIOWrapper(out, encoding="utf-8", write_through=True), err
    try:
        code = run(call["arguments"])
    except SystemExit as end:
        code = end.code
    print(json.dumps([code, out.getvalue().decode(), err.getvalue()]), file=answered, flush=True)
"""


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def line(self):
        """The one line that was printed."""
        (line,) = self.out.splitlines()
        return line


def environment_of(settings):
    """The settings as a shell would set them."""
    return {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url or "",
        "VALUE_REGISTRY_TOKEN": "",
    }


class Shell:
    """A shell in front of one registry."""

    def __init__(self, environment):
        self.environment = environment
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", WORKER],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments, token="", stdin=""):
        environment = self.environment | {"VALUE_REGISTRY_TOKEN": token}
        call = {"arguments": [str(each) for each in arguments], "environment": environment, "input": stdin}
        self._process.stdin.write(json.dumps(call) + "\n")
        self._process.stdin.flush()
        return Done(*json.loads(self._process.stdout.readline()))

    def does(self, *arguments, token="", stdin=""):
        """Run a command that must succeed."""
        done = self(*arguments, token=token, stdin=stdin)
        assert done.code == 0, (arguments, done)
        return done

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


def in_a_process(*arguments, environment=None, prelude="", timeout=60):
    """Run a command in a fresh process; `prelude` runs before anything of the registry is imported."""
    code = f"import sys\n{prelude}\nfrom registry.cli import run\ncode = run(sys.argv[1:])\n"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{code}\nsys.exit(code)", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {}),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


OFFLINE = """
def refuse(event, arguments):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.fork", "os.posix_spawn"):
        raise RuntimeError(f"{event} {arguments} in an offline command")
sys.addaudithook(refuse)
"""
"""A prelude: whatever opens a connection or starts a process ends the command with a traceback."""
