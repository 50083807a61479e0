"""Logs as directories of files, as an export has them."""

from registry.proof import tiles, tree
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import KeyRecord, keys_document
from registry.proof.leaves import Action
from registry.proof.tiles import ENTRIES
from registry.proof.tree import Address
from tests.registry.proof.support import SIGNER, Log


def a_log(length=5, signer=SIGNER):
    """A log of so many leaves: the key, and versions that were published."""
    log = Log(signer)
    while len(log.leaves) < length:
        grow(log)
    return log


def grow(log, name="set"):
    """One more version is published."""
    number = len(log.leaves)
    log.add(Action.DOCUMENT_PUBLISHED, f"priority-set/US-TN/{name}@1.0.{number}", b"%d" % number, record=False)


def key_records(log):
    about = (Action.KEY_INTRODUCED, Action.KEY_ROTATED)
    return [KeyRecord(n, log.records[n]) for n, leaf in enumerate(log.leaves) if leaf.action in about]


def files_of(log, signers=None):
    """The files of a log by path, relative to where the log lies."""
    size = len(log.leaves)
    contents = [leaf.content() for leaf in log.leaves]
    grown = tree.append(0, map(tree.leaf_hash, contents), {})
    nodes = {Address(node.level, node.position): node.hash for node in grown.nodes}
    note = Checkpoint(log.signer.name, size, grown.root).signed(*(signers or [log.signer]))
    files = {"checkpoint": note.encode(), "keys": keys_document(key_records(log))}
    for tile in tiles.needed_tiles(size):
        held = tiles.tile_nodes(tile)
        if tile.level == ENTRIES:
            files[tile.path] = tiles.entries_bytes(contents[address.position] for address in held)
        else:
            files[tile.path] = tiles.tile_bytes(nodes[address] for address in held)
    return files


def written(directory, files):
    """Write files where a log lies, in the place of those that were there."""
    for old in sorted(directory.rglob("*"), reverse=True):
        old.rmdir() if old.is_dir() else old.unlink()
    for path, content in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(content)
    return directory
