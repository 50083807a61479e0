"""The server with real processes and real signals: it takes its port, answers, and leaves nothing running behind."""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import httpx
import pytest

from registry.embedded.homes import base_of, find_home
from registry.embedded.postmaster import find_server, stop_server
from registry.embedded.throwaways import throwaway_directory
from registry.serving import AddressUnusableError, PortTakenError, listening

PROGRAM = """
import sys
from pathlib import Path
from measures.errors import Refusal
from registry.config import Settings
from registry.founding import founding
from registry.serving import serve
where, port = Path(sys.argv[1]), int(sys.argv[2])
try:
    serve(Settings(data_dir=where, port=port), founding(demonstration=True), on_ready=lambda a: print(a, flush=True))
except Refusal as refusal:
    print(refusal.code, refusal.message)
    sys.exit(5)
"""
PATIENCE = 60


@pytest.fixture
def data_dir():
    with throwaway_directory() as directory:
        yield directory / "var"


@pytest.fixture
def start(data_dir, tmp_path):
    """Starts the program on the data directory; what is left of it is killed at the end."""
    started = []

    def begin(port=0):
        errors = (tmp_path / f"stderr-{len(started)}").open("w+")
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(data_dir), str(port)],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        )
        started[-1].errors = errors
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        process.errors.close()


def address_of(process):
    """The address of a program that answers."""
    return process.stdout.readline().strip()


def database_of(data_dir):
    return find_server(find_home(base_of(data_dir)).cluster)


def lines_of(process):
    process.errors.seek(0)
    return [json.loads(line) for line in process.errors]


@contextmanager
def connected(address):
    host, port = address.removeprefix("http://").split(":")
    with closing(socket.create_connection((host, int(port)), timeout=PATIENCE)) as connection:
        yield connection


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_its_database(start, data_dir, number):
    process = start()
    address = address_of(process)
    assert httpx.get(f"{address}/health/ready").status_code == 200
    assert database_of(data_dir) is not None
    with connected(address) as idle:
        idle.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in idle.recv(4096)
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
    assert database_of(data_dir) is None
    assert [line["path"] for line in lines_of(process)] == ["/health/ready", "/health/live"]


def test_a_signal_while_the_registry_is_being_opened_leaves_nothing_behind(start, data_dir):
    process = start()
    deadline = time.monotonic() + PATIENCE
    while not (data_dir / "postgresql").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert database_of(data_dir) is None
    assert lines_of(process) == []


def test_after_a_kill_the_next_start_adopts_the_database_and_stops_it(start, data_dir):
    killed = start()
    key = httpx.get(f"{address_of(killed)}/log/key").text
    killed.kill()
    killed.wait()
    left = database_of(data_dir)
    assert left is not None
    again = start()
    assert httpx.get(f"{address_of(again)}/log/key").text == key
    assert database_of(data_dir).pid == left.pid
    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENCE) == 0
    assert database_of(data_dir) is None


def test_a_port_that_is_taken_is_said_in_a_sentence_before_anything_is_made(start, data_dir):
    with listening("127.0.0.1", 0) as taken:
        process = start(taken.getsockname()[1])
        assert process.wait(PATIENCE) == 5
        said = process.stdout.read()
    assert said.startswith(f"PORT_TAKEN Something else listens on 127.0.0.1, port {taken_port(said)}:")
    assert not data_dir.exists()
    assert lines_of(process) == []


def taken_port(said):
    return said.split("port ")[1].split(":")[0]


def test_an_address_of_somebody_else_cannot_be_listened_on():
    for host in ("203.0.113.7", "no-such-host.invalid"):
        with pytest.raises(AddressUnusableError), listening(host, 0):
            pass
    with listening("127.0.0.1", 0) as taken, pytest.raises(PortTakenError):  # noqa: SIM117
        with listening("127.0.0.1", taken.getsockname()[1]):
            pass


def test_when_the_database_is_gone_the_server_says_so_and_still_ends_cleanly(start, data_dir):
    process = start()
    address = address_of(process)
    assert httpx.get(f"{address}/log/checkpoint").status_code == 200
    stop_server(database_of(data_dir))
    for path in ("/log/checkpoint", "/health/ready", "/measure/x/y@1.0.0", "/"):
        answer = httpx.get(f"{address}{path}")
        assert (answer.status_code, answer.json()["code"]) == (503, "DATABASE_UNAVAILABLE"), path
    assert httpx.get(f"{address}/health/live").status_code == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    asked = [line for line in lines_of(process) if line["event"] == "request"]  # the driver may add its own
    assert [line.get("code") for line in asked] == [None, *["DATABASE_UNAVAILABLE"] * 4, None]


def test_bodies_are_limited_on_the_wire(start, data_dir):
    process = start()
    address = address_of(process)
    large = httpx.post(f"{address}/graphql", content=b"{" + b" " * 10_000_000 + b"}")
    assert (large.status_code, large.json()["code"]) == (413, "BODY_TOO_LARGE")
    with connected(address) as wire:  # in pieces, and without saying how many
        wire.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        for _ in range(20):
            wire.sendall(piece)
        wire.sendall(b"0\r\n\r\n")
        assert b" 413 " in wire.recv(4096).split(b"\r\n")[0]
    with connected(address) as wire:  # a large one that is announced and never sent is refused at once
        wire.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n")
        assert b" 413 " in wire.recv(4096).split(b"\r\n")[0]
    with connected(address) as wire:  # a client that leaves
        wire.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc")
    with connected(address) as wire:  # what is no request is none of ours
        wire.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert b" 400 " in wire.recv(4096).split(b"\r\n")[0]
    answer = httpx.head(f"{address}/?token=secret")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "server" not in answer.headers
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    told = lines_of(process)
    assert [line["status"] for line in told] == [413, 413, 413, 499, 200]
    assert "secret" not in json.dumps(told)
