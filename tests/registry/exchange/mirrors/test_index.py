"""The index of an export: one spelling, one signature."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.canonical import canonical_json
from measures.errors import InvalidError
from registry.exchange.mirrors import layout
from registry.exchange.mirrors.index import Index, checksums, listed, ordered, require_signed, signed_index
from registry.exchange.mirrors.members import BadExportError, Cache, Member
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import private_key
from registry.proof.notes import Signer

SIGNER = Signer("a/registry", private_key(b"1" * 32))
STRANGER = Signer("a/registry", private_key(b"2" * 32))


def an_index(**changes):
    fields = {
        "keys": (SIGNER.verifier,),
        "checkpoint": Checkpoint("a/registry", 3, b"r" * 32),
        "demonstration": True,
        "software": "value-registry 1",
        "files": ordered([listed(layout.KEY, b"key"), listed(layout.CHECKPOINT, b"note")]),
    }
    return Index(**{**fields, **changes})


def test_an_index_is_read_back_as_it_was():
    assert Index.parse(an_index().content()) == an_index()


def test_the_signature_covers_the_index_and_the_checksums():
    note = signed_index(an_index(), SIGNER)
    require_signed(an_index(), note)
    with pytest.raises(BadExportError):
        require_signed(an_index(demonstration=False), note)
    with pytest.raises(InvalidError):
        require_signed(an_index(), signed_index(an_index(), STRANGER))


def test_the_checksums_list_every_file_and_the_index():
    lines = checksums(an_index()).decode().splitlines()
    assert [line.split("  ")[1] for line in lines] == ["index.json", "log/checkpoint", "log/key"]


WRONG = {
    "another schema": {"schema": "mirror/2"},
    "a field too many": {"more": 1},
    "no keys": {"keys": []},
    "a key of another log": {"keys": [Signer("b", private_key(b"1" * 32)).verifier.vkey]},
    "files out of order": {"files": list(reversed(json.loads(an_index().content())["files"]))},
    "a marking that is none": {"demonstration": "true"},
    "a root that is none": {"checkpoint": {"size": 3, "root": "!"}},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_an_index_that_no_export_writes_is_refused(changes):
    said = json.loads(an_index().content()) | changes
    with pytest.raises(BadExportError):
        Index.parse(canonical_json(said))


FILES = {
    "traversing": {"path": "../up"},
    "the frame itself": {"path": "index.txt"},
    "negative": {"size": -1},
    "oversized": {"size": 2**30},
    "a cache that is none": {"cache": "sometimes"},
    "a field too many": {"more": "1"},
}


@pytest.mark.parametrize("changes", FILES.values(), ids=FILES)
def test_a_listed_file_that_no_export_has_is_refused(changes):
    said = json.loads(an_index().content())
    said["files"] = [said["files"][0] | changes]
    with pytest.raises(BadExportError):
        Index.parse(canonical_json(said))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_other_bytes_are_refused_and_never_crash(content):
    with pytest.raises(BadExportError):
        Index.parse(content)


def test_two_members_that_would_be_one_file_are_refused():
    two = [listed(Member(path, "/", "text/plain", Cache.A_MINUTE), b"") for path in ("a/x", "A/x")]
    with pytest.raises(BadExportError):
        ordered(two)
