"""Interleaved rounds: A B A B …, so that a machine that drifts slows both alike; the ratio is what counts."""

import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Act = Callable[[], Awaitable[object]]
ROUNDS = 15


@dataclass(frozen=True)
class Pair:
    """What is measured, and what it is measured against."""

    name: str
    ours: Act
    against: str
    peer: Act
    repeat: int = 1


async def measure(pair: Pair) -> str:
    """One line: the median of both in milliseconds, and the median and spread of the ratio round by round."""
    for act in (pair.ours, pair.peer):
        await act()
    ours, peers = [], []
    for _ in range(ROUNDS):
        ours.append(await _time(pair.ours, pair.repeat))
        peers.append(await _time(pair.peer, pair.repeat))
    ratios = sorted(a / b for a, b in zip(ours, peers, strict=True))
    return (
        f"{pair.name:<44} {statistics.median(ours):9.3f} ms   {pair.against:<36} {statistics.median(peers):9.3f} ms   "
        f"ratio {statistics.median(ratios):6.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    )


async def _time(act: Act, repeat: int) -> float:
    gc.collect()
    begun = time.perf_counter()
    for _ in range(repeat):
        await act()
    return (time.perf_counter() - begun) * 1000 / repeat
