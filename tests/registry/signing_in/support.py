"""People who sign in, and what the record says of them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from governance.members import PUBLIC, PersonAdded, PersonId, Role, RoleGranted
from governance.sign_in import CodeIssued
from registry.signing_in.codes import SIGNS, SignInCode, new_code, read_code
from registry.signing_in.letters import Letters
from registry.storage import audit
from registry.storage.tables import MessageRow, SessionRow


async def a_member(store, organisation, email=None, name="Maria Lopez", number=None, language=None, role=Role.MEMBER):
    """A person with a role in an organisation."""
    person_id = PersonId(uuid4())
    async with store.write(PUBLIC) as tx:
        await tx.record(PersonAdded(person_id, name, email, language, number))
        if role is not None:
            await tx.record(RoleGranted(person_id, role, organisation))
    return person_id


async def trail(person_id):
    """What the audit trail says of a person: who did what."""
    return [(row.action, row.person) for row in await audit.page(0, 10_000, subject=f"person/{person_id}")]


async def letters_to(*person_ids):
    """The mails that wait for some people, oldest first."""
    rows = await MessageRow.select().where(MessageRow.person.is_in(list(person_ids))).order_by(MessageRow.made_at)
    return [(row["person"], row["subject"], row["body"]) for row in rows]


def english():
    """Letters in English."""
    return Letters("https://registry.test/vote/sign-in", lambda _tag: str)


def code_in(body):
    """The code that a letter brings."""
    return body.split("\n\n")[1]


def wrong(text):
    """A code that begins like another and ends otherwise."""
    asked = read_code(text)
    last = SIGNS[(SIGNS.index(asked.secret[-1]) + 1) % len(SIGNS)]
    return SignInCode(asked.handle, asked.secret[:-1] + last).written


async def an_old_code(store, person_id):
    """A code that expired a moment ago."""
    new = new_code()
    until = datetime.now(UTC) - timedelta(seconds=1)
    async with store.write(PUBLIC) as tx:
        await tx.record(CodeIssued(new.code.handle, new.digest, new.salt, person_id, frozenset({Role.MEMBER}), until))
    return new.code.written


async def sessions_of(person_id):
    """The sessions that were started for a person."""
    return await SessionRow.select().where(SessionRow.person == person_id)
