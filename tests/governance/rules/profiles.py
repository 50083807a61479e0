"""Small elections that Hypothesis makes: candidates, and profiles of approvals or rankings."""

from hypothesis import strategies as st

NAMES = ("bus", "care", "home", "staff", "work")
COUNTS = st.integers(1, 4)


@st.composite
def candidates(draw, most=5):
    return NAMES[: draw(st.integers(2, most))]


@st.composite
def approvals(draw, most_candidates=5, most_ballots=6):
    """Candidates, and how many approve which of them; at least one approval."""
    names = draw(candidates(most_candidates))
    ballots = st.frozensets(st.sampled_from(names))
    profile = draw(st.dictionaries(ballots, COUNTS, min_size=1, max_size=most_ballots))
    profile[frozenset({draw(st.sampled_from(names))})] = draw(COUNTS)
    return names, profile


@st.composite
def places(draw, names, *, tied=True, partial=True):
    """One ranking of some candidates, from the best on."""
    order = draw(st.permutations(names))
    order = order[: draw(st.integers(1, len(order)))] if partial else order
    groups = [[order[0]]]
    for name in order[1:]:
        if tied and draw(st.booleans()):
            groups[-1].append(name)
        else:
            groups.append([name])
    return tuple(tuple(sorted(group)) for group in groups)


@st.composite
def rankings(draw, *, tied=True, partial=True, most_candidates=5, most_ballots=6):
    """Candidates, and how many rank them how."""
    names = draw(candidates(most_candidates))
    ballots = places(names, tied=tied, partial=partial)
    return names, draw(st.dictionaries(ballots, COUNTS, min_size=1, max_size=most_ballots))
