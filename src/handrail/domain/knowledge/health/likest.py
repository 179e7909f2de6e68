"""Which name was probably meant by one that is not there? The likest of those there are.

Remembered from one check to the next: while the likest is still there, only what was added since
is compared. The answer is the one that comparing all of them anew would give.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

_LIKE_ENOUGH = 0.8
_MOST_KNOWN = 50_000
Best = tuple[float, str] | None


@dataclass(frozen=True, slots=True)
class _Known:
    """Hold which names were compared, and the likest of them."""

    names: frozenset[str]
    best: Best


_KNOWN: dict[tuple[str, str], _Known] = {}


def likest(wanted: str, names: frozenset[str], where: str) -> str | None:
    """Return the likest of the names, where it is like enough; `where` names the set of them."""
    known = _KNOWN.get((where, wanted))
    if known is None or known.names != names:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _Known(names, _best_now(wanted, names, known))
        _KNOWN[where, wanted] = known
    return None if known.best is None else known.best[1]


def _best_now(wanted: str, names: frozenset[str], known: _Known | None) -> Best:
    if known is None or (known.best is not None and known.best[1] not in names):
        return _best(wanted, names)
    found = (known.best, _best(wanted, names - known.names))
    return max((best for best in found if best is not None), default=None)


def _best(wanted: str, names: frozenset[str]) -> Best:
    near = get_close_matches(wanted, names, 1, _LIKE_ENOUGH)
    return (SequenceMatcher(a=near[0], b=wanted).ratio(), near[0]) if near else None
