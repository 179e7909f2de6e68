"""Which statements are worth comparing? Those that share rare words; never all with all.

Every statement is filed under its rarest words and pairs of neighbouring words. A word that stands
in more statements than `_MOST_FILED` brings nobody together, so the work grows with the text, not
with its square.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.health.running_counts import RunningCounts
from handrail.domain.knowledge.health.statements import Statement

_MOST_FILED = 60
_KEYS = 18
_FEW = 1_000
"""Statements below which a word tells as much as among so many: a small centre is checked too."""
_LEAST_SHARED = 2
_FEW_STEMS = 3
_MOST_COMPARED = 50  # others that one statement is compared with
_KEYS_COUNTED = RunningCounts(lambda statement: statement.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Hold the statements with what each is filed under."""

    statements: Sequence[Statement]
    counts: Mapping[str, int]
    """In how many statements each stem, phrase and sentence stands."""
    weights: Mapping[str, float]
    """How much a stem tells: the rarer among the statements, the more."""
    keys: Mapping[int, Sequence[str]]
    """Of each that is asked for, in order, what it is filed under."""
    places: Mapping[str, Sequence[int]]
    """Under each of these, in order, all statements that are filed there."""


def counted_keys(statements: Sequence[Statement]) -> Mapping[str, int]:
    """Return in how many statements each stem, phrase and sentence stands."""
    return _KEYS_COUNTED.of(statements)


def rare_among(keys: Iterable[str], counts: Mapping[str, int]) -> frozenset[str]:
    """Return those of the keys by which statements are brought together, or were."""
    return frozenset(key for key in keys if counts.get(key, 0) <= _MOST_FILED)


def filed(
    statements: Sequence[Statement], counts: Mapping[str, int], asked: Collection[int] | None
) -> Filed:
    """File statements under what is rare in them; all, or what could lie beside those asked for."""
    keys = {
        at: _rarest(statements[at], counts)
        for at in (range(len(statements)) if asked is None else sorted(asked))
    }
    wanted = frozenset(key for own in keys.values() for key in own)
    places: dict[str, list[int]] = defaultdict(list)
    for at, statement in enumerate(statements):
        if not wanted.isdisjoint(statement.keys):
            for key in keys.get(at) or _rarest(statement, counts):
                places[key].append(at)
    total = max(len(statements), _FEW) + 1
    return Filed(
        statements=statements,
        counts=counts,
        weights=_Weights(counts, total),
        keys=keys,
        places=places,
    )


class _Weights(dict[str, float]):
    """Weigh each stem when it is first asked for: after an edit hardly any is."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        super().__init__()
        self._counts, self._total = counts, total

    def __missing__(self, stem: str) -> float:
        weight = self[stem] = math.log(self._total / self._counts[stem])
        return weight


def rarest_shared(file: Filed, at: int, other: int) -> float:
    """Return in how few statements the rarest phrase stands that two of them share."""
    shared = file.statements[at].phrases & file.statements[other].phrases
    return min((float(file.counts[phrase]) for phrase in shared), default=_NO_PHRASE)


def rarest_measured(file: Filed, at: int, other: int) -> float:
    """Return in how few statements the rarest word stands of which both give one measure."""
    shared = file.statements[at].measured & file.statements[other].measured
    return min((float(file.counts[key]) for key in shared), default=_NO_PHRASE)


_NO_PHRASE = 99.0


def candidates(file: Filed) -> Iterator[tuple[int, int]]:
    """Yield pairs of statements of different articles, each once: of those asked for with all."""
    seen: set[tuple[int, int]] = set()
    for at in file.keys:
        for other in _nearest(file, at):
            pair = (at, other) if at < other else (other, at)
            if pair not in seen:
                seen.add(pair)
                yield pair


def _nearest(file: Filed, at: int) -> list[int]:
    own, frame = file.statements[at].article, file.statements[at].frame
    shared: Counter[int] = Counter()
    for key in file.keys[at]:
        for other in file.places[key]:
            # A phrase that hardly anything else holds is worth two words.
            shared[other] += 2 if " " in key else 1
    found = [
        (-count, other)
        for other, count in shared.items()
        if (
            count >= _LEAST_SHARED
            or file.statements[other].frame == frame
            or is_of_little(file.statements[at], file.statements[other])
        )
        and file.statements[other].article != own
    ]
    found.sort()
    return [other for _, other in found[:_MOST_COMPARED]]


def is_of_little(one: Statement, other: Statement) -> bool:
    """Tell whether one of two statements is about so little that one word tells what it is."""
    return min(len(one.stems), len(other.stems)) <= _FEW_STEMS


def _rarest(statement: Statement, counts: Mapping[str, int]) -> tuple[str, ...]:
    found = sorted((counts[key], key) for key in statement.keys if 1 < counts[key] <= _MOST_FILED)
    return tuple(key for _, key in found[:_KEYS])
