"""The zip around a bundle: the same bytes every time, readable by others, and nothing unsafe is opened."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof import archive
from registry.proof.archive import BadBundleError, BundleTruncatedError

MEMBERS = {"README.txt": b"read me\n", "documents/measure/ltss/x@1.0.0.json": b"{}", "b": b"\0" * 1000}


def zipped(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", options.pop("compression", zipfile.ZIP_DEFLATED)) as file:
        for path, content in members:
            file.writestr(path, content)
        file.comment = options.pop("comment", b"")
    return buffer.getvalue()


def test_what_was_packed_is_unpacked():
    assert archive.unpack(archive.pack(MEMBERS)) == MEMBERS


def test_the_order_in_which_members_are_given_does_not_matter():
    assert archive.pack(MEMBERS) == archive.pack(dict(reversed(MEMBERS.items())))


def test_other_programs_read_it():
    with zipfile.ZipFile(io.BytesIO(archive.pack(MEMBERS))) as file:
        assert file.testzip() is None
        assert {info.filename: file.read(info) for info in file.infolist()} == MEMBERS
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in file.infolist()} == {0o100644}


def test_the_bytes_are_fixed():
    packed = archive.pack({"a": b"x"})
    assert packed.hex() == (
        "504b03041400000000000000210083" "16dc8c01000000010000000100000061" "78"
        "504b010214031400000000000000210083" "16dc8c0100000001000000010000000000000000000000a4810000000061"
        "504b0506000000000100010" "02f000000200000000000"
    )  # fmt: skip


def test_a_repacked_zip_is_read_and_is_not_the_same():
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        data = zipped(MEMBERS.items(), compression=compression)
        assert archive.unpack(data) == MEMBERS
        assert archive.pack(archive.unpack(data)) != data


def test_the_missing_end_is_noticed_wherever_it_was_cut():
    packed = archive.pack(MEMBERS)
    for length in range(4, len(packed)):
        with pytest.raises(BundleTruncatedError):
            archive.unpack(packed[:length])
    for length in range(4):
        with pytest.raises((BundleTruncatedError, BadBundleError)):
            archive.unpack(packed[:length])


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7\n", b"\x1f\x8b" + bytes(100), b"\0" * 22], ids=repr)
def test_other_files_are_refused(data):
    with pytest.raises(BadBundleError):
        archive.unpack(data)


def test_something_after_the_end_is_refused():
    with pytest.raises(BadBundleError, match="added after the end"):
        archive.unpack(archive.pack(MEMBERS) + b"\0")
    with pytest.raises(BadBundleError):
        archive.unpack(zipped(MEMBERS.items(), comment=b"hello"))


def test_something_before_the_beginning_is_refused():
    with pytest.raises(BadBundleError):
        archive.unpack(b"#!/bin/sh\n" + archive.pack(MEMBERS))


PATHS = [
    "../up",
    "a/../b",
    "/etc/passwd",
    "a//b",
    "a/",
    ".hidden",
    "a/.b",
    "C:\\x",
    "a\\b",
    "a b",
    "a\nb",
    "é",
    "",
    "a.",
]


@pytest.mark.parametrize("path", PATHS, ids=repr)
def test_paths_that_lead_elsewhere_are_refused(path):
    with pytest.raises(BadBundleError):
        archive.pack({path: b""})
    if path:  # Python's own zip writer does not write an empty name
        with pytest.raises(BadBundleError):
            archive.unpack(zipped([(path, b"")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["a.json", "A.json"])
def test_a_name_that_stands_twice_is_refused(second):
    with pytest.raises(BadBundleError, match="same name"):
        archive.unpack(zipped([("a.json", b"1"), (second, b"2")]))


def test_a_zip_bomb_is_refused_before_it_unfolds():
    with pytest.raises(BadBundleError, match="in all"):
        archive.unpack(zipped([(f"m{number}", bytes(70_000_000)) for number in range(2)]))


def test_a_member_that_unfolds_to_more_than_it_says_is_refused():
    data = bytearray(zipped([("bomb", bytes(10_000_000))]))
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)
    with pytest.raises(BadBundleError, match="size"):
        archive.unpack(bytes(data))


def test_a_directory_that_lists_too_much_is_refused():
    with pytest.raises(BadBundleError):
        archive.unpack(zipped([(f"m{number}", b"") for number in range(archive.MOST_MEMBERS + 1)]))
    with pytest.raises(BadBundleError):
        archive.pack({f"m{number}": b"" for number in range(archive.MOST_MEMBERS + 1)})


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(BadBundleError, match="at most"):
        archive.unpack(bytes(archive.LARGEST_BUNDLE + 1))
    with pytest.raises(BadBundleError, match="at most"):
        archive.pack({"a": bytes(archive.LARGEST_BUNDLE)})


def test_encrypted_and_strange_members_are_refused():
    packed = archive.pack(MEMBERS)
    at = packed.index(b"PK\x01\x02")
    for place, value in ((8, 1), (10, 99)):
        data = bytearray(packed)
        data[at + place] = value
        with pytest.raises(BadBundleError):
            archive.unpack(bytes(data))


def test_damaged_compressed_data_is_refused():
    data = bytearray(zipped([("a", zlib.compress(bytes(range(256))))]))
    data[31:60] = b"\xff" * 29
    with pytest.raises(BadBundleError):
        archive.unpack(bytes(data))


@given(st.data())
def test_a_changed_bit_is_a_refusal_or_a_difference(data):
    packed = bytearray(archive.pack(MEMBERS))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        members = archive.unpack(bytes(packed))
    except (BadBundleError, BundleTruncatedError):
        return
    assert members != MEMBERS or archive.pack(members) != packed


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_refusal(data):
    for tail in (b"", b"PK\x05\x06" + bytes(18), archive.pack({"a": b"x"})[-69:]):
        try:
            archive.unpack(data + tail)
        except (BadBundleError, BundleTruncatedError):
            continue
