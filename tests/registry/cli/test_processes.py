"""The command as a person runs it: its own process, its own data directory, the embedded PostgreSQL."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from registry.embedded.homes import base_of, find_home
from registry.embedded.postmaster import find_server
from registry.embedded.throwaways import throwaway_directory
from tests.registry.cli.support import ROOT, in_a_process


@pytest.fixture(scope="module")
def environment():
    with throwaway_directory() as directory:
        yield {"DATA_DIR": str(directory / "var"), "DATABASE_URL": "", "VALUE_REGISTRY_TOKEN": "", "HOST": "127.0.0.1"}


def a_free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def test_a_live_registry_is_founded_once_and_stays_empty(environment):
    before = in_a_process("status", environment=environment)
    assert (before.returncode, before.stdout, before.stderr.split(":")[0]) == (3, "", "NOT_FOUNDED")
    founded = in_a_process("init", "--live", "--origin", "tenncare/value-registry", environment=environment)
    assert founded.returncode == 0, founded.stderr
    assert "fingerprint  SHA256:" in founded.stdout
    again = in_a_process("init", "--demonstration", environment=environment)
    assert (again.returncode, again.stderr.split(":")[0]) == (5, "ALREADY_FOUNDED")
    said = json.loads(in_a_process("status", "--json", environment=environment).stdout)
    assert (said["registry"], said["origin"], said["checkpoint"]["size"]) == ("live", "tenncare/value-registry", 1)
    assert said["counts"]["measures"] == 0
    found = in_a_process("measures", "satisfaction", "--json", environment=environment)
    assert (found.returncode, json.loads(found.stdout)) == (0, [])
    assert found.stderr.startswith("This registry has published no measures;")


def test_a_live_registry_refuses_the_demonstration(environment):
    in_a_process("init", "--live", environment=environment)  # where the test above ran in another process
    done = in_a_process("demo", environment=environment)
    assert (done.returncode, done.stderr.split(":")[0]) == (5, "NOT_A_DEMONSTRATION")


async def test_measures_are_those_of_the_program_where_the_database_holds_no_registry(empty_database, tmp_path):
    here = {"DATA_DIR": str(tmp_path / "var"), "DATABASE_URL": await empty_database()}
    found = in_a_process("measures", "satisfaction", "--json", environment=here)
    assert (found.returncode, found.stderr.split(";")[0]) == (0, "There is no registry here"), found
    assert json.loads(found.stdout)


def test_a_database_that_does_not_answer_is_not_replaced_by_the_catalog(tmp_path):
    here = {"DATA_DIR": str(tmp_path / "var"), "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{a_free_port()}/none"}
    found = in_a_process("measures", "satisfaction", environment=here)
    assert (found.returncode, found.stdout, found.stderr.split(":")[0]) == (5, "", "DATABASE_UNAVAILABLE")


def test_the_demonstration_makes_a_registry_and_runs_once_and_is_served():
    with throwaway_directory() as directory:
        here = {"DATA_DIR": str(directory / "var"), "DATABASE_URL": "", "PORT": a_free_port()}
        demonstrated = in_a_process("demo", "--json", environment=here)
        assert demonstrated.returncode == 0, demonstrated.stderr
        assert demonstrated.stderr == ""
        said = json.loads(demonstrated.stdout)
        assert said["steps"][-1] == "bundle_verified"
        assert (said["verified"], said["outcome"]) == (True, "adopted")
        assert said["reference"].endswith(said["digest"])
        verified = in_a_process("verify", said["bundle"], "--expect", said["reference"], "--json")
        assert json.loads(verified.stdout)["intact"] is True
        _is_served(here, said)


def _is_served(here, said):
    """`run` on what is there: it says what it has, answers, and leaves nothing behind when it is interrupted."""
    running = subprocess.Popen(
        [sys.executable, "-m", "registry.cli", "run"],
        cwd=ROOT,
        env=os.environ | here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    printed = []
    try:
        for line in running.stdout:
            printed.append(line)
            if line.startswith("Ctrl-C"):
                break
        out = "".join(printed)
        address = re.search(r"The citation resolves at (\S+)", out)
        assert address, (out, running.poll(), running.stderr.read() if running.poll() is not None else "")
        assert "citation" in out
        assert said["reference"] in out
        assert "0 records published" in out
        with urllib.request.urlopen(address[1], timeout=10) as answer:
            assert json.loads(answer.read())["demonstration"] is True
    finally:
        running.send_signal(signal.SIGINT)
        rest, errors = running.communicate(timeout=30)
    assert running.returncode == 0, errors
    assert "Traceback" not in rest + errors
    cluster = find_home(base_of(Path(here["DATA_DIR"]))).cluster
    assert find_server(cluster) is None
