"""An exhibit with its pages, checked with common tools alone: what README.txt says is run as it stands."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest

from registry.exchange.exhibits import pages
from registry.proof.bundle import build_bundle
from tests.registry.exchange.exhibits.making import the_facts
from tests.registry.proof.support import SIGNER, an_input

TOOLS = ("sha256sum", "openssl", "base64", "python3", "sed")
pytestmark = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="common tools are missing here")


@pytest.fixture
def folder(tmp_path):
    """The exhibit, unpacked."""
    content = build_bundle(replace(an_input(), attachments=pages(the_facts())), SIGNER)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        file.extractall(tmp_path / "exhibit")
    return tmp_path / "exhibit"


def commands(folder):
    return re.findall(
        r"^\$ ((?:python3 -c '.*?'$)|[^\n]*)", (folder / "README.txt").read_text(), re.MULTILINE | re.DOTALL
    )


def run(folder, command):
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=30, check=False)


def test_a_clerk_finds_every_page_unchanged(folder):
    checked = run(folder, commands(folder)[1])
    for page in ("exhibit.html", "exhibit.pdf", "items.csv", "plain-language.html"):
        assert f"attachments/{page}: OK\n" in checked.stdout
    assert "FAILED" not in checked.stdout


@pytest.mark.parametrize("page", ["exhibit.html", "exhibit.pdf", "items.csv", "plain-language.html"])
def test_a_clerk_sees_which_page_was_edited(folder, page):
    path = folder / "attachments" / page
    path.write_bytes(path.read_bytes().replace(b"e", b"3", 1))
    checked = run(folder, commands(folder)[1])
    assert checked.returncode != 0
    assert f"attachments/{page}: FAILED\n" in checked.stdout
    assert checked.stdout.count("FAILED") == 1


def test_a_clerk_sees_that_a_new_list_was_not_signed(folder):
    manifest = folder / "MANIFEST"
    manifest.write_bytes(manifest.read_bytes().replace(b"attachments/exhibit.pdf", b"attachments/exhibit.pdg"))
    (folder / "attachments/exhibit.pdf").rename(folder / "attachments/exhibit.pdg")
    steps = commands(folder)
    assert run(folder, steps[1]).returncode == 0
    *_, signature = [run(folder, step) for step in steps[2:6]]
    assert "Signature Verified Successfully" not in signature.stdout


def test_the_instructions_speak_to_every_system(folder):
    text = (folder / "README.txt").read_text()
    for part in ("Linux", "shasum -a 256", "PowerShell", "Get-FileHash -Algorithm SHA256", "Git for Windows"):
        assert part in text
    assert "{{" not in text
    assert "exhibit.pdf and exhibit.html say the same" in text
