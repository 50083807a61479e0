"""Comparing two versions of a record: what changed, in words, and the least version that says so.

Each kind of document has its own comparison in the layer that knows it; what they answer with is told here.
"""

from measures.comparison.change import Aspect, Bump, Change, Comparability, Comparison, next_version

__all__ = ["Aspect", "Bump", "Change", "Comparability", "Comparison", "next_version"]
