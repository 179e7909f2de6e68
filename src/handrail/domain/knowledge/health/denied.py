"""What does a sentence deny: that something is done, or that something is there?

*No* and *without* deny a thing, *not* and *never* deny a deed. A thing that the other sentence
never speaks of (*with no delays*) is mostly said in passing, and contradicts nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.health.statements import Statement, Token
from handrail.domain.knowledge.wording.meanings import means_the_same
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.kernel.patterns import when_used

Span = tuple[int, int]

_OF_THINGS = word_set("no without none neither nor nothing nowhere")
_IN_PASSING = when_used(r"(?:\b(?:with|and|or|but|if)|[,(–—-])\s*$", 2)
_BEFORE = 12  # characters before a denial that tell whether it is said in passing
_SCOPE = 3  # telling words behind a denial
_BREAKS = when_used(r"[,;:()]|\b(?:but|because|if|when|while|where|unless|until)\b", 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Hold one denial of a sentence, and what stands right behind it."""

    stems: tuple[str, ...]
    spans: tuple[Span, ...]
    is_thing: bool
    is_in_passing: bool


def denied_in(statement: Statement, turns: Sequence[Span]) -> tuple[Denied, ...]:
    """Return what each plain denial of a sentence denies."""
    return tuple(_denied(statement, turn) for turn in turns)


def _denied(statement: Statement, turn: Span) -> Denied:
    text = statement.text
    behind = [token for token in _behind(statement, turn[1]) if token.tells][:_SCOPE]
    return Denied(
        stems=tuple(token.form for token in behind),
        spans=tuple((token.start, token.end) for token in behind),
        is_thing=text[turn[0] : turn[1]].lower() in _OF_THINGS,
        is_in_passing=bool(_IN_PASSING.search(text[max(0, turn[0] - _BEFORE) : turn[0]])),
    )


def _behind(statement: Statement, start: int) -> Sequence[Token]:
    border = _BREAKS.search(statement.text, start)
    end = border.start() if border else len(statement.text)
    return [token for token in statement.tokens if start <= token.start < end]


def denials_met(
    mine: Sequence[Denied], theirs: Sequence[Denied], stems: tuple[Collection[str], Collection[str]]
) -> Mapping[str, float]:
    """Return whether what each denies is something that the other speaks of."""
    told = [(one, _share(one, stems[1])) for one in mine]
    told += [(one, _share(one, stems[0])) for one in theirs]
    things = [share for one, share in told if one.is_thing]
    deeds = [share for one, share in told if not one.is_thing]
    return {
        "thing_met": max(things, default=0.0),
        "things_unmet": float(min(2, sum(share == 0.0 for share in things))),
        "deed_met": max(deeds, default=0.0),
        "deeds_unmet": float(min(2, sum(share == 0.0 for share in deeds))),
        "deeds_once": float((len(deeds)) % 2),
        "in_passing": float(any(one.is_in_passing for one, _ in told)),
    }


def _share(one: Denied, stems: Collection[str]) -> float:
    met = [any(means_the_same(stem, its) for its in stems) for stem in one.stems]
    return sum(met) / len(met) if met else 0.0
