"""Voting pages, under `/vote`. Each module has its list of handlers; they are joined here."""

from typing import Final

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from governance.policy import SignInError
from registry.web.assets import voting_scripts, voting_styles
from registry.web.voting import (
    appeals,
    ballots,
    casting,
    comments,
    frame,
    helping,
    intro,
    listing,
    managing,
    paper,
    receipts,
    results,
    signing_in,
    stepping_aside,
)
from registry.web.voting.problem import problem_page
from registry.web.voting.turned_away import sign_in_first
from registry.web.voting.visiting import Visiting, enter

handlers: Final[list[Router | HTTPRouteHandler]] = [
    *voting_styles.handlers,
    *voting_scripts.handlers,
    Router(
        path=frame.PREFIX,
        middleware=[Visiting()],
        before_request=enter,
        exception_handlers={SignInError: sign_in_first},
        route_handlers=[
            *helping.handlers,
            *signing_in.handlers,
            *listing.handlers,
            *intro.handlers,
            *ballots.handlers,
            *casting.handlers,
            *receipts.handlers,
            *results.handlers,
            *appeals.handlers,
            *stepping_aside.handlers,
            *paper.handlers,
            *comments.handlers,
            *managing.handlers,
        ],
    ),
]
problem_pages: Final = {frame.PREFIX: problem_page}
"""Who answers when the answer is no, by the beginning of a path."""
