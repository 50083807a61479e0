"""The pages of those who run a vote, under `/vote/manage`. They show who took part, and never how anybody voted."""

from typing import Final

from litestar.handlers import HTTPRouteHandler

from registry.web.voting.managing import (
    entering,
    letters,
    overview,
    roll_people,
    rolls,
    setup,
    steps,
    vote_pages,
)

handlers: Final[list[HTTPRouteHandler]] = [
    *overview.handlers,
    *rolls.handlers,
    *setup.handlers,
    *vote_pages.handlers,
    *roll_people.handlers,
    *letters.handlers,
    *entering.handlers,
    *steps.handlers,
]
