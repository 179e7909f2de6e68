"""How what is known of a mail becomes a row, sealed under its sender's own key."""

import json
from collections.abc import Sequence
from typing import Any

from handrail.adapters.sql.sealed_text import SealedText
from handrail.flow.delivery_ports import MailThread
from handrail.kernel.canonical import canonical_json

_LONGEST_ID = 998  # characters of a line of a mail, after RFC 5322
_LONGEST_SUBJECT = 500


def mail_document(
    subject: str, message_id: str, key: str, person: str | None, texts: SealedText
) -> str:
    """Return subject and Message-ID of a mail as they are stored."""
    held = {"id": message_id[:_LONGEST_ID], "subject": subject[:_LONGEST_SUBJECT]}
    return texts.seal(person, canonical_json(held), _place(key))


def thread_of(rows: Sequence[Any], texts: SealedText) -> MailThread | None:
    """Return a thread from the rows of its mails, oldest first; None where nothing can be read."""
    opened = [texts.open(row.person, row.document, _place(row.message)) for row in rows]
    mails = [json.loads(text) for text in opened if text]
    if not mails:
        return None
    return MailThread(subject=mails[0]["subject"], ids=tuple(mail["id"] for mail in mails))


def _place(key: str) -> str:
    return f"mail {key}"
