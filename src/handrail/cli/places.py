"""Where in a file stands what an article says? As readers of it and of its source see it.

An article is read without its markup, so its words are looked for one after the other, with what
stands between them in the file (a link's target, a line's end) left out of account.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_WORD = re.compile(r"\w+")
_OPENING = 3
"""Words with which a sentence may open in the file: the very first may be made by its markup."""
_BETWEEN = 25
"""Words of markup that may stand between two words of a sentence."""
_ENOUGH = 0.5
"""Share of a sentence's words that have to stand there, else it is written some other way."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hold where in a file something stands; lines and columns are counted from 1."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    """The column behind the last character."""


@dataclass(frozen=True, slots=True)
class _Text:
    """Hold a file's text with where its lines begin and where its words stand."""

    text: str
    begins: Sequence[int]
    words: Sequence[str]
    spans: Sequence[Span]


def place_of(file: Path, sentence: str, target: str = "") -> Place:
    """Return where in a file a link's target or else a sentence stands; else its first line."""
    text = _read(file)
    found = _target_in(target, text) or _sentence_in(sentence, text)
    begin, end = found or (0, len(text.text.partition("\n")[0]))
    line, end_line = bisect_right(text.begins, begin), bisect_right(text.begins, max(begin, end))
    return Place(
        path=file.as_posix(),
        line=line,
        column=begin - text.begins[line - 1] + 1,
        end_line=end_line,
        end_column=end - text.begins[end_line - 1] + 1,
    )


@lru_cache(maxsize=64)
def _read(file: Path) -> _Text:
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        text = ""
    found = list(_WORD.finditer(text))
    return _Text(
        text=text,
        begins=[0, *(match.end() for match in re.finditer("\n", text))],
        words=[match.group().lower() for match in found],
        spans=[match.span() for match in found],
    )


def _target_in(target: str, text: _Text) -> Span | None:
    whole = rf"(?<![\w/.-]){re.escape(target)}(?![\w/-])"
    match = re.search(whole, text.text) if target else None
    return match.span() if match else None


def _sentence_in(sentence: str, text: _Text) -> Span | None:
    wanted = _WORD.findall(sentence.lower())
    opening = [word for word in wanted[:_OPENING] if word in text.words]
    if not opening:
        return None
    rarest = min(opening, key=text.words.count)
    before, after = wanted[: wanted.index(rarest)], wanted[wanted.index(rarest) :]
    every = [
        [*_met_before(before, at, text.words), *_met_from(after, at, text.words)]
        for at, word in enumerate(text.words)
        if word == rarest
    ]
    best = max(every, key=lambda met: (len(met), met[0] - met[-1]))
    if len(best) < _ENOUGH * len(wanted):
        return None
    return _with_its_end(text, text.spans[best[0]][0], text.spans[best[-1]][1], sentence)


def _met_from(wanted: Sequence[str], at: int, words: Sequence[str]) -> list[int]:
    """Return which of the words from one place on are those of a sentence, in order."""
    found: list[int] = []
    for word in wanted:
        near = words[at : at + (_BETWEEN if found else 1)]
        if word in near:
            found.append(at + near.index(word))
            at = found[-1] + 1
    return found


def _met_before(wanted: Sequence[str], at: int, words: Sequence[str]) -> list[int]:
    """Return those words right before a place with which a sentence opens."""
    many = 0
    while many < min(len(wanted), at) and words[at - many - 1] == wanted[-many - 1]:
        many += 1
    return list(range(at - many, at))


def _with_its_end(text: _Text, begin: int, end: int, sentence: str) -> Span:
    """Return a sentence's place with the mark that closes it."""
    mark = sentence.rstrip()[-1:]
    is_closed = not mark.isalnum() and text.text.startswith(mark, end)
    return begin, end + (len(mark) if is_closed else 0)
