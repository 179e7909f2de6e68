"""Fetch mails over IMAP. The mailbox is only read: no flag is set, nothing is moved or deleted."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Literal, NoReturn

from handrail.adapters.channels.email_reading import hear_mail
from handrail.flow.mail_ports import FetchedMail, IgnoredMail, Looked, Mailbox
from handrail.kernel.errors import Unavailable

_SECONDS = 30.0
_SLACK = timedelta(minutes=10)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")
_DATE = re.compile(rb'INTERNALDATE "\s?([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxPlace:
    """Hold where a mailbox is, and what opens it."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    username: str
    password: str
    folder: str
    address: str
    """The address that mails to it go to."""
    most_bytes: int


class ImapMailbox:
    """Look through one folder of one mailbox, in the order in which mails came."""

    def __init__(self, place: MailboxPlace) -> None:
        self._place = place

    def newest(self) -> tuple[int, int]:
        """Return the mailbox's UIDVALIDITY and the highest UID; raises Unavailable."""
        with self._opened() as server:
            return _validity(server), _highest(server)

    def after(self, box: Mailbox, limit: int = 20) -> Looked:
        """Return the mails that follow; raises Unavailable.

        Where numbers were given out anew, all are looked at that came since `box.begun_at`; whoever
        stores them knows the ones that came before.
        """
        with self._opened() as server:
            validity = _validity(server)
            start = box.uid if validity == box.validity else 0
            uids = _uids_after(server, start)[:limit]
            return Looked(
                validity=validity, mails=tuple(self._fetched(server, uid, box) for uid in uids)
            )

    def _fetched(self, server: imaplib.IMAP4, uid: int, box: Mailbox) -> FetchedMail:
        about = _fetch(server, uid, "(UID RFC822.SIZE INTERNALDATE)")
        if about is None:
            return FetchedMail(uid=uid, heard=IgnoredMail(why="It was deleted meanwhile."))
        if _came(about[0]) < box.begun_at - _SLACK:
            return FetchedMail(uid=uid, heard=IgnoredMail(why="It is older than our work here."))
        size = _SIZE.search(about[0])
        is_whole = size is not None and int(size[1]) <= self._place.most_bytes
        held = _fetch(server, uid, "(UID BODY.PEEK[])" if is_whole else "(UID BODY.PEEK[HEADER])")
        if held is None:
            return FetchedMail(uid=uid, heard=IgnoredMail(why="It was deleted meanwhile."))
        heard = hear_mail(held[1], self._place.address, is_whole=is_whole)
        return FetchedMail(uid=uid, heard=heard)

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        try:
            server = self._connected()
            try:
                server.login(self._place.username, self._place.password)
                _require(server.select(_quoted(self._place.folder), readonly=True))
                yield server
            finally:
                _leave(server)
        except (OSError, imaplib.IMAP4.error) as error:
            raise Unavailable(
                "The mailbox cannot be read.", hint=f"Look at [channels.email.imap]: {error}"
            ) from error

    def _connected(self) -> imaplib.IMAP4:
        place = self._place
        if place.security == "tls":
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=_SECONDS)
        server = imaplib.IMAP4(place.host, place.port, timeout=_SECONDS)
        if place.security == "starttls":
            server.starttls(ssl.create_default_context())
        return server


def _uids_after(server: imaplib.IMAP4, uid: int) -> list[int]:
    found = _require(server.uid("SEARCH", f"UID {uid + 1}:*"))
    numbers = sorted(int(number) for line in found for number in (line or b"").split())
    return [number for number in numbers if number > uid]  # `n:*` names the last one in any case


def _fetch(server: imaplib.IMAP4, uid: int, what: str) -> tuple[bytes, bytes] | None:
    """Return what the server says of a mail, and what it sends of it; None where it is gone."""
    for part in _require(server.uid("FETCH", str(uid), what)):
        said, sent = part if isinstance(part, tuple) else (part or b"", b"")
        found = _UID.search(said)
        if found is not None and int(found[1]) == uid:
            return said, sent
    return None


def _came(said: bytes) -> datetime:
    found = _DATE.search(said)
    try:
        return parsedate_to_datetime("" if found is None else found[1].decode("ascii", "replace"))
    except (ValueError, TypeError):
        return datetime.now(UTC)  # a server that does not say: taken for new


def _validity(server: imaplib.IMAP4) -> int:
    _, held = server.response("UIDVALIDITY")
    return int(held[0]) if held and held[0] else 0


def _highest(server: imaplib.IMAP4) -> int:
    found = _uids_after(server, 0)
    return found[-1] if found else 0


def _require(reply: tuple[str, list[Any]]) -> list[Any]:
    kind, held = reply
    if kind != "OK":
        _refuse(held)
    return held


def _refuse(held: list[Any]) -> NoReturn:
    raise imaplib.IMAP4.error(f"the server says {held!r:.200}")


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _leave(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        server.shutdown()
