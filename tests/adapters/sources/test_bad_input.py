import contextlib
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.adapters.sources.confined_reader import read_format
from handrail.adapters.sources.documents import read_document
from handrail.adapters.sources.formats import BINARY_SUFFIXES, READABLE_SUFFIXES
from handrail.adapters.sources.unreadable import MAX_BYTES, Unreadable
from tests.adapters.sources.documents import a_word_document, a_zip_bomb

_MARKUP = st.sampled_from(
    [
        *("# ", "- ", "* ", "1. ", "> ", "```\n", "`", "**", "_", "[", "](", "![", "|", "|-|\n"),
        *("<div>", "</div>", "<Tab ", "<!--", "-->", "<table><tr>", "<ul><li>", "&amp;", "\\"),
        *("{", "}", "{%", "%}", "{{", ":::note\n", "---\n", "===\n", ".. a::\n", ":doc:`", "`__"),
        *(
            "+--+\n",
            "\n",
            "\n\n",
            "  ",
            "\t",
            "word ",
            "e.g. ",
            "\u202e",
            "\u200b",
            "é",
            "漢字。",
            "a: b\n",
        ),
    ]
)


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("a.md", b"", "empty"),
        ("a.md", b" \n\t ", "empty"),
        ("a.md", b"---\ntitle: A\n---\n", "no text"),
        ("a.md", b"<!-- nothing -->", "no text"),
        ("a.md", b"Text \x00 more", "NUL"),
        ("a.md", b"\xff\xd8\xff\xe0" * 100, "UTF-8"),
        ("a.txt", bytes(range(128, 256)), "UTF-8"),
        ("a.md", b"x" * (MAX_BYTES + 1), "larger"),
        ("a.md", b"# a\n" * 5_001, "headings"),
        ("a.html", b"<div>" * 500 + b"x", "deep"),
        ("a.rst", b"x" * 50_000, "line"),
        ("a.exe", b"MZ", "not read"),
        ("README", b"text", "not read"),
        ("a.docx", b"PK but not really", "no such file"),
        ("a.docx", b"PK\x03\x04 but damaged", "Word document"),
        ("a.docx", a_word_document()[:2_000], "Word document"),
        ("a.docx", a_zip_bomb(), "unpacks"),
        ("a.pdf", b"not a pdf", "no such file"),
        ("a.pdf", b"%PDF-1.7\n damaged", "PDF"),
    ],
)
def test_what_cannot_be_an_article_is_refused_with_its_reason(
    name: str, raw: bytes, why: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(name, raw)

    assert why in str(refused.value)


@pytest.mark.parametrize(
    "raw",
    [
        "\ufeffGrüße".encode(),
        "Grüße".encode("utf-16"),
        b"<!-- encoding='cp1252' -->" + "Grüße".encode("cp1252"),
    ],
)
def test_a_declared_encoding_is_followed(raw: bytes) -> None:
    assert read_document("a.md", raw).blocks[0].text == "Grüße"


def test_a_few_broken_bytes_are_replaced_and_named() -> None:
    read = read_document("a.md", b"Caf\xe9 opens at nine. " * 3)

    assert read.blocks[0].text.startswith("Caf\ufffd opens")
    assert "3 characters" in read.warnings[0]


def test_text_that_nobody_sees_is_taken_out() -> None:
    unseen = "Pay\u200bPal\u202e re\u00adfund \U000e0041\u2066now e\u0301"

    assert read_document("a.md", unseen.encode()).blocks[0].text == "PayPal refund now é"


def test_joiners_that_shape_a_script_stay() -> None:
    said = "می\u200cخواهم"

    assert read_document("a.txt", said.encode()).blocks[0].text == said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        (".md", "["),
        (".md", "![a]("),
        (".rst", "```\n"),
        (".rst", ".. a::\n"),
        (".html", "<ul><li>"),
        (".txt", "- a\n"),
    ],
)
def test_no_file_holds_up_its_reader(suffix: str, part: str) -> None:
    raw = (part * (MAX_BYTES // len(part))).encode()
    started = time.monotonic()

    _read_or_refused(read_document, suffix, raw)

    assert time.monotonic() - started < 60


@pytest.mark.parametrize("suffix", sorted(READABLE_SUFFIXES - BINARY_SUFFIXES))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(suffix: str, raw: bytes) -> None:
    _read_or_refused(read_document, suffix, raw)


@pytest.mark.parametrize("suffix", sorted(READABLE_SUFFIXES - BINARY_SUFFIXES))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=st.lists(_MARKUP, max_size=40))
def test_random_markup_is_read_or_refused(suffix: str, parts: list[str]) -> None:
    _read_or_refused(read_document, suffix, "".join(parts).encode())


@pytest.mark.parametrize(("suffix", "start"), [(".docx", b"PK\x03\x04"), (".pdf", b"%PDF-1.7\n")])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=400))
def test_random_bytes_in_binary_formats_are_refused(suffix: str, start: bytes, raw: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_format(suffix, start + raw)


def _read_or_refused(read: Callable[[str, bytes], object], suffix: str, raw: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read(f"a{suffix}", raw)
