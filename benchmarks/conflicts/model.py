"""What is put into a centre: pairs of sentences that clash, and pairs that only look as if.

Facts are written in `tuning/` and `reporting/`, one file per centre. A fact names what it is about
(`it`), values that differ (`v`), two ways to say each side (`one`, `other`), the question that a
customer would ask and the articles that each side is put into; `new:` makes an article of its own.
Where `because` is given the sides differ for that reason and do not clash. Nothing here knows how
Handrail looks for contradictions.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETS = ("tuning", "reporting")
CENTRES = ("plausible", "travis")
KINDS = ("number", "duration", "eligibility", "negation")
REASONS = ("plan", "region", "date", "version", "product")
NEW = "new: "

_FOLDER = Path(__file__).parent
_ARTICLE = re.compile(r"\b([Aa])n? \{it\}")
_SPOKEN_VOWEL = re.compile(r"[aeio]|un(?!i)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Hold what one article says, and where that is put."""

    sentence: str
    place: str
    """An article of the centre, or `new: ` and the title of one."""
    heading: str = ""
    """The heading that is put above the sentence; often the only place that names a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Hold two sides that clash, or that look as if."""

    name: str
    centre: str
    kind: str
    because: str | None
    """Why the sides differ without a clash; None where they clash."""
    sides: tuple[Side, Side]
    question: str

    @property
    def is_conflict(self) -> bool:
        """Tell whether both sides cannot be true for the same customer."""
        return self.because is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Hold what stands around a sentence that gets an article of its own."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def read_pairs(which: str, centre: str) -> tuple[Pair, ...]:
    """Return the pairs of a set for a centre, always the same ones."""
    facts = _read(which, centre)["fact"]
    return tuple(
        pair for number, fact in enumerate(facts) for pair in _pairs_of(fact, centre, number)
    )


def read_pages(which: str, centre: str) -> Pages:
    """Return what stands around a sentence in an article of its own."""
    found = _read(which, centre)["new_page"]
    return Pages(before=tuple(found["before"]), after=tuple(found["after"]))


def sentences_of(which: str) -> frozenset[str]:
    """Return every sentence of a set as it is written, before anything is filled in."""
    found = [_read(which, centre) for centre in CENTRES]
    said = [s for held in found for f in held["fact"] for s in (*f["one"], *f["other"], f["ask"])]
    around = [s for h in found for s in (*h["new_page"]["before"], *h["new_page"]["after"])]
    return frozenset([*said, *around])


def _read(which: str, centre: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / which / f"{centre}.toml").read_text(encoding="utf-8"))


def _pairs_of(fact: Mapping[str, Any], centre: str, number: int) -> Iterator[Pair]:
    """Yield a pair for each thing that the fact is about; values and wordings take turns."""
    heads = fact.get("heads", ("", ""))
    for turn, it in enumerate(fact["it"]):
        values = _in_turn(fact.get("v", [[]]), turn)
        said = [_in_turn(fact["one"], turn), _in_turn(fact["other"], turn // 2)]
        places = [_in_turn(fact["home"], turn), _in_turn(fact["away"], turn)]
        if turn % 2:
            places.reverse()
        sides = [
            Side(
                sentence=_filled(sentence, it, values),
                place=_filled(place, it, values),
                heading=_filled(head, it, values),
            )
            for sentence, place, head in zip(said, places, heads, strict=True)
        ]
        yield Pair(
            name=f"{centre}-{number + 1}-{turn + 1}",
            centre=centre,
            kind=fact["kind"],
            because=fact.get("because"),
            sides=(sides[0], sides[1]),
            question=_filled(fact["ask"], it, values),
        )


def _in_turn(choices: Sequence[Any], turn: int) -> Any:
    return choices[turn % len(choices)]


def _filled(text: str, it: str, values: Sequence[str]) -> str:
    determiner = "n" if _SPOKEN_VOWEL.match(it.lower()) else ""
    text = _ARTICLE.sub(rf"\1{determiner} {{it}}", text)
    filled = text.format(*_padded(values), it=it, It=it[:1].upper() + it[1:])
    return filled if filled.startswith((NEW, "docs/", "user/")) else filled[:1].upper() + filled[1:]


def _padded(values: Sequence[str]) -> tuple[str, ...]:
    """Return four values, whether or not they are spoken of."""
    return (*values, "", "", "", "")[:4]
