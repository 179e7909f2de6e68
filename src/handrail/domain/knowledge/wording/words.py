"""Read text into words that can be compared: stems, names, numbers, and what each word tells."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from handrail.domain.knowledge.wording.common_words import COMMON_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.'’@_/+-][^\W_]+)*[+#]*")
_NUMBER = re.compile(r"\d")
_PART = re.compile(r"[.'’@_/+-]")
_ENDINGS = (
    "ications", "ication", "izations", "ization", "ations", "ation", "ements", "ement", "ments",
    "ment", "ability", "ibility", "ically", "nesses", "ness", "ingly", "ables", "able", "ible",
    "ities", "ity", "ions", "ion", "ings", "ing", "edly", "ied", "ies", "ers", "ors", "ed", "er",
    "or", "es", "ly", "al", "s", "e", "y",
)  # fmt: skip
_SHORTEST_STEM = 3
_RAREST_RANK = 30_000
_TYPO_FROM = 5  # shorter words that differ in one letter are usually different words
_SHARED_PREFIX = 5
_LOOK_BACK = 8

_STOPWORDS = (
    "a about after again all also am an and any are aren aren't as at be been before being both "
    "but by can can't could couldn d dear did didn didn't do does doesn doesn't doing don don't "
    "done during each either else for from get gets getting got had has have having he hello "
    "her here hers hey hi him his how however i i'd i'm i've if in into is isn isn't it it's "
    "its itself just know let like ll m made make may me might mine more most much must my need "
    "no nor not now of off on once one only or other our ours out over own please re s shall "
    "she should shouldn since so some such t tell than thank thanks that that's the their "
    "theirs them then there there's these they this those though through to too under until up "
    "upon us use used using ve very want was wasn wasn't we we're were weren what what's when "
    "where whether which while who whom whose why will with within without won won't would "
    "wouldn yes yet you you're you've your yours "
)
STOPWORDS = frozenset(_STOPWORDS.split())
"""Words that say how a sentence is built rather than what it is about."""

_UP_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
NUMBER_WORDS: Mapping[str, str] = {
    **{word: str(value) for value, word in enumerate(_UP_TO_TWENTY.split())},
    **{word: str(value * 10) for value, word in enumerate(_TENS.split(), 3)},
}
"""Numbers written as words, with their digits."""


class WordKind(StrEnum):
    """What a word does in a sentence."""

    STOP = "stop"
    NUMBER = "number"
    NAME = "name"
    """Written with a capital, in camel case or with digits inside, where that means something."""
    CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Hold one word with the form it is compared by."""

    text: str
    lower: str
    stem: str
    kind: WordKind
    start: int
    end: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the part of a lower-case word that inflection and common endings leave alone."""
    if len(word) <= _SHORTEST_STEM or _NUMBER.search(word):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            left = word[: -len(ending)]
            return (
                left[:-1] if _doubles(left) else left.removesuffix("i") if len(left) > 3 else left
            )
    return word


def _doubles(left: str) -> bool:
    return len(left) > _SHORTEST_STEM and left[-1] == left[-2] and left[-1] not in "aeiousl"


@lru_cache(maxsize=8_192)
def read_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text, in order."""
    return tuple(_word(text, match) for match in _WORD.finditer(text))


def _word(text: str, match: re.Match[str]) -> Word:
    written, start = match.group(), match.start()
    lower, own, kind = _form(written)
    if kind is WordKind.CONTENT and written[0].isupper() and not _opens_a_sentence(text, start):
        kind = WordKind.NAME
    return Word(text=written, lower=lower, stem=own, kind=kind, start=start, end=match.end())


@lru_cache(maxsize=50_000)
def _form(written: str) -> tuple[str, str, WordKind]:
    """Return a word in lower case, its stem, and its kind where it opens a sentence."""
    plain = _plain(written)
    return plain, stem(NUMBER_WORDS.get(plain, plain)), _kind(written, plain)


