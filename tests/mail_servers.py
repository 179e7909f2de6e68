"""A real IMAP server (Dovecot) and a real SMTP server (aiosmtpd), on loopback.

What SMTP takes is put into the mailbox of whoever it is for, over IMAP, as a mail server would.
"""

import getpass
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

PASSWORD = "only-for-tests"
_STARTING_SECONDS = 15.0


def imap_program() -> str | None:
    """Return where Dovecot is, or None."""
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")


@dataclass
class Post:
    """Hold both servers."""

    home: Path
    imap_port: int
    smtp_port: int = 0
    refuse: list[str] = field(default_factory=list)
    """SMTP replies to the next mails, in the place of taking them."""
    lose: int = 0
    """So many mails are taken, and the line breaks before that is said."""
    taken: int = 0

    @contextmanager
    def box(self, address: str) -> Iterator[imaplib.IMAP4]:
        """Open somebody's mailbox."""
        server = imaplib.IMAP4("127.0.0.1", self.imap_port)
        try:
            server.login(address, PASSWORD)
            yield server
        finally:
            server.logout()

    def put(self, address: str, raw: bytes) -> None:
        """Put a mail into somebody's mailbox."""
        with self.box(address) as server:
            server.append("INBOX", "", "", raw)

    def mails(self, address: str) -> list[Message]:
        """Return what is in somebody's mailbox, oldest first."""
        with self.box(address) as server:
            server.select("INBOX", readonly=True)
            _, found = server.search(None, "ALL")
            numbers = found[0].split()
            return [_fetched(server, number) for number in numbers]

    def begin_anew(self, address: str) -> None:
        """Give every mail of a mailbox a new number, as a restored backup does."""
        held = self.home / "mail" / address
        (held / "dovecot-uidlist").unlink()  # it holds the numbers; those already used stay known
        for found in held.glob("dovecot.index*"):
            found.unlink()


class _Delivery:
    """Take mails as SMTP brings them."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the name that the library asks for
        if self._post.refuse:
            return self._post.refuse.pop(0)
        raw = f"Return-Path: <{envelope.mail_from}>\r\n".encode() + envelope.content
        for address in envelope.rcpt_tos:
            local, _, domain = address.partition("@")
            self._post.put(f"{local.partition('+')[0]}@{domain}", raw)
        self._post.taken += 1
        if self._post.lose:
            self._post.lose -= 1
            return "421 4.3.0 the line breaks here"
        return "250 OK"


@contextmanager
def post_office() -> Iterator[Post]:
    """Run both servers."""
    program = imap_program()
    assert program is not None
    home = Path(tempfile.mkdtemp(prefix="handrail-mail-"))
    post = Post(home=home, imap_port=_free_port())
    (home / "dovecot.conf").write_text(_configuration(home, post.imap_port))
    home.chmod(0o755)
    mail = home / "mail"
    mail.mkdir()
    if os.geteuid() == 0:
        shutil.chown(mail, _mail_user(), _mail_user())
    running = subprocess.Popen(
        [program, "-F", "-c", str(home / "dovecot.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(post.imap_port, home)
        controller = Controller(_Delivery(post), hostname="127.0.0.1", port=_free_port())
        controller.start()
        post.smtp_port = controller.port
        try:
            yield post
        finally:
            controller.stop()
    finally:
        running.terminate()
        running.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _configuration(home: Path, port: int) -> str:
    me = getpass.getuser()
    is_root = os.geteuid() == 0
    users = "" if is_root else f"default_internal_user = {me}\ndefault_login_user = {me}\n"
    owner = _mail_user() if is_root else me
    group = pwd.getpwnam(owner).pw_gid
    bare = "service anvil {\n  chroot =\n}\n" if not is_root else ""
    return (
        f"protocols = imap\nbase_dir = {home}/run\nstate_dir = {home}/state\n"
        f"log_path = {home}/log\nssl = no\ndisable_plaintext_auth = no\n{users}"
        f"first_valid_uid = 1\nmail_location = maildir:{home}/mail/%u\n"
        "service imap-login {\n  chroot =\n"
        f"  inet_listener imap {{\n    address = 127.0.0.1\n    port = {port}\n  }}\n"
        "  inet_listener imaps {\n    port = 0\n  }\n}\n"
        f"{bare}passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}\n"
        f"userdb {{\n  driver = static\n"
        f"  args = uid={owner} gid={group} home={home}/mail/%u\n}}\n"
    )


def _mail_user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "mail" if "mail" in known else "nobody"


def _wait_for(port: int, home: Path) -> None:
    until = time.monotonic() + _STARTING_SECONDS
    while time.monotonic() < until:
        try:
            with imaplib.IMAP4("127.0.0.1", port, timeout=2):
                return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.05)
    log = home / "log"
    raise RuntimeError(f"Dovecot did not start: {log.read_text() if log.exists() else 'no log'}")


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _raw(server: imaplib.IMAP4, number: bytes) -> bytes:
    _, parts = server.fetch(number.decode(), "(BODY.PEEK[])")
    held = parts[0]
    assert isinstance(held, tuple)
    return held[1]


def _fetched(server: imaplib.IMAP4, number: bytes) -> Message:
    return message_from_bytes(_raw(server, number))


def require_supported() -> bool:
    """Tell whether both servers can run here."""
    return imap_program() is not None and sys.platform == "linux"
