"""In which articles each word stands, and how often: a passage is read beside its whole article."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.mapping import mapped
from handrail.adapters.search.wording import Wording
from handrail.domain.retrieval.matching import BREAK, Asked, AskedWord, codes_of

_REPEATED = 1.2
_LONG = 0.3
"""BM25's two constants; length counts for little, as a long article is not a vague one."""
_MOST_COUNTED = np.iinfo(np.uint16).max
_FULL = 0.5  # a form that counts for no more than this says nothing of how rare its word is


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWords:
    """Hold the words of whole articles by word; word `i` is in `articles[starts[i]:starts[i + 1]]`.

    Articles are numbered, and in ascending order under each word.
    """

    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    articles: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.float32]
    """Each article's words, as a multiple of the mean."""

    def scores(self, asked: Asked, articles: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return how well each given article as a whole matches the question's words, by BM25."""
        scores = np.zeros(len(articles))
        saturation = _REPEATED * (1.0 - _LONG + _LONG * self.lengths[articles])
        for word in asked.words:
            if word.weight > 0.0:
                found, rarity = self._found(word, articles)
                scores += rarity * found * (_REPEATED + 1.0) / (found + saturation)
        return scores

    def _found(
        self, word: AskedWord, articles: NDArray[np.int32]
    ) -> tuple[NDArray[np.float64], float]:
        found = np.zeros(len(articles))
        frequency = 0
        for form, count in word.forms.items():
            holding, times = self._holding(form)
            if not len(holding):
                continue
            places = np.minimum(np.searchsorted(holding, articles), len(holding) - 1)
            found += np.where(holding[places] == articles, count * times[places], 0.0)
            if count > _FULL:
                frequency = max(frequency, len(holding))
        every = len(self.lengths)
        return found, float(np.log1p((every - frequency + 0.5) / (frequency + 0.5)))

    def _holding(self, form: str) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        (code,) = codes_of([[form]])
        # The code keeps the array's type: numpy would copy the whole array to compare a plain int.
        place = int(np.searchsorted(self.codes, np.uint32(code)))
        if place == len(self.codes) or self.codes[place] != code:
            return self.articles[:0], self.counts[:0]
        held = slice(self.starts[place], self.starts[place + 1])
        return self.articles[held], self.counts[held]


def write_article_words(folder: Path, wording: Wording, articles: NDArray[np.int32]) -> None:
    """Write the words of whole articles; `articles` numbers the article of each passage."""
    folder.mkdir()
    by_article = np.argsort(articles, kind="stable")
    ends = np.cumsum(np.bincount(articles))
    codes, counts = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
    for rows in np.split(by_article, ends[:-1]) if len(ends) else ():
        parts = (wording.bodies.picked(rows).codes, wording.heads.picked(rows).codes)
        words = np.concatenate(parts)
        distinct, times = np.unique(words[words != BREAK], return_counts=True)
        codes.append(distinct)
        counts.append(times)
    sizes = [len(distinct) for distinct in codes[1:]]
    flat, lengths = np.concatenate(codes), np.array([times.sum() for times in counts[1:]])
    by_code = np.argsort(flat, kind="stable")
    distinct, firsts = np.unique(flat[by_code], return_index=True)
    written = {
        "codes": distinct,
        "starts": np.append(firsts, len(flat)).astype(np.int64),
        "articles": np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[by_code],
        "counts": np.minimum(np.concatenate(counts), _MOST_COUNTED).astype(np.uint16)[by_code],
        "lengths": (lengths / max(float(lengths.sum()) / max(len(sizes), 1), 1.0)),
    }
    written["lengths"] = written["lengths"].astype(np.float32)
    for name, array in written.items():
        np.save(folder / f"{name}.npy", array)


def open_article_words(folder: Path) -> ArticleWords:
    """Map the words of a snapshot's articles into memory."""
    return ArticleWords(**{name: mapped(folder / f"{name}.npy") for name in ArticleWords.__slots__})
