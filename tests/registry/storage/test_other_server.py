"""A PostgreSQL server that somebody else runs: over TCP, with passwords, and an owner who is no superuser."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import asyncpg
import pytest

from registry.cataloguing import load_catalog
from registry.config import Settings
from registry.embedded import find_server_binaries
from registry.founding import founding, open_registry
from registry.storage.database import SERVING_ROLE, DatabaseUnavailableError, ServingRoleError
from registry.storage.migrating import ServingRoleMissingError
from tests.support import a_cast, an_open_vote


def binaries():
    """Servers to try: every one that Debian installed, and the embedded one."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
    return {f"PostgreSQL {path.parent.name}": path for path in debian} | {"the embedded one's": find_server_binaries()}


@pytest.fixture(scope="module", params=binaries().values(), ids=binaries().keys())
def server(request):
    directory = Path(tempfile.mkdtemp(prefix="other-server-"))
    who = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(directory, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    password = directory / "password"
    password.write_text("superuser-secret\n")
    if who:
        os.chown(password, who["user"], who["group"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [request.param / "initdb", "-D", directory / "data", "-U", "postgres", "--auth=scram-sha-256",
         f"--pwfile={password}", "--encoding=UTF8", "--locale=C"],
        check=True, capture_output=True, cwd="/", **who,
    )  # fmt: skip
    process = subprocess.Popen(
        [request.param / "postgres", "-D", directory / "data", "-p", str(port), "-h", "127.0.0.1", "-k", directory],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **who,
    )  # fmt: skip
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port
    process.send_signal(signal.SIGINT)  # without waiting for connections that a failed test left open
    process.wait(20)
    shutil.rmtree(directory)


async def an_owned_database(port, name):
    for _ in range(100):
        try:
            root = await asyncpg.connect(f"postgresql://postgres:superuser-secret@127.0.0.1:{port}/postgres")
            break
        except (asyncpg.CannotConnectNowError, OSError):
            time.sleep(0.05)
    await root.execute(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'owner-secret'")
    await root.execute(f"CREATE DATABASE {name} OWNER {name}")
    return root, f"postgresql://{name}:owner-secret@127.0.0.1:{port}/{name}"


async def test_the_registry_runs_on_it_and_its_owner_steps_down(server, tmp_path):
    root, address = await an_owned_database(server, "owner_one")
    settings = Settings(data_dir=tmp_path / "var", database_url=address)
    async with open_registry(settings, founding(demonstration=False, origin="example-state/registry")) as store:
        assert (await load_catalog(store)).published > 400
        await an_open_vote(await a_cast(store))
        async with store.engine.pool.acquire() as connection:
            assert await connection.fetchval("SELECT current_user") == SERVING_ROLE
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute("ALTER TABLE document DISABLE TRIGGER ALL")
    async with open_registry(settings) as store:
        assert not store.demonstration
        assert (await load_catalog(store)).published == 0
    await root.close()


async def test_a_second_login_may_serve(server, tmp_path):
    root, address = await an_owned_database(server, "owner_two")
    await root.execute("CREATE ROLE web_two LOGIN PASSWORD 'web-secret'")
    if not await root.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", SERVING_ROLE):
        await root.execute(f"CREATE ROLE {SERVING_ROLE} NOLOGIN")
    await root.execute(f"GRANT {SERVING_ROLE} TO web_two, owner_two")
    serving = f"postgresql://web_two:web-secret@127.0.0.1:{server}/owner_two"
    settings = Settings(data_dir=tmp_path / "var", database_url=address, database_serving_url=serving)
    async with open_registry(settings, founding(demonstration=True)) as store:
        async with store.engine.pool.acquire() as connection:
            assert await connection.fetchval("SELECT current_user") == "web_two"
        await a_cast(store)
    await root.close()


async def test_an_owner_that_may_make_no_role_is_told_what_to_ask_for(server, tmp_path):
    root, address = await an_owned_database(server, "owner_four")
    await root.execute("ALTER ROLE owner_four NOCREATEROLE")
    await root.execute(f"REVOKE {SERVING_ROLE} FROM owner_four")
    settings = Settings(data_dir=tmp_path / "var", database_url=address)
    with pytest.raises(ServingRoleMissingError, match="CREATE ROLE"):
        async with open_registry(settings, founding(demonstration=True)):
            pass
    await root.close()


async def test_an_owner_that_would_serve_is_refused(server, tmp_path):
    root, address = await an_owned_database(server, "owner_three")
    await root.execute(f"GRANT {SERVING_ROLE} TO owner_three WITH ADMIN OPTION")
    settings = Settings(data_dir=tmp_path / "var", database_url=address, database_serving_url=address)
    with pytest.raises(ServingRoleError):
        async with open_registry(settings, founding(demonstration=True)):
            pass
    await root.close()


@pytest.mark.parametrize("change", [("owner-secret", "wrong"), (":{port}/", ":1/")], ids=["password", "port"])
async def test_a_server_that_does_not_answer_is_named(server, tmp_path, change):
    address = f"postgresql://nobody:owner-secret@127.0.0.1:{server}/nowhere"
    old, new = (part.format(port=server) for part in change)
    settings = Settings(data_dir=tmp_path / "var", database_url=address.replace(old, new))
    with pytest.raises(DatabaseUnavailableError, match="DATABASE_URL") as refused:
        async with open_registry(settings, founding(demonstration=True)):
            pass
    assert "secret" not in str(refused.value)
