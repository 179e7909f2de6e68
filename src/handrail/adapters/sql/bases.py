"""Keep what turns stood on: packed, and sealed where the customer is known."""

import base64
import zlib

from sqlalchemy import Connection, bindparam, insert, select

from handrail.adapters.sql.quality_tables import turn_bases
from handrail.adapters.sql.sealed_text import SealedText, basis_place
from handrail.adapters.sql.tables import conversations
from handrail.kernel.errors import StorageUnavailable

_PERSON = select(conversations.c.person).where(conversations.c.id == bindparam("ref"))
_ADDED = insert(turn_bases)


def keep_basis(
    connection: Connection, texts: SealedText, record: str, conversation: str, basis: str
) -> None:
    """Add what a turn stood on."""
    person = connection.execute(_PERSON, {"ref": conversation}).scalar_one()
    document = texts.seal(person, _packed(basis), basis_place(record))
    connection.execute(
        _ADDED, {"record": record, "conversation": conversation, "document": document}
    )


def opened_basis(texts: SealedText, person: str | None, record: str, held: str) -> str | None:
    """Return what a turn stood on; None where its customer was erased."""
    packed = texts.open(person, held, basis_place(record)) if held else None
    return None if packed is None else _unpacked(packed, record)


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())).decode("ascii")


def _unpacked(packed: str, record: str) -> str:
    try:
        return zlib.decompress(base64.b64decode(packed)).decode()
    except (ValueError, zlib.error) as error:
        raise StorageUnavailable(
            f"What {record} stood on cannot be read: its row is damaged.",
            hint="Restore the database from a backup.",
        ) from error
