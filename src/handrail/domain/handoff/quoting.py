"""How are a customer's words repeated, so that they can imitate nothing else in a brief?

Between “ and ”, on one line, without signs that cannot be seen or that turn the direction of text,
and without any such mark of their own.
"""

import re
import unicodedata
from collections.abc import Iterable

from handrail.kernel.patterns import when_used

LONGEST_QUOTE = 400
_LONGEST_SENTENCE = 240
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))
_JOINERS = "\u200c\u200d"  # Indic scripts and Persian are misspelt without them
_MARKS = str.maketrans(dict.fromkeys('“”„‟«»"＂「」『』', "'"))
_SENTENCE = when_used(r"[^\n]+?(?:[.!?…]+(?=\s|$)|[。！？؟।]+|(?=\n|$))", re.MULTILINE)
QUOTED = when_used("“([^“”]*)”")


def shown_words(text: str) -> str:
    """Return words as they are repeated: one line, nothing hidden, no quotation marks."""
    spaced = " ".join(text.split())
    kept = (c for c in spaced if c in _JOINERS or unicodedata.category(c) not in _HIDDEN)
    return " ".join("".join(kept).translate(_MARKS).split())


def quoted(text: str) -> str:
    """Return words between the marks that only a quotation has."""
    return f"“{shown_words(text)}”"


def repeated(text: str, quotes: Iterable[str]) -> str:
    """Return verbatim stretches of a text as they are shown, and where a sentence was cut."""
    return " … ".join(quoted(quote) + _cut_off(text, quote) for quote in quotes)


def stands_whole(text: str, quote: str) -> bool:
    """Tell whether a stretch is made of whole sentences, so that no `not` before it is lost."""
    at = text.find(quote)
    sentences = sentences_of(text)
    begins = any(start == at for start, _ in sentences)
    return at >= 0 and begins and not _cut_off(text, quote)


def _cut_off(text: str, quote: str) -> str:
    end = text.find(quote) + len(quote)
    inside = next((s for s in sentences_of(text) if s[0] < end < s[1]), None)
    rest = "" if inside is None else text[end : inside[1]]
    return " …" if rest.strip(" .!?…。！？؟।") else ""


def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each sentence of a text begins and ends, without the space around it."""
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = _trimmed(text, match.start(), match.end())
        if start < end:
            found.append((start, end))
    return tuple(found)


def cut(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return the beginning of a text, up to the end of a word where there is one."""
    if len(text) <= longest:
        return text
    short = text[:longest]
    space = short.rfind(" ")
    return short[:space].rstrip() if space > longest // 2 else short


def joined_spans(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Return the verbatim stretches that sentences make; neighbours are one, long ones are cut."""
    stretches: list[tuple[int, int]] = []
    for start, end in spans:
        if stretches and not text[stretches[-1][1] : start].strip():
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    kept, left = [], LONGEST_QUOTE
    for start, end in stretches:
        words = text[start:end]
        if len(words) > left and len(stretches) == 1:  # people ask at the start or at the end
            return _both_ends(words)
        if left > 0:
            kept.append(cut(words, left))
            left -= len(words)
    return tuple(kept)


def _both_ends(words: str) -> tuple[str, ...]:
    last = sentences_of(words)[-1]
    tail = words[max(last[0], last[1] - _LONGEST_SENTENCE) : last[1]].strip()
    head = cut(words, LONGEST_QUOTE - len(tail)) if len(tail) < LONGEST_QUOTE else ""
    return tuple(part for part in (head, tail) if part)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
