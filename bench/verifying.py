"""How long it takes to make an exhibit, and how much process time `value-registry verify` takes to check it."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from measures.references import Reference
from registry.exporting import exhibit_of, save
from registry.storage.transaction import Store

ROUNDS: Final = 15
EXHIBITED: Final = tuple(
    map(
        Reference.parse,
        ("value-definition/registry/nf-quality-of-life@1.0.0", "rule-set/US-NY/vbp-2026@1.0.0"),
    )
)
DIGEST: Final = "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())"


async def lines(store: Store) -> AsyncIterator[str]:
    """One line for each exhibit: making it, and verifying it in a fresh process, against a bare SHA-256 of the file."""
    with tempfile.TemporaryDirectory() as directory:
        for reference in EXHIBITED:
            begun = time.perf_counter()
            for _ in range(ROUNDS):
                made = await exhibit_of(store, reference)
            making = (time.perf_counter() - begun) * 1000 / ROUNDS
            path = save(made, Path(directory))
            pairs = [
                (_process("-m", "registry.cli", "verify", path), _process("-c", DIGEST, path)) for _ in range(ROUNDS)
            ]
            ours, peers = (statistics.median(times) for times in zip(*pairs, strict=True))
            yield (
                f"{reference.versioned}: an exhibit of {made.size:,} bytes is made in {making:.1f} ms; "
                f"`verify` takes {ours:.0f} ms of process time (goal: under 300), a bare SHA-256 {peers:.0f} ms, "
                f"ratio {statistics.median(a / b for a, b in pairs):.1f}"
            )


def _process(*arguments: str | Path) -> float:
    """User and system time of one process, start to end, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run(  # noqa: S603 - our own program on our own file
        [sys.executable, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, env=environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
