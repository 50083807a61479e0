"""An answer in words: as the page of all answers, the paper ballot and a second round show it."""

from collections.abc import Mapping
from typing import Final

from governance.rules import Answer, Approvals, Choice, Points, Ranking, Ratings, Rule
from registry.web.languages import Say
from registry.web.voting.ballot_answers import SCORES, UNABLE

LEAST: Final = SCORES[0]
MIDDLE: Final = SCORES[len(SCORES) // 2]
MOST: Final = SCORES[-1]


def choices(rule: Rule, say: Say) -> list[tuple[str, str, str]]:
    """The choices of a motion or a label as a ballot lists them: value, name, and what it means."""
    return [(choice.value, name_of(choice, say), _meaning(choice, say)) for choice in rule.scale.choices]


def name_of(choice: Choice, say: Say) -> str:
    """A choice as the button of a ballot names it."""
    names = {
        Choice.APPROVE: say("Approve"),
        Choice.WITH_CONDITIONS: say("Approve with conditions"),
        Choice.REJECT: say("Reject"),
        Choice.ABSTAIN: say("Abstain"),
        Choice.COMPLIANCE: say("Compliance"),
        Choice.QUALITY: say("Quality"),
        Choice.UNSURE: say("Unsure"),
    }
    return names[choice]


def _meaning(choice: Choice, say: Say) -> str:
    meanings = {
        Choice.APPROVE: say("Yes. I am for it."),
        Choice.WITH_CONDITIONS: say("Yes, if something is done first. You say what on the next page."),
        Choice.REJECT: say("No. I am against it."),
        Choice.ABSTAIN: say("I take part, but I am not for it and not against it."),
        Choice.COMPLIANCE: say("It shows that a rule was kept or a task was done."),
        Choice.QUALITY: say("It shows what a person's life or care is like."),
        Choice.UNSURE: say("I take part, but I cannot say which."),
    }
    return meanings[choice]


def scores(say: Say) -> list[tuple[str, str]]:
    """The scores that one can give, with words at both ends and in the middle."""
    words = {LEAST: say("counts the least"), MIDDLE: say("in the middle"), MOST: say("counts the most")}
    numbers = [(str(score), f"{score}: {words[score]}" if score in words else str(score)) for score in SCORES]
    return [*numbers, (UNABLE, say("I cannot score this"))]


def lines(answer: Answer, texts: Mapping[str, str], say: Say) -> list[str]:
    """What a ballot says, a line for each part. `texts` are the words of the candidates by their ids."""
    match answer:
        case Choice():
            return [name_of(answer, say)]
        case Ratings(given):
            return [f"{texts[name]}: {score_words(given[name], say)}" for name in texts if name in given]
        case Approvals(approved):
            return [text for name, text in texts.items() if name in approved] or [say("None of them")]
        case Ranking(order):
            return _in_order(order, texts, say)
        case Points(points):
            words = say("{number} points")
            return [f"{text}: {words.format(number=points.get(name, 0))}" for name, text in texts.items()]


def score_words(score: int | None, say: Say) -> str:
    """A score that was given, or that one could not give it."""
    return say("I cannot score this") if score is None else str(score)


def _in_order(order: tuple[str, ...], texts: Mapping[str, str], say: Say) -> list[str]:
    placed = [say("Place {place}: {text}").format(place=at, text=texts[name]) for at, name in enumerate(order, start=1)]
    left_out = [say("No place: {text}").format(text=text) for name, text in texts.items() if name not in order]
    return placed + left_out
