"""A voting page for when the answer is no: what happened and what to do, in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from litestar import Response

from registry.web.languages import Language, to_say
from registry.web.problems import Problem
from registry.web.voting.frame import Asked, language_of, render, say_in

TITLES: Final[Mapping[int, str]] = {
    HTTPStatus.FORBIDDEN: to_say("You cannot do this"),
    HTTPStatus.NOT_FOUND: to_say("We cannot find this page"),
    HTTPStatus.METHOD_NOT_ALLOWED: to_say("We cannot find this page"),
    HTTPStatus.CONFLICT: to_say("This did not work"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: to_say("This is too large"),
    HTTPStatus.UNPROCESSABLE_ENTITY: to_say("Please check what you sent"),
    HTTPStatus.TOO_MANY_REQUESTS: to_say("Please wait a little"),
    HTTPStatus.SERVICE_UNAVAILABLE: to_say("Please wait a little"),
}
OTHER_TITLE: Final = to_say("Something went wrong")
SENTENCES: Final[Mapping[str, str]] = {
    "PATH_NOT_FOUND": to_say("There is no page at this address. Check the address, or start from your votes."),
    "METHOD_NOT_ALLOWED": to_say("There is no page at this address. Check the address, or start from your votes."),
    "NOT_ON_ROLL": to_say("You are not on the list of people who can vote on this. Ask the person who invited you."),
    "RECUSED": to_say("You stepped aside from this vote, so you cannot vote on it."),
    "PROPOSAL_CLOSED": to_say("This vote takes no ballots now. Your last ballot stays as it was."),
    "VOTE_NOT_FOUND": to_say("There is no vote at this address. Check the address, or start from your votes."),
    "PROPOSAL_NOT_FOUND": to_say("There is no text at this address, or it is not shown to all yet."),
    "WRONG_CHOICE": to_say("Something on this ballot is missing or wrong. Start again from the vote."),
    "REASON_NEEDED": to_say("The rule asks for a reason with this answer. Start again from the vote."),
    "WRONG_STAGE": to_say("This text takes no comments now."),
    "ALREADY_DECIDED": to_say("You made an appeal before. Each person can make one."),
    "NO_BALLOT": to_say("You have no vote here, so there is nothing to take back."),
    "ALREADY_RECUSED": to_say("You stepped aside from this vote before. You need not do it again."),
    "REQUEST_ID_REUSED": to_say("This page was sent before, with other answers. Open the vote again to change them."),
    "COMMENT_WINDOW_CLOSED": to_say("The time for comments is over."),
    "TOO_MANY_COMMENTS": to_say("You have sent as many comments on this text as one person can send."),
    "APPEAL_WINDOW": to_say("You cannot appeal now. The page of the result says until when you could."),
    "WRONG_VOTE_STAGE": to_say("The vote has gone on since you opened this page. Open it again."),
    "WRONG_ROLE": to_say("This is for others to do. If it is your task, ask the person who runs this site."),
    "VOTE_KEY_MISSING": to_say("This vote cannot take ballots right now. Please tell the person who invited you."),
    "BODY_TOO_LARGE": to_say("This is more than we can take. Send less."),
    "BUSY": to_say("Many people use this site right now. Wait a minute and try again. Nothing was lost."),
    "TOO_SLOW": to_say("This took too long. Try again in a minute."),
    "DATABASE_UNAVAILABLE": to_say("The site is taking a short break. Try again in a minute."),
    "INTERNAL": to_say("Something went wrong here, and we wrote it down. Try again, or ask for help."),
}
"""What the refusals and problems that a voter can meet say, by their codes (docs/errors.md)."""
OTHER_SENTENCE: Final = to_say("That did not work. Go back and try again, or ask for help.")


def problem_page(request: Asked, problem: Problem) -> Response[bytes]:
    """The page of a problem. Where its code has no sentence here, its own sentence stands on the page, in English."""
    say = say_in(request)
    known = SENTENCES.get(problem.code)
    is_english = language_of(request) is Language.ENGLISH
    sentence = say(known or OTHER_SENTENCE) if known or not is_english else problem.message
    return render(
        request,
        "vote/problem.html",
        status=problem.status,
        headers={"Vary": "Accept, Accept-Language, Cookie", **problem.headers},
        here=None if problem.status == HTTPStatus.NOT_FOUND else "/vote/help",
        title=say(TITLES.get(problem.status, OTHER_TITLE)),
        sentence=sentence,
        own_sentence=None if known or is_english else problem.message,
        problem=problem,
    )
