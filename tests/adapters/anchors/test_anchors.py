"""Heads reach a file, a server and a mailbox, or it is told that they did not."""

import base64
import email
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typing_extensions import override

from handrail.adapters.anchors.files import HeadFile
from handrail.adapters.anchors.http import HeadPost
from handrail.adapters.anchors.mail import HeadMail, Postbox
from handrail.domain.audit.heads import head_line, heads_in
from handrail.kernel.errors import Unavailable
from tests.domain.audit.logs import heads_over, some_entries

HEADS = heads_over(some_entries(9), (3, 6, 9))


def test_a_file_keeps_every_head_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    sink = HeadFile(tmp_path / "kept/heads.jsonl")

    sink.send(HEADS[:1])
    sink.send(HEADS[1:])

    assert sink.heads() == tuple(HEADS)
    assert sink.newest() == HEADS[-1]
    assert (tmp_path / "kept/heads.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_there_yet_has_no_head(tmp_path: Path) -> None:
    sink = HeadFile(tmp_path / "heads.jsonl")

    assert sink.heads() == ()
    assert sink.newest() is None


def test_a_line_that_a_crash_cut_off_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "heads.jsonl"
    sink = HeadFile(path)
    sink.send(HEADS[:1])
    with path.open("a") as file:
        file.write(head_line(HEADS[1])[:50])

    before = sink.heads()
    sink.send(HEADS[2:])

    assert before == (HEADS[0],)
    assert sink.heads() == (HEADS[0], HEADS[2])


def test_the_newest_head_of_a_long_file_is_found_at_its_end(tmp_path: Path) -> None:
    sink = HeadFile(tmp_path / "heads.jsonl")
    sink.send(HEADS[:2] * 200)

    sink.send(HEADS[2:])

    assert sink.newest() == HEADS[2]


def test_a_file_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    sink = HeadFile(tmp_path)

    with pytest.raises(Unavailable, match="cannot be written"):
        sink.send(HEADS)
    with pytest.raises(Unavailable, match="cannot be read"):
        sink.heads()


class Posted(BaseHTTPRequestHandler):
    """Keep what is posted; answer as the test wants."""

    status = 204
    seen: list[tuple[str | None, str]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen.append((self.headers["Authorization"], body))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    @override
    def log_message(self, *_args: object) -> None:
        return


@contextmanager
def head_server(status: int) -> Iterator[tuple[str, list[tuple[str | None, str]]]]:
    seen: list[tuple[str | None, str]] = []
    handler = type("Handler", (Posted,), {"status": status, "seen": seen})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/heads", seen
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [200, 204])
def test_a_server_is_posted_every_head_with_the_token(status: int) -> None:
    with head_server(status) as (url, seen):
        HeadPost(url, "secret").send(HEADS)
        HeadPost(url).send(HEADS[:1])

    assert [token for token, _ in seen] == ["Bearer secret", None]
    assert list(heads_in(seen[0][1].splitlines())) == HEADS


@pytest.mark.parametrize("status", [302, 307, 403, 500])
def test_a_server_that_does_not_take_the_heads_is_told_and_followed_nowhere(status: int) -> None:
    with head_server(status) as (url, seen), pytest.raises(Unavailable, match=str(status)):
        HeadPost(url, "secret").send(HEADS)

    assert len(seen) == 1


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        HeadPost(f"http://127.0.0.1:{free_port()}/heads").send(HEADS)


class Mailing(socketserver.StreamRequestHandler):
    """Speak as much SMTP as a client needs."""

    letters: list[bytes]
    logins: list[str]
    refuses: bool

    @override
    def handle(self) -> None:
        self._say("220 ready")
        while command := self.rfile.readline().decode().strip():
            match command.split()[0].upper():
                case "EHLO":
                    self._say("250-here")
                    self._say("250 AUTH PLAIN")
                case "AUTH":
                    self.logins.append(command.split()[-1])
                    self._say("235 welcome")
                case "RCPT" if self.refuses:
                    self._say("550 nobody here")
                case "DATA":
                    self._take()
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 fine")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.letters.append(b"".join(lines))
        self._say("250 kept")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(*, refuses: bool = False) -> Iterator[tuple[int, list[bytes], list[str]]]:
    letters: list[bytes] = []
    logins: list[str] = []
    held = {"letters": letters, "logins": logins, "refuses": refuses}
    handler = type("Handler", (Mailing,), held)
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1], letters, logins
        server.shutdown()
        thread.join()


def a_box(port: int, **changes: str) -> Postbox:
    return Postbox(
        to="auditor@example.com",
        sender="handrail@example.com",
        host="127.0.0.1",
        port=port,
        username=changes.get("username"),
        password=changes.get("password"),
    )


def test_heads_are_mailed_as_a_file_that_verifies() -> None:
    with mail_server() as (port, letters, logins):
        HeadMail(a_box(port, username="us", password="word")).send(HEADS)

    letter = email.message_from_bytes(letters[0], policy=default)
    assert isinstance(letter, EmailMessage)
    [attached] = letter.iter_attachments()
    content = attached.get_content()
    assert letter["To"] == "auditor@example.com"
    assert "9 entries" in letter["Subject"]
    assert list(heads_in(content.decode().splitlines())) == HEADS
    assert base64.b64decode(logins[0]) == b"\0us\0word"


def test_a_mail_server_without_login_is_asked_for_none() -> None:
    with mail_server() as (port, letters, logins):
        HeadMail(a_box(port)).send(HEADS)

    assert (len(letters), logins) == (1, [])


def test_a_mail_server_that_refuses_or_is_not_there_is_told() -> None:
    with (
        mail_server(refuses=True) as (port, _, _),
        pytest.raises(Unavailable, match="did not take"),
    ):
        HeadMail(a_box(port)).send(HEADS)
    with pytest.raises(Unavailable, match="did not take"):
        HeadMail(a_box(free_port())).send(HEADS)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
