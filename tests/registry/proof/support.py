"""A small log and bundles out of it, for the tests of bundles. Each builder states only what matters."""

from dataclasses import replace

from measures.documents import canonical_json, digest_of
from measures.references import Reference
from registry.proof import archive, keys, tree
from registry.proof.bundle import BundleInput, Logged, build_bundle
from registry.proof.checkpoints import Checkpoint
from registry.proof.leaves import Action, Leaf
from registry.proof.manifest import MANIFEST, manifest_text
from registry.proof.notes import Signer

SIGNER = Signer("value.example/demonstration", keys.private_key(b"1" * 32))
NEXT = Signer("value.example/demonstration", keys.private_key(b"2" * 32))
STRANGER = Signer("value.example/demonstration", keys.private_key(b"3" * 32))


def a_document(kind, name, demonstration=False, **fields):
    marking = {"demonstration": True} if demonstration else {}
    return canonical_json({"schema": f"{kind}/1", "kind": kind, "name": name, "version": "1.0.0", **marking, **fields})


class Log:
    """A log as a registry would keep it."""

    def __init__(self, signer=SIGNER):
        self.signer, self.leaves, self.records = signer, [], []
        self.add(Action.KEY_INTRODUCED, keys.key_reference(signer.verifier), keys.introduction(signer.verifier))

    def add(self, action, reference, content, record=True):
        number = len(self.leaves)
        at = f"2027-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000000Z"
        self.leaves.append(Leaf(action, reference, digest_of(content), at))
        self.records.append(content if record else None)

    def rotate(self, signer):
        self.add(Action.KEY_ROTATED, keys.key_reference(signer.verifier), keys.handover(self.signer, signer))
        self.signer = signer

    def checkpoint(self):
        return Checkpoint(self.signer.name, len(self.leaves), self._grown().root)

    def logged(self):
        nodes = {node[:2]: node.hash for node in self._grown().nodes}
        size = len(self.leaves)
        return [
            Logged(leaf, index, tree.inclusion_proof(index, size, nodes), self.records[index])
            for index, leaf in enumerate(self.leaves)
        ]

    def _grown(self):
        return tree.append(0, [leaf.hash() for leaf in self.leaves], {})


def an_input(log=None, demonstration=False, event=True):
    """A priority set that cites a measure and a definition, published after an unrelated leaf, and an event."""
    log = log or Log()
    measure = a_document("measure", "ltss/ltss-1", demonstration, title="Comprehensive assessment and update")
    pinned_measure = f"measure/ltss/ltss-1@1.0.0#{digest_of(measure)}"
    definition = a_document("value-definition", "US-TN/choice", demonstration, measures=[pinned_measure])
    subject = a_document(
        "priority-set", "US-TN/quiltss-nf", demonstration,
        definitions=[{"reference": "value-definition/US-TN/choice@1.0.0", "digest": digest_of(definition)}],
        items=[{"measure": pinned_measure, "label": {"decision": "label-decision/US-TN/x", "digest": digest_of(b"")}}],
        note="A sentence with measure/ltss/ltss-1@1.0.0 in it.",
    )  # fmt: skip
    documents = {
        "measure/ltss/ltss-1@1.0.0": measure,
        "value-definition/US-TN/choice@1.0.0": definition,
        "priority-set/US-TN/quiltss-nf@1.0.0": subject,
    }
    log.add(Action.VOTE_OPENED, "vote/0190a0b0-0000-7000-8000-000000000000", b"{}")
    for versioned, content in documents.items():
        log.add(Action.DOCUMENT_PUBLISHED, versioned, content, record=False)
    if event:
        log.add(Action.SUPERSEDED, "priority-set/US-TN/quiltss-nf@1.0.0", b'{"event":"superseded"}')
    reference = Reference.parse("priority-set/US-TN/quiltss-nf@1.0.0").pinned(digest_of(subject))
    wanted = [one for one in log.logged() if one.leaf.action is not Action.VOTE_OPENED]
    note = log.checkpoint().signed(log.signer)
    return BundleInput(reference, documents, wanted, note, {"page.html": b"<p>For people</p>"})


def a_bundle(**changes):
    return build_bundle(replace(an_input(), **changes), SIGNER)


def repacked(change, signer=SIGNER):
    """A bundle whose members somebody changed and who then signed the list of files again."""
    members = archive.unpack(a_bundle())
    change(members)
    if signer is not None:
        members[MANIFEST] = signer.sign(manifest_text(members)).encode()
    return archive.pack(members)
