import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from handrail.adapters.fetching.fetcher import FetchLimits, GuardedFetcher
from handrail.adapters.fetching.guard import Guard, rules_of
from handrail.adapters.fetching.opening import Opener
from handrail.domain.knowledge.health.answers_elsewhere import Answer
from handrail.flow.fetch_ports import Asked, Fetched, NotFetched, Outcome, Why

HOST = "help.intranet"


def a_certificate(folder: Path) -> Path:
    """Write a certificate for the host, with its key, and return where."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - day)
        .not_valid_after(today + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    place = folder / "host.pem"
    place.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return place


@contextmanager
def encrypted(certificate: Path, named: list[str]) -> Iterator[int]:
    """Answer once over TLS, and note which host the handshake named."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: named.append(str(name))
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        came, _ = listening.accept()
        try:
            with context.wrap_socket(came, server_side=True) as secured:
                named.append(secured.recv(4_000).decode().split("Host: ")[1].split("\r\n")[0])
                said = "Content-Type: text/html\r\nContent-Length: 2\r\nConnection: close"
                secured.sendall(f"HTTP/1.1 200 OK\r\n{said}\r\n\r\nhi".encode())
        except (OSError, IndexError):
            came.close()

    thread = threading.Thread(target=answer)
    thread.start()
    yield int(listening.getsockname()[1])
    thread.join()
    listening.close()


def fetched(certificate: Path, trusted: ssl.SSLContext, host: str) -> tuple[Outcome, list[str]]:
    named: list[str] = []
    with encrypted(certificate, named) as port:
        guard = Guard(rules_of((port,), (host,)), lambda _host, _port: ("127.0.0.1",))
        fetcher = GuardedFetcher(guard, FetchLimits(seconds=5), trusted)
        asked = Asked(address=f"https://{host}:{port}/", accept=("text/html",))
        outcome = fetcher.fetch(asked)
        fetcher.close()
        named = [name.replace(str(port), "PORT") for name in named]
    return outcome, named


def test_the_vetted_address_is_spoken_to_under_the_name_of_the_host(tmp_path: Path) -> None:
    certificate = a_certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=str(certificate))

    outcome, named = fetched(certificate, trusted, HOST)

    assert isinstance(outcome, Fetched)
    assert named == [HOST, f"{HOST}:PORT"]


def test_a_host_without_a_certificate_of_its_own_is_not_read(tmp_path: Path) -> None:
    certificate = a_certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=str(certificate))

    outcome, _ = fetched(certificate, trusted, "other.intranet")

    assert isinstance(outcome, NotFetched)
    assert outcome.why is Why.FAILED


@pytest.mark.parametrize(
    ("host", "answer"), [(HOST, Answer.THERE), ("other.intranet", Answer.UNREACHED)]
)
def test_a_link_is_there_only_where_its_certificate_holds_and_never_gone_for_that(
    tmp_path: Path, host: str, answer: Answer
) -> None:
    certificate = a_certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=str(certificate))

    with encrypted(certificate, []) as port:
        guard = Guard(rules_of((port,), (host,)), lambda _host, _port: ("127.0.0.1",))
        opener = Opener(guard, lambda _host: nullcontext(), seconds=5, trusted=trusted)
        opened = opener.open(f"https://{host}:{port}/")
        opener.close()

    assert opened.answer is answer
