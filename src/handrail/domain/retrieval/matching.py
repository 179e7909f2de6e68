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


def wording_signals(asked: Asked, *, bodies: Rows, heads: Rows, titles: Rows) -> dict[str, _Floats]:
    """Return, per passage, the shares of the question's weight that its wording carries."""
    weights = np.array([word.weight for word in asked.words])
    total = weights.sum()
    if not total > 0.0:
        return {name: np.zeros(len(bodies)) for name in WORDING_SIGNALS}
    in_bodies, in_heads = _Found(asked, bodies), _Found(asked, heads)
    body, head = in_bodies.presence(), in_heads.presence()
    return {
        "cover_body": body @ weights / total,
        "cover_head": head @ weights / total,
        "cover_title": _Found(asked, titles).presence() @ weights / total,
        "cover": np.maximum(body, head) @ weights / total,
        "close": in_bodies.closest(weights) / total,
        "pairs_body": in_bodies.pairs(weights),
        "pairs_head": in_heads.pairs(weights),
    }


class _Found:
    """Hold where the words of a question stand in several texts."""

    def __init__(self, asked: Asked, texts: Rows) -> None:
        self._asked = asked
        self._texts = len(texts)
        word_of, count_of = _meanings(asked)
        known = np.array(sorted(word_of), dtype=np.uint32)
        slots = np.searchsorted(known, texts.codes)
        slots[slots == len(known)] = 0
        self.places = np.flatnonzero(known[slots] == texts.codes) if len(known) else slots[:0]
        ordered = [int(code) for code in known]
        found = slots[self.places]
        self.word = np.array([word_of[code] for code in ordered], dtype=np.int64)[found]
        self.count = np.array([count_of[code] for code in ordered])[found]
        self.text = np.searchsorted(texts.starts, self.places, side="right") - 1

    def presence(self) -> _Floats:
        """Return how fully each word stands in each text."""
        table = np.zeros((self._texts, len(self._asked.words)))
        np.maximum.at(table, (self.text, self.word), self.count)
        return table

    def closest(self, weights: _Floats) -> _Floats:
        """Return, per text, the largest weight of distinct words within one window."""
        best = np.zeros(self._texts)
        if not len(self.places):
            return best
        # A text's words end where the next text's begin: texts are pulled apart by a window.
        apart = self.places + self.text * WINDOW
        inside = np.zeros(len(apart))
        for word, weight in enumerate(weights):
            own = apart[self.word == word]
            if len(own):
                following = np.append(own, np.iinfo(np.int64).max)[np.searchsorted(own, apart)]
                inside += weight * (following - apart < WINDOW)
        np.maximum.at(best, self.text, inside)
        return best

    def pairs(self, weights: _Floats) -> _Floats:
        """Return, per text, the share of the question's word pairs that it holds as pairs."""
        wanted = [(a, b) for a, b in pairwise(self._asked.order) if a != b]
        total = sum(weights[a] + weights[b] for a, b in wanted)
        shares = np.zeros(self._texts)
        if not total > 0.0 or len(self.places) < 2:
            return shares
        neighbours = np.diff(self.places) == 1
        neighbours &= np.diff(self.text) == 0
        first, second = self.word[:-1][neighbours], self.word[1:][neighbours]
        text = self.text[:-1][neighbours]
        for a, b in set(wanted):
            holding = np.unique(text[(first == a) & (second == b)])
            shares[holding] += wanted.count((a, b)) * (weights[a] + weights[b]) / total
        return shares


def _meanings(asked: Asked) -> tuple[dict[int, int], dict[int, float]]:
    word_of: dict[int, int] = {}
    count_of: dict[int, float] = {}
    for place, word in enumerate(asked.words):
        for form, count in word.forms.items():
            (code,) = codes_of([[form]])
            if count > count_of.get(code, 0.0):
                word_of[code], count_of[code] = place, count
    return word_of, count_of
