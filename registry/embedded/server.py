"""One PostgreSQL server for a data directory, shared by every process that uses it and stopped by the last."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psutil

from registry.embedded.binaries import binaries_for
from registry.embedded.clusters import prepare_cluster
from registry.embedded.connections import Cluster
from registry.embedded.errors import WAY_OUT, EmbeddedServerError
from registry.embedded.homes import Home, base_of, check_private, find_home, make_socket_dir, remove_empty, shelf
from registry.embedded.locks import FileLock
from registry.embedded.postmaster import (
    PAUSE,
    PORT,
    find_server,
    forget_stale_server,
    is_listening,
    read_pid_file,
    stop_server,
)
from registry.embedded.throwaways import throwaway_directory

START_PATIENCE = 120.0
LARGEST_LOG = 10_000_000

# The wheel's own defaults stand, except for these. WARNING and ERROR come from statements and can hold what a
# person wrote, so the log keeps to what the server says about itself ("log" ranks above them).
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "logging_collector": "off",
}
DURABLE = {"fsync": "on", "full_page_writes": "on"}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


class EmbeddedServer:
    """One use of the server of a data directory: `start` it once; the last user to `stop` ends the server."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self._data_dir = data_dir
        self._durable = durable
        self._users: FileLock | None = None
        self._home: Home | None = None
        self._socket_dir: Path | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> Cluster:
        """Join the running server, or make and start it; answers once it accepts connections."""
        try:
            base = base_of(self._data_dir)
            self._users = FileLock(base / "users.lock")
            with FileLock(base / "start.lock"):
                self._home = find_home(base)
                self._socket_dir = self._join(self._home) or self._launch(self._home)
                self._users.share()
                return Cluster(self._socket_dir)
        except OSError as error:
            self.stop()
            raise EmbeddedServerError(
                f"The embedded PostgreSQL server for {self._data_dir} cannot be started: {error}. {WAY_OUT}"
            ) from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> bool:
        """Leave the server; True if nobody else uses it, and it has therefore been stopped."""
        if self._users is None:
            return False
        users, self._users = self._users, None
        try:
            with FileLock(users.path.with_name("start.lock")):
                if users.try_exclusive():
                    self._end_server()
                    return True
                self._leave_child()
                return False
        finally:
            users.close()

    def _join(self, home: Home) -> Path | None:
        """The socket directory of a server that already runs, after a crash of its last user for example."""
        deadline = time.monotonic() + START_PATIENCE
        while time.monotonic() < deadline:
            process, noted = find_server(home.cluster), read_pid_file(home.cluster)
            if noted is None:
                return None
            # The note is out of date when the data directory has been moved under a running server.
            for socket_dir in (noted.socket_dir, home.place / "socket"):
                if noted.is_ready and socket_dir is not None and is_listening(socket_dir):
                    check_private(socket_dir, home.account)
                    return socket_dir
            if process is None:
                return None
            time.sleep(PAUSE)
        raise EmbeddedServerError(f"A server for {home.cluster} runs but accepts no connections. {_tail(home.log, 0)}")

    def _launch(self, home: Home) -> Path:
        programs = binaries_for(home.account, shelf)
        prepare_cluster(home, programs, durable=self._durable)
        socket_dir = make_socket_dir(home)
        forget_stale_server(home.cluster, socket_dir)
        _rotate(home.log)
        log = os.open(home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            before = os.fstat(log).st_size
            self._child = subprocess.Popen(  # noqa: S603 - our own fixed command
                _command(programs, home.cluster, socket_dir, durable=self._durable),
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for the registry, which then stops the server
                **home.account.spawn_options(),
            )
        finally:
            os.close(log)
        _await_ready(self._child, home, before)
        return socket_dir

    def _end_server(self) -> None:
        process = find_server(self._home.cluster) if self._home else None
        if process is None and self._child is not None and self._child.poll() is None:
            process = psutil.Process(self._child.pid)  # interrupted before the server wrote its number down
        if process is not None:
            stop_server(process)
        if self._child is not None:
            self._child.wait()
        if self._home and self._socket_dir and self._socket_dir.parent != self._home.place:
            remove_empty(self._socket_dir)

    def _leave_child(self) -> None:
        """The server goes on without us, but the kernel will tell its end to us as its parent."""
        if self._child is not None:
            threading.Thread(target=self._child.wait, name="embedded server", daemon=True).start()


@contextmanager
def embedded(data_dir: Path | None = None, *, throwaway: bool = False) -> Iterator[Cluster]:
    """A PostgreSQL server while the block runs: the one of a data directory, or a fast one that is then removed."""
    if throwaway == (data_dir is not None):
        raise ValueError("Name a data directory or ask for a throwaway server, not both.")
    with nullcontext(data_dir) if data_dir is not None else throwaway_directory() as directory:
        server = EmbeddedServer(directory, durable=not throwaway)
        try:
            yield server.start()
        finally:
            server.stop()


def _command(programs: Path, cluster: Path, socket_dir: Path, *, durable: bool) -> list[str]:
    quoted = '"' + str(socket_dir).replace('"', '""') + '"'  # PostgreSQL reads a list here
    settings = SETTINGS | (DURABLE if durable else FORGETFUL) | {"unix_socket_directories": quoted}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [os.fspath(programs / "postgres"), "-D", os.fspath(cluster), *words]


def _await_ready(child: subprocess.Popen[bytes], home: Home, before: int) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while child.poll() is None and time.monotonic() < deadline:
        noted = read_pid_file(home.cluster)
        if noted is not None and noted.pid == child.pid and noted.is_ready:
            return
        time.sleep(PAUSE)
    happened = "did not get ready in time" if child.returncode is None else f"ended with status {child.returncode}"
    raise EmbeddedServerError(
        f"The embedded PostgreSQL server for {home.base} {happened}. {WAY_OUT} {_tail(home.log, before)}"
    )


def _rotate(log: Path) -> None:
    if log.is_file() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_name(f"{log.name}.1"))


def _tail(log: Path, start: int) -> str:
    with log.open("rb") as lines:
        lines.seek(start)
        said = lines.read().decode(errors="replace").splitlines()[-8:]
    return f"The end of its log, {log}:\n" + "\n".join(said)
