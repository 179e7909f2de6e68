"""The pages of a website that means harm, and the server that sends them as badly as it can."""

import gzip
import socketserver
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape

from typing_extensions import override

from benchmarks.hostile.spellings import spellings

_SLOW_SECONDS = 0.2
_TRAP_LINKS = 8
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
Send = Callable[[bytes], object]


@dataclass(slots=True)
class Site:
    """Hold what the site leads to."""

    inward: Sequence[str]

    def answer(self, path: str, send: Send) -> None:
        """Send what lies at a path."""
        plain = path.partition("?")[0]
        if plain in _PAGES:
            _PAGES[plain](send)
        elif plain == "/":
            _html(send, self._first_page())
        elif plain == "/inward":
            links = "".join(f'<a href="{escape(address)}">x</a>\n' for address in self.inward)
            _html(send, f"<p>Where else we are.</p>{links}")
        elif plain.startswith("/to/"):
            _redirect(send, self.inward[int(plain.removeprefix("/to/"))])
        elif plain == "/sitemap-inward.xml":
            _send(send, "application/xml", _map(self.inward))
        else:
            _trap(plain, path, send)

    def _first_page(self) -> str:
        found = [*_PAGES, "/inward", *(f"/to/{n}" for n in range(len(self.inward)))]
        links = "".join(f'<a href="{path}">{path}</a>\n' for path in found)
        traps = ("/calendar/2026/1", "/s?sid=1", "/list?page=1", "/deep/a/", "/random/1")
        ways = "".join(f'<a href="{path}">{path}</a>\n' for path in traps)
        return f"<h1>Help</h1><p>Refunds are paid within 30 days.</p>{links}{ways}"


