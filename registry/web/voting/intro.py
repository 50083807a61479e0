"""The page of one vote: what is asked, how and by whom it is decided, until when, and what the reader can do now."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from governance.rolls import RollEntry
from governance.rules import in_one_sentence, rule_digest, sentences
from registry.storage.registries import database_time
from registry.voting import own_ballot
from registry.web.sessions import actor_of
from registry.web.voting.answer_words import lines
from registry.web.voting.frame import Asked, language_of, render, say_in
from registry.web.voting.rounds import earlier_round
from registry.web.voting.standings import kind_words, standing_of
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.visitors import entry_of, store_of, vote_at


@dataclass(frozen=True, slots=True)
class Part:
    """What the reader has to do with a vote."""

    signed_in: bool
    on_roll: bool
    recused: bool

    @property
    def can_vote(self) -> bool:
        """Whether they may vote in it while it is open."""
        return self.on_roll and not self.recused


def part_of(entry: RollEntry | None, *, signed_in: bool) -> Part:
    """The part of a reader who stands so on the roll."""
    return Part(signed_in, entry is not None, entry is not None and entry.recused)


@get("/{vote_id:uuid}")
async def vote_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """One vote, for anybody; whoever stands on its roll finds the way to the ballot here."""
    vote = await vote_at(vote_id)
    actor, say = actor_of(request), say_in(request)
    part = part_of(await entry_of(request, vote), signed_in=actor.person_id is not None)
    subject = await subject_of(vote, language_of(request))
    own = await own_ballot(store_of(request), actor, vote) if part.on_roll else None
    return render(
        request,
        "vote/intro.html",
        asked=vote,
        subject=subject,
        kind=kind_words(vote, say),
        standing=standing_of(vote, await database_time()),
        part=part,
        own=own,
        earlier=lines(own.earlier, subject.texts, say) if own and own.earlier else None,
        before=await earlier_round(request, vote, subject) if part.on_roll else None,
        one_sentence=in_one_sentence(vote.rule, say),
        whole_rule=sentences(vote.rule, say),
        rule_digest=rule_digest(vote.rule),
    )


handlers: Final = [vote_page]
