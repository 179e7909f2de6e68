"""Do two sentences say of the same thing what cannot both be true?

They are laid over each other word by word. What is left over decides: values that differ are a
contradiction where nothing else differs that could be the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from handrail.domain.knowledge.health.condition_words import LIMITING, kinds_of
from handrail.domain.knowledge.health.facts import TIMED, ValueKind
from handrail.domain.knowledge.health.own_page import is_of_its_page
from handrail.domain.knowledge.health.statements import Statement, Token
from handrail.domain.knowledge.wording.meanings import GLUE, means_the_same, root_of
from handrail.domain.knowledge.wording.word_set import word_set


class DifferenceKind(StrEnum):
    """In what two sentences differ."""

    VALUE = "value"
    DENIAL = "denial"
    OPPOSITE = "opposite"
    ELIGIBILITY = "eligibility"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Hold what cannot be true of both."""

    kind: DifferenceKind
    topic: str
    """What the difference is about: a kind of value, or the word that is turned."""
    first: str
    second: str
    shared: float
    """How much the words that both have in common tell."""
    likeness: float
    is_certain: bool = True
    """Whether nothing fits both: `1-2` and `2` differ, yet both may be so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """Hold two sentences laid over each other."""

    pairs: Sequence[tuple[Token, Token]]
    """Words and values that stand in one place."""
    replaced: Sequence[tuple[Sequence[Token], Sequence[Token]]]
    """What stands in one place and differs; one side may be empty."""


TELLING = 25.0
"""Shared weight from which a sentence says by itself what it is about."""
_LEAST_LIKE = 0.6
_LEAST_SHARED = 4.0
_LEAST_SHARED_ALIKE = 2.0  # where all words but the values are the same
_MOST_DIFFERING = 3
_MOST_EXTRA = 0.35  # of the words that tell, those that only one side has
REFERS = word_set(
    "step steps section sections chapter chapters clause article articles figure "
    "fig table page part example line lines row column level "
    "phase error code port rfc issue pr ticket note http status exit"
)
_MILD = word_set(
    "default scheduled approximately about around roughly currently now simply just also even "
    "still typically usually generally normally please total new note important"
)
_REQUIRES = word_set(
    "require requires required minimum least later higher above newer since from supported "
    "supports support introduced available must need needs older earlier until"
)
_FLIPS: Mapping[str, str] = {
    "enabled": "disabled", "allowed": "forbidden", "permitted": "prohibited",
    "required": "optional", "mandatory": "optional", "always": "never", "included": "excluded",
    "includes": "excludes", "available": "unavailable", "supported": "unsupported",
    "automatically": "manually", "automatic": "manual", "possible": "impossible",
    "refundable": "non-refundable", "eligible": "ineligible", "free": "paid", "before": "after",
    "increases": "decreases", "visible": "hidden", "on": "off", "transferable": "non-transferable",
    "unlimited": "limited", "reversible": "irreversible", "permanent": "temporary",
    "permanently": "temporarily", "case-sensitive": "case-insensitive",
    "all": "none", "true": "false", "active": "inactive", "encrypted": "unencrypted",
    "sensitive": "insensitive",
}  # fmt: skip
_ALSO_FLIPS = (
    ("allowed", "prohibited"), ("permitted", "forbidden"), ("can", "cannot"), ("may", "cannot"),
    ("required", "voluntary"), ("accepted", "refused"), ("accepted", "rejected"),
    ("included", "extra"), ("must", "may"), ("kept", "deleted"),
)  # fmt: skip
OPPOSED = frozenset(
    pair for one, other in (*_FLIPS.items(), *_ALSO_FLIPS) for pair in ((one, other), (other, one))
)
_STATING = word_set(
    "is are was were be been being by can cannot may must will would do does has have remains "
    "stays not always never automatically default you we they it"
)


def difference(one: Statement, other: Statement, weights: Mapping[str, float]) -> Difference | None:
    """Return in what two sentences contradict each other, or None."""
    shared = sum(weights[stem] for stem in one.stems & other.stems)
    every = sum(weights[stem] for stem in one.stems | other.stems)
    least = _LEAST_SHARED if one.frame != other.frame else _LEAST_SHARED_ALIKE
    if shared < least or shared < _LEAST_LIKE * every:
        return None
    if is_of_its_page(one) or is_of_its_page(other) or _asks(one) or _asks(other):
        return None
    laid = _laid(one.tokens, other.tokens)
    found = _found(laid)
    if found is None:
        return None
    kind, topic, first, second = found
    return Difference(
        kind=kind,
        topic=topic,
        first=first,
        second=second,
        shared=shared,
        likeness=shared / every,
        is_certain=kind is not DifferenceKind.VALUE
        or (_excludes(laid) and (shared >= TELLING or not _is_all_other(laid))),
    )


def _asks(statement: Statement) -> bool:
    return statement.text.rstrip().endswith("?")


def _excludes(laid: _Laid) -> bool:
    return any(a.value.excludes(b.value) for a, b in _unlike(laid) if a.value and b.value)


def _is_all_other(laid: _Laid) -> bool:
    """Tell whether several values differ and none is the same: mostly rows of two tables."""
    given = [(a.value, b.value) for a, b in laid.pairs if a.value and b.value]
    return len(given) > 1 and not any(mine.equals(theirs) for mine, theirs in given)


Found = tuple[DifferenceKind, str, str, str]
"""In what two sentences differ, what that is about, and how the first and the second say it."""


def _found(laid: _Laid) -> Found | None:
    if _has_reason(laid):
        return None
    return _differing_values(laid) or _turned(laid)


def _laid(one: Sequence[Token], other: Sequence[Token]) -> _Laid:
    pairs: list[tuple[Token, Token]] = []
    replaced: list[tuple[Sequence[Token], Sequence[Token]]] = []
    matcher = SequenceMatcher(
        None, [token.form for token in one], [token.form for token in other], autojunk=False
    )
    for tag, start, end, its_start, its_end in matcher.get_opcodes():
        mine, theirs = one[start:end], other[its_start:its_end]
        if tag == "equal":
            pairs.extend(zip(mine, theirs, strict=True))
        else:
            replaced.append((mine, theirs))
    return _Laid(pairs=pairs, replaced=replaced)


def _has_reason(laid: _Laid) -> bool:
    """Tell whether something else differs that can be why values differ."""
    told = [
        t for mine, theirs in laid.replaced for t in (*_left(mine, theirs), *_left(theirs, mine))
    ]
    both = sum(token.tells for token, _ in laid.pairs)
    if len(told) > _MOST_EXTRA * 2 * max(both, 1) and len(told) > 1:
        return True
    if any(token.is_name or kinds_of(token.lower) or token.lower in LIMITING for token in told):
        return True
    return any(_is_another_thing(mine, theirs) for mine, theirs in laid.replaced)


def names_another_thing(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Tell whether a word of one stands where the other has one that means something else."""
    return any(_is_another_thing(*sides) for sides in _laid(one, other).replaced)


