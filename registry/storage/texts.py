"""Free text of people. It can be erased; what refers to it holds only a salted digest."""

import os
from uuid import UUID, uuid4

from governance.writing import WrittenText
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.storage.tables import WrittenTextRow


def written(body: str) -> WrittenText:
    """A text under a new random id and salt."""
    salt = os.urandom(SALT_SIZE)
    return WrittenText(uuid4(), body, salt, salted_digest(salt, body.encode()))


async def insert(text: WrittenText) -> None:
    """Keep a text."""
    await WrittenTextRow.insert(WrittenTextRow(id=text.id, digest=text.digest, salt=text.salt, body=text.body))


async def erase(text_id: UUID) -> None:
    """Take the text and its salt away; the digest stays and leads nowhere."""
    await WrittenTextRow.update({WrittenTextRow.body: None, WrittenTextRow.salt: None}).where(
        WrittenTextRow.id == text_id
    )
