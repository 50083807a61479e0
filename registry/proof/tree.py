"""The Merkle tree of the log: hashing, appending, and proofs of inclusion and of consistency.

RFC 9162 §2.1 with SHA-256, which gives the same hashes as RFC 6962. The tree is kept as the hashes of its *complete*
subtrees: the node (level, index) covers the leaves from index·2^level up to (index + 1)·2^level, so (0, 7) is the
eighth leaf. Such a node never changes once it exists. Every function here says beforehand which nodes it needs,
so that a store can fetch them in one query, and takes them as a mapping.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of the tree without leaves (RFC 9162 §2.1.1)."""


class Address(NamedTuple):
    """Where a complete subtree stands."""

    level: int
    position: int


class Node(NamedTuple):
    """A complete subtree and its hash, as it is stored."""

    level: int
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Appended:
    """What appending leaves to a tree adds to it."""

    nodes: tuple[Node, ...]
    size: int
    root: bytes


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf (RFC 9162 §2.1.1: a 0x00 byte, then the leaf)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours (RFC 9162 §2.1.1: a 0x01 byte, then both)."""
    return sha256(b"\x01" + left + right).digest()


def right_edge(size: int) -> tuple[Address, ...]:
    """The fewest complete subtrees that cover a tree of `size` leaves, from the left: one for each 1 bit of `size`."""
    return _cover(0, size)


def root(size: int, nodes: Mapping[Address, bytes]) -> bytes:
    """The root hash of the tree of `size` leaves, from the nodes at `right_edge(size)`."""
    return _hash_of((0, size), nodes) if size else EMPTY_ROOT


def append(size: int, leaf_hashes: Iterable[bytes], nodes: Mapping[Address, bytes]) -> Appended:
    """Add leaves to a tree of `size` leaves, from the nodes at `right_edge(size)`.

    One leaf adds at most one node for each level of the tree; nothing that exists is changed.
    """
    edge = [Node(*address, nodes[address]) for address in right_edge(size)]
    added: list[Node] = []
    for hashed in leaf_hashes:
        node = Node(0, size, hashed)
        added.append(node)
        while node.position % 2:  # a right-hand child completes its parent
            left = edge.pop()
            node = Node(node.level + 1, node.position // 2, node_hash(left.hash, node.hash))
            added.append(node)
        edge.append(node)
        size += 1
    return Appended(tuple(added), size, _fold([node.hash for node in edge]) if edge else EMPTY_ROOT)


def inclusion_nodes(index: int, size: int) -> frozenset[Address]:
    """The nodes that `inclusion_proof` needs."""
    return _nodes_of(_inclusion_spans(index, size))


def inclusion_proof(index: int, size: int, nodes: Mapping[Address, bytes]) -> tuple[bytes, ...]:
    """The path that proves leaf `index` to be in the tree of `size` leaves (RFC 9162 §2.1.3.1), lowest first."""
    return tuple(_hash_of(span, nodes) for span in _inclusion_spans(index, size))


def consistency_nodes(old_size: int, size: int) -> frozenset[Address]:
    """The nodes that `consistency_proof` needs."""
    return _nodes_of(_consistency_spans(old_size, size))


def consistency_proof(old_size: int, size: int, nodes: Mapping[Address, bytes]) -> tuple[bytes, ...]:
    """The path that proves the tree of `old_size` leaves to be the beginning of the later one (RFC 9162 §2.1.4.1)."""
    return tuple(_hash_of(span, nodes) for span in _consistency_spans(old_size, size))


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether `path` proves the leaf with hash `leaf` at `index` under `root_hash` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root_hash, *path):
        return False
    here, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if here % 2 or here == last:
            hashed = node_hash(sibling, hashed)
            here, last = _up_to_right_child(here, last)
        else:
            hashed = node_hash(hashed, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == root_hash


def verify_consistency(old_size: int, old_root: bytes, size: int, root_hash: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the later tree only added to the older one (RFC 9162 §2.1.4.2).

    The RFC leaves out the empty tree and equal trees; both are consistent exactly when nothing needs proving.
    """
    if not 0 <= old_size <= size or not _are_hashes(old_root, root_hash, *path):
        return False
    if old_size == size:
        return not path and old_root == root_hash
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    steps = [old_root, *path] if _is_power_of_two(old_size) else list(path)
    if not path:
        return False
    here, last = old_size - 1, size - 1
    while here % 2:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if here % 2 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            here, last = _up_to_right_child(here, last)
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == old_root and new == root_hash


Span = tuple[int, int]
"""Leaves from the first number up to, not including, the second: one subtree, complete or not."""


def _inclusion_spans(index: int, size: int) -> list[Span]:
    """PATH(index, D[size]) of RFC 9162 §2.1.3.1, as the subtrees whose hashes it lists."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    low, high, spans = 0, size, list[Span]()
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def _consistency_spans(old_size: int, size: int) -> list[Span]:
    """PROOF(old_size, D[size]) of RFC 9162 §2.1.4.1, as the subtrees whose hashes it lists."""
    if not 0 <= old_size <= size:
        raise ValueError(f"a tree of {size} leaves never had {old_size}")
    if old_size in (0, size):
        return []
    low, high, spans = 0, size, list[Span]()
    while high != old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    if low:  # else the verifier has this subtree already: it is the whole old tree
        spans.append((low, high))
    return spans[::-1]


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (k in RFC 9162 §2.1.1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _cover(low: int, high: int) -> tuple[Address, ...]:
    """A subtree as complete subtrees, from the left, each smaller than the one before."""
    found = []
    while low < high:
        level = (high - low).bit_length() - 1
        found.append(Address(level, low >> level))
        low += 1 << level
    return tuple(found)


def _nodes_of(spans: Iterable[Span]) -> frozenset[Address]:
    return frozenset(address for span in spans for address in _cover(*span))


def _hash_of(span: Span, nodes: Mapping[Address, bytes]) -> bytes:
    return _fold([nodes[address] for address in _cover(*span)])


def _fold(hashes: list[bytes]) -> bytes:
    """One hash over complete subtrees that stand side by side and grow smaller: the last two are joined first."""
    *rest, hashed = hashes
    for left in reversed(rest):
        hashed = node_hash(left, hashed)
    return hashed


def _up_to_right_child(here: int, last: int) -> tuple[int, int]:
    """Skip the levels at which the last node has no sibling (the inner loops of §2.1.3.2 and §2.1.4.2)."""
    while here and not here % 2:
        here, last = here >> 1, last >> 1
    return here, last


def _is_power_of_two(number: int) -> bool:
    return number & (number - 1) == 0


def _are_hashes(*hashes: bytes) -> bool:
    return all(len(hashed) == HASH_SIZE for hashed in hashes)
