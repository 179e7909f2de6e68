"""A sentence is found in its file although it is read there without its markup."""

from pathlib import Path

import pytest

from handrail.cli.places import Place, place_of

FILE = """\
---
title: Refunds of the shop
---
# Refunds

See **the [orders](https://shop.example/orders/of/the/shop) page**\u2028 of the shop.
A refund takes
5 days, *at most*. A refund of a voucher takes 9 days.

| Plan | Refund |
| --- | --- |
| Basic | 5 days |
"""


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("See the orders page of the shop.", "See **the [orders](https://shop.example/orders/"),
        ("A refund takes 5 days, at most.", "A refund takes\n5 days, *at most"),
        ("A refund of a voucher takes 9 days.", "A refund of a voucher takes 9 days."),
        ("Basic | 5 days", "Basic | 5 days"),
        ("Note: a refund of a voucher takes 9 days.", "A refund of a voucher takes 9 days."),
    ],
)
def test_a_sentence_is_found_where_it_stands(tmp_path: Path, sentence: str, words: str) -> None:
    place = place_of(_written(tmp_path), sentence)

    assert _text_at(place).startswith(words)


@pytest.mark.parametrize("sentence", ["", "?", "Nothing of this kind is told anywhere."])
def test_what_is_not_there_is_told_of_the_first_line(tmp_path: Path, sentence: str) -> None:
    file = _written(tmp_path)

    place = place_of(file, sentence)

    assert place == Place(path=file.as_posix(), line=1, column=1, end_line=1, end_column=4)


def test_a_links_target_is_found_before_the_sentence_that_it_stands_in(tmp_path: Path) -> None:
    place = place_of(_written(tmp_path), "See the orders page of the shop.", "#gone")
    target = place_of(_written(tmp_path), "A refund", "https://shop.example/orders/of/the/shop")

    assert (place.line, place.column) == (6, 1)
    assert _text_at(target) == "https://shop.example/orders/of/the/shop"


def test_a_file_that_cannot_be_read_has_a_first_line(tmp_path: Path) -> None:
    place = place_of(tmp_path / "gone.md", "A refund")

    assert (place.line, place.column, place.end_line, place.end_column) == (1, 1, 1, 1)


def _written(folder: Path) -> Path:
    file = folder / "refunds.md"
    file.write_text(FILE, encoding="utf-8")
    return file


def _text_at(place: Place) -> str:
    lines = (
        Path(place.path).read_text(encoding="utf-8").split("\n")[place.line - 1 : place.end_line]
    )
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)
