"""Under which account the server runs: the caller's own, or for root one that owns nothing else.

PostgreSQL refuses to run as root. No operating-system user is added: `postgres` runs under a bare number from
the range that systemd keeps for services without a passwd entry, and with no supplementary group.
"""

import grp
import os
import pwd
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil

from registry.embedded.errors import WAY_OUT, EmbeddedServerError

DYNAMIC_UIDS = range(61184, 65520)
NOBODY = "nobody"


@dataclass(frozen=True)
class Account:
    """A user and a group number."""

    uid: int
    gid: int

    def spawn_options(self) -> dict[str, Any]:
        """What `subprocess` needs in order to run a program under this account."""
        # The working directory may be private to the caller, and initdb and postgres ask where they are.
        options: dict[str, Any] = {"cwd": "/", "umask": 0o077, "env": environment(), "stdin": subprocess.DEVNULL}
        if os.geteuid() == 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def complaint(self, *command: str | Path) -> str:
        """Why this account cannot run the command to a good end, found out by doing it; empty if it can."""
        try:
            done = subprocess.run(  # noqa: S603 - our own fixed commands
                [os.fspath(word) for word in command], check=False, capture_output=True, **self.spawn_options()
            )
        except OSError as error:
            return error.strerror or str(error)
        said = done.stderr.decode(errors="replace").strip()
        return "" if done.returncode == 0 else said or f"status {done.returncode}"

    def can_enter(self, directory: Path) -> bool:
        """Whether this account can reach the directory through all its parents."""
        return not self.complaint("/bin/sh", "-c", 'cd -- "$0"', directory)

    def own(self, path: Path) -> None:
        """Give this account the one file or directory, when the caller is root."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def own_tree(self, top: Path) -> None:
        """Give this account the directory and everything below it, following no link."""
        for folder, _, names in os.walk(top):
            for name in names:
                self.own(Path(folder, name))
            self.own(Path(folder))


def environment() -> dict[str, str]:
    """A clean environment: no secret of the caller and none of its PG… settings reach the server."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"} | kept


def caller() -> Account:
    """The account of this process."""
    return Account(os.geteuid(), os.getegid())


def owner(path: Path) -> Account:
    """The account that owns a path."""
    status = path.lstat()
    return Account(status.st_uid, status.st_gid)


def nobody(group: int) -> Account:
    """An existing account without rights, for `initdb`, which wants a passwd entry; in a group of our own."""
    try:
        return Account(pwd.getpwnam(NOBODY).pw_uid, group)
    except KeyError as error:
        raise EmbeddedServerError(
            f"Started as root, the embedded server needs the system's account '{NOBODY}', which does not exist here. "
            f"Run the registry as an ordinary user. {WAY_OUT}"
        ) from error


def private_account(seed: Path, taken: Collection[int]) -> Account:
    """For root: an account number derived from a path, without passwd entry, that nothing else uses."""
    if not sys.platform.startswith("linux"):
        raise EmbeddedServerError(f"The embedded server runs as root on Linux only: use an ordinary user. {WAY_OUT}")
    busy = set(taken) | {process.info["uids"].real for process in psutil.process_iter(["uids"]) if process.info["uids"]}
    first = int.from_bytes(sha256(os.fsencode(seed)).digest()[:8], "big") % len(DYNAMIC_UIDS)
    for step in range(len(DYNAMIC_UIDS)):
        uid = DYNAMIC_UIDS[(first + step) % len(DYNAMIC_UIDS)]
        if uid not in busy and not _is_named(uid):
            return _usable(Account(uid, uid))
    raise EmbeddedServerError(f"No free user number between {DYNAMIC_UIDS[0]} and {DYNAMIC_UIDS[-1]}. {WAY_OUT}")


def _usable(account: Account) -> Account:
    complaint = account.complaint("/bin/sh", "-c", ":")
    if complaint:
        raise EmbeddedServerError(
            f"PostgreSQL does not run as root, and this root may not run programs under another account number, as in "
            f"some containers ({complaint}). Run the registry as an ordinary user. {WAY_OUT}"
        )
    return account


def _is_named(number: int) -> bool:
    for look_up in (pwd.getpwuid, grp.getgrgid):
        try:
            look_up(number)
        except KeyError:
            continue
        return True
    return False
