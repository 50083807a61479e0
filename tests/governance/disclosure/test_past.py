"""Two pages of one vote side by side: its rounds, or a page and its correction."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from governance.disclosure import Figure, GroupCount, Hidden, publication
from tests.governance.disclosure.attacker import choices_of_many, lies_within, possible_votes

WITHHELD = Figure(None, Hidden.WITHHELD)
MIN_CELL = 3


def motion(approve, reject, did_not_vote=0):
    return GroupCount({"approve": approve, "reject": reject}, did_not_vote)


ROUND_ONE = {"member": motion(40, 20, 40), "plan": motion(30, 15, 20), "provider": motion(35, 33, 40)}


def test_the_same_counts_give_the_same_page_again():
    first = publication(ROUND_ONE)
    assert first.answers_of_all
    assert publication(ROUND_ONE, [first]) == first


def test_a_group_that_changed_by_a_few_is_not_shown_again_and_the_total_does_not_tell_it():
    first = publication(ROUND_ONE)
    second = publication({**ROUND_ONE, "member": motion(43, 17, 40)}, [first])
    assert second.turnout == first.turnout
    assert second.answers == {**first.answers, "member": None}
    assert second.answers_of_all is None


def test_one_late_ballot_cannot_be_subtracted():
    first = publication(ROUND_ONE)
    second = publication({**ROUND_ONE, "plan": motion(31, 15, 19)}, [first])
    assert second.turnout["plan"] == second.turnout_of_all == WITHHELD
    assert second.answers["plan"] is None
    assert second.answers_of_all is None
    assert second.answers["member"] == first.answers["member"]


def test_a_change_of_11_or_more_is_shown():
    first = publication(ROUND_ONE)
    second = publication({**ROUND_ONE, "member": motion(51, 35, 14)}, [first])
    assert second.answers["member"] == {"approve": 51, "reject": 35}
    assert second.answers_of_all == {"approve": 116, "reject": 83}


def test_changes_that_cancel_out_in_the_total_are_not_told_by_the_rest():
    """Three of one group went over, three of another came back: the total is the same, the groups are not."""
    first = publication(ROUND_ONE)
    second = publication({**ROUND_ONE, "member": motion(43, 17, 40), "plan": motion(27, 18, 20)}, [first])
    assert second.answers_of_all == first.answers_of_all
    assert second.answers["member"] is None
    assert second.answers["plan"] is None


def test_what_round_one_told_is_known_in_round_two():
    """In round one the plans stood behind the total. They may not come out in round two while the total is known."""
    counts = {"member": motion(60, 50, 40), "plan": motion(20, 12, 20), "state": motion(12, 4, 20)}
    first = publication(counts)
    assert first.answers == {"member": {"approve": 60, "reject": 50}, "plan": None, "state": None}
    assert first.answers_of_all
    again = publication({**counts, "state": motion(4, 12, 20), "member": motion(60, 50, 40)}, [first])
    assert again.answers["plan"] is None


def test_hidden_groups_together_do_not_tell_that_few_of_them_changed():
    """Three of the state changed sides, and twelve providers: shown beside the total, these could be taken off it."""
    counts = {**ROUND_ONE, "state": motion(12, 4, 20)}
    first = publication(counts)
    assert (first.answers["state"], first.answers["plan"]) == (None, None)
    second = publication({**counts, "state": motion(15, 1, 20), "provider": motion(47, 21, 40)}, [first])
    assert second.answers_of_all is None or second.answers["provider"] is None


def test_a_few_more_voters_of_a_group_are_not_left_over_beside_the_turnout_of_all():
    first = publication(ROUND_ONE)
    after = {**ROUND_ONE, "member": motion(43, 20, 37), "provider": motion(46, 44, 18)}
    second = publication(after, [first])
    assert second.turnout["member"] == WITHHELD
    assert second.turnout_of_all == WITHHELD or list(second.turnout.values()).count(WITHHELD) > 1


def test_a_turnout_that_covered_a_small_one_stays_kept_back():
    """The plans' 45 stood in round one with the state's 5 behind the turnout of all. Told now they would tell the 5."""
    first = publication({**ROUND_ONE, "state": motion(2, 3, 40)})
    assert (first.turnout["plan"], first.turnout["state"].hidden) == (WITHHELD, Hidden.FEWER)
    assert first.turnout_of_all == Figure(178)
    second = publication({**ROUND_ONE, "state": motion(15, 13, 17)}, [first])
    assert second.turnout["plan"] == WITHHELD
    assert second.turnout_of_all == WITHHELD or list(second.turnout.values()).count(WITHHELD) > 1


def test_a_remainder_of_then_is_not_held_against_its_parts_of_now():
    """Then 3 voted in two small groups together; now one is silent, and 4 in the other would be one more."""
    before = {
        "plan": motion(9, 0, 6),
        "provider": motion(10, 0, 6),
        "state": motion(0, 1, 3),
        "member": motion(2, 0, 6),
    }
    first = publication(before, min_cell=MIN_CELL)
    assert first.turnout_of_all == Figure(22)
    after = {**before, "provider": motion(15, 0, 1), "state": motion(0, 0, 4), "member": motion(4, 0, 4)}
    second = publication(after, [first], min_cell=MIN_CELL)
    assert second.turnout["state"] == Figure(0)
    assert second.turnout["member"] == WITHHELD


def test_where_an_unchanged_total_would_now_tell_it_is_not_told_again():
    """Then 1 and 2 voted in two small groups; now one in each of three. 3 in all of them would say so."""

    def three(approve, reject, abstain, did_not_vote=0):
        return GroupCount({"approve": approve, "reject": reject, "abstain": abstain}, did_not_vote)

    before = {
        "plan": three(0, 0, 1),
        "provider": three(0, 2, 0),
        "state": three(0, 0, 0, 1),
        "member": three(3, 3, 0, 4),
    }
    first = publication(before, min_cell=MIN_CELL)
    assert (first.turnout_of_all, first.answers["member"]) == (Figure(9), before["member"].answers)
    after = {**before, "provider": three(0, 1, 0, 1), "state": three(1, 0, 0)}
    second = publication(after, [first], min_cell=MIN_CELL)
    assert (second.turnout_of_all, second.turnout["member"], second.answers["member"]) == (WITHHELD, WITHHELD, None)


def test_parts_of_then_are_not_held_against_a_remainder_of_now():
    """Then 6 and 9 voted in two groups. Now 13 did in both together, which would be two fewer."""
    before = {"member": motion(6, 0, 6), "plan": motion(9, 0, 6), "state": motion(1, 0, 1)}
    first = publication(before, min_cell=MIN_CELL)
    assert (first.turnout["member"], first.turnout["plan"]) == (Figure(6), Figure(9))
    after = {"member": motion(4, 3, 5), "plan": motion(3, 3, 9), "state": motion(0, 0, 2)}
    assert publication(after, [first], min_cell=MIN_CELL).turnout_of_all == WITHHELD


def test_every_page_before_counts():
    first = publication(ROUND_ONE)
    second = publication({**ROUND_ONE, "member": motion(60, 0, 40)}, [first])
    third = {**ROUND_ONE, "member": motion(38, 22, 40)}
    assert second.answers["member"] is None
    assert publication(third, [second]).answers["member"] == {"approve": 38, "reject": 22}
    assert publication(third, [first, second]).answers["member"] is None
    assert publication(third, [second, first]).answers["member"] is None


@st.composite
def two_states(draw):
    """The counts of a small vote, and the same after some people did something else."""
    groups = draw(st.integers(1, 3))
    numbers = st.one_of(st.just(0), st.integers(0, 5))
    before = {f"group {g}": motion(draw(numbers), draw(numbers), draw(numbers)) for g in range(groups)}
    after = {}
    for group, count in before.items():
        row = [*count.answers.values(), count.did_not_vote]
        for _ in range(draw(st.sampled_from([0, 0, 1, 2, 5]))):
            here, there = draw(st.permutations(range(3)))[:2]
            if row[here]:
                row[here] -= 1
                row[there] += 1
        after[group] = motion(*row)
    return before, after


def known_sums(page, groups):
    """What a reader can add up: groups and columns whose sum is the same in every vote that looks like the page."""
    tables = possible_votes(page, 2, MIN_CELL, dict.fromkeys(page.sizes, 0))
    for chosen in choices_of_many(range(groups)):
        for columns in choices_of_many(range(3)):

            def total(table, chosen=chosen, columns=columns):
                return sum(table[group][column] for group in chosen for column in columns)

            number = total(tables[0])
            if lies_within(tables, total, number, number):
                yield (chosen, columns), number


def figures_of(page):
    """Every number that stands on a page, by its place."""
    for place, figure in [
        *(((group, "size"), figure) for group, figure in page.sizes.items()),
        *(((group, "turnout"), figure) for group, figure in page.turnout.items()),
        ("size", page.size_of_all),
        ("turnout", page.turnout_of_all),
    ]:
        if figure.number is not None:
            yield place, figure.number
    for group, row in [*page.answers.items(), ("all", page.answers_of_all)]:
        yield from (((group, choice), number) for choice, number in (row or {}).items())


def marks_tell(counts):
    """As if fewer than 11 in all were said of ten groups that have somebody: one each, and no page could help it."""
    sizes = [count.roll for count in counts.values() if count.roll]
    turnouts = [count.turnout for count in counts.values() if count.turnout]
    return any(sum(numbers) == len(numbers) == MIN_CELL - 1 for numbers in (sizes, turnouts))


@settings(max_examples=150, deadline=None)
@given(two_states())
def test_no_two_numbers_on_two_pages_differ_by_a_few(states):
    before, after = states
    first = publication(before, min_cell=MIN_CELL)
    second = publication(after, [first], min_cell=MIN_CELL)
    then = dict(figures_of(first))
    for place, number in figures_of(second):
        assert not 0 < abs(number - then.get(place, number)) < MIN_CELL, place
    for group, row in second.answers.items():
        assert row is None or second.turnout[group].number is not None
    assert second.answers_of_all is None or second.turnout_of_all.number is not None


@settings(max_examples=80, deadline=None)
@given(two_states())
def test_nothing_that_can_be_added_up_on_two_pages_differs_by_a_few(states):
    before, after = states
    assume(not marks_tell(before) and not marks_tell(after))
    first = publication(before, min_cell=MIN_CELL)
    second = publication(after, [first], min_cell=MIN_CELL)
    then = dict(known_sums(first, len(before)))
    for place, number in known_sums(second, len(after)):
        assert not 0 < abs(number - then.get(place, number)) < MIN_CELL, place


def is_what_is_told(table, truth, page, told):
    """Whether a table has what another page tells of it, as far as that has not changed."""
    for row, true_row, group in zip(table, truth, page.sizes, strict=True):
        answers = told.answers[group]
        if answers is not None and list(answers.values()) == list(true_row[:2]) != list(row[:2]):
            return False
        if told.turnout[group].number == sum(true_row[:2]) != sum(row[:2]):
            return False
    totals, true_totals = ([sum(column) for column in zip(*rows, strict=True)][:2] for rows in (table, truth))
    if told.answers_of_all is not None and list(told.answers_of_all.values()) == true_totals != totals:
        return False
    return not told.turnout_of_all.number == sum(true_totals) != sum(totals)


@settings(max_examples=120, deadline=None)
@given(two_states(), st.booleans())
def test_who_takes_unchanged_numbers_from_one_page_to_the_other_finds_no_small_answer(states, back):
    """Both ways: from round one to round two, and from round two back to round one."""
    before, after = states
    first = publication(before, min_cell=MIN_CELL)
    second = publication(after, [first], min_cell=MIN_CELL)
    counts, page, told = (before, first, second) if back else (after, second, first)
    truth = tuple((*count.answers.values(), count.absent) for count in counts.values())
    looking_the_same = possible_votes(page, 2, MIN_CELL, dict.fromkeys(counts, 0))
    tables = [table for table in looking_the_same if is_what_is_told(table, truth, page, told)]
    for group, row in enumerate(truth):
        for column in range(2):
            if 0 < row[column] < MIN_CELL:
                assert not lies_within(tables, lambda t, g=group, c=column: t[g][c], 1, MIN_CELL - 1)
