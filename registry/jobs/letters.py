"""What a letter says. It is written when it is sent, from what is true then: the vote, the address, the language."""

from dataclasses import dataclass
from uuid import UUID

from governance.messages import Message, MessageKind
from governance.votes import Vote, VoteId, VoteStage
from registry.mailing import Letter
from registry.storage import ballots, people, rolls, votes
from registry.storage.people import Detail
from registry.storage.registries import database_time
from registry.web.languages import Language, Say, known
from registry.web.locales import TRANSLATIONS
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.wording import Wording


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder tells: whom, about what, until when, where."""

    name: str
    title: str
    deadline: str
    address: str
    """The page on which people sign in. It holds no code and gives no right: anybody may see it."""
    demonstration: bool = False

    def subject(self, say: Say) -> str:
        """The line that is seen before a mail is opened, perhaps by others: it names neither matter nor agency."""
        return say("A reminder: you can still vote")

    def body(self, say: Say) -> str:
        """The text, in short sentences."""
        return "\n\n".join(
            (
                *((say("This is a demonstration. It is no real vote."),) if self.demonstration else ()),
                say("Hello {name}:").format(name=self.name),
                say("You are on the list of voters. We do not have your ballot yet. The vote is about this:"),
                self.title,
                say("You can vote until {deadline}.").format(deadline=self.deadline),
                say("To vote, open this page and sign in:") + f"\n{self.address}",
                say("You can ask somebody to help you. It is still your vote."),
                say("If you do not want to vote, you do not have to. It is up to you."),
            )
        )


async def letter_of(message: Message, base_url: str, *, demonstration: bool) -> Letter | None:
    """The letter of a message; none where it has become idle, or its reader has no address any more.

    Raises:
        BadLetterError: the address on record is none.
    """
    reader = (await people.details([message.person_id])).get(message.person_id)
    if reader is None or not reader.email:
        return None
    language = known(reader.language) or Language.ENGLISH
    if message.kind is not MessageKind.REMINDER:
        return Letter(message.id, reader.email, message.subject, message.body, language)
    vote = await votes.get(VoteId(UUID(message.body)))
    if not await _awaits_ballot(vote, reader):
        return None
    told = Reminder(
        name=reader.name,
        title=(await subject_of(vote, language)).title,
        deadline=Wording(language).deadline(vote.closes_at, vote.zone),
        address=f"{base_url}/vote/",
        demonstration=demonstration,
    )
    say = TRANSLATIONS[language].gettext
    return Letter(message.id, reader.email, told.subject(say), told.body(say), language)


async def _awaits_ballot(vote: Vote, reader: Detail) -> bool:
    """Whether a reminder still makes sense: the vote takes ballots, and this person may cast one and has not."""
    if vote.stage is not VoteStage.OPEN or await database_time() >= vote.closes_at:
        return False
    entry = await rolls.voter(vote.id, vote.roll_id, reader.person_id)
    voted = await ballots.has_voted(vote.id, vote.round, reader.person_id)
    return entry is not None and not entry.recused and not voted
