"""Benchmarks: each a pair, the registry's way beside the least that could be done, in interleaved rounds."""
