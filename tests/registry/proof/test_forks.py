"""Evidence of a fork: it holds for everybody, and whatever is changed in it, it holds no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof import tree
from registry.proof.forks import BadEvidenceError, Fork, Statement
from registry.proof.tree import Address
from tests.registry.monitoring.logs import a_log, grow, key_records
from tests.registry.proof.support import NEXT, SIGNER, STRANGER


def statement(log, signer=None):
    return Statement(log.checkpoint().signed(signer or log.signer), tuple(key_records(log)))


def a_fork(older_size=6, newer_size=9, rotated=False):
    """One log of the older size, and another that went its own way after four entries."""
    older, newer = a_log(4), a_log(4)
    if rotated:
        newer.rotate(NEXT)
    for log, size, name in ((older, older_size, "set"), (newer, newer_size, "other")):
        while len(log.leaves) < size:
            grow(log, name)
    grown = tree.append(0, [leaf.hash() for leaf in newer.leaves], {})
    nodes = {Address(node.level, node.position): node.hash for node in grown.nodes}
    path = tree.consistency_proof(older_size, newer_size, nodes)
    return Fork(statement(older), statement(newer), tree.root(older_size, nodes), path)


@pytest.mark.parametrize("fork", [a_fork(), a_fork(6, 6), a_fork(5, 300), a_fork(rotated=True)])
def test_two_statements_that_cannot_both_be_true_are_evidence(fork):
    checks = Fork.parse(fork.content()).checks([SIGNER.verifier.vkey])
    assert [check.name for check in checks] == ["keys", "signatures", "difference", "connection", "trust"]
    assert all(check.passed for check in checks)


def test_evidence_against_a_key_that_the_reader_does_not_know_is_none():
    checks = a_fork().checks([STRANGER.verifier.vkey])
    assert [check.name for check in checks if not check.passed] == ["trust"]


def test_a_log_that_only_grew_is_no_fork():
    older, newer = a_log(6), a_log(9)
    grown = tree.append(0, [leaf.hash() for leaf in newer.leaves], {})
    nodes = {Address(node.level, node.position): node.hash for node in grown.nodes}
    path = tree.consistency_proof(6, 9, nodes)
    fork = Fork(statement(older), statement(newer), older.checkpoint().root, path)
    assert [check.name for check in fork.checks() if not check.passed] == ["difference"]


def test_an_invented_root_is_no_evidence():
    older, newer = a_log(6), a_log(9)
    fork = Fork(statement(older), statement(newer), bytes(32), ())
    assert [check.name for check in fork.checks() if not check.passed] == ["connection"]


def test_a_statement_that_a_stranger_signed_is_no_evidence():
    fork = a_fork()
    forged = Fork(statement(a_log(6), STRANGER), fork.newer, fork.root, fork.path)
    assert [check.name for check in forged.checks() if not check.passed] == ["signatures"]


CONTENT = a_fork().content()


@given(st.integers(0, len(CONTENT) - 1), st.integers(0, 7))
def test_one_changed_bit_and_it_holds_no_more(place, bit):
    changed = CONTENT[:place] + bytes([CONTENT[place] ^ 1 << bit]) + CONTENT[place + 1 :]
    try:
        checks = Fork.parse(changed).checks()
    except BadEvidenceError:
        return
    assert not all(check.passed for check in checks)
