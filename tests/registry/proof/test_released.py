"""Bundles that released versions made verify for ever. The files are as those versions wrote them."""

from pathlib import Path

import pytest

from registry.proof import archive
from registry.proof.verify import verify_bundle
from tests.registry.proof.support import NEXT, SIGNER, a_bundle

RELEASED = Path(__file__).parent / "released"


@pytest.mark.parametrize(("name", "demonstration"), [("bundle-0.1.0.zip", False), ("bundle-0.1.0-rotated.zip", True)])
def test_a_bundle_of_a_released_version_verifies(name, demonstration):
    report = verify_bundle((RELEASED / name).read_bytes(), [SIGNER.verifier.vkey])
    assert (report.intact, report.trusted, report.demonstration) == (True, True, demonstration)
    assert [event.action for event in report.events] == ["superseded"]


def test_after_a_handover_the_old_key_does_not_vouch_for_what_the_new_one_signed_alone():
    assert verify_bundle((RELEASED / "bundle-0.1.0.zip").read_bytes(), [NEXT.verifier.vkey]).trusted is False


@pytest.mark.parametrize("path", sorted(path for path in archive.unpack(a_bundle()) if path != "MANIFEST"))
def test_a_renamed_member_is_named_as_missing_and_as_extra(path):
    members = archive.unpack(a_bundle())
    folder, _, name = path.rpartition("/")
    renamed = f"{folder}/x{name}" if folder else f"x{name}"
    members[renamed] = members.pop(path)
    failed = {check.name: check.sentence for check in verify_bundle(archive.pack(members)).failures}
    assert f"{path} is listed and is missing." in failed["complete"]
    assert f"{renamed} is here and is not listed." in failed["complete"]


@pytest.mark.parametrize("page", ["attachments/page.html", "README.txt"])
def test_an_edited_page_is_refused_as_an_edited_document_is(page):
    members = archive.unpack(a_bundle())
    members[page] += b" "
    report = verify_bundle(archive.pack(members))
    assert [(check.name, check.sentence) for check in report.failures] == [
        ("members", f"{page} was changed: its digest is not the listed one.")
    ]
