"""Making a cluster: all of it or nothing, and always the same, whatever the machine's language and time zone."""

import os
import shutil
import subprocess
from pathlib import Path

from registry.embedded.accounts import Account, nobody, owner
from registry.embedded.binaries import MAJOR
from registry.embedded.errors import WAY_OUT, EmbeddedServerError
from registry.embedded.homes import Home

SUPERUSER = "postgres"
FORM = (
    f"--username={SUPERUSER}",
    "--auth=trust",  # nobody but the server's own account and root gets as far as the socket
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
)


def prepare_cluster(home: Home, programs: Path, *, durable: bool) -> None:
    """See to it that there is a cluster which the server's account and these programs can use."""
    if not home.cluster.is_dir():
        _make_cluster(home, programs, durable=durable)
    elif owner(home.cluster) != home.account:
        home.account.own_tree(home.cluster)  # copied or restored by root
    version = (home.cluster / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise EmbeddedServerError(
            f"The database in {home.cluster} was made by PostgreSQL {version}, and this registry brings {MAJOR}: "
            f"dump it with the earlier release of the registry and restore it with this one. {WAY_OUT}"
        )


def _make_cluster(home: Home, programs: Path, *, durable: bool) -> None:
    staging = home.place / "staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    maker = home.account
    if os.geteuid() == 0:
        # initdb asks for the name of its account, and the server's has none. Only processes in the server's
        # own group get through this door, so that other programs of `nobody` stay outside.
        maker = nobody(home.account.gid)
        os.chown(staging, 0, home.account.gid)
        staging.chmod(0o770)
    fresh = staging / "cluster"
    _run_initdb(maker, programs, fresh, durable=durable)
    home.account.own_tree(fresh)
    fresh.rename(home.cluster)
    shutil.rmtree(staging)


def _run_initdb(maker: Account, programs: Path, fresh: Path, *, durable: bool) -> None:
    extra = () if durable else ("--no-sync",)
    done = subprocess.run(  # noqa: S603 - our own fixed command
        [os.fspath(programs / "initdb"), f"--pgdata={fresh}", *FORM, *extra],
        check=False,
        text=True,
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **maker.spawn_options(),
    )
    if done.returncode != 0:
        said = "\n".join(done.stdout.splitlines()[-8:])
        raise EmbeddedServerError(f"PostgreSQL could not make its cluster in {fresh}. {WAY_OUT} It said:\n{said}")
