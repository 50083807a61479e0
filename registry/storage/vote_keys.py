"""The keys of running votes: files outside the database, readable by their owner only, destroyed at certification."""

import os
from pathlib import Path
from uuid import UUID

from governance.ballots import VoteKey
from governance.votes import VoteId
from measures.errors import ConflictError

KEY_SIZE = 32


class VoteKeyMissingError(ConflictError):
    """The key of a running vote is not where it should be, so no ballot can be taken or replaced."""

    code = "VOTE_KEY_MISSING"


class VoteKeys:
    """A directory of vote keys."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def create(self, vote_id: VoteId) -> VoteKey:
        """Make the key of a new vote. It lies on disk before the vote can be committed."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = os.urandom(KEY_SIZE)
        handle = os.open(self._path(vote_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        return VoteKey(secret)

    def get(self, vote_id: VoteId) -> VoteKey:
        """The key of a running vote.

        Raises:
            VoteKeyMissingError: there is none.
        """
        try:
            return VoteKey(self._path(vote_id).read_bytes())
        except FileNotFoundError:
            raise VoteKeyMissingError(
                "The key of this vote is missing on this server; ask the operator to restore it, or cancel the vote."
            ) from None

    def destroy(self, vote_id: VoteId) -> None:
        """Overwrite and remove the key. Nobody can tie a person to a choice from then on; doing it twice is no error.

        Copies that backups, snapshots or the medium itself kept are out of reach: docs/secrecy.md says so.
        """
        path = self._path(vote_id)
        try:
            with path.open("r+b") as file:
                file.write(bytes(KEY_SIZE))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return

    def held(self) -> list[VoteId]:
        """The votes whose keys still exist here."""
        return [VoteId(UUID(path.stem)) for path in self._directory.glob("*.key")]

    def _path(self, vote_id: VoteId) -> Path:
        return self._directory / f"{vote_id}.key"
