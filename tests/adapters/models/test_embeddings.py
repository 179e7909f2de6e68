"""What is promised of an embedder behind an address, against a server on loopback."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typing_extensions import override

from handrail.adapters.models.embeddings import EndpointEmbedder
from handrail.adapters.models.endpoint import EmbeddingServer, embedding_server
from handrail.flow.ports import Embedder
from handrail.kernel.errors import ModelUnavailable
from handrail.model_settings import ModelSettings

Answering = Callable[[list[str]], tuple[int, bytes]]


def letters(text: str, length: int = 8) -> list[float]:
    held = [0.5] * length
    for letter in text:
        held[ord(letter) % length] += 3.0
    return held


def well(texts: list[str], length: int = 8) -> tuple[int, bytes]:
    data = [{"index": n, "embedding": letters(text, length)} for n, text in enumerate(texts)]
    return 200, json.dumps({"data": data[::-1]}).encode()


@dataclass
class Server:
    """Hold a running server and what it was asked."""

    address: str = ""
    answer: Answering = well
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server() -> Iterator[Server]:
    held = Server()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.asked.append(body)
            held.keys.append(self.headers.get("Authorization"))
            status, reply = held.answer(body["input"])
            self.send_response(status)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        @override
        def log_message(self, format: str, *args: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        @override
        def handle_error(self, request: Any, client_address: Any) -> None:
            return

    running = Quiet(("127.0.0.1", 0), Answers)
    held.address = f"http://127.0.0.1:{running.server_address[1]}/v1"
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield held
    held.stopping.set()
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "embedder.json"


@pytest.fixture
def embedder(server: Server, memory: Path) -> Iterator[EndpointEmbedder]:
    made = opened(server, memory)
    yield made
    made._client.close()


def opened(server: Server, memory: Path) -> EndpointEmbedder:
    where = EmbeddingServer(spelled="compatible:m", base_url=server.address, api_key="k")
    return EndpointEmbedder(where, memory, pause=lambda _seconds: None)


def test_it_keeps_the_embedder_s_contract(embedder: EndpointEmbedder) -> None:
    port: Embedder = embedder

    rows = port.embed(["one", "two", "one"])

    assert rows.dtype == np.float32
    assert rows.shape == (3, port.dimensions) == (3, 8)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
    assert np.array_equal(rows[0], rows[2])
    assert port.embed([]).shape == (0, 8)


def test_a_span_is_embedded_as_a_text_of_its_own(embedder: EndpointEmbedder) -> None:
    text = "Refunds take five days."

    wholes, spans = embedder.embed_with_spans([text, "x"], [[(0, 7), (8, 8)], []])

    assert np.array_equal(wholes, embedder.embed([text, "x"]))
    assert np.array_equal(spans[0][0], embedder.embed(["Refunds"])[0])
    assert not spans[0][1].any()
    assert spans[1].shape == (0, 8)


def test_many_texts_go_in_batches_and_come_back_in_order(
    embedder: EndpointEmbedder, server: Server
) -> None:
    texts = [f"text {n} " + "x" * n for n in range(150)]

    rows = embedder.embed(texts)

    assert [len(body["input"]) for body in server.asked] == [64, 64, 22]
    assert np.array_equal(rows[149], embedder.embed([texts[149]])[0])


def test_a_question_is_asked_for_once_while_it_is_answered(
    embedder: EndpointEmbedder, server: Server
) -> None:
    embedder.embed(["How long does a refund take?"])
    embedder.embed(["How long does a refund take?"])

    assert len(server.asked) == 1


def test_how_long_vectors_are_is_remembered(server: Server, memory: Path) -> None:
    first = opened(server, memory)
    name = first.name
    asked = len(server.asked)

    again = opened(server, memory)

    assert again.name == name
    assert len(server.asked) == asked
    first._client.close()
    again._client.close()


def test_vectors_of_another_length_are_refused(embedder: EndpointEmbedder, server: Server) -> None:
    embedder.embed(["one"])
    server.answer = lambda texts: well(texts, 16)

    with pytest.raises(ModelUnavailable, match="16 numbers, where it gave 8"):
        embedder.embed(["two"])


def test_two_servers_or_models_never_have_one_name(server: Server, memory: Path) -> None:
    one = opened(server, memory)
    where = EmbeddingServer(spelled="compatible:other", base_url=server.address)
    other = EndpointEmbedder(where, memory.with_name("other.json"))

    assert one.name != other.name
    one._client.close()
    other._client.close()


@pytest.mark.parametrize(
    "reply",
    [
        (200, b""),
        (200, b"{"),
        (200, b"[]"),
        (200, b'{"data": []}'),
        (200, b'{"data": [{"index": 1, "embedding": [1.0]}]}'),
        (200, b'{"data": [{"index": 0, "embedding": []}]}'),
        (200, b'{"data": [{"index": 0, "embedding": "abc"}]}'),
        (200, b'{"data": [{"index": 0, "embedding": [0.0, 0.0]}]}'),
        (200, b'{"data": [{"index": 0, "embedding": [NaN, 1.0]}]}'),
        (200, b"[" * 100_000),
        (401, b"no"),
        (404, b"no"),
        (429, b"later"),
        (500, b"oops"),
    ],
)
def test_whatever_a_server_answers_the_fault_is_one_plain_line(
    embedder: EndpointEmbedder, server: Server, reply: tuple[int, bytes]
) -> None:
    server.answer = lambda _texts: reply

    with pytest.raises(ModelUnavailable) as caught:
        embedder.embed(["one"])

    assert "compatible:m" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failure_that_may_pass_is_tried_once_more(
    embedder: EndpointEmbedder, server: Server
) -> None:
    replies = [(503, b""), *[well(["one"])]]
    server.answer = lambda _texts: replies.pop(0)

    assert embedder.embed(["one"]).shape == (1, 8)


def test_a_server_that_hangs_holds_nobody_for_long(
    embedder: EndpointEmbedder, server: Server
) -> None:
    def hang(texts: list[str]) -> tuple[int, bytes]:
        server.stopping.wait(30)
        return well(texts)

    server.answer = hang
    began = time.monotonic()

    with pytest.raises(ModelUnavailable, match="in time"):
        embedder.embed(["one"])

    assert time.monotonic() - began < 2.5


def test_a_server_that_is_not_there_is_a_fault(memory: Path) -> None:
    where = EmbeddingServer(spelled="compatible:m", base_url="http://127.0.0.1:9/v1")
    embedder = EndpointEmbedder(where, memory)

    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        embedder.embed(["one"])
    embedder._client.close()


def test_the_settings_say_where_it_is() -> None:
    held = ModelSettings.model_validate(
        {"embedder": "compatible:m", "base_url": "https://e.example/v1", "api_key": "k"}
    )

    where = embedding_server(held)

    assert (where.model, where.base_url, where.api_key) == ("m", "https://e.example/v1", "k")
    assert "'k'" not in repr(where)


def test_the_key_goes_to_the_server_and_nowhere_else(
    embedder: EndpointEmbedder, server: Server
) -> None:
    embedder.embed(["one"])

    assert server.keys == ["Bearer k"]
