"""The key that a process signs with, read again once another process has handed over to the next one."""

from collections.abc import Callable

from measures.errors import ConflictError
from registry.proof.notes import Signer
from registry.storage import signing_keys


class KeyReplacedError(ConflictError):
    """The signing key was replaced, and this process has only the old one."""

    code = "KEY_REPLACED"


class Keyholder:
    """A signer that never signs once the log names another key."""

    def __init__(self, signer: Signer, find: Callable[[str], Signer]) -> None:
        """Begin with a signer; `find` reads the key file for the key of a verifier key, or refuses."""
        self.signer = signer
        self._find = find

    async def current(self) -> Signer:
        """The signer of the key that the log names now.

        Raises:
            KeyReplacedError: the key file does not hold that key.
        """
        vkey = await signing_keys.current()
        return self.signer if vkey is None else self.of(vkey)

    def of(self, vkey: str) -> Signer:
        """The signer of this verifier key, which the log named in this very transaction.

        Raises:
            KeyReplacedError: the key file does not hold that key.
        """
        if self.signer.verifier.vkey != vkey:
            try:
                self.signer = self._find(vkey)
            except ConflictError as refusal:
                raise KeyReplacedError(
                    "The signing key was replaced by the next one, which this process cannot read; nothing was signed "
                    f"or stored. Give it the new key and restart it. ({refusal.message})"
                ) from None
        return self.signer
