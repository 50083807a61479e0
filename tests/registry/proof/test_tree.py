"""RFC 9162 §2.1, against the tree of the certificate-transparency reference code, a real log, and random trees."""

from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof import tree
from registry.proof.tree import Address, leaf_hash, node_hash

LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
ARGON_2020 = """
80Sfbj6UQEdVSZCSIgh9NMPj3vCBzcc1A48B2crJSWg= FZcrgAHUk6nNPviJZq8kEK6jCG1d18pJOFE45ZDc1TQ=
Q67reWXmPBo1UfmwBap4Xi9PMPfFdUSSw3WGlRZdG7k= eJ7CyhR4PxzBxDIsWgrVYW1eFUb9ndgf46tFmiqVrxA=
QrDwp062Grm5WY8KdrhFsBuuNjGzRox2Jb8PmVL5OYw= XM4YMjMEdLH/XJam/ZWyaP14k3cmsOtnPsOWQ54lW1s=
SGiBh+jOTGccXU48ZzgQ88lRcBmtB4wz4oSDndv2QTg= WAS6txqNLYKGL1GdBdpqmV42TTfn6cJsuDsqLXuTCNI=
QFmRS0rirUA7ZN3lxFjDncV+E1OCrn3NUB4RCp+5fzc= Hdbp7It2XBNZmNDBpCN/KPd7vfVqxgzwOosqVIaEA9E=
mxvHL0ZiblBdD7j7pIa1jlfB0gSqfJ6oX0UGo7L0VsU= q5hjyvoW6TL/PThgcitpDcSTrnKX2p1+aqscqH2euRA=
jTOWDqt3IHj2NVFeezyBz2ofpru+ztEywqKUAfFclKI= GIRn0w3HqJdvU9j1WVD//eR6lk2AaTVjyzjsJNP8U88=
x52GJvxG81fnQBrgOTbll1A5tz95/LXK0Ag1NhB0r1I= 6/0OqrcTgc3o5dD5PymmoC96lB9yLPFuTHVvLy8fSGk=
Gf+iKLfcXO5l4JEFmsZvSdG5q1uEeWPfYLrds6pmjz0= DGuaco+McyM3AfRSF6qX7RwSetwe2ieYJmxw5e9rVx0=
2tQJ9V32hnYp+fdpP6TcjmgJmLeNVOMKM0Ml1kk4cNU= 3PapK+IkyJr8I9yAErAmzuZezzLMzsg+PfeRCgNW8NQ=
s6xiYeejb+wtqHA+URJZ2I/SCPyIW8coP6aB00FJbMY= z9lSpmdTcr5M5ZzKlc4EPh3SrSypKFdk6JUF/UccaZU=
GXIElfmnRuWfbA4z7ubV/UwlpSRUbUeec7oL5HDDnh0= pR0SH/NYP6s9+8azWwaeUXA4Ze/3WCIgMfh5YW6wvcE=
f3GuAKYVrF8RBg3s15jvA/YvV9oAliWtzP/imwPhQVA= WHn8zDxlVgkV+lSlmzaOdfSBrTHoRr5nT3d76q0KKWE=
f2uV2ZxVgULzLPKuZcowRY3ZY7fRlX59iDBjV1R8kNQ= NzQVjJsvQwbi7WStMr9oFkh9VbHfK7LB6o7WwAqwNTs=
C0LttBeYHZHgL+032JIcJC3CTBIyza/hsbmJUgJfmDI= nixU5CWTFVDlF4BGdcU6kA7WSYurEpe9jRWc+F/7sOc=
"""


class Grown:
    """A tree kept as a store would keep it: complete nodes and a size."""

    def __init__(self, leaves=()):
        self.size, self.root, self.nodes = 0, tree.EMPTY_ROOT, {}
        self.add(leaves)

    def add(self, leaves):
        edge = {address: self.nodes[address] for address in tree.right_edge(self.size)}
        appended = tree.append(self.size, [leaf_hash(leaf) for leaf in leaves], edge)
        for level, position, hashed in appended.nodes:
            assert (level, position) not in self.nodes, "an existing node was written again"
            self.nodes[Address(level, position)] = hashed
        self.size, self.root = appended.size, appended.root
        return appended

    def only(self, addresses):
        return {address: self.nodes[address] for address in addresses}

    def inclusion(self, index, size):
        return tree.inclusion_proof(index, size, self.only(tree.inclusion_nodes(index, size)))

    def consistency(self, old_size, size):
        return tree.consistency_proof(old_size, size, self.only(tree.consistency_nodes(old_size, size)))

    def root_at(self, size):
        return tree.root(size, self.only(tree.right_edge(size)))


