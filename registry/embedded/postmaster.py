"""The running server: recognising it beyond doubt, waiting for it, and ending it."""

import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from registry.embedded.errors import EmbeddedServerError

PORT = 5432
PAUSE = 0.01
STOP_PATIENCE = 60.0


@dataclass(frozen=True)
class PidFile:
    """What the server writes about itself in `postmaster.pid`."""

    pid: int
    socket_dir: Path | None
    is_ready: bool


def read_pid_file(cluster: Path) -> PidFile | None:
    """The server's own record, or nothing when there is none or it is only half written."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    lines += [""] * (8 - len(lines))
    return PidFile(pid, Path(lines[4]) if lines[4] else None, lines[7].strip() == "ready")


def find_server(cluster: Path) -> psutil.Process | None:
    """The process that serves this cluster, or nothing if the noted number is dead or somebody else's."""
    noted = read_pid_file(cluster)
    if noted is None:
        return None
    try:
        process = psutil.Process(noted.pid)
        return process if _serves(process, cluster) else None
    except psutil.Error:
        return None


def has_ended(process: psutil.Process) -> bool:
    """Whether the process is over; one that only waits for its parent to notice is over too."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def is_listening(socket_dir: Path) -> bool:
    """Whether somebody answers at the socket; seen even when the process is in another container."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(5)
        try:
            probe.connect(str(socket_path(socket_dir)))
        except OSError:
            return False
        return True


def socket_path(socket_dir: Path) -> Path:
    """Where PostgreSQL puts its socket within a directory."""
    return socket_dir / f".s.PGSQL.{PORT}"


def forget_stale_server(cluster: Path, socket_dir: Path) -> None:
    """Make way for a new server after one that crashed; call it only when `find_server` finds nothing."""
    for leftover in (socket_path(socket_dir), socket_path(socket_dir).with_name(f".s.PGSQL.{PORT}.lock")):
        leftover.unlink(missing_ok=True)
    path = cluster / "postmaster.pid"
    noted = read_pid_file(cluster)
    if noted is None:
        # PostgreSQL refuses to start over a file that a crash left empty.
        path.unlink(missing_ok=True)
    elif psutil.pid_exists(noted.pid):
        # The number now belongs to another program, and PostgreSQL would take that for a running server.
        # It ignores the number of its own parent, which is this process. The rest of the file stays, because
        # by it PostgreSQL makes sure that no orphan of the crashed server still uses the shared memory.
        _, _, rest = path.read_text().partition("\n")
        path.write_text(f"{os.getpid()}\n{rest}")


def stop_server(process: psutil.Process) -> None:
    """End the server quickly and cleanly: sessions are cut, what was committed is written down."""
    try:
        process.send_signal(signal.SIGINT)
    except psutil.NoSuchProcess:
        return
    deadline = time.monotonic() + STOP_PATIENCE
    while not has_ended(process):
        if time.monotonic() > deadline:
            raise EmbeddedServerError(
                f"The embedded server (process {process.pid}) was asked to stop but has not done so "
                f"within {STOP_PATIENCE:.0f} seconds; it may still be writing its data down."
            )
        time.sleep(PAUSE)


def _serves(process: psutil.Process, cluster: Path) -> bool:
    words = process.cmdline()
    if has_ended(process) or not words or Path(words[0]).name != "postgres":
        return False
    if process.uids().effective != cluster.stat().st_uid:
        return False
    try:
        return Path(process.cwd()) == cluster
    except psutil.AccessDenied:
        # Root in a container may not ask where another account's process is, but may read its command line.
        return str(cluster) in words
