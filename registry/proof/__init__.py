"""Why a reader may believe what the registry says. Pure: bytes, instants and keys are handed in as arguments.

The log is an RFC 9162 §2.1 Merkle tree; its checkpoints, signatures and proofs are written as C2SP's signed-note,
tlog-checkpoint and tlog-proof say, so that programs nobody here wrote can verify them.
"""
