"""What a mirror has in the place of a signing key: the public half. It verifies, and refuses to sign or to write."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from measures.errors import ConflictError, NotFoundError
from registry.proof.notes import Signature, Signer, Verifier
from registry.storage import mirrored, signing_keys
from registry.storage.keyholder import Keyholder

ADDRESS: Final = "origin-url"
"""The file that holds the address of the registry itself, where the operator said it."""


class ReadOnlyMirrorError(ConflictError):
    """Somebody would write, sign or sign in at a mirror."""

    code = "READ_ONLY_MIRROR"


class NoExhibitError(NotFoundError):
    """A mirror has the exhibits that came with the export, and makes no other."""

    code = "NO_EXHIBIT"


class UnknownAtMirrorError(NotFoundError):
    """A mirror does not know it, because it never leaves the registry."""

    code = "UNKNOWN_AT_MIRROR"

    def __init__(self) -> None:
        super().__init__("A mirror does not know which contracts cite a version, or how many; ask the registry itself.")


class Witness(Signer):
    """A key of which only the public half is here."""

    def __init__(self, verifier: Verifier) -> None:
        self.verifier = verifier

    def signature(self, text: str) -> Signature:  # noqa: ARG002 - it is asked as any signer is
        """Refuse.

        Raises:
            ReadOnlyMirrorError: always.
        """
        refuse(self.name)


@dataclass(frozen=True, slots=True)
class Mirror:
    """What a mirror knows of itself: whose copy it is, and where the files lie that it cannot make anew."""

    origin: str
    directory: Path

    @property
    def address(self) -> str | None:
        """The address of the registry itself, if the operator said it."""
        file = self.directory / ADDRESS
        return file.read_text(encoding="utf-8").strip() if file.is_file() else None

    def refuse(self) -> NoReturn:
        """Say that nothing is written here.

        Raises:
            ReadOnlyMirrorError: always.
        """
        refuse(self.origin, self.address)

    async def file(self, path: str) -> bytes | None:
        """A file of the export that the mirror was last made from; none if that export had none of this path."""
        digest = await mirrored.newest_export()
        kept = self.directory / (digest or "") / path
        return kept.read_bytes() if digest and kept.is_file() else None


class MirrorKeyholder(Keyholder):
    """Holds the public half of the key that signs at the origin."""

    def __init__(self, verifier: Verifier) -> None:
        self.signer = Witness(verifier)

    async def current(self) -> Signer:
        """The public half of the key that the log names now, which a newer export may have replaced."""
        vkey = await signing_keys.current()
        return self.signer if vkey is None else self.of(vkey)

    def of(self, vkey: str) -> Signer:
        """The public half of this key."""
        if self.signer.verifier.vkey != vkey:
            self.signer = Witness(Verifier.parse(vkey))
        return self.signer


def refuse(origin: str, address: str | None = None) -> NoReturn:
    """Say that this is a mirror.

    Raises:
        ReadOnlyMirrorError: always.
    """
    where = f" at {address}" if address else ""
    raise ReadOnlyMirrorError(
        f"This is a read-only mirror of {origin}: nothing is written, signed or voted on here, and nobody signs in. "
        f"Go to the registry itself{where}."
    )
