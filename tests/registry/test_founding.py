import asyncio
import os
import sys
from pathlib import Path

import pytest

from registry.config import BadSettingError, Settings
from registry.founding import (
    BadOriginError,
    NotFoundedError,
    SigningKeyError,
    founding,
    open_registry,
)
from registry.storage import log, registries

ROOT = Path(__file__).parents[2]
FOUND = """
import asyncio, sys
from pathlib import Path
from registry.config import Settings
from registry.founding import founding, open_registry

async def main():
    settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2])
    async with open_registry(settings, founding(demonstration=False)) as store:
        print(store.signer.verifier.vkey)

asyncio.run(main())
"""


@pytest.fixture
async def fresh(empty_database, tmp_path):
    return Settings(data_dir=tmp_path / "var", database_url=await empty_database())


async def test_what_a_registry_is_stays(fresh):
    async with open_registry(fresh, founding(demonstration=False, origin="a-state/registry")) as store:
        vkey = store.signer.verifier.vkey
        assert not store.demonstration
    async with open_registry(fresh, founding(demonstration=True)) as again:
        assert (again.demonstration, again.signer.verifier.vkey) == (False, vkey)
        known = await registries.get()
        assert (known.origin, known.vkey) == ("a-state/registry", vkey)
        assert (await log.latest()).size == 1


async def test_an_empty_directory_is_no_registry(fresh):
    with pytest.raises(NotFoundedError):
        async with open_registry(fresh):
            pass


async def test_processes_that_found_at_once_find_one_registry(fresh):
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            FOUND,
            str(fresh.data_dir),
            fresh.database_url,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(4)
    ]
    answers = {(await process.communicate())[0] for process in processes}
    assert {process.returncode for process in processes} == {0}
    assert len(answers) == 1


async def test_the_key_is_readable_by_its_owner_only(fresh):
    async with open_registry(fresh, founding(demonstration=True)):
        assert fresh.signing_key_path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in fresh.data_dir.iterdir() if path.is_file()] == ["signing-key.pem"]
    fresh.signing_key_path.chmod(0o644)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        async with open_registry(fresh):
            pass


async def test_another_key_is_refused(fresh, tmp_path):
    async with open_registry(fresh, founding(demonstration=True)):
        pass
    other = Settings(data_dir=tmp_path / "other", database_url=fresh.database_url)
    with pytest.raises(SigningKeyError):
        async with open_registry(other):
            pass
    fresh.signing_key_path.write_text("no key")
    with pytest.raises(Exception, match="not an unencrypted private key"):
        async with open_registry(fresh):
            pass


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "https://example.org", "127.0.0.1:8000", "x" * 201, "a\nb"])
def test_an_origin_that_cannot_stay_is_refused(origin):
    with pytest.raises(BadOriginError):
        founding(demonstration=False, origin=origin)


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1", "8000.0", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(BadSettingError):
        Settings.from_environment({"PORT": port})


def test_settings_come_from_the_environment_alone():
    settings = Settings.from_environment({"DATA_DIR": "/somewhere", "PORT": "81", "SIGNING_KEY_FILE": "/k"})
    assert (settings.data_dir, settings.port) == (Path("/somewhere"), 81)
    assert settings.signing_key_path == Path("/k")
    assert os.environ.get("DATA_DIR") != "/somewhere"
