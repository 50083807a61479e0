"""What the voters of a further round are shown: how the round before came out, as far as it may be told."""

from governance.votes import Vote, VoteStage
from registry.storage import results
from registry.web.voting.frame import Asked, language_of, say_in
from registry.web.voting.result_figures import Figures, Words, answer_figures
from registry.web.voting.subjects import Subject
from registry.web.voting.wording import Wording


def words_for(request: Asked, subject: Subject) -> Words:
    """How the pages of a request write about a subject."""
    return Words(say_in(request), Wording(language_of(request)).number, subject.texts)


async def earlier_round(request: Asked, vote: Vote, subject: Subject) -> Figures | None:
    """The answers of the last round that was counted, for those who vote again or wait for it; none otherwise.

    A round that was the last one is told on the page of results, once it is certified, and nowhere before.
    """
    number = vote.round if vote.stage is VoteStage.DISCUSSION else vote.round - 1
    if vote.stage not in (VoteStage.DISCUSSION, VoteStage.OPEN) or number < 1:
        return None
    result = await results.of_round(vote.id, number)
    return None if result is None else answer_figures(vote, result.publication, words_for(request, subject))