def _left(mine: Sequence[Token], theirs: Sequence[Token]) -> list[Token]:
    """Return what matters of one side and is not only written otherwise on the other."""
    joined = "".join(part for token in theirs for part in token.lower if part.isalnum())
    return [
        token
        for token in mine
        if _matters(token) and "".join(filter(str.isalnum, token.lower)) not in joined
    ]


def _matters(token: Token) -> bool:
    if token.value is not None or token.denies or token.lower in _TURNING:
        return False
    if token.lower in LIMITING or kinds_of(token.lower):
        return True
    return not token.is_stop and token.lower not in _MILD and root_of(token.form) not in GLUE


_TURNING = frozenset(word for pair in OPPOSED for word in pair)


def _is_another_thing(mine: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Tell whether a word of one stands where the other has a word that means something else."""
    left, right = _left(mine, theirs), _left(theirs, mine)
    if not left or not right:
        return False
    return not any(means_the_same(one.form, other.form) for one in left for other in right)


def _differing_values(laid: _Laid) -> Found | None:
    differing = list(_unlike(laid))
    if not 0 < len(differing) <= _MOST_DIFFERING:
        return None
    first, second = differing[0]
    assert first.value is not None
    assert second.value is not None
    kind = first.value.kind
    kinds = {one.value.kind for one, _ in differing if one.value is not None}
    if len(kinds) > 1 and not kinds.isdisjoint((ValueKind.DATE, ValueKind.VERSION)):
        return None  # it was so at that time, or in that release
    if kind not in TIMED and _is_at_another_time(laid):
        return None
    if kind is ValueKind.VERSION and not _is_demanded(laid):
        return None
    return DifferenceKind.VALUE, kind.value, first.value.written, second.value.written


def _is_at_another_time(laid: _Laid) -> bool:
    """Tell whether one is said of the time before a date, and one of the time after it."""
    if not any(one.value is not None and one.value.kind in TIMED for one, _ in laid.pairs):
        return False
    return any(_PLACES_IN_TIME.intersection(t.lower for t in (*a, *b)) for a, b in laid.replaced)


_PLACES_IN_TIME = word_set("until before after since from earlier later up as prior onwards")


def _unlike(laid: _Laid) -> Iterator[tuple[Token, Token]]:
    before = ""
    for one, other in laid.pairs:
        if (
            one.value is not None
            and other.value is not None
            and before not in REFERS
            and one.value.compares_with(other.value)
            and not one.value.equals(other.value)
        ):
            yield one, other
        before = one.lower


def _is_demanded(laid: _Laid) -> bool:
    return any(token.lower in _REQUIRES and not token.is_name for token, _ in laid.pairs)


def _turned(laid: _Laid) -> Found | None:
    """Return what one side denies, or turns into its opposite, and the other does not."""
    if any(token.value is not None for sides in laid.replaced for side in sides for token in side):
        return None
    if any(_unlike(laid)):
        return None
    turns = [found for mine, theirs in laid.replaced if (found := _turn(mine, theirs))]
    if len(turns) != 1 or len(laid.pairs) < _LEAST_PAIRS or not _is_stated(laid):
        return None
    kind, first, second = turns[0]
    return kind, first or second, first, second


_LEAST_PAIRS = 4


def _turn(mine: Sequence[Token], theirs: Sequence[Token]) -> tuple[DifferenceKind, str, str] | None:
    left = [token for token in mine if token.denies]
    right = [token for token in theirs if token.denies]
    told = [token for token in (*mine, *theirs) if token.tells and not token.denies]
    if len(left) + len(right) == 1 and not told:
        return DifferenceKind.DENIAL, _words(mine), _words(theirs)
    opposed = any((a.lower, b.lower) in OPPOSED for a in mine for b in theirs)
    return (DifferenceKind.OPPOSITE, _words(mine), _words(theirs)) if opposed else None


def _is_stated(laid: _Laid) -> bool:
    """Tell a statement from an instruction: somebody or something is, can or does."""
    shared = {token.lower for token, _ in laid.pairs}
    return not shared.isdisjoint(_STATING) and shared.isdisjoint(LIMITING)


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(token.lower for token in tokens)
