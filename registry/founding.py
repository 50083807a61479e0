"""Founding a registry, once and for ever as a demonstration or as live; and opening it again.

A registry has its own signing key and its own log origin. Leaf 0 of its log names the key.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from measures.errors import ConflictError, InvalidError, NotFoundError
from registry.config import Settings
from registry.embedded import has_cluster
from registry.key_file import KeyFile, SigningKeyError
from registry.proof.notes import Signer, Verifier, is_key_name
from registry.storage import registries
from registry.storage.database import open_database
from registry.storage.keyholder import Keyholder
from registry.storage.read_only import Mirror, MirrorKeyholder
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
    """Open the registry of these settings; where there is none, found it as `found` says. A mirror needs no key.

    Raises:
        NotFoundedError: there is none, and `found` is not given.
        SigningKeyError: the private key is missing, readable to others, or not the one that signed before.
    """
    if found is None and settings.database_url is None and not has_cluster(settings.data_dir):
        raise _not_founded(settings)
    # Its secrets are private by themselves; the embedded server, when started by root, must be able to pass through.
    settings.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    file = KeyFile(settings.signing_key_path)
    async with open_database(settings) as engine:
        known = await registries.get()
        if known is None:
            if found is None:
                raise _not_founded(settings)
            signer = Signer(found.origin, file.make())
            known = await registries.found(engine, signer, demonstration=found.demonstration)
        if known.mirrored_at is not None:
            witness = MirrorKeyholder(Verifier.parse(known.vkey))
            mirror = Mirror(known.origin, settings.mirror_dir)
            yield Store(engine, witness, VoteKeys(settings.vote_keys_dir), known.demonstration, mirror)
            return
        signer = file.find(known.origin, known.vkey)
        with suppress(SigningKeyError):  # a rotation that was killed after it was on record: where it lies matters not
            file.settle(signer)
        keys = VoteKeys(settings.vote_keys_dir)
        await _destroy_keys_of_certified_votes(keys)
        yield Store(engine, Keyholder(signer, partial(file.find, known.origin)), keys, known.demonstration)


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