def _kind(written: str, lower: str) -> WordKind:
    if lower[0].isdigit() or (lower in NUMBER_WORDS and lower != "one"):
        return WordKind.NUMBER
    if lower in STOPWORDS or len(lower) == 1:
        return WordKind.STOP
    inner_capital = written[1:] != written[1:].lower()
    return WordKind.NAME if inner_capital or _NUMBER.search(written) else WordKind.CONTENT


def _opens_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(" \t\"'“‘([*-–—>")
    return not before or before[-1] in ".!?:\n|"


@lru_cache(maxsize=8_192)
def content_words(text: str) -> tuple[Word, ...]:
    """Return the words that carry meaning: names, numbers and content, no stop words."""
    return tuple(word for word in read_words(text) if word.kind is not WordKind.STOP)


@lru_cache(maxsize=8_192)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    return frozenset(word.stem for word in content_words(text))


@lru_cache(maxsize=50_000)
def rarity(lower: str) -> float:
    """Return how much a word tells in English at large, 0 to 1; unknown words tell most."""
    rank = COMMON_WORDS.get(lower) or COMMON_WORDS.get(lower.removesuffix("s"), _RAREST_RANK)
    return math.log1p(rank) / math.log1p(_RAREST_RANK)


@lru_cache(maxsize=100_000)
def likeness(asked: str, found: str) -> float:
    """Return how like two stems are: 1 equal, 0.8 a typo or a shared root, else 0."""
    if asked == found:
        return 1.0
    if _NUMBER.search(asked) or _NUMBER.search(found):
        return 0.0  # a version or a code that differs in one sign is another one
    return 0.8 if _shares_a_root(asked, found) or _is_a_typo(asked, found) else 0.0


def _shares_a_root(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHARED_PREFIX or not longer.startswith(shorter[:_SHARED_PREFIX]):
        return False
    return longer.startswith(shorter) or shorter[:-2] == longer[: len(shorter) - 2] != ""


def _is_a_typo(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _TYPO_FROM:
        return False
    if one[0] != other[0]:
        return False
    head = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    rest, its_rest = one[head:], other[head:]
    swapped = rest[:2] == its_rest[1::-1] and rest[2:] == its_rest[2:]
    return swapped or rest[1:] == its_rest[1:] or rest[1:] == its_rest or rest == its_rest[1:]


def likest(asked: str, stems: frozenset[str]) -> float:
    """Return how like a stem is to the likest of several."""
    if asked in stems:
        return 1.0
    if len(asked) < _TYPO_FROM:
        return 0.0
    # What is like it begins with the same letters or is about as long; comparing that first spares
    # most look-ups.
    head, length = asked[:_SHARED_PREFIX], len(asked)
    alike = [
        likeness(asked, stem)
        for stem in _long_by_initial(stems).get(asked[0], ())
        if stem.startswith(head) or -1 <= len(stem) - length <= 1
    ]
    return max(alike, default=0.0)


@lru_cache(maxsize=8_192)
def _long_by_initial(stems: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Return the stems that are long enough to be like others, by their first letter."""
    found: dict[str, list[str]] = {}
    for stem in stems:
        if len(stem) >= _TYPO_FROM:
            found.setdefault(stem[0], []).append(stem)
    return found


def parts(word: Word) -> tuple[str, ...]:
    """Return the stems of a compound's parts (`sign-in`, `api.key`), or the word's own stem."""
    return _stems_of(word.text)


@lru_cache(maxsize=8_192)
def stems_in(text: str) -> frozenset[str]:
    """Return the stems of all words of a text, with those of a compound's parts."""
    return frozenset(chain.from_iterable(map(_stems_of, _WORD.findall(text))))


@lru_cache(maxsize=100_000)
def _stems_of(written: str) -> tuple[str, ...]:
    plain = _plain(written)
    own = stem(NUMBER_WORDS.get(plain, plain))
    pieces = [piece for piece in _PART.split(plain) if piece]
    return (own,) if len(pieces) < 2 else (own, *map(stem, pieces))


def _plain(written: str) -> str:
    return written.lower().replace("’", "'").removesuffix("'s")
