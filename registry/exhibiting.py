"""Having an exhibit made, on record: who asked for the exhibit of which version, as of which checkpoint."""

from governance import policy
from governance.exhibits import ExhibitMade
from measures.references import Reference
from registry.exporting import MadeExhibit, basis_of, exhibit_of
from registry.storage.transaction import Transaction
from registry.use_cases import Caller, use_case


async def make_exhibit(caller: Caller, reference: Reference, size: int | None = None) -> MadeExhibit:
    """Make the exhibit of a published version as of a checkpoint; the newest one if no size of the log is named.

    What is written is who asked for what. The pages are set afterwards, so that nobody waits for them at the log. The
    same request gets the exhibit of the checkpoint that it got the first time: the same bytes.

    Raises:
        SignInError: the caller names no person.
        ReferenceNotFoundError, DigestMismatchError: the reference names no published bytes.
        CheckpointNotFoundError, NotYetPublishedError, FormerKeyError: there is no exhibit as of that checkpoint.
    """
    pinned, checkpoint_size = await put_on_record(caller, reference, size)
    return await exhibit_of(caller.store, pinned, checkpoint_size)


class _Answer(tuple[Reference, int]):
    """The pinned reference and the size of the log, which a repeated request is answered with."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self[0]} {self[1]}"

    @classmethod
    def read(cls, text: str) -> "_Answer":
        """What `str` wrote."""
        reference, size = text.split(" ")
        return cls((Reference.parse(reference), int(size)))


@use_case(read=_Answer.read)
async def put_on_record(tx: Transaction, reference: Reference, size: int | None) -> _Answer:
    """Record that somebody had an exhibit made, once it is certain that there is one."""
    policy.may_make_exhibit(tx.actor).require()
    subject, checkpoint = await basis_of(tx.store, reference, size)
    await tx.record(ExhibitMade(subject.reference, checkpoint.size))
    return _Answer((subject.reference, checkpoint.size))
