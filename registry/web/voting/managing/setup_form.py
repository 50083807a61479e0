"""What somebody has typed so far to set up a vote. It travels in the form; nothing is stored before the last step."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from governance.proposals import ProposalId
from governance.rolls import RollId
from governance.rules import PRESETS, DecisionKind, VotingRule, kind_of, preset, read_voting_rule
from measures.errors import Refusal
from measures.references import Kind, Reference
from registry.web.languages import Say
from registry.web.voting.forms import Form
from registry.web.voting.frame import FieldError
from registry.web.voting.managing import times

SUBJECT: Final = "subject"
PROPOSAL: Final = "proposal"
MEASURE: Final = "measure"
DEFINITION: Final = "definition"
PLACE: Final = "place"
RULE: Final = "rule"
OWN_RULE: Final = "own_rule"
OWN: Final = "own"
LONGEST_RULE: Final = 20_000
ROLL: Final = "roll"
ADVISORY: Final = "advisory"
READ: Final = "read"
"""The digest of the text that was shown on the last page, so that another text is not opened for a vote."""
YES: Final = "yes"
NO: Final = "no"
WHEN: Final = (times.ZONE, "opens_date", "opens_time", "closes_date", "closes_time")
FIELDS: Final = (SUBJECT, PROPOSAL, MEASURE, DEFINITION, PLACE, RULE, OWN_RULE, ROLL, *WHEN, ADVISORY)
"""All that travels."""
MEASURE_EXAMPLE: Final = "measure/nci-ad/staff-show-up@1.0.0"


class About(StrEnum):
    """What a vote can be about."""

    PROPOSAL = "proposal"
    LABEL = "label"
    OUTCOMES = "outcomes"


class Page(StrEnum):
    """The steps of setting up a vote, in their order."""

    SUBJECT = "subject"
    WHICH = "which"
    RULE = "rule"
    ROLL = "roll"
    WHEN = "when"
    WHO_DECIDES = "who-decides"
    REVIEW = "review"


FIELDS_OF: Final = {
    Page.SUBJECT: (SUBJECT,),
    Page.WHICH: (PROPOSAL, MEASURE, DEFINITION, PLACE),
    Page.RULE: (RULE, OWN_RULE),
    Page.ROLL: (ROLL,),
    Page.WHEN: WHEN,
    Page.WHO_DECIDES: (ADVISORY,),
    Page.REVIEW: (),
}
"""The fields of each page."""
KINDS: Final = {
    About.PROPOSAL: frozenset({DecisionKind.MOTION}),
    About.LABEL: frozenset({DecisionKind.LABEL}),
    About.OUTCOMES: frozenset(DecisionKind) - {DecisionKind.MOTION, DecisionKind.LABEL},
}
"""The kinds of rule that fit what a vote is about."""


@dataclass(frozen=True, slots=True)
class Window:
    """When ballots are taken, as it was typed."""

    opens: datetime | None
    closes: datetime
    zone: str


def pages_of(form: Form) -> tuple[Page, ...]:
    """The steps for what the vote is about. Who decides is only asked about a proposal."""
    return tuple(page for page in Page if page is not Page.WHO_DECIDES or about(form) in (None, About.PROPOSAL))


def after(page: Page, form: Form, by: int) -> Page:
    """The page so many steps further on, or back."""
    pages = pages_of(form)
    return pages[max(0, min(pages.index(page) + by, len(pages) - 1))] if page in pages else Page.REVIEW


def about(form: Form) -> About | None:
    """What the vote is about, as far as it was said."""
    return About(form.text(SUBJECT)) if form.text(SUBJECT) in set(About) else None


def proposal_id(form: Form) -> ProposalId | None:
    """The proposal that was chosen; none where it is no id."""
    found = _id(form.text(PROPOSAL))
    return ProposalId(found) if found else None


def roll_id(form: Form) -> RollId | None:
    """The roll that was chosen; none where it is no id."""
    found = _id(form.text(ROLL))
    return RollId(found) if found else None


def reference(form: Form) -> Reference:
    """The measure or definition that was named.

    Raises:
        BadReferenceError: it is none.
    """
    return Reference.parse(form.text(MEASURE if about(form) is About.LABEL else DEFINITION))


def rule(form: Form) -> VotingRule:
    """The rule that was chosen or written.

    Raises:
        InvalidError: what was written is no rule.
        RuleNotFoundError: there is no such preset.
    """
    if form.text(RULE) == OWN:
        return read_voting_rule(form.text(OWN_RULE), "your rule")
    return preset(form.text(RULE))


def fitting(subject: About) -> dict[str, VotingRule]:
    """The presets that can decide what a vote is about."""
    return {name: found for name, found in PRESETS.items() if kind_of(found) in KINDS[subject]}


def window(form: Form) -> Window:
    """When ballots are taken; only asked for once `mistakes` found none."""
    closes = times.typed(form, "closes", str, needed=True).at
    assert closes is not None
    return Window(times.typed(form, "opens", str, needed=False).at, closes, form.text(times.ZONE))


def mistakes(page: Page, form: Form, now: datetime, say: Say) -> list[FieldError]:
    """What is wrong with what was typed on a page, as far as it can be told without looking at what is on record."""
    match page:
        case Page.WHICH:
            return _which(form, say)
        case Page.RULE:
            return _rule(form, say)
        case Page.WHEN:
            return _when(form, now, say)
        case _:
            return _unsaid(page, form, say)


def _unsaid(page: Page, form: Form, say: Say) -> list[FieldError]:
    """Whether the one question of a page was left out."""
    questions = {
        Page.SUBJECT: (SUBJECT, about(form), say("Choose what the vote is about.")),
        Page.ROLL: (ROLL, roll_id(form), say("Choose the list of voters.")),
        Page.WHO_DECIDES: (ADVISORY, form.text(ADVISORY) in (YES, NO), say("Choose one of the answers.")),
    }
    if page not in questions:
        return []
    field, answer, words = questions[page]
    return [] if answer else [FieldError(field, words)]


def _which(form: Form, say: Say) -> list[FieldError]:
    subject = about(form)
    if subject is About.PROPOSAL:
        return [] if proposal_id(form) else [FieldError(PROPOSAL, say("Choose the proposal."))]
    field, kind = (MEASURE, Kind.MEASURE) if subject is About.LABEL else (DEFINITION, Kind.VALUE_DEFINITION)
    errors = []
    try:
        named = reference(form)
    except Refusal:
        named = None
    if named is None or named.kind is not kind or named.version is None:
        words = say("Write a name with its version, like {example}.").format(example=MEASURE_EXAMPLE)
        errors.append(FieldError(field, words if subject is About.LABEL else say("Choose the definition.")))
    return errors if form.text(PLACE) else [*errors, FieldError(PLACE, say("Choose the state."))]


def _rule(form: Form, say: Say) -> list[FieldError]:
    if not form.text(RULE):
        return [FieldError(RULE, say("Choose a rule."))]
    field = OWN_RULE if form.text(RULE) == OWN else RULE
    if len(form.text(OWN_RULE)) > LONGEST_RULE:
        return [FieldError(OWN_RULE, say("This is too long for a rule."))]
    try:
        found = rule(form)
    except Refusal as refusal:
        return [FieldError(field, refusal.message)]
    subject = about(form)
    if subject is not None and kind_of(found) not in KINDS[subject]:
        return [FieldError(field, say("This rule does not fit what the vote is about. Choose another."))]
    return []


def _when(form: Form, now: datetime, say: Say) -> list[FieldError]:
    opens, closes = times.typed(form, "opens", say, needed=False), times.typed(form, "closes", say, needed=True)
    # Both look at the zone; it is said once.
    errors = list(dict.fromkeys((*opens.errors, *closes.errors)))
    if errors or closes.at is None:
        return errors
    if opens.at is not None and opens.at < now:
        errors.append(FieldError("opens_date", say("This is in the past. Leave it empty to open the vote at once.")))
    if closes.at <= max(now, opens.at or now):
        errors.append(FieldError("closes_date", say("The vote must close after it opens, and not in the past.")))
    return errors


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
