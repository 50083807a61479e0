"""An attacker who shares no code with the product: tries every count that a published page leaves possible."""

from itertools import combinations, product

from governance.disclosure import Figure, Hidden, Published

KEPT_BACK = Figure(None, Hidden.WITHHELD)


def splits(total, parts):
    """Every way in which a number of people falls into some parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


def is_possible(figure, number, min_cell):
    """What a page says of a size or a turnout: the number, or that it is small, or that it is larger than that."""
    if figure.number is not None:
        return number == figure.number
    return 0 < number < min_cell if figure.hidden is Hidden.FEWER else number >= min_cell


def possible_rows(page, group, columns, min_cell, stepped_aside):
    """Every (answers…, absent) that a group could have, looked at by itself."""
    size = page.sizes[group]
    for roll in range(1, min_cell) if size.hidden is Hidden.FEWER else [size.number]:
        for *answers, absent in splits(roll, columns + 1):
            shown = page.answers[group]
            if (
                absent >= stepped_aside
                and is_possible(page.turnout[group], sum(answers), min_cell)
                and (shown is None or list(shown.values()) == answers)
            ):
                yield (*answers, absent)


def possible_votes(page, columns, min_cell, stepped_aside):
    """Every table of a vote that would look like this page, as one row (answers…, absent) for each group."""
    rows = [list(possible_rows(page, group, columns, min_cell, stepped_aside[group])) for group in page.sizes]
    found = []
    for table in product(*rows):
        *answers, absent = map(sum, zip(*table, strict=True))
        if (
            is_possible(page.turnout_of_all, sum(answers), min_cell)
            and is_possible(page.size_of_all, sum(answers) + absent, min_cell)
            and (page.answers_of_all is None or list(page.answers_of_all.values()) == answers)
        ):
            found.append(table)
    return found


def marks_of(page):
    """The page with nothing on it but what the rule demands: sizes of groups, zeros and "fewer than 11"."""

    def mark(figure):
        return figure if figure.hidden is Hidden.FEWER or figure.number == 0 else KEPT_BACK

    return Published(
        sizes=page.sizes,
        turnout={group: mark(figure) for group, figure in page.turnout.items()},
        answers=dict.fromkeys(page.answers),
        size_of_all=mark(page.size_of_all),
        turnout_of_all=mark(page.turnout_of_all),
        answers_of_all=None,
    )


def choices_of_many(things):
    """Every non-empty choice among some things."""
    return [chosen for size in range(1, len(things) + 1) for chosen in combinations(things, size)]


def true_table(counts):
    """The truth, in the attacker's form."""
    return tuple((*count.answers.values(), count.absent) for count in counts.values())


def lies_within(tables, number_of, low, high):
    """Whether a number that is computed from a table lies between these bounds in all of them."""
    return all(low <= number_of(table) <= high for table in tables)


def findings(counts, page, min_cell, was_there=False):
    """What the attacker finds out that nobody may know.

    Args:
        counts: the truth; looked at only to know what is worth attacking.
        page: what was published.
        min_cell: the smallest number that may be shown.
        was_there: the attacker knows who stepped aside.
    """
    columns = len(next(iter(counts.values())).answers)
    aside = {group: count.recused if was_there else 0 for group, count in counts.items()}
    tables = possible_votes(page, columns, min_cell, aside)
    truth = true_table(counts)
    assert truth in tables, "what is published is true"
    from_marks = possible_votes(marks_of(page), columns, min_cell, aside)
    return [
        *_small_answers(tables, truth, min_cell),
        *_unanimous_groups(tables, truth),
        *_narrowed_marks(tables, from_marks, page),
        *_known_sums(tables, from_marks, truth, min_cell, list(aside.values())),
    ]


def _small_answers(tables, truth, min_cell):
    for group, row in enumerate(truth):
        for column, number in enumerate(row[:-1]):
            if 0 < number < min_cell and lies_within(tables, lambda t, g=group, c=column: t[g][c], 1, min_cell - 1):
                yield f"group {group} answered {column}: from 1 to {min_cell - 1}"


def _unanimous_groups(tables, truth):
    for group, row in enumerate(truth):
        for column, number in enumerate(row[:-1]):
            if number > 0 and all(table[group][column] == sum(table[group][:-1]) for table in tables):
                yield f"all of group {group} answered {column}"


def _narrowed_marks(tables, from_marks, page):
    for group, name in enumerate(page.sizes):
        for what, figure, number_of in (
            ("turnout", page.turnout[name], lambda t, g=group: sum(t[g][:-1])),
            ("size", page.sizes[name], lambda t, g=group: sum(t[g])),
        ):
            if figure.hidden is Hidden.FEWER and set(map(number_of, tables)) != set(map(number_of, from_marks)):
                yield f"the {what} of group {group} is not any of the small numbers"


def _known_sums(tables, from_marks, truth, min_cell, aside):
    """Sums over some groups and some columns, those without a ballot (less those seen to step aside) among these."""
    absent = len(truth[0]) - 1
    for groups in choices_of_many(range(len(truth))):
        # Where nobody voted, everybody's silence is known anyway, and that somebody stepped aside was seen.
        seen_silent = any(aside[group] and not sum(truth[group][:-1]) for group in groups)
        for columns in [*choices_of_many(range(absent)), *([] if seen_silent else [(absent,)])]:
            seen = sum(aside[group] for group in groups) if columns == (absent,) else 0
            number = _total(truth, groups, columns) - seen
            if 0 < number < min_cell and len({_total(table, groups, columns) for table in tables}) == 1:
                empty = [c for c in range(absent) if not any(_total(table, groups, [c]) for table in tables)]
                wider = {*columns, *(empty if columns != (absent,) else [])}
                if len({_total(table, groups, wider) for table in from_marks}) > 1:
                    yield f"columns {columns} of groups {groups} are {number}"


def _total(table, groups, columns):
    return sum(table[group][column] for group in groups for column in columns)
