"""Programs that nobody here wrote, made ready to check what the registry publishes.

Where they cannot be had the tests are skipped and say why; FOREIGN_REQUIRED=1, as on a fresh clone, makes them fail.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GO_LIBRARIES = Path("/usr/share/gocode")
"""Where Debian puts the libraries of golang-golang-x-mod-dev."""


def missing(reason):
    if os.environ.get("FOREIGN_REQUIRED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Program:
    """A program that ends with 0 if everything holds and with 1 if something does not."""

    def __init__(self, *command, cwd=None):
        self._command, self._cwd = command, cwd

    def __call__(self, *arguments):
        command = [*self._command, *map(str, arguments)]
        done = subprocess.run(command, cwd=self._cwd, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode in (0, 1), done
        return done

    def accepts(self, *arguments):
        return self(*arguments).returncode == 0


@pytest.fixture(scope="session")
def go(tmp_path_factory):
    """tests/foreign/go/check.go, built: Go's own packages of transparency logs."""
    if shutil.which("go") is None or not (GO_LIBRARIES / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        missing("Go and its package x/mod are not here: apt-get install golang-go golang-golang-x-mod-dev")
    built = tmp_path_factory.mktemp("go")
    environment = os.environ | {
        "GO111MODULE": "off", "GOPATH": str(GO_LIBRARIES), "GOFLAGS": "", "GOCACHE": str(built / "cache"),
    }  # fmt: skip
    command = ["go", "build", "-o", str(built / "check"), str(HERE / "go" / "check.go")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return Program(built / "check")


@pytest.fixture(scope="session")
def sigstore(tmp_path_factory):
    """tests/foreign/node/check.js with its locked packages: the sigstore project's verifier."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("Node and npm are not here: apt-get install nodejs npm")
    place = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "check.js"):
        shutil.copy(HERE / "node" / name, place)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", str(place / "cache")]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        missing(f"npm cannot fetch the packages of tests/foreign/node: {done.stderr[-300:]}")
    return Program("node", place / "check.js", cwd=place)
