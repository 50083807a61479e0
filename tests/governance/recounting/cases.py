"""One case, written as its text and counted again."""

import json

from governance.recounting import read_cases, recount_file

MOTION = {"threshold": "1/2", "comparison": "more_than", "denominator": "yes_no"}
CONSENSUS = {"in_high": "7/10", "in_low_below": "3/20", "out_high": "1/2", "scope": "each_group"}
LIFE = {"opens": "2026-06-01T09:00", "closes": "2026-06-08", "zone": "America/Chicago"}
HELD = {"name": "ours", "title": "Ours", "basis": "own_design", "source": "Ours", "verified": False}


def recounted(kind, rule, given, expected=None, **more):
    """One case, read from its text and counted again."""
    case = {"id": "X1", "kind": kind, "rule": rule, "input": given, **more}
    if expected is not None:
        case["expected"] = expected
    (found,) = recount_file(read_cases(json.dumps(case), "file")).cases
    return found


def votes(roll=20, **counts):
    return {"groups": {"all": {"roll": roll, **counts}}}


def profile(*ballots):
    return {"candidates": ["a", "b", "c"], "profile": list(ballots)}