@contextmanager
def hostile(canary_port: int) -> Iterator[int]:
    """Serve the site in a process of its own until the block ends; yield its port."""
    command = [sys.executable, "-m", "benchmarks.hostile.site", str(canary_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def main(canary_port: int) -> None:
    """Print the port, and serve until it is killed."""
    site = Site(inward=[a for a in spellings(canary_port) if a.isprintable()])

    class Handler(socketserver.StreamRequestHandler):
        @override
        def handle(self) -> None:
            with suppress(OSError, IndexError, ValueError):
                line = self.rfile.readline(4_000).decode("latin-1").split(" ")
                while self.rfile.readline(4_000).strip():
                    pass
                site.answer(line[1], self.wfile.write)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


def _send(send: Send, kind: str, body: bytes, *headers: str) -> None:
    said = "".join(f"{header}\r\n" for header in headers)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{said}Connection: close\r\n\r\n"
    send(head.encode() + body)


def _html(send: Send, text: str) -> None:
    _send(
        send, "text/html; charset=utf-8", f"<html><body><main>{text}</main></body></html>".encode()
    )


def _redirect(send: Send, to: str) -> None:
    send(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nConnection: close\r\n\r\n".encode())


def _map(addresses: Sequence[str]) -> bytes:
    listed = "".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)
    return f"<urlset>{listed}</urlset>".encode()


def _trap(plain: str, path: str, send: Send) -> None:
    """Send pages that lead to more of their kind for ever."""
    kind, *rest = plain.strip("/").split("/")
    at = sum(map(ord, path)) + len(path)
    if kind == "calendar":
        year, month = (int(part) for part in rest)
        ahead = [f"/calendar/{year + (month + n) // 12}/{(month + n) % 12 + 1}" for n in range(9)]
        text = f"Nothing is on in month {month} of {year}."
    elif kind == "s":
        ahead = [f"/s?sid={at}{n}" for n in range(_TRAP_LINKS)]
        ahead += [f"/s?visitor={at}{n}" for n in range(_TRAP_LINKS)]
        text = "Welcome, you are logged in."
    elif kind == "list":
        ahead = [f"{path}&f{n}={at}" for n in range(_TRAP_LINKS)]
        text = "No article matches these filters."
    elif kind == "deep":
        ahead = [f"{plain}{name}/" for name in ("a", "b", "again")]
        text = "Deeper and deeper."
    else:
        ahead = [f"/random/{at * 31 + n}" for n in range(_TRAP_LINKS)]
        text = " ".join(f"word{zlib.crc32(f'{path}{n}'.encode()):x}" for n in range(60))
    links = "".join(f'<a href="{address}">on</a>' for address in ahead)
    _html(send, f"<h1>{kind}</h1><p>{text}</p>{links}")


def _drip_head(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        send(b"z")
        time.sleep(_SLOW_SECONDS)


def _drip_body(send: Send) -> None:
    _send(send, "text/html", b"<html>")
    while True:
        send(b"<p>z</p>")
        time.sleep(_SLOW_SECONDS)


def _silent(_send: Send) -> None:
    time.sleep(60)


def _endless(send: Send) -> None:
    _send(send, "text/html", b"<html>")
    while True:
        send(b"<p>more and more</p>" * 4_000)


def _endless_head(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\n")
    while True:
        send(b"X-More: more\r\n" * 1_000)


def _hints(send: Send) -> None:
    while True:
        send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100)


def _bomb(send: Send) -> None:
    packing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    _send(send, "text/html", b"", "Content-Encoding: gzip")
    piece = b"<p>" + b"0" * 1_000_000
    while True:
        send(packing.compress(piece) + packing.flush(zlib.Z_SYNC_FLUSH))


def _nested_bomb(send: Send) -> None:
    body = gzip.compress(gzip.compress(b"0" * 100_000_000))
    _send(send, "text/html", body, "Content-Encoding: gzip, gzip")


def _packed(send: Send) -> None:
    _send(send, "application/gzip", gzip.compress(b"<urlset>" + b" " * 100_000_000))


def _entities(send: Send) -> None:
    kind = f'<!DOCTYPE urlset [<!ENTITY e0 "x">{_ENTITIES}]>'
    body = f"{kind}<urlset><url><loc>&e9;</loc></url></urlset>"
    _send(send, "application/xml", body.encode())


def _lies(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n<p>")


def _short(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>cut")


def _page(kind: str, body: bytes) -> Callable[[Send], object]:
    return lambda send: _send(send, kind, body)


_PAGES: dict[str, Callable[[Send], object]] = {
    "/robots.txt": _page(
        "text/plain",
        b"User-agent: *\nDisallow: /forbidden\n"
        b"Sitemap: /entities.xml\nSitemap: /packed.gz\nSitemap: /sitemap-inward.xml\n",
    ),
    "/entities.xml": _entities,
    "/packed.gz": _packed,
    "/forbidden": _page("text/html", b"<p>This page must not be read.</p>"),
    "/refunds": _page("text/html", b"<h1>Refunds</h1><p>Refunds are paid within 30 days.</p>"),
    "/drip-head": _drip_head,
    "/drip-body": _drip_body,
    "/silent": _silent,
    "/endless": _endless,
    "/endless-head": _endless_head,
    "/hints": _hints,
    "/bomb": _bomb,
    "/nested-bomb": _nested_bomb,
    "/lies": _lies,
    "/short": _short,
    "/circle": lambda send: _redirect(send, "/circle"),
    "/no-http": lambda send: send(b"\x00\xff\x00 not HTTP at all\r\n\r\n"),
    "/too-new": lambda send: send(b"HTTP/9.9 200 OK\r\n\r\n"),
    "/locked": lambda send: send(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"),
    "/later": lambda send: (
        send(b"HTTP/1.1 503 No\r\nRetry-After: 99999\r\nContent-Length: 0\r\n\r\n") and None
    ),
    "/deep-html": _page("text/html", b"<div>" * 400_000 + b"deep"),
    "/wide-html": _page("text/html", b"<a href=/x>" * 400_000),
    "/attributes": _page("text/html", b"<p " + b"a=1 " * 800_000 + b">attributes</p>"),
    "/odd-charset": _page("text/html; charset=zip", b"\xff\xfe\x00nothing"),
    "/escape": _page("text/html; charset=unicode_escape", b"\\xff\\N{NULL}"),
    "/utf-7": _page("text/html; charset=utf-7", b"+ADw-script+AD4-alert(1)"),
    "/broken-utf8": _page("text/html; charset=utf-8", b"<p>" + b"\xff\xfe\xc3" * 5_000),
    "/nul": _page("text/html", b"<p>\x00\x00\x00</p>" * 100),
    "/windows-1251": _page(
        "text/html; charset=windows-1251",
        "<h1>Возврат</h1><p>Возврат денег занимает до 30 дней.</p>".encode("cp1251"),
    ),
    "/image": _page("image/png", b"\x89PNG" * 1_000),
    "/video": _page("video/mp4", b"0" * 10_000_000),
    "/no-kind": lambda send: send(b"HTTP/1.1 200 OK\r\n\r\n<p>what am I</p>"),
    "/many-links": _page("text/html", b"".join(b"<a href=/m/%d>x</a>" % n for n in range(200_000))),
    "/home-canonical": _page(
        "text/html", b"<link rel=canonical href=/><h1>Fees</h1><p>A return costs 4 EUR.</p>"
    ),
    "/file": lambda send: _redirect(send, "file:///etc/passwd"),
    "/gopher": lambda send: _redirect(send, "gopher://127.0.0.1:6379/_SET"),
    "/credentials": lambda send: _redirect(send, "http://me:pw@help.test/"),
    "/other-host": lambda send: _redirect(send, "http://other.test/"),
}


if __name__ == "__main__":
    main(int(sys.argv[1]))
