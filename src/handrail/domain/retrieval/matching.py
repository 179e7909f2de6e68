"""How much of a question's wording stands in a passage, how close together, and in which order.

Words are compared by number: an index keeps each passage as a row of 32-bit codes, so that hundreds
of passages are read in about a millisecond. That two words share a code is rarer than a misprint.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WINDOW = 20
"""Words within which terms stand close together."""

WORDING_SIGNALS = (
    "cover_body",
    "cover_head",
    "cover_title",
    "cover",
    "close",
    "pairs_body",
    "pairs_head",
)

NEAR_SIGNALS = {"near_cover": "cover", "near_close": "close", "near_pairs": "pairs_body"}
"""Signals of the passages before and after, and which of theirs they are the larger of."""

_MARKS = 1 << 16
BREAK = 0
"""Stands between the parts of a text; no word has this code."""
_Codes = NDArray[np.uint32]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWord:
    """Hold one word of a question: what it weighs, and the index terms that stand for it."""

    weight: float
    forms: Mapping[str, float]
    """How fully each term stands for the word: 1.0 its own stem, less for a mended spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold the words of a question, and their order as places among the words."""

    words: tuple[AskedWord, ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Hold the words of several texts as codes; text `i` is `codes[starts[i]:starts[i + 1]]`."""

    codes: _Codes
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def lengths(self) -> NDArray[np.int64]:
        """Return how many codes each text has."""
        return np.diff(self.starts)

    def text_of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in which text each place lies."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def picked(self, rows: NDArray[np.int64]) -> "Rows":
        """Return the given texts alone, in the given order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
        return Rows(codes=self.codes[np.repeat(self.starts[rows], lengths) + places], starts=starts)


def codes_of(parts: Iterable[Sequence[str]]) -> list[int]:
    """Return the words of a text as codes, with a break between its parts."""
    codes: list[int] = []
    for part in parts:
        codes += [BREAK] if codes else []
        codes += [crc32(word.encode()) or 1 for word in part]
    return codes


def places_of(known: _Codes, codes: _Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where any of the known codes stands, and which; they are in ascending order."""
    marks = np.zeros(_MARKS, dtype=np.bool_)
    marks[known % _MARKS] = True
    # Most words of a text were not asked for: half a code tells so, in a tenth of the time.
    places = np.flatnonzero(marks[codes & np.uint32(_MARKS - 1)])
    maybe = codes[places]
    found = np.searchsorted(known, maybe)
    found[found == len(known)] = 0
    sure = known[found] == maybe if len(known) else np.zeros(0, dtype=np.bool_)
    return places[sure], found[sure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """Hold the index terms of a question by code, in ascending order, and what each stands for."""

    codes: _Codes
    words: NDArray[np.int64]
    """The word of the question that each term stands for."""
    counts: _Floats
    """How fully it does."""


def meanings_of(asked: Asked) -> Meanings:
    """Return what the terms of a question stand for."""
    meant: dict[int, tuple[int, float]] = {}
    for place, word in enumerate(asked.words):
        for form, count in word.forms.items():
            (code,) = codes_of([[form]])
            if count > meant.get(code, (0, 0.0))[1]:
                meant[code] = place, count
    ordered = sorted(meant)
    return Meanings(
        codes=np.array(ordered, dtype=np.uint32),
        words=np.array([meant[code][0] for code in ordered], dtype=np.int64),
        counts=np.array([meant[code][1] for code in ordered]),
    )


class Found:
    """Hold where the words of a question stand in several texts."""

    def __init__(self, asked: Asked, meant: Meanings, texts: Rows) -> None:
        self.texts = len(texts)
        self._asked = asked
        self._known = meant.codes
        self._places, self._term = places_of(meant.codes, texts.codes)
        self._word, self._count = meant.words[self._term], meant.counts[self._term]
        self._text = texts.text_of(self._places)

    def times(self, forms: Sequence[str]) -> _Floats:
        """Return how often each of the given terms stands in each text."""
        cells = self._text * len(self._known) + self._term
        table = np.bincount(cells, minlength=self.texts * len(self._known))
        places = np.searchsorted(self._known, np.array(codes_of([forms]), dtype=np.uint32))
        return table.reshape(self.texts, len(self._known))[:, places].astype(np.float64)

    def presence(self) -> _Floats:
        """Return how fully each word stands in each text."""
        table = np.zeros((self.texts, len(self._asked.words)))
        np.maximum.at(table, (self._text, self._word), self._count)
        return table

    def closest(self, weights: _Floats) -> _Floats:
        """Return, per text, the largest weight of distinct words within one window."""
        best = np.zeros(self.texts)
        # The fullest window starts with a word that weighs something.
        telling = np.flatnonzero(weights[self._word] > 0.0)
        texts, words = self._text[telling], self._word[telling]
        # A text's words end where the next text's begin: texts are pulled apart by a window.
        apart = self._places[telling] + texts * WINDOW
        inside = np.zeros(len(apart))
        for word, weight in enumerate(weights.tolist()):
            own = apart[words == word] if weight > 0.0 else apart[:0]
            if len(own):
                following = np.append(own, np.iinfo(np.int64).max)[np.searchsorted(own, apart)]
                inside += weight * (following - apart < WINDOW)
        np.maximum.at(best, texts, inside)
        return best

    def pairs(self, weights: _Floats) -> _Floats:
        """Return, per text, the share of the question's word pairs that it holds as pairs."""
        wanted = [(a, b) for a, b in pairwise(self._asked.order) if a != b]
        total = sum(weights[a] + weights[b] for a, b in wanted)
        shares = np.zeros(self.texts)
        if not total > 0.0 or len(self._places) < 2:
            return shares
        neighbours = np.diff(self._places) == 1
        neighbours &= np.diff(self._text) == 0
        first, second = self._word[:-1][neighbours], self._word[1:][neighbours]
        text = self._text[:-1][neighbours]
        for a, b in set(wanted):
            holding = text[(first == a) & (second == b)]
            shares[holding] += wanted.count((a, b)) * (weights[a] + weights[b]) / total
        return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsFound:
    """Hold where the words of a question stand in several passages."""

    bodies: Found
    heads: Found
    titles: Found


def words_found(asked: Asked, *, bodies: Rows, heads: Rows, titles: Rows) -> WordsFound:
    """Return where the words of a question stand in the given passages."""
    meant = meanings_of(asked)
    return WordsFound(
        bodies=Found(asked, meant, bodies),
        heads=Found(asked, meant, heads),
        titles=Found(asked, meant, titles),
    )


def wording_signals(asked: Asked, found: WordsFound) -> dict[str, _Floats]:
    """Return, per passage, the shares of the question's weight that its wording carries."""
    weights = np.array([word.weight for word in asked.words])
    total = weights.sum()
    if not total > 0.0:
        return {name: np.zeros(found.bodies.texts) for name in WORDING_SIGNALS}
    body, head = found.bodies.presence(), found.heads.presence()
    return {
        "cover_body": body @ weights / total,
        "cover_head": head @ weights / total,
        "cover_title": found.titles.presence() @ weights / total,
        "cover": np.maximum(body, head) @ weights / total,
        "close": found.bodies.closest(weights) / total,
        "pairs_body": found.bodies.pairs(weights),
        "pairs_head": found.heads.pairs(weights),
    }
