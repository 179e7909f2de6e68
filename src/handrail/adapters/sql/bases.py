"""Keep what turns stood on: packed, and sealed where the customer is known."""

import base64
import zlib
from typing import Any

from handrail.adapters.sql.sealed_text import SealedText, basis_place
from handrail.domain.decision.model import TurnRecord
from handrail.kernel.errors import StorageUnavailable


def basis_row(
    record: TurnRecord, basis: str, person: str | None, texts: SealedText
) -> dict[str, Any]:
    """Return what a record's turn stood on as a row."""
    return {
        "record": record.id,
        "conversation": record.conversation,
        "document": texts.seal(person, _packed(basis), basis_place(record.id)),
    }


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
