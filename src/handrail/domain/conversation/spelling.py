"""What a message says once typing habits are set aside: case, accents, invisible signs, drawl."""

import re
import unicodedata
from functools import lru_cache

_CAP = 4_000
# Accents are dropped where people leave them out when typing; the vowel signs of Indic scripts
# and the voicing marks of Japanese carry meaning and stay.
_DROPPED_MARKS = frozenset(
    [chr(c) for c in range(0x0300, 0x0370)]
    + [chr(c) for c in range(0x064B, 0x0660)]
    + ["\u0640", "\u0670"]
)
_SAME_LETTER = str.maketrans(
    # Urdu and Arabic keyboards write the same letter with different signs.
    "\u06cc\u06a9\u06c1\u0649\u0629\u0671"
    # Traditional to simplified, for the characters that the phrases need.
    "轉請話說談機個們經員聯繫務電嗎幫連換給讓專還沒與對線來誰為進復覆詢",
    "\u064a\u0643\u0647\u064a\u0647\u0627"
    "转请话说谈机个们经员联系务电吗帮连换给让专还没与对线来谁为进复复询",
)
_CLAUSE_ENDS = frozenset(".!?,;:。！？、，；：।؟،؛…\n\r()[]{}¿¡—–|")
_APOSTROPHES = frozenset("'’`´ʼ")
_ASCII_WORD = re.compile(r"[a-zA-Z0-9]+")
_ASCII_END = re.compile(f"[{re.escape(''.join(filter(str.isascii, _CLAUSE_ENDS)))}]")
_NO_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))
_UNSPACED = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))
_FIRST_UNSPACED = 0x3040
_DRAWN = re.compile(r"(.)\1\1", re.DOTALL)

Clause = tuple[str, ...]
"""The words of one stretch between punctuation, folded."""


def fold(text: str) -> str:
    """Return `text` without case, accents, invisible characters or drawn-out letters."""
    kept_ends = _ends(text)
    if kept_ends.isascii() and kept_ends.isprintable():  # nothing of the rest can be in it
        return _without_drawl(kept_ends.lower())
    shown = (c for c in unicodedata.normalize("NFKC", kept_ends) if not _is_invisible(c))
    apart = unicodedata.normalize("NFKD", "".join(shown).casefold())
    kept = "".join(c for c in apart if c not in _DROPPED_MARKS)
    return _without_drawl(unicodedata.normalize("NFC", kept).translate(_SAME_LETTER))


@lru_cache(maxsize=32)  # one message is looked at for several things
def clauses_of(text: str) -> tuple[Clause, ...]:
    """Split `text` into clauses of folded words; scripts without spaces give one word a sign."""
    folded = fold(text)
    if folded.isascii():  # the same in a fifth of the time; a start reads 4,000 phrases
        parts = map(_ASCII_WORD.findall, _ASCII_END.split(folded.translate(_NO_APOSTROPHES)))
        return tuple(tuple(part) for part in parts if part)
    clauses: list[Clause] = []
    words: list[str] = []
    word = ""
    for sign in f"{folded}\n":
        if sign in _APOSTROPHES:
            continue
        if _is_unspaced(sign):
            words += [word, sign] if word else [sign]
            word = ""
        elif sign.isalnum() or unicodedata.category(sign).startswith("M"):
            word += sign
        else:
            words += [word] if word else []
            word = ""
            if sign in _CLAUSE_ENDS and words:
                clauses.append(tuple(words))
                words = []
    return tuple(clauses)


def _ends(text: str) -> str:
    """Keep both ends of a long text: people ask at the start or at the end."""
    return text if len(text) <= _CAP else f"{text[: _CAP // 2]}\n{text[-_CAP // 2 :]}"


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Cc") and sign not in "\n\r\t"


def _is_unspaced(sign: str) -> bool:
    code = ord(sign)
    return code >= _FIRST_UNSPACED and any(first <= code <= last for first, last in _UNSPACED)


def _without_drawl(text: str) -> str:
    """Fold three or more of the same letter to one: "pleeease" is "please"."""
    if _DRAWN.search(text) is None:
        return text
    kept: list[str] = []
    for start, sign in enumerate(text):
        drawn = sign.isalpha() and (text[start : start + 3] == sign * 3 or _ends_drawl(text, start))
        if not (drawn and kept and kept[-1] == sign):
            kept.append(sign)
    return "".join(kept)


def _ends_drawl(text: str, at: int) -> bool:
    sign = text[at]
    return text[max(0, at - 2) : at + 1] == sign * 3 or text[max(0, at - 1) : at + 2] == sign * 3


@lru_cache(maxsize=20_000)
def is_misspelt(word: str, meant: str) -> bool:
    """Tell whether `word` is `meant` with a slip: one in five to seven letters, two from eight."""
    allowed = 2 if len(meant) >= 8 else 1
    if len(meant) < 5 or word[:1] != meant[:1] or abs(len(word) - len(meant)) > allowed:
        return False
    # A slip leaves at most two letters that stand in one of them only.
    if len(set(word) ^ set(meant)) > 2 * allowed:
        return False
    return _slips(word, meant) <= allowed


def _slips(word: str, meant: str) -> int:
    """Count letters added, lost, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, sign in enumerate(word, start=1):
        above, before_that, row = row, before, [i]
        for j, other in enumerate(meant, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (sign != other))
            if i > 1 and j > 1 and sign == meant[j - 2] and word[i - 2] == other:
                cost = min(cost, before_that[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
