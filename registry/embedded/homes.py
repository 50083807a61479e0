"""Where the pieces lie: locks with the registry's data, and the cluster there too if its account can get there."""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from registry.embedded.accounts import Account, caller, owner, private_account
from registry.embedded.errors import WAY_OUT, EmbeddedServerError
from registry.embedded.postmaster import socket_path

# Used only by root, and only when a parent of the data directory or of the programs is private.
SHELF = Path("/var/lib/value-registry")
PRIVATE = 0o700
LONGEST_SOCKET_PATH = 103  # bytes: 107 on Linux, 103 on macOS


@dataclass(frozen=True)
class Home:
    """The places of one embedded server."""

    base: Path
    """In the data directory: the locks and, if the cluster lies elsewhere, the note that says where."""
    place: Path
    """Cluster, log and socket; the same as `base` unless the server's account cannot get there."""
    account: Account

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory."""
        return self.place / "cluster"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.place / "server.log"


def base_of(data_dir: Path) -> Path:
    """The registry's directory for its server within the data directory; made when it is missing."""
    data_dir = data_dir.absolute()
    try:
        for directory in (data_dir, data_dir / "postgresql"):
            if not directory.is_dir():
                directory.mkdir(parents=True)
                # Made here, so ours to open: root's server, under another account, must get through.
                directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise EmbeddedServerError(f"The data directory {data_dir} cannot be made: {error.strerror}.") from error
    return (data_dir / "postgresql").resolve()


def find_home(base: Path) -> Home:
    """Where this server lives; decided once, at its first start, and found again ever after."""
    place = _noted_place(base) or base
    cluster = place / "cluster"
    if cluster.is_dir() and (os.geteuid() != 0 or owner(cluster).uid != 0):
        return _existing(Home(base, place, owner(cluster)))
    if os.geteuid() != 0:
        return Home(base, base, caller())
    account = private_account(base, {owner(other).uid for other in SHELF.glob("*/cluster")})
    if place == base and not account.can_enter(base):
        place = _make_place_on_shelf(base)
    return Home(base, place, account)


def shelf() -> Path:
    """Root's own directory for what a private parent would hide from the server: to be passed, not listed."""
    try:
        SHELF.mkdir(mode=0o711, parents=True)
        SHELF.chmod(0o711)
    except FileExistsError:
        pass
    except OSError as error:
        raise EmbeddedServerError(
            f"The data directory or the Python environment lies in a private directory, which the server's own "
            f"account cannot enter, and {SHELF} cannot be made either: {error.strerror}. "
            f"Choose a data directory outside, or run the registry as an ordinary user. {WAY_OUT}"
        ) from error
    status = SHELF.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != 0 or status.st_mode & 0o022:
        raise EmbeddedServerError(f"{SHELF} must be a directory that belongs to root and that only root can change.")
    return SHELF


def make_socket_dir(home: Home) -> Path:
    """A directory for the socket that only the server's account can enter, with a name that is short enough."""
    name = f"value-registry-{home.account.uid}-{_short_hash(home.place)}"
    for choice in (home.place / "socket", Path(tempfile.gettempdir(), name), Path("/tmp", name)):  # noqa: S108 - checked
        if len(os.fsencode(socket_path(choice))) <= LONGEST_SOCKET_PATH:
            return _make_private(choice, home.account)
    raise EmbeddedServerError("No place for the server's socket has a name that is short enough.")  # pragma: no cover


def check_private(directory: Path, account: Account) -> None:
    """Refuse a socket directory that somebody else made, or could reach into."""
    status = directory.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != account.uid or stat.S_IMODE(status.st_mode) != PRIVATE:
        raise EmbeddedServerError(
            f"{directory} should belong to user number {account.uid} and be closed to everybody else, but is not: "
            f"look at who made it, and remove it."
        )


def remove_empty(directory: Path) -> None:
    """Take a directory away unless something lies in it."""
    with suppress(OSError):
        directory.rmdir()


def remove_home(base: Path) -> None:
    """Delete a cluster for good, wherever it lies; nobody may be using it."""
    place = _noted_place(base)
    if place is not None and place.parent == SHELF:
        shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(base, ignore_errors=True)


def _existing(home: Home) -> Home:
    if os.geteuid() not in {0, home.account.uid}:
        raise EmbeddedServerError(
            f"{home.cluster} belongs to user number {home.account.uid}: run the registry as that account."
        )
    if not home.account.can_enter(home.place):
        raise EmbeddedServerError(
            f"The database in {home.place} belongs to user number {home.account.uid}, who can no longer get there "
            f"because a parent directory has become private. Open that directory for passing (chmod o+x). {WAY_OUT}"
        )
    return home


def _noted_place(base: Path) -> Path | None:
    try:
        place = Path((base / "location").read_text().strip())
    except FileNotFoundError:
        return None
    keeper = place / "belongs-to"
    if not keeper.is_file():
        raise EmbeddedServerError(
            f"The database of {base} lies in {place} according to {base / 'location'}, but is not there. "
            f"Restore it, or delete that file to begin with an empty one. {WAY_OUT}"
        )
    before = Path(keeper.read_text().strip())
    if before == base:
        return place
    if _notes(before, place):
        raise EmbeddedServerError(
            f"{base} is a copy of {before}, and its database, in {place}, was not copied with it. "
            f"Delete {base / 'location'} to begin with an empty one. {WAY_OUT}"
        )
    keeper.write_text(f"{base}\n")  # the data directory has been moved
    return place


def _notes(base: Path, place: Path) -> bool:
    note = base / "location"
    return note.is_file() and note.read_text().strip() == str(place)


def _make_place_on_shelf(base: Path) -> Path:
    place = Path(tempfile.mkdtemp(prefix=f"{_short_hash(base)}-", dir=shelf()))
    place.chmod(0o711)  # for passing: what lies in it is closed by itself
    (place / "belongs-to").write_text(f"{base}\n")
    note = base / "location.new"
    note.write_text(f"{place}\n")
    note.rename(base / "location")
    return place


def _make_private(directory: Path, account: Account) -> Path:
    try:
        directory.mkdir(mode=PRIVATE)
    except FileExistsError:
        if owner(directory).uid != 0:
            check_private(directory, account)
            return directory
    account.own(directory)  # made here, or restored by root
    check_private(directory, account)
    return directory


def _short_hash(path: Path) -> str:
    return sha256(os.fsencode(path)).hexdigest()[:16]


def has_cluster(data_dir: Path) -> bool:
    """Whether a server was ever started for this directory; asking starts none."""
    return (data_dir / "postgresql").is_dir()
