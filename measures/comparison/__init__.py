"""Comparing two versions of a record: what changed, in words, and the least version that says so.

Each kind of document has its own table in the layer that knows it; how tables are read is told here, once. The tables
of measures and measure sets are here: `measures.comparison.measures`, `measures.comparison.measure_sets`.
"""

from measures.comparison.change import Aspect, Bump, Change, Comparability, Comparison, next_version

__all__ = ["Aspect", "Bump", "Change", "Comparability", "Comparison", "next_version"]
