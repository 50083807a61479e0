"""Checkpoints and proofs of inclusion, in the forms of C2SP."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof import keys, tree
from registry.proof.checkpoints import BadCheckpointError, Checkpoint, open_checkpoint
from registry.proof.encoding import from_base64
from registry.proof.notes import BadSignatureError, Signer
from registry.proof.proofs import BadProofError, Proof

SIGNER = Signer("example.com/behind-the-sofa", keys.private_key(b"s" * 32))
# The example of https://c2sp.org/tlog-checkpoint.
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_example_of_the_specification_is_read_and_written():
    checkpoint = Checkpoint.parse(EXAMPLE)
    assert checkpoint.origin == "example.com/behind-the-sofa"
    assert checkpoint.size == 20852163
    assert checkpoint.root == from_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint.text == EXAMPLE


def test_a_signed_checkpoint_opens():
    note = Checkpoint.parse(EXAMPLE).signed(SIGNER)
    checkpoint, opened = open_checkpoint(note, [SIGNER.verifier])
    assert checkpoint.text == EXAMPLE
    assert opened.verified[0].name == checkpoint.origin
    with pytest.raises(BadSignatureError):
        open_checkpoint(note.replace("20852163", "20852164"), [SIGNER.verifier])


def test_an_empty_log_has_a_checkpoint():
    text = Checkpoint("log", 0, tree.EMPTY_ROOT).text
    assert text == "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert Checkpoint.parse(text).size == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        EXAMPLE[:-1],
        EXAMPLE + "extension\n",
        EXAMPLE + "\n",
        EXAMPLE.replace("example.com/behind-the-sofa", ""),
        EXAMPLE.replace("20852163", "020852163"),
        EXAMPLE.replace("20852163", "+1"),
        EXAMPLE.replace("20852163", "-1"),
        EXAMPLE.replace("20852163", "1_0"),
        EXAMPLE.replace("20852163", "٣"),
        EXAMPLE.replace("20852163", "9" * 19),
        EXAMPLE.replace("2I=", "2J="),
        EXAMPLE.replace("CsUY", ""),
        EXAMPLE.replace("2I=", "2I"),
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text):
    with pytest.raises(BadCheckpointError):
        Checkpoint.parse(text)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_checkpoints_are_read_back(size, root):
    checkpoint = Checkpoint("value.example/log", size, root)
    assert Checkpoint.parse(checkpoint.text) == checkpoint


def a_proof():
    hashes = [tree.leaf_hash(leaf) for leaf in (b"a", b"b", b"c")]
    grown = tree.append(0, hashes, {})
    nodes = {node[:2]: node.hash for node in grown.nodes}
    checkpoint = Checkpoint(SIGNER.name, grown.size, grown.root)
    return Proof(2, tree.inclusion_proof(2, 3, nodes), checkpoint.signed(SIGNER)), checkpoint


def test_a_proof_is_written_as_the_specification_says():
    proof, checkpoint = a_proof()
    head, note = proof.text.split("\n\n", 1)
    assert head.split("\n")[:2] == ["c2sp.org/tlog-proof@v1", "index 2"]
    assert [from_base64(line) for line in head.split("\n")[2:]] == list(proof.path)
    assert note == checkpoint.signed(SIGNER)
    assert Proof.parse(proof.text.encode()) == proof


def test_a_proof_holds_for_its_leaf_only():
    proof, checkpoint = a_proof()
    assert proof.proves(b"c", checkpoint)
    assert not proof.proves(b"b", checkpoint)
    assert not Proof(1, proof.path, proof.checkpoint).proves(b"c", checkpoint)


def test_a_log_of_one_leaf_needs_no_path():
    checkpoint = Checkpoint("log", 1, tree.leaf_hash(b"only"))
    proof = Proof(0, (), checkpoint.signed(SIGNER))
    assert proof.text.startswith("c2sp.org/tlog-proof@v1\nindex 0\n\nlog\n1\n")
    assert Proof.parse(proof.text.encode()).proves(b"only", checkpoint)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 2", "index 02"),
        ("index 2", "index -2"),
        ("index 2", "extra AA==\nindex 2"),
        ("index 2\n", ""),
        ("index 2", "index 2\n" + "A" * 44),
        ("index 2", "index 2\n" + "\n".join(["A" * 43 + "="] * 64)),
        ("\n\n", "\n"),
        ("@v1\n", "@v1\r\n"),
    ],
)
def test_what_is_not_a_proof_is_refused(old, new):
    proof, _ = a_proof()
    changed = proof.text.replace(old, new)
    assert changed != proof.text
    with pytest.raises(BadProofError):
        Proof.parse(changed.encode())
    with pytest.raises(BadProofError):
        Proof.parse(b"\xff" + proof.text.encode())
