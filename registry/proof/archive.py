"""The zip around a bundle: one sequence of bytes for one set of members, and a reader that trusts nothing.

The members are stored, not compressed, in the order of their names and with a fixed date, so the same members give
the same bytes on every machine and in every year. `unpack(data)` followed by `pack` gives `data` again exactly when
nobody repacked, extended or hid anything; otherwise two unzip programs might show two different exhibits.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from measures.errors import InvalidError

LARGEST_BUNDLE: Final = 128 * 1024 * 1024
MOST_MEMBERS: Final = 20_000
LONGEST_PATH: Final = 250

_STEP = r"[A-Za-z0-9](?:[A-Za-z0-9@._-]*[A-Za-z0-9_-])?"
_PATH = re.compile(rf"{_STEP}(?:/{_STEP})*")
# Zip, APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16, without the signatures.
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_READER, _WRITER = 20, 0x0314  # zip 2.0; 3 for Unix, so that the mode below is understood
_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
_MODE = 0o100644 << 16
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1


class BadBundleError(InvalidError):
    """The file is not a bundle of this registry, or not one that is safe to open."""

    code = "BAD_BUNDLE"


class BundleTruncatedError(InvalidError):
    """The end of the file is missing."""

    code = "BUNDLE_TRUNCATED"


class _Entry(NamedTuple):
    path: str
    method: int
    packed: int
    size: int
    offset: int


def pack(members: Mapping[str, bytes]) -> bytes:
    """The one zip file with these members.

    Raises:
        BadBundleError: a path or the whole is not what a bundle can hold.
    """
    _require_paths(list(members))
    body, directory = bytearray(), bytearray()
    for path in sorted(members):
        content = members[path]
        name, size = path.encode("ascii"), len(content)
        shared = (0, _STORED, 0, _DATE, zlib.crc32(content), size, size, len(name))
        directory += _CENTRAL.pack(_CENTRAL_SIGN, _WRITER, _READER, *shared, 0, 0, 0, 0, _MODE, len(body)) + name
        body += _LOCAL.pack(_LOCAL_SIGN, _READER, *shared, 0) + name + content
        if len(body) + len(directory) > LARGEST_BUNDLE:
            raise BadBundleError(f"A bundle has at most {LARGEST_BUNDLE} bytes.")
    end = _END.pack(_END_SIGN, 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + end)


def unpack(data: bytes) -> dict[str, bytes]:
    """The members of a zip file, ours or repacked by somebody; whether it is ours is for `pack` to say.

    Nothing is written anywhere. Checksums are not compared: the manifest's SHA-256 digests say more.

    Raises:
        BundleTruncatedError: the end of the file is missing.
        BadBundleError: this is no zip file, or one that a bundle never is: encrypted, too large, with a path that
            leads elsewhere, with a name twice.
    """
    if len(data) > LARGEST_BUNDLE:
        raise BadBundleError(f"A bundle has at most {LARGEST_BUNDLE} bytes; this file has {len(data)}.")
    try:
        entries = list(_entries(data))
        _require_paths([entry.path for entry in entries])
        if sum(entry.size for entry in entries) > LARGEST_BUNDLE:
            raise BadBundleError(f"The members of a bundle have at most {LARGEST_BUNDLE} bytes in all.")
        if sum(entry.packed for entry in entries) > len(data):
            raise BadBundleError("The zip file is damaged: its members lie on top of each other.")
        return {entry.path: _content(data, entry) for entry in entries}
    except (struct.error, UnicodeDecodeError, zlib.error):
        raise BadBundleError("The zip file is damaged: its directory does not describe what it holds.") from None


def _entries(data: bytes) -> Iterator[_Entry]:
    """Read the central directory."""
    end_at = _end(data)
    _, disk, start_disk, here, count, length, start, _ = _END.unpack_from(data, end_at)
    if disk or start_disk or here != count or count > MOST_MEMBERS or start + length != end_at:
        raise BadBundleError("The zip file is damaged, or is not of the plain kind that a bundle is.")
    at = start
    for _ in range(count):
        fields = _CENTRAL.unpack_from(data, at)
        sign, flags, method, packed, size = fields[0], fields[3], fields[4], fields[8], fields[9]
        name_length, extra, comment, offset = fields[10], fields[11], fields[12], fields[16]
        at += _CENTRAL.size
        if sign != _CENTRAL_SIGN or flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
            raise BadBundleError("The zip file is damaged, encrypted or packed by a method that a bundle never uses.")
        yield _Entry(data[at : at + name_length].decode("ascii"), method, packed, size, offset)
        at += name_length + extra + comment
    if at != end_at:
        raise BadBundleError("The zip file's directory is damaged: it does not end where it says.")


def _end(data: bytes) -> int:
    """Where the end record stands, which in a bundle is the very end."""
    at = data.rfind(_END_SIGN)
    if at >= 0 and at == len(data) - _END.size:
        return at
    if 0 <= at < len(data) - _END.size and sum(_END.unpack_from(data, at)[5:7]) == at:
        raise BadBundleError("Something was added after the end of the zip file, or it was repacked with a comment.")
    if data[:4] == _LOCAL_SIGN[: len(data)]:
        raise BundleTruncatedError("The end of the file is missing: it was cut off while copied or sent. Get it again.")
    raise BadBundleError("This is not a zip file, so it is not an exhibit bundle.")


def _content(data: bytes, entry: _Entry) -> bytes:
    fields = _LOCAL.unpack_from(data, entry.offset)
    start = entry.offset + _LOCAL.size + fields[9] + fields[10]
    raw = data[start : start + entry.packed]
    if fields[0] != _LOCAL_SIGN or len(raw) != entry.packed:
        raise BadBundleError(f"The zip file is damaged: {entry.path} is not where its directory says.")
    if entry.method == _DEFLATED:
        raw = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, entry.size + 1)
    if len(raw) != entry.size:
        raise BadBundleError(f"The zip file is damaged: {entry.path} does not have the size that its directory says.")
    return raw


def _require_paths(paths: list[str]) -> None:
    """Plain paths that lead nowhere else, and that stay apart on disks which ignore capitals."""
    if len(paths) > MOST_MEMBERS:
        raise BadBundleError(f"A bundle has at most {MOST_MEMBERS} members.")
    for path in paths:
        if len(path) > LONGEST_PATH or _PATH.fullmatch(path) is None:
            raise BadBundleError(f"{path[:100]!r} is not a path that a bundle can hold.")
    if len({path.lower() for path in paths}) != len(paths):
        raise BadBundleError("Two members of the zip file have the same name.")
