"""Whether an export continues what a mirror holds already. A mirror is a witness: it keeps what it once saw signed."""

from collections.abc import Set as AbstractSet
from uuid import UUID

from measures.errors import ConflictError
from registry.exchange.mirrors.verification import VerifiedExport
from registry.proof.checkpoints import Checkpoint


class OtherRegistryError(ConflictError):
    """The export is of another registry than the mirror."""

    code = "OTHER_REGISTRY"


class MirrorRewoundError(ConflictError):
    """The export shows an older log than the mirror holds."""

    code = "MIRROR_REWOUND"


class MirrorForkedError(ConflictError):
    """The export contradicts what the mirror holds, and both were signed."""

    code = "MIRROR_FORKED"


def require_continues(export: VerifiedExport, held: Checkpoint) -> None:
    """See that the log of an export begins with the one that is held.

    Raises:
        OtherRegistryError: it is the log of another registry.
        MirrorRewoundError: it is shorter, and otherwise the same.
        MirrorForkedError: it is another log under the same name.
    """
    offered = export.index.checkpoint
    if offered.origin != held.origin:
        raise OtherRegistryError(f"This is a mirror of {held.origin}, and the export is of {offered.origin}.")
    if offered.size >= held.size and export.log.root_at(held.size) == held.root:
        return
    if offered.size < held.size:
        raise MirrorRewoundError(
            f"The export's log has {offered.size} entries, and this mirror holds a signed checkpoint of {held.size}. "
            "It is an older export, or the registry took its log back. Nothing was stored; get the newest export, and "
            "if it is this one, keep this mirror's checkpoint: it is the evidence."
        )
    raise MirrorForkedError(
        f"The export's log is not a continuation of the {held.size} entries that this mirror holds a signed checkpoint "
        "of. The registry has signed two logs that contradict each other. Nothing was stored; keep both checkpoints: "
        "they are the evidence."
    )


def require_statements(export: VerifiedExport, held: AbstractSet[UUID]) -> None:
    """See that everything that was ever said about a version is still there; newer statements stand beside older ones.

    Raises:
        MirrorForkedError: something was taken back, which the log does not show.
    """
    offered = {each.id for some in export.statements.values() for each in some}
    if gone := len(held - offered):
        raise MirrorForkedError(
            f"{gone} statements about published versions that this mirror holds are not in the export any more. "
            "A registry adds statements and takes none back. Nothing was stored."
        )
