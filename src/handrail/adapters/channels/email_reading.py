"""The bytes of a mail become what is heard of it. Nothing in them is trusted, none can stop us."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from handrail.adapters.channels.html_text import text_of_html
from handrail.adapters.channels.mail_headers import (
    addresses,
    header,
    message_ids,
    sender_of,
    why_automatic,
)
from handrail.adapters.channels.new_text import new_text
from handrail.flow.delivery import DeliveryId
from handrail.flow.mail_ports import (
    HeardMail,
    IgnoredMail,
    ReceivedMail,
    Refusal,
    ReturnedMail,
)
from handrail.flow.open_turn import LONGEST_MESSAGE
from handrail.kernel.ids import digest

_MOST_PARTS = 200
_MOST_ATTACHED = 20
_LONGEST_NAME = 80
_OURS = re.compile(rb"<(dlv_[0-9a-z]{26})@")
_MARK = re.compile(r"\[#([0-9a-f]{16})\]")
_PLUS = re.compile(r"\+([0-9a-f]{16})@")
_ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""What the standard library raises over mails that keep no rule."""


def hear_mail(raw: bytes, own: str, *, is_whole: bool = True) -> HeardMail:
    """Return what is heard of a mail to the address `own`; without its body where it is too large.

    `is_whole` is false where only the headers were fetched.
    """
    try:
        return _heard(raw, own, is_whole=is_whole)
    except _BROKEN:
        return IgnoredMail(why="It keeps no rule of mails and cannot be read.")


def _heard(raw: bytes, own: str, *, is_whole: bool) -> HeardMail:
    mail = message_from_bytes(raw)
    came_back = _returned(mail, raw)
    if came_back:
        return ReturnedMail(deliveries=came_back)
    sender = sender_of(mail)
    why = why_automatic(mail, sender, own)
    if why is not None or sender is None:
        return IgnoredMail(why=why or "It names no sender.")
    text, attached = _written(mail) if is_whole else ("", ())
    if attached:
        text = f"{text}\n\n[Attached, not read: {', '.join(attached)}]".strip()
    return ReceivedMail(
        sender=sender,
        subject=_MARK.sub("", header(mail, "subject")).strip(),
        text=text,
        message_id=next(iter(message_ids(mail, "message-id")), f"<{digest(raw)}@unnamed>"),
        refers_to=message_ids(mail, "in-reply-to", "references"),
        token=_token(mail),
        attached=attached,
        refusal=_refusal(text) if is_whole else Refusal.TOO_LARGE,
    )


def _refusal(text: str) -> Refusal | None:
    if not text:
        return Refusal.NO_TEXT
    return Refusal.TOO_LONG if len(text) > LONGEST_MESSAGE else None


def _returned(mail: Message, raw: bytes) -> tuple[DeliveryId, ...]:
    """Return which mails of ours a report says could not be delivered."""
    if mail.get_content_type() != "multipart/report":
        return ()
    has_failed = re.search(rb"(?im)^action:\s*failed", raw) is not None
    named = dict.fromkeys(match.decode() for match in _OURS.findall(raw)) if has_failed else {}
    return tuple(DeliveryId(ref) for ref in named)


def _token(mail: Message) -> str | None:
    """Return the thread's mark: from an address that the mail went to, or from its subject."""
    for address in addresses(mail, *_ADDRESSED):
        if found := _PLUS.search(address):
            return found[1]
    marked = _MARK.search(header(mail, "subject"))
    return None if marked is None else marked[1]


def _written(mail: Message) -> tuple[str, tuple[str, ...]]:
    """Return what was written anew, and the names of files; plain text before HTML."""
    plain: list[str] = []
    html: list[str] = []
    attached: list[str] = []
    for part in _parts(mail):
        name = part.get_filename()
        kind = part.get_content_type()
        if name is not None or part.get_content_disposition() == "attachment":
            attached.append(_named(name))
        elif kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            html.append(_decoded(part))
    said = new_text("\n".join(plain))
    if not said and html:
        said = new_text(text_of_html("\n".join(html)))
    return said, tuple(attached[:_MOST_ATTACHED])


def _parts(mail: Message) -> Iterator[Message]:
    """Yield the parts that hold something; mails inside the mail are files like others."""
    waiting, seen = [mail], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting[:0] = [inner for inner in held if isinstance(inner, Message)]
        elif part.get_content_maintype() == "message":
            yield _a_file()
        else:
            yield part


def _a_file() -> Message:
    named = Message()
    named["Content-Disposition"] = 'attachment; filename="mail.eml"'
    return named


def _decoded(part: Message) -> str:
    held = part.get_payload(decode=True)
    raw = held if isinstance(held, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", "replace")


def _named(name: str | None) -> str:
    plain = "".join(c for c in (name or "a file") if c.isprintable() and c not in "[],")
    return plain[:_LONGEST_NAME].strip() or "a file"
