"""Where does a text hold what is known of the customer? In any case, without accents, as words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handrail.adapters.language.signs import Stretch, groups_of
from handrail.domain.conversation.personal_data import KnownPerson, PersonalKind, PersonalSpan
from handrail.domain.conversation.spelling import fold

_SHORTEST_NAME = 3
_SHORTEST_ADDRESS_PART = 4
_SHORTEST_PHONE = 6
_LONGEST_GAP = 3  # ", " or a line's end stand between the words of an address
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_NAME_PARTS = re.compile(r"[\s-]+")
_PARTS = re.compile(r"[,;\n]")
_NAMES_AND_WORDS = """
april art august autumn bell bill black blue bond book brown bush candy case cash chance chase
church clay close cook crystal das dawn day del den der dos faith field forest fox gift gold good
grace grant gray green grey guy hall hand hill hope house joy june justice key king lake lane las
law little long los love major march mark may mercy miles moon more noble north page park patience
pearl penny pepper phone police porter post price prince queen rain read rich river rock rose ruby
rush sale sales san saw see shipping short silver sky small smart snow south speed star stone storm
street strong sue summer sunny trace van violet von ward waters west white wild will winter wise
wolf wood woods worth young zip
"""
_WITHOUT_APOSTROPHES = str.maketrans("", "", "'’`´ʼ")
_ON_OTHER_KEYBOARDS = _WITHOUT_APOSTROPHES | {
    **{ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ø"): "oe", ord("å"): "aa"},
    **{ord("Ä"): "Ae", ord("Ö"): "Oe", ord("Ü"): "Ue", ord("Ø"): "Oe", ord("Å"): "Aa"},
    **{ord("æ"): "ae", ord("Æ"): "Ae", ord("ł"): "l", ord("Ł"): "L"},
}
_COMMON = frozenset(_NAMES_AND_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Hold the words of a known value and what it is."""

    words: tuple[str, ...]
    kind: PersonalKind
    is_common: bool = False


def known_values(text: str, known: KnownPerson) -> Iterator[PersonalSpan]:
    """Yield where the customer's own names, addresses, e-mails and phones stand."""
    if not (known.names or known.addresses or known.emails or known.phones):
        return
    groups = groups_of(text)
    yield from _worded(text, groups, _by_first_word(_wanted(known)))
    yield from _numbered(text, known.phones)
    yield from _unspaced(text, known)


def _wanted(known: KnownPerson) -> Iterator[_Wanted]:
    for name in known.names:
        for spelled in _spellings(name):
            yield from _parts_of_name(spelled)
    for address in known.addresses:
        for spelled in _spellings(address):
            yield from _parts_of_address(spelled)
    for email in known.emails:
        yield _Wanted(words=_words(email), kind=PersonalKind.EMAIL)


def _parts_of_name(name: str) -> Iterator[_Wanted]:
    yield _Wanted(words=_words(name), kind=PersonalKind.NAME)
    for part in _NAME_PARTS.split(name):
        joined = "".join(_words(part))
        if len(joined) >= _SHORTEST_NAME:
            yield _Wanted(words=_words(part), kind=PersonalKind.NAME, is_common=joined in _COMMON)


def _parts_of_address(address: str) -> Iterator[_Wanted]:
    yield _Wanted(words=_words(address), kind=PersonalKind.ADDRESS)
    for part in _PARTS.split(address):
        joined = "".join(_words(part))
        if len(joined) >= _SHORTEST_ADDRESS_PART and any(sign.isdigit() for sign in joined):
            yield _Wanted(words=_words(part), kind=PersonalKind.ADDRESS)


def _spellings(value: str) -> tuple[str, ...]:
    """Return a value as it is known and as keyboards without its signs write it."""
    composed = unicodedata.normalize("NFC", value)
    spelled = composed.translate(_ON_OTHER_KEYBOARDS)
    return tuple(dict.fromkeys((value, composed.translate(_WITHOUT_APOSTROPHES), spelled)))


def _words(value: str) -> tuple[str, ...]:
    return tuple(fold(value[group.start : group.end]) for group in groups_of(value))


def _by_first_word(wanted: Iterable[_Wanted]) -> Mapping[str, Sequence[_Wanted]]:
    by_word: dict[str, list[_Wanted]] = {}
    for one in sorted(wanted, key=lambda one: len(one.words), reverse=True):
        if one.words:
            by_word.setdefault(one.words[0], []).append(one)
    return by_word


def _worded(
    text: str, groups: Sequence[Stretch], wanted: Mapping[str, Sequence[_Wanted]]
) -> Iterator[PersonalSpan]:
    folded = [fold(text[group.start : group.end]) for group in groups]
    at = 0
    while at < len(groups):
        one = _standing(text, groups, folded, at, wanted.get(folded[at], ()))
        if one is not None:
            last = groups[at + len(one.words) - 1]
            yield PersonalSpan(start=groups[at].start, end=last.end, kind=one.kind)
        at += 1 if one is None else len(one.words)


def _standing(
    text: str,
    groups: Sequence[Stretch],
    folded: Sequence[str],
    at: int,
    wanted: Sequence[_Wanted],
) -> _Wanted | None:
    for one in wanted:
        until = at + len(one.words)
        if tuple(folded[at:until]) != one.words:
            continue
        if one.is_common and not _is_written_as_a_name(text, groups[at]):
            continue
        if all(_is_near(text, groups[n], groups[n + 1]) for n in range(at, until - 1)):
            return one
    return None


def _is_near(text: str, left: Stretch, right: Stretch) -> bool:
    gap = text[left.end : right.start]
    return len(gap) <= _LONGEST_GAP or gap.isspace()


def _is_written_as_a_name(text: str, group: Stretch) -> bool:
    """Tell a name from the word that it also is: a capital, and not because a sentence begins."""
    before = text[max(0, group.start - 3) : group.start].rstrip(" ")
    begins = not before or before[-1] in ".!?\n:"
    ends_line = text[group.end : group.end + 1] in ("", "\n")
    is_capital = text[group.start].isupper()
    return is_capital and (not begins or ends_line)


def _numbered(text: str, phones: Sequence[str]) -> Iterator[PersonalSpan]:
    """Yield known phone numbers however they are spaced, with or without the country's code."""
    for phone in phones:
        digits = "".join(sign for sign in phone if sign.isdigit())
        local = digits[-9:] if len(digits) >= _SHORTEST_PHONE else ""
        if local:
            spaced = r"[ ()./-]{0,3}".join(local)
            pattern = rf"(?<!\w)(?:[+(]?[0-9][0-9 ()./-]{{0,8}})?{spaced}(?![0-9])"
            for found in re.finditer(pattern, text):
                yield PersonalSpan(start=found.start(), end=found.end(), kind=PersonalKind.PHONE)


def _unspaced(text: str, known: KnownPerson) -> Iterator[PersonalSpan]:
    """Yield values in scripts that put no space between words."""
    kinds = [(name, PersonalKind.NAME) for name in known.names]
    kinds += [(address, PersonalKind.ADDRESS) for address in known.addresses]
    for value, kind in kinds:
        if _UNSPACED.search(value):
            for found in re.finditer(re.escape(value), text):
                yield PersonalSpan(start=found.start(), end=found.end(), kind=kind)
