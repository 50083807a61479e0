"""Where an offline check finds published documents: in one exhibit bundle, or in the directory of an export."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from measures.dated_records import DatedKind
from measures.errors import NotFoundError
from measures.references import Reference
from registry.cli.bundled import Bundled, read_bundle
from registry.cli.files import read_bytes
from registry.contracts.conformance import RuleSetStanding
from registry.exchange.mirrors import layout
from registry.exchange.mirrors.index import LARGEST_INDEX, Index, require_signed
from registry.exchange.mirrors.members import LARGEST_FILE, BadExportError, Member
from registry.exchange.mirrors.statements import read_statements


class NotInExportError(NotFoundError):
    """The export does not hold the document that is cited."""

    code = "NOT_IN_EXPORT"


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One exhibit bundle: it holds its subject, whatever is asked for."""

    path: Path

    def bundled(self, _: Reference) -> Bundled:
        """The subject of the bundle; whether it is the document that is cited is for the check to see."""
        return read_bundle(self.path)

    def standing(self, _: Reference) -> RuleSetStanding | None:
        """A bundle does not say whether a rule set binds today."""
        return None

    def unknown(self, _: Iterable[Reference]) -> list[str]:
        """A bundle does not say what else was published."""
        return []


@dataclass(frozen=True, slots=True)
class ExportDirectory:
    """An export, whose index was signed by the key that it names; only files that the index lists are read."""

    path: Path
    index: Index

    def bundled(self, reference: Reference) -> Bundled:
        """The bundle of a version.

        Raises:
            NotInExportError: the export has no such version.
            BadExportError: the file is not the one that the index lists.
            BundleNotIntactError: the bundle does not hold what it says.
        """
        member = layout.bundle(reference)
        self._content(member)
        return read_bundle(self.path / member.path)

    def standing(self, reference: Reference) -> RuleSetStanding | None:
        """Whether a rule set binds, as was last said when the export was made."""
        said = read_statements(self._content(layout.statements(reference)), reference)
        newest = [each.record.content for each in said if each.record.kind is DatedKind.STATUS]
        return RuleSetStanding.of(newest[-1]) if newest else None

    def unknown(self, cited: Iterable[Reference]) -> list[str]:
        """Of each version that was not published, or with other bytes than its digest says: a sentence."""
        files = self.index.by_path()
        found = ((each, files.get(layout.document(each).path)) for each in cited)
        return [
            f"{each.versioned} is not published there"
            if listed is None
            else f"{each.versioned} is published there with the digest sha256:{listed.sha256}, not {each.digest}"
            for each, listed in found
            if listed is None or each.digest not in (None, f"sha256:{listed.sha256}")
        ]

    def _content(self, member: Member) -> bytes:
        listed = self.index.by_path().get(member.path)
        if listed is None:
            raise NotInExportError(f"{self.path} holds no {member.path}; export again, or name another version.")
        content = read_bytes(self.path / member.path, LARGEST_FILE)
        if sha256(content).hexdigest() != listed.sha256:
            raise BadExportError(f"{self.path / member.path} is not the file that the index lists; it was changed.")
        return content


Place = BundleFile | ExportDirectory
_INDEX: Final = layout.INDEX
_SIGNED: Final = layout.SIGNED


def place(path: Path) -> Place:
    """A bundle file, or the directory of an export.

    Raises:
        BadExportError, BadNoteError, BadSignatureError: the directory is no export, or its index was changed.
    """
    if not path.is_dir():
        return BundleFile(path)
    if not (path / _INDEX).is_file():
        raise BadExportError(f"{path} holds no {_INDEX}, so it is no export.")
    index = Index.parse(read_bytes(path / _INDEX, LARGEST_INDEX))
    require_signed(index, read_bytes(path / _SIGNED))
    return ExportDirectory(path, index)