def recursive_root(leaves):
    """MTH of RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(recursive_root(leaves[:k]), recursive_root(leaves[k:]))


def flipped(value, bit):
    return value[: bit // 8] + bytes([value[bit // 8] ^ (1 << bit % 8)]) + value[bit // 8 + 1 :]


def some_leaves(count):
    return [f"leaf {number}".encode() for number in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_reference_code(size):
    grown = Grown()
    for leaf in LEAVES[:size]:
        grown.add([leaf])
    assert grown.root.hex() == ROOTS[size]
    assert Grown(LEAVES[:size]).root.hex() == ROOTS[size]
    assert Grown(LEAVES).root_at(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_reference_code(index, size):
    assert [hashed.hex() for hashed in Grown(LEAVES).inclusion(index, size)] == INCLUSION[index, size]


@pytest.mark.parametrize(("old_size", "size"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference_code(old_size, size):
    assert [hashed.hex() for hashed in Grown(LEAVES).consistency(old_size, size)] == CONSISTENCY[old_size, size]


def test_a_proof_of_a_real_log_of_962_million_leaves_verifies():
    # Google's Argon 2020 certificate transparency log, as kept by golang.org/x/mod/sumdb/tlog/testdata.
    path = [b64decode(text) for text in ARGON_2020.split()]
    old_root = b64decode("AuIZ5V6sDUj1vn3Y1K85oOaQ7y+FJJKtyRTl1edIKBQ=")
    root = b64decode("dwlueapdd7LaOEnX2W2Wp9v2XE+KzejHRQGHwEx0oaM=")
    assert tree.verify_consistency(3654490, old_root, 961984013, root, path)
    assert not tree.verify_consistency(3654491, old_root, 961984013, root, path)
    assert not tree.verify_consistency(3654490, old_root, 961984013, root, path[:-1])


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_growing_in_two_steps_gives_the_root_of_the_whole(leaves, cut):
    grown = Grown(leaves[:cut])
    grown.add(leaves[cut:])
    assert grown.root == recursive_root(leaves) == grown.root_at(len(leaves))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 16, 21])
def test_every_proof_of_small_trees_verifies_and_for_nothing_else(size):
    leaves = some_leaves(size)
    grown = Grown(leaves)
    for index in range(size):
        path = grown.inclusion(index, size)
        for other in range(size):
            assert tree.verify_inclusion(leaf_hash(leaves[index]), other, size, path, grown.root) == (other == index)
        assert not tree.verify_inclusion(leaf_hash(leaves[index]), index, size, [*path, grown.root], grown.root)
        assert not path or not tree.verify_inclusion(leaf_hash(leaves[index]), index, size, path[:-1], grown.root)
    for old_size in range(size + 1):
        path = grown.consistency(old_size, size)
        for other in range(size + 1):
            assert tree.verify_consistency(other, grown.root_at(old_size), size, grown.root, path) == (
                other == old_size
            )
        assert not tree.verify_consistency(old_size, grown.root_at(old_size), size, grown.root, [*path, grown.root])


@given(st.data(), st.integers(1, 300))
def test_inclusion_is_proved_and_one_changed_bit_disproves_it(data, size):
    leaves = some_leaves(size)
    grown = Grown(leaves)
    index = data.draw(st.integers(0, size - 1))
    path, leaf = list(grown.inclusion(index, size)), leaf_hash(leaves[index])
    assert tree.verify_inclusion(leaf, index, size, path, grown.root)
    bit = data.draw(st.integers(0, 255))
    assert not tree.verify_inclusion(flipped(leaf, bit), index, size, path, grown.root)
    assert not tree.verify_inclusion(leaf, index, size, path, flipped(grown.root, bit))
    if path:
        step = data.draw(st.integers(0, len(path) - 1))
        path[step] = flipped(path[step], bit)
        assert not tree.verify_inclusion(leaf, index, size, path, grown.root)


@given(st.data(), st.integers(1, 300))
def test_consistency_is_proved_and_one_changed_bit_disproves_it(data, size):
    grown = Grown(some_leaves(size))
    old_size = data.draw(st.integers(0, size))
    path, old_root = list(grown.consistency(old_size, size)), grown.root_at(old_size)
    assert tree.verify_consistency(old_size, old_root, size, grown.root, path)
    bit = data.draw(st.integers(0, 255))
    assert not tree.verify_consistency(old_size, flipped(old_root, bit), size, grown.root, path)
    if path:
        assert not tree.verify_consistency(old_size, old_root, size, flipped(grown.root, bit), path)
        step = data.draw(st.integers(0, len(path) - 1))
        path[step] = flipped(path[step], bit)
        assert not tree.verify_consistency(old_size, old_root, size, grown.root, path)


@given(st.data(), st.integers(2, 200))
def test_a_rewritten_leaf_breaks_consistency(data, size):
    leaves = some_leaves(size)
    old_size = data.draw(st.integers(1, size - 1))
    before = Grown(leaves).root_at(old_size)
    leaves[data.draw(st.integers(0, old_size - 1))] = b"rewritten"
    after = Grown(leaves)
    assert not tree.verify_consistency(old_size, before, size, after.root, after.consistency(old_size, size))


@pytest.mark.parametrize("size", [1, 2, 1000, 1023, 1024, 65535, 65536])
def test_one_leaf_touches_few_nodes(size):
    edge = dict.fromkeys(tree.right_edge(size), bytes(32))
    assert len(edge) == size.bit_count()
    assert len(tree.append(size, [bytes(32)], edge).nodes) <= size.bit_length() + 1


def test_hashes_of_another_length_prove_nothing():
    grown = Grown([b"a", b"b"])
    path = grown.inclusion(0, 2)
    assert tree.verify_inclusion(leaf_hash(b"a"), 0, 2, path, grown.root)
    assert not tree.verify_inclusion(leaf_hash(b"a") + b"\0", 0, 2, path, grown.root)
    assert not tree.verify_inclusion(leaf_hash(b"a"), 0, 2, [path[0][:-1]], grown.root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3), (3, 3)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index, size):
    assert not tree.verify_inclusion(bytes(32), index, size, [], bytes(32))
    with pytest.raises(ValueError, match="has no leaf"):
        tree.inclusion_nodes(index, size)


def test_a_tree_was_never_larger_than_it_is():
    assert not tree.verify_consistency(3, bytes(32), 2, bytes(32), [])
    with pytest.raises(ValueError, match="never had 3"):
        tree.consistency_nodes(3, 2)
