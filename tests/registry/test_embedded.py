"""The embedded server, with real processes: who starts it, who keeps it alive, who ends it."""

import asyncio
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import pytest

from registry.embedded import (
    EmbeddedServer,
    EmbeddedServerError,
    binaries,
    embedded,
    ensure_database,
    find_server_binaries,
    homes,
    server,
    throwaways,
)
from registry.embedded.accounts import DYNAMIC_UIDS, Account
from registry.embedded.postmaster import find_server, has_ended

ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root has to change accounts")
ANOTHER_USER = 65534

USER = """
import os, sys
from pathlib import Path
import asyncpg.connection, psutil
from registry.embedded import embedded
where, uid = sys.argv[1], int(sys.argv[2])
if uid:  # the interpreter may lie where this account cannot get, so it changes only now
    os.setgroups([]); os.setgid(uid); os.setuid(uid)
with (embedded(Path(where)) if where else embedded(throwaway=True)) as cluster:
    print(cluster.socket_dir, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def open_dir():
    """A short directory that another account can pass, as an ordinary installation has it."""
    directory = Path(tempfile.mkdtemp(prefix="vr-")).resolve()
    directory.chmod(0o711)
    yield directory
    for base in directory.rglob("postgresql"):
        homes.remove_home(base)
    shutil.rmtree(directory)


@pytest.fixture
def own_shelf(open_dir, monkeypatch):
    monkeypatch.setattr(homes, "SHELF", open_dir / "shelf")
    return open_dir / "shelf"


@pytest.fixture
def closed_dir():
    """A directory that only its owner can pass, as a private home is."""
    directory = Path(tempfile.mkdtemp(prefix="vr-")).resolve()
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def start_user():
    """Start another process that uses a server until its standard input closes."""
    started = []

    def start(data_dir="", uid=0, **environment):
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", USER, str(data_dir), str(uid)],
            cwd=Path(__file__).parents[2],
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.stdin.close()
        process.wait(timeout=60)
        process.stdout.close()


def socket_dir_of(user):
    return Path(user.stdout.readline().strip())


def leave(user):
    user.stdin.close()
    assert user.wait(timeout=60) == 0


def a_program(name, account):
    return subprocess.Popen([name, "-c", "sleep 60"], executable="/bin/sh", **account.spawn_options())


def text_of(path):
    return Path(path).read_text()


def server_of(data_dir):
    found = find_server(data_dir / "postgresql" / "cluster")
    assert found is not None
    return found


def ends_soon(process):
    deadline = time.monotonic() + 10
    while not has_ended(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    return has_ended(process)


async def ask(cluster, sql="SELECT 42", database="postgres"):
    connection = await asyncpg.connect(**cluster.connect_kwargs(database=database))
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def modes(*paths):
    return {
        str(path): (path.stat().st_mode, path.stat().st_uid, path.stat().st_gid)
        for start in paths
        for path in (start, *start.parents)
    }


async def test_it_starts_keeps_what_is_written_and_stops(open_dir):
    with embedded(open_dir) as cluster:
        first = server_of(open_dir)
        assert await ensure_database(cluster, "registry") is True
        await ask(cluster, "CREATE TABLE kept AS SELECT 'ltss' AS word", "registry")
    assert ends_soon(first)
    with embedded(open_dir) as cluster:
        assert await ensure_database(cluster, "registry") is False
        assert await ask(cluster, "SELECT word FROM kept", "registry") == "ltss"
        assert await ask(cluster, "SHOW fsync") == "on"
        assert await ask(cluster, "SHOW data_checksums") == "on"
        assert await ask(cluster, "SHOW server_encoding") == "UTF8"
        assert await ask(cluster, "SELECT datlocale FROM pg_database LIMIT 1") == "C.UTF-8"
        connection = await asyncpg.connect(cluster.dsn(database="registry"))
        await connection.close()


async def test_databases_can_be_made_at_the_same_time(open_dir):
    with embedded(open_dir) as cluster:
        made = await asyncio.gather(*(ensure_database(cluster, name) for name in ["a", "b", "b", 'odd "name"']))
    assert sorted(made) == [False, True, True, True]


async def test_it_listens_on_a_private_socket_only_and_ignores_the_terminal(open_dir):
    with embedded(open_dir) as cluster:
        running = server_of(open_dir)
        assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700
        assert await ask(cluster, "SHOW listen_addresses") == ""
        assert await ask(cluster, "SHOW unix_socket_permissions") == "0700"
        assert os.getsid(running.pid) == running.pid != os.getsid(0)


async def test_the_last_user_stops_it(open_dir, start_user):
    mine = EmbeddedServer(open_dir)
    cluster = mine.start()
    running = server_of(open_dir)
    user = start_user(open_dir)
    assert socket_dir_of(user) == cluster.socket_dir
    assert mine.stop() is False
    assert await ask(cluster) == 42
    leave(user)
    assert ends_soon(running)


def test_users_that_start_together_share_one_server(open_dir, start_user):
    users = [start_user(open_dir) for _ in range(3)]
    assert len({socket_dir_of(user) for user in users}) == 1
    running = server_of(open_dir)
    for user in users:
        assert not has_ended(running)
        leave(user)
    assert ends_soon(running)


async def test_a_killed_user_leaves_a_server_that_the_next_one_adopts_and_stops(open_dir, start_user):
    user = start_user(open_dir)
    socket_dir_of(user)
    running = server_of(open_dir)
    user.kill()
    user.wait()
    with embedded(open_dir) as cluster:
        assert server_of(open_dir).pid == running.pid
        assert await ask(cluster) == 42
    assert ends_soon(running)


async def test_it_recovers_when_the_server_itself_was_killed(open_dir):
    mine = EmbeddedServer(open_dir)
    cluster = mine.start()
    await ask(cluster, "CREATE TABLE kept AS SELECT 1 AS one")
    server_of(open_dir).kill()
    with embedded(open_dir) as again:
        assert await ask(again, "SELECT one FROM kept") == 1
        assert mine.stop() is False
        assert await ask(again) == 42


@pytest.mark.parametrize("name", ["sleep", "postgres"])
async def test_a_stale_number_that_now_belongs_to_another_program_is_not_killed(open_dir, name):
    with embedded(open_dir):
        pid_file = open_dir / "postgresql" / "cluster" / "postmaster.pid"
        noted = pid_file.read_text()
        account = Account(pid_file.stat().st_uid, pid_file.stat().st_gid)
    stranger = a_program(name, account)
    try:
        pid_file.write_text(noted.replace(noted.split("\n")[0], str(stranger.pid), 1))
        account.own(pid_file)
        with embedded(open_dir) as cluster:
            assert await ask(cluster) == 42
        assert stranger.poll() is None
        pid_file.write_text("")
        account.own(pid_file)
        with embedded(open_dir) as cluster:
            assert await ask(cluster) == 42
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_a_long_data_path_gets_a_short_private_socket_directory(open_dir):
    data_dir = open_dir / ("d" * 60) / ("e" * 60) / "a, \"quoted\" 'name'"
    data_dir.parent.parent.mkdir(mode=0o711)
    data_dir.parent.mkdir(mode=0o711)
    with embedded(data_dir) as cluster:
        short = cluster.socket_dir
        assert stat.S_IMODE(short.stat().st_mode) == 0o700
        assert await ask(cluster) == 42
    assert not short.exists()
    short.mkdir(mode=0o755)
    try:
        with pytest.raises(EmbeddedServerError, match="closed to everybody else"), embedded(data_dir):
            pass
    finally:
        short.rmdir()


async def test_two_servers_run_side_by_side(open_dir):
    with embedded(open_dir / "one") as one, embedded(open_dir / "two") as two:
        await ensure_database(one, "only_in_one")
        assert await ask(two, "SELECT count(*) FROM pg_database WHERE datname = 'only_in_one'") == 0


async def test_a_throwaway_server_leaves_nothing():
    with embedded(throwaway=True) as cluster:
        assert await ask(cluster, "SHOW fsync") == "off"
        running = server_of(cluster.socket_dir.parents[1])
    assert ends_soon(running)
    assert not cluster.socket_dir.parents[1].exists()


def test_what_a_killed_test_run_left_is_swept_away(open_dir, start_user):
    user = start_user(TMPDIR=str(open_dir))
    data_dir = socket_dir_of(user).parents[1]
    running = server_of(data_dir)
    os.utime(data_dir, (0, 0))
    throwaways.sweep(open_dir)
    assert not has_ended(running), "it is in use"
    user.kill()
    user.wait()
    throwaways.sweep(open_dir)
    assert has_ended(running)
    assert not data_dir.exists()


async def test_a_failing_start_says_why_and_can_be_repeated(open_dir, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(server.SETTINGS, "max_connections", "many")
        with pytest.raises(EmbeddedServerError, match="max_connections") as refusal, embedded(open_dir):
            pass
    assert refusal.value.code == "EMBEDDED_SERVER_FAILED"
    assert "DATABASE_URL" in refusal.value.message
    with embedded(open_dir) as cluster:
        assert await ask(cluster) == 42
    (open_dir / "postgresql" / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedServerError, match="made by PostgreSQL 17"), embedded(open_dir):
        pass


@as_root
async def test_root_serves_out_of_a_private_home_without_opening_it(closed_dir, own_shelf, monkeypatch):
    site_packages = closed_dir / "site-packages"
    shutil.copytree(find_server_binaries().parents[1], site_packages / binaries.PACKAGE)
    shutil.copytree(
        find_server_binaries().parents[2] / f"{binaries.PACKAGE}.libs", site_packages / f"{binaries.PACKAGE}.libs"
    )
    monkeypatch.setattr(binaries, "_site_packages", lambda: site_packages)
    before = modes(closed_dir, site_packages)
    users_before = text_of("/etc/passwd")
    for _ in range(2):
        with embedded(closed_dir / "var") as cluster:
            assert cluster.socket_dir.is_relative_to(own_shelf)
            assert await ask(cluster) == 42
            running = find_server(cluster.socket_dir.with_name("cluster"))
            assert running.uids().real in DYNAMIC_UIDS
            assert running.exe().startswith(str(own_shelf))
            assert text_of(f"/proc/{running.pid}/status").count("Groups:\t \n") == 1
    assert modes(closed_dir, site_packages) == before
    assert text_of("/etc/passwd") == users_before


@as_root
async def test_a_moved_data_directory_keeps_its_database_and_a_copy_is_refused(closed_dir, own_shelf):
    with embedded(closed_dir / "var") as cluster:
        await ensure_database(cluster, "kept")
    shutil.copytree(closed_dir / "var", closed_dir / "copy")
    with pytest.raises(EmbeddedServerError, match="is a copy of"), embedded(closed_dir / "copy"):
        pass
    shutil.rmtree(closed_dir / "copy")
    (closed_dir / "var").rename(closed_dir / "moved")
    with embedded(closed_dir / "moved") as cluster:
        assert await ensure_database(cluster, "kept") is False


@as_root
async def test_an_ordinary_user_serves_out_of_a_private_home_and_root_may_join(closed_dir, start_user):
    if Account(ANOTHER_USER, ANOTHER_USER).complaint(find_server_binaries() / "postgres", "--version"):
        pytest.skip("the Python environment lies where another user cannot get")
    os.chown(closed_dir, ANOTHER_USER, ANOTHER_USER)
    homes_parent = modes(closed_dir)
    user = start_user(closed_dir / "var", uid=ANOTHER_USER)
    assert socket_dir_of(user) == closed_dir / "var" / "postgresql" / "socket"
    assert server_of(closed_dir / "var").uids().real == ANOTHER_USER
    with embedded(closed_dir / "var") as cluster:
        assert await ask(cluster) == 42
    leave(user)
    with embedded(closed_dir / "var"):
        assert server_of(closed_dir / "var").uids().real == ANOTHER_USER
    assert modes(closed_dir) == homes_parent
