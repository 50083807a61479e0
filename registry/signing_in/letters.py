"""The mail that brings a code: whose it is, the code, where to type it. It carries no right and no address with one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from governance.messages import Message, MessageId, MessageKind
from registry.signing_in.codes import SignInCode
from registry.storage.people import Detail

Say = Callable[[str], str]
"""From an English text to the same text in another language, placeholders kept."""


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters are written here: the address of the page to sign in on, and the languages there are."""

    address: str
    say_in: Callable[[str | None], Say]
    """From the tag of the language that a person prefers, if it is known."""

    def bring(self, code: SignInCode, to: Detail, made_at: datetime) -> Message:
        """The letter that brings a code to a person."""
        say = self.say_in(to.language)
        return Message(
            id=MessageId(uuid4()),
            kind=MessageKind.SIGN_IN_CODE,
            person_id=to.person_id,
            subject=say("Your code to sign in and vote"),
            body=_body(say, code.written, _addressed(say, to), self.address),
            made_at=made_at,
        )


def _body(say: Say, code: str, name: str, address: str) -> str:
    return "\n\n".join(
        (
            say("This code is for {name}:").format(name=name),
            code,
            say("Type it on this page:") + f"\n{address}",
            say("The code works one time. It works for one day."),
            say("Did you not ask for a code? Then you can throw this mail away. Nobody can sign in without the code."),
            say("Keep the code to yourself. No one from the council will ask you for it."),
        )
    )


def _addressed(say: Say, to: Detail) -> str:
    """A first name, and where it is known the number in the council: a family may share one address."""
    first = to.name.split()[0]
    return first if to.number is None else say("{name}, number {number}").format(name=first, number=to.number)
