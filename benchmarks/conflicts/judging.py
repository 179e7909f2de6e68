"""Which findings name a pair that was put in, and what share of the pairs was found.

A finding counts for a pair only if it quotes one side from the one article and the other side from
the other. One that quotes sides of two different pairs is a false alarm; one that quotes a sentence
of the centre itself is not judged, for the centres contradict themselves too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.conflicts.injection import Placed
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.figures import share_figure
from handrail.domain.quality.model import Figure

_WORD = re.compile(r"[^\W_]+(?:[.,'-][^\W_]+)*")
_FEWEST_WORDS = 4
"""A quote shorter than this says nothing about which sentence it was taken from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Hold what a finding quotes."""

    article: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Say what one finding named."""

    quotes: tuple[Quote, ...]
    pair: str | None
    """The pair of which both sides are quoted."""
    crossed: frozenset[str] = frozenset()
    """Pairs of which one side each is quoted, where no pair is quoted whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold pairs, and what each finding named."""

    placed: tuple[Placed, ...]
    named: tuple[Named, ...]

    @property
    def found(self) -> frozenset[str]:
        """Return the names of the pairs that were found."""
        return frozenset(named.pair for named in self.named if named.pair is not None)

    def recall(self, kind: str | None = None) -> Figure:
        """Return the share of conflicts that were found, of one kind or of all."""
        asked = [p for p in self.placed if p.pair.is_conflict and kind in (None, p.pair.kind)]
        return _share([p.pair.name in self.found for p in asked])

    def precision(self, kind: str | None = None) -> Figure:
        """Return the share of judged findings that are conflicts, of one kind or of all."""
        by_name = {p.pair.name: p.pair for p in self.placed}
        found = [by_name[name] for name in sorted(self.found)]
        crossed = {named.crossed for named in self.named if named.crossed}
        right = [pair.is_conflict for pair in found if kind in (None, pair.kind)]
        wrong = [False for names in crossed if kind in (None, by_name[min(names)].kind)]
        return _share([*right, *wrong])

    def alarms(self, because: str | None = None) -> Figure:
        """Return the share of look-alikes that were taken for conflicts."""
        asked = [
            p.pair
            for p in self.placed
            if not p.pair.is_conflict and because in (None, p.pair.because)
        ]
        return _share([pair.name in self.found for pair in asked])

    @property
    def crossed(self) -> int:
        """Return how many findings set sides of two pairs against each other."""
        return len({named.crossed for named in self.named if named.crossed})

    @property
    def unjudged(self) -> int:
        """Return how many findings quote a sentence that was not put in."""
        return sum(named.pair is None and not named.crossed for named in self.named)


def judge(placed: Sequence[Placed], findings: Iterable[Sequence[Quote]]) -> Judged:
    """Tell which pairs the findings name."""
    return Judged(placed=tuple(placed), named=tuple(_named(placed, f) for f in findings))


def _named(placed: Sequence[Placed], quotes: Sequence[Quote]) -> Named:
    sides: dict[str, set[tuple[int, int]]] = {}
    for held in placed:
        for number, side in enumerate(held.pair.sides):
            for place, quote in enumerate(quotes):
                if quote.article == held.articles[number] and says(quote.text, side.sentence):
                    sides.setdefault(held.pair.name, set()).add((number, place))
    kept = tuple(quotes)
    for name, seen in sides.items():
        if {number for number, _ in seen} == {0, 1} and len({place for _, place in seen}) > 1:
            return Named(quotes=kept, pair=name)
    quoted = {place for seen in sides.values() for _, place in seen}
    is_crossed = len(sides) > 1 and len(quoted) == len(quotes)
    return Named(quotes=kept, pair=None, crossed=frozenset(sides) if is_crossed else frozenset())


def says(quote: str, sentence: str) -> bool:
    """Tell whether a quote holds a sentence, or is a piece of it that can be told from others."""
    quoted, said = _words(quote), _words(sentence)
    if said in quoted:
        return True
    return quoted in said and len(quoted.split()) >= _FEWEST_WORDS


def _words(text: str) -> str:
    return " " + " ".join(_WORD.findall(text.lower())) + " "


def _share(cases: Sequence[bool]) -> Figure:
    return share_figure(sum(cases), len(cases), clopper_pearson)
