"""Rules about days: fixed before, given before, approved before, open long enough, reported as often as asked."""

from collections.abc import Iterator
from datetime import date

from registry.contracts.conformance.case import Case
from registry.contracts.conformance.declarations import Given
from registry.contracts.conformance.fact_records import CadenceFact, ReportMade
from registry.contracts.conformance.parameters import counted, listed, number
from registry.contracts.conformance.verdicts import Answer, UnsettledError, met, not_applicable, not_evaluable, unmet
from registry.contracts.rules import Rule


def fixed_before(given: Given) -> Answer:
    """set_in_advance of something else than a pinned set: fixed on an earlier day than what it has to precede."""
    what, before = given.rule.parameters.get("what"), given.rule.parameters.get("before")
    fixed: date = given.need("fixed_on", f"the day on which {what} was fixed")
    starts: date = given.need("starts_on", f"the day of {before}")
    if starts <= fixed:
        return unmet(f"The {what} was fixed on {fixed}, not before {starts} ({before}). Fix it earlier the next time.")
    return met(f"The {what} was fixed on {fixed}, before {starts} ({before}).")


def data_before_signature(rule: Rule, case: Case) -> Answer:
    """target_data_before_signature: given on an earlier day than the signature; on the same day by attestation."""
    p, summary = rule.parameters, case.summary
    what = f"{p.get('data')} from the {p.get('from_party')} to the {p.get('to_party')}"
    if summary.targets_given_on is None:
        return not_evaluable(f"The day on which it gave {what} is not given; state it.", "targets_given_on")
    if summary.signed_on is None:
        return not_evaluable("The day of signature is not given; state it.", "signed_on")
    given, signed = summary.targets_given_on, summary.signed_on
    if given < signed:
        return met(f"Given on {given}, before the signature on {signed}: {what}.")
    if given > signed:
        return unmet(f"Given on {given}, after the signature on {signed}: {what}. Give it before you sign.")
    if case.given(rule).need("came_first", f"whether the data came before the signature, both on {signed}"):
        return met(f"Given on {given}, the day of the signature, and declared to have come first: {what}.")
    return unmet(f"Given on {given}, the day of the signature, and declared not to have come first: {what}.")


def notice(given: Given) -> Answer:
    """notice_period: open for the days of the rule, with comments where it asks for them, before the change."""
    p = given.rule.parameters
    days = number(p, "days")
    opened: date = given.need("opened_on", f"the day on which notice of the {p.get('of')} was given")
    closed: date = given.need("closed_on", "the day on which the notice or comment ended")
    problems = []
    if (closed - opened).days < days:
        problems.append(f"it was open from {opened} to {closed}, fewer than {counted(days, 'day')}")
    if p.get("comment") is True and not given.need("comments_taken", "whether comments were taken"):
        problems.append("no comments were taken")
    if p.get("before") is not None:
        changed: date = given.need("changed_on", f"the day of the {p.get('before')}")
        if changed < closed:
            problems.append(f"the {p.get('before')} came on {changed}, before it had ended")
    if problems:
        return unmet(f"Notice of the {p.get('of')} falls short: {'; '.join(problems)}.")
    return met(f"Notice of the {p.get('of')} was open from {opened} to {closed}, at least {counted(days, 'day')}.")


def approved_before(given: Given) -> Answer:
    """prior_approval: given on or before the first day of use, in writing where the rule asks for it."""
    p = given.rule.parameters
    approved: date = given.need("approved_on", f"the day on which {p.get('by')} approved")
    used: date = given.need("used_from", f"the day of {p.get('before')}")
    if used < approved:
        return unmet(f"{p.get('by')} approved on {approved}, after {p.get('before')} on {used}.")
    if p.get("written") is True and not given.need("written", "whether the approval is in writing"):
        return unmet(f"The approval by {p.get('by')} of {approved} is not in writing. Get it in writing.")
    return met(f"{p.get('by')} approved on {approved}, before {p.get('before')} on {used}.")


def reported(given: Given) -> Answer:
    """reporting_cadence: a report for every year that is due by the day of the check, within its window."""
    p = given.rule.parameters
    every = int(number(p, "every_years"))
    if every < 1:
        raise UnsettledError("The rule asks for a report every 0 years.", "parameters.every_years")
    first = int(str(p["first_year"])) if p.get("first_year") is not None else None
    if first is not None and _closes(first, given) >= given.as_of:
        return not_applicable(f"The first report of the {p.get('report')} is for {first}; it is not due yet.")
    made = given.need("reports", f"the reports of the {p.get('report')} with their years and days")
    assert isinstance(given.record, CadenceFact)
    due = _due(given, first, every)
    problems = [problem for years in due for problem in _problems(given, years, made)]
    if problems:
        return unmet(f"Of the {p.get('report')}: {'; '.join(problems)}.")
    said = listed(" or ".join(map(str, years)) for years in due)
    return met(f"The {p.get('report')} is reported for every year that was due: {said}.")


def _closes(year: int, given: Given) -> date:
    """The last day on which the report of a year may come: the end of its window, or of the year."""
    month, day = (int(part) for part in str(given.rule.parameters.get("window_to") or "12-31").split("-"))
    return date(year, month, day)


def _due(given: Given, first: int | None, every: int) -> list[tuple[int, ...]]:
    """The years of which one has to have a report. Without a first year, one of the last years that are over."""
    over = given.as_of.year if _closes(given.as_of.year, given) < given.as_of else given.as_of.year - 1
    if first is not None:
        return [(year,) for year in range(first, over + 1, every)]
    return [tuple(range(over - every + 1, over + 1))]


def _problems(given: Given, years: tuple[int, ...], made: tuple[ReportMade, ...]) -> Iterator[str]:
    of_years = [each for each in made if int(each.year) in years]
    if not of_years:
        yield f"none for {' or '.join(map(str, years))}"
        return
    p = given.rule.parameters
    latest = max(of_years, key=lambda each: (each.year, each.on))
    window = (p.get("window_from"), p.get("window_to"))
    if window != (None, None) and not (window[0] or "01-01") <= f"{latest.on:%m-%d}" <= (window[1] or "12-31"):
        yield f"that for {latest.year} came on {latest.on}, outside its window ({window[0]} to {window[1]})"
    if window != (None, None) and latest.on.year != int(latest.year):
        yield f"that for {latest.year} came on {latest.on}, in another year than its window"
    if lacking := sorted({str(each) for each in p.get("delivery_systems") or ()} - set(latest.delivery_systems)):
        yield f"that for {latest.year} leaves out {listed(lacking)}"
