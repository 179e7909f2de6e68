from pathlib import Path

import numpy as np
import pytest

from handrail.adapters.search.analysis import words_of
from handrail.adapters.search.article_words import (
    ArticleWords,
    open_article_words,
    write_article_words,
)
from handrail.adapters.search.wording import WordingWriter, open_wording
from handrail.domain.retrieval.matching import Asked, AskedWord
from tests.builders import a_passage


def _words_of(folder: Path, passages: list[tuple[int, str]]) -> ArticleWords:
    texts = [a_passage(text, title="", headings=()) for _, text in passages]
    writer = WordingWriter(folder / "wording")
    list(writer.noting(map(words_of, texts)))
    writer.close()
    articles = np.array([article for article, _ in passages], dtype=np.int32)
    write_article_words(folder / "words", open_wording(folder / "wording"), articles)
    return open_article_words(folder / "words")


def _asked(*words: str, weight: float = 1.0) -> Asked:
    asked = tuple(AskedWord(weight=weight, forms={word: 1.0}) for word in words)
    return Asked(words=asked, order=tuple(range(len(asked))))


def _scores(words: ArticleWords, asked: Asked, *articles: int) -> list[float]:
    return list(words.scores(asked, np.array(articles, dtype=np.int32)))


def test_an_article_is_scored_by_all_its_passages_wherever_they_lie(tmp_path: Path) -> None:
    words = _words_of(tmp_path, [(0, "refund"), (1, "refund"), (0, "abroad"), (2, "parcel")])

    both, one, none = _scores(words, _asked("refund", "abroad"), 0, 1, 2)

    assert both > one > none == 0.0


def test_a_rare_word_tells_more_than_a_frequent_one(tmp_path: Path) -> None:
    words = _words_of(tmp_path, [(0, "refund"), (1, "parcel"), (2, "parcel"), (3, "parcel")])

    rare, frequent = _scores(words, _asked("refund", "parcel"), 0, 1)

    assert rare > frequent


def test_a_word_said_again_counts_less_each_time(tmp_path: Path) -> None:
    words = _words_of(tmp_path, [(0, "refund x x"), (1, "refund refund x"), (2, "refund " * 3)])

    once, twice, thrice = _scores(words, _asked("refund"), 0, 1, 2)

    assert twice - once > thrice - twice > 0.0


@pytest.mark.parametrize(
    "asked", [_asked("unheard"), _asked("refund", weight=0.0), _asked()], ids=str
)
def test_unknown_and_common_words_tell_nothing(tmp_path: Path, asked: Asked) -> None:
    words = _words_of(tmp_path, [(0, "refund")])

    assert _scores(words, asked, 0, 0) == [0.0, 0.0]


def test_no_articles_can_be_written_and_opened(tmp_path: Path) -> None:
    words = _words_of(tmp_path, [])

    assert _scores(words, _asked("refund")) == []
