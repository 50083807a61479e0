"""Founding a registry, once and for ever as a demonstration or as live; and opening it again.

A registry has its own signing key and its own log origin. Leaf 0 of its log names the key.
"""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from measures.errors import ConflictError, InvalidError, NotFoundError
from registry.config import Settings
from registry.embedded import has_cluster
from registry.proof.keys import SEED_SIZE, from_pem, private_key, to_pem
from registry.proof.notes import Signer, is_key_name
from registry.storage import registries
from registry.storage.database import open_database
from registry.storage.transaction import Store
from registry.storage.vote_keys import VoteKeys

LONGEST_ORIGIN: Final = 200


class NotFoundedError(NotFoundError):
    """The data directory holds no registry yet."""

    code = "NOT_FOUNDED"


class AlreadyFoundedError(ConflictError):
    """There is a registry here already, and what it is stays for ever."""

    code = "ALREADY_FOUNDED"


class BadOriginError(InvalidError):
    """The origin cannot name a log."""

    code = "BAD_ORIGIN"


class SigningKeyError(ConflictError):
    """The signing key is missing, readable to others, or of another registry."""

    code = "SIGNING_KEY"


@dataclass(frozen=True, slots=True)
class Founding:
    """What is decided when a registry is founded."""

    demonstration: bool
    origin: str


def founding(*, demonstration: bool, origin: str | None = None) -> Founding:
    """Decide what a new registry is. Without a given origin a random one is made: no two registries share a name.

    Raises:
        BadOriginError: the origin has spaces or a plus sign, or is an address of a host.
    """
    if origin is None:
        kind = "demonstration" if demonstration else "live"
        return Founding(demonstration, f"value-registry/{kind}/{secrets.token_hex(4)}")
    if not is_key_name(origin) or len(origin) > LONGEST_ORIGIN or "://" in origin or ":" in origin:
        raise BadOriginError(
            f"{origin!r} cannot be an origin: a name without spaces, plus signs or colons that stays when hosts "
            "change, for example 'tenncare/value-registry'."
        )
    return Founding(demonstration, origin)


@asynccontextmanager
async def open_registry(settings: Settings, found: Founding | None = None) -> AsyncIterator[Store]:
    """Open the registry of these settings; where there is none, found it as `found` says.

    Raises:
        NotFoundedError: there is none, and `found` is not given.
        SigningKeyError: the private key is missing, readable to others, or not the one that signed before.
    """
    if found is None and settings.database_url is None and not has_cluster(settings.data_dir):
        raise _not_founded(settings)
    # Its secrets are private by themselves; the embedded server, when started by root, must be able to pass through.
    settings.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    async with open_database(settings) as engine:
        known = await registries.get()
        if known is None:
            if found is None:
                raise _not_founded(settings)
            key = _new_key(settings.signing_key_path)
            signer = Signer(found.origin, key)
            known = await registries.found(engine, signer, demonstration=found.demonstration)
        key = _read_key(settings.signing_key_path)
        signer = Signer(known.origin, key)
        if signer.verifier.vkey != known.vkey:
            raise SigningKeyError(
                f"The key in {settings.signing_key_path} is not the one that signs for this registry. "
                "Put the right key back, or let SIGNING_KEY_FILE name it."
            )
        keys = VoteKeys(settings.vote_keys_dir)
        await _destroy_keys_of_certified_votes(keys)
        yield Store(engine, signer, keys, known.demonstration)


def _not_founded(settings: Settings) -> NotFoundedError:
    where = settings.data_dir if settings.database_url is None else "the database that DATABASE_URL names"
    return NotFoundedError(
        f"There is no registry in {where} yet; `value-registry init --live` makes an empty live one, and "
        "`value-registry run` makes a demonstration. DATA_DIR names another directory."
    )


async def _destroy_keys_of_certified_votes(keys: VoteKeys) -> None:
    """A crash between certifying and destroying leaves a key behind; the next start makes up for it."""
    for vote_id in keys.held():
        if await registries.is_certified(vote_id):
            keys.destroy(vote_id)


def _new_key(path: Path) -> Ed25519PrivateKey:
    """Make the key, whole or not at all; where there is one already (of another process, or brought), take that."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(to_pem(private_key(os.urandom(SEED_SIZE))))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return _read_key(path)


def _read_key(path: Path) -> Ed25519PrivateKey:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise SigningKeyError(f"The signing key {path} cannot be read: {error}.") from None
    if mode & 0o077:
        raise SigningKeyError(f"The signing key {path} can be read by others; run `chmod 600 {path}`.")
    return from_pem(text)
