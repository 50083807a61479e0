"""What a ballot says, as GraphQL takes it; and as it is shown to its own voter in a further round. Never quoted."""

from collections.abc import Iterable
from typing import Any

import strawberry

from governance.rules import Answer, Approvals, Choice, Points, Ranking, Ratings, WrongChoiceError
from registry.graphql.content_inputs import allows, asks


@strawberry.input(description="What one candidate is rated.")
class RatingInput:
    """A score of one candidate."""

    candidate: strawberry.ID = asks("The id of the candidate.")
    score: int | None = allows("From 1 to 9. Write null where you are unable to score it; it cannot be left out.")


@strawberry.input(description="The points that one candidate is given.")
class PointsInput:
    """Points for one candidate."""

    candidate: strawberry.ID = asks("The id of the candidate.")
    points: int = asks("A whole number from 0. All together they are exactly the budget of the rule.")


@strawberry.input(one_of=True, description="What a ballot says: the one of these that the rule of the vote asks for.")
class BallotInput:
    """A ballot."""

    choice: Choice | None = allows("One choice: a motion, or a label.")
    ratings: list[RatingInput] | None = allows("A score of each candidate.")
    approves: list[strawberry.ID] | None = allows("The ids of the candidates that are approved; none is a ballot too.")
    order: list[strawberry.ID] | None = allows("The ids of candidates, the best first; those left out share the end.")
    points: list[PointsInput] | None = allows("Points for candidates; one that is left out gets none.")


def given_answer(choice: Choice | None, ballot: BallotInput | None) -> Answer:
    """The answer that somebody gave, in full or as a bare choice. Whether it fits the vote is for its rule to say.

    Raises:
        WrongChoiceError: none or two were given, a score is left out, or a candidate stands twice; nothing is quoted.
    """
    match choice, ballot:
        case Choice(), None:
            return choice
        case None, BallotInput():
            return _answer(ballot)
        case _:
            raise WrongChoiceError("Give `ballot`, or `choice` for short: one of the two.")


def _answer(ballot: BallotInput) -> Answer:
    match {name: value for name, value in vars(ballot).items() if value not in (None, strawberry.UNSET)}:
        case {"choice": Choice() as choice}:
            return choice
        case {"ratings": ratings}:
            if any(rating.score is strawberry.UNSET for rating in ratings):
                raise WrongChoiceError("A score is missing; write null where you are unable to score a candidate.")
            return Ratings(_once((str(rating.candidate), rating.score) for rating in ratings))
        case {"approves": approves}:
            return Approvals(frozenset(_once((str(candidate), None) for candidate in approves)))
        case {"order": order}:
            return Ranking(tuple(map(str, order)))
        case {"points": points}:
            return Points(_once((str(given.candidate), given.points) for given in points))
        case _:
            raise WrongChoiceError("This ballot says nothing; give the one thing that the rule of the vote asks for.")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for candidate, value in pairs:
        if candidate in said:
            raise WrongChoiceError("A candidate stands twice on this ballot; name each once.")
        said[candidate] = value
    return said


@strawberry.type(description="What you rated one candidate.")
class OwnRating:
    """A score of one's own."""

    candidate: strawberry.ID = strawberry.field(description="The id of the candidate.")
    score: int | None = strawberry.field(description="From 1 to 9; null where you were unable to score it.")


@strawberry.type(description="The points that you gave one candidate.")
class OwnPoints:
    """Points of one's own."""

    candidate: strawberry.ID = strawberry.field(description="The id of the candidate.")
    points: int = strawberry.field(description="The points.")


@strawberry.type(description="What your own ballot of the round before said; one of these is not null.")
class OwnAnswer:
    """An answer, for its own voter."""

    choice: Choice | None = strawberry.field(description="Your choice.", default=None)
    ratings: list[OwnRating] | None = strawberry.field(description="Your scores.", default=None)
    approves: list[strawberry.ID] | None = strawberry.field(description="What you approved.", default=None)
    order: list[strawberry.ID] | None = strawberry.field(description="Your order, the best first.", default=None)
    points: list[OwnPoints] | None = strawberry.field(description="The points that you gave.", default=None)

    def __repr__(self) -> str:
        return "OwnAnswer(…)"


def own_answer(answer: Answer) -> OwnAnswer:
    """An answer as its own voter is shown it."""
    match answer:
        case Choice():
            return OwnAnswer(choice=answer)
        case Ratings(scores):
            return OwnAnswer(ratings=[OwnRating(candidate=strawberry.ID(name), score=n) for name, n in scores.items()])
        case Approvals(approved):
            return OwnAnswer(approves=[strawberry.ID(name) for name in sorted(approved)])
        case Ranking(order):
            return OwnAnswer(order=[strawberry.ID(name) for name in order])
        case Points(points):
            return OwnAnswer(points=[OwnPoints(candidate=strawberry.ID(name), points=n) for name, n in points.items()])
