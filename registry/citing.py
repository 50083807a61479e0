"""How to cite a published version: every form of its reference, and the clause for a contract."""

from dataclasses import dataclass

from measures.references import Reference
from registry.contracts.clauses import AdoptionRule, CitedVersion, Clause, clause_for
from registry.exchange.exhibits.titles import title_of
from registry.proof.keys import fingerprint
from registry.reading import read_document
from registry.storage import documents
from registry.storage.transaction import Store


@dataclass(frozen=True, slots=True)
class Citation:
    """A version as a contract cites it."""

    version: CitedVersion
    clause: Clause

    @property
    def reference(self) -> Reference:
        """Pinned."""
        return self.version.reference


async def citation_of(store: Store, reference: Reference, rule: AdoptionRule | None = None) -> Citation:
    """The citation of a published version, with a static clause, or a floating one where there is an adoption rule.

    Without a version the newest is cited; the citation is pinned in any case.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: the reference names no published bytes.
    """
    published = await documents.get(reference)
    cited = CitedVersion(
        reference=published.reference,
        title=title_of(read_document(published.content)),
        published_at=published.published_at,
        origin=store.signer.name,
        fingerprint=fingerprint(store.signer.verifier.public_key),
        demonstration=published.demonstration,
    )
    return Citation(cited, clause_for(cited, rule))
