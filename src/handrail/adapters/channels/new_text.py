"""What did somebody write anew in a reply, apart from what their mail program quoted?

Rules over lines, for what programs have in common in every language: quoted lines begin with `>`;
the line that introduces them holds a time and an address, or a time before such lines, and ends
with a colon; Outlook repeats the headers instead. Where it is not sure, text is kept.
"""

import re
from collections.abc import Sequence

LONGEST_READ = 60_000
_LONGEST_INTRODUCTION = 300
_LINES_OF_INTRODUCTION = 3
_LEAST_HEADERS = 3
_LINES_OF_HEADERS = 7

_QUOTED = re.compile(r"^\s{0,3}>")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
_HEADER = re.compile(r"^[*\s]{0,3}([^\W\d_][^:：]{0,24}?)\s?[:：]\s?\*?\s*\S")
_RULE = re.compile(r"^\s*(_{10,}|-{2,}\s*\S.{0,60}\S\s*-{2,})\s*$")
_FROM = frozenset(
    {"from", "von", "de", "da", "van", "od", "fra", "från", "від", "от", "kimden", "差出人"}
    | {"发件人", "寄件者", "보낸 사람", "발신", "من", "प्रेषक", "প্রেরক"}
)
_PROGRAMS = (
    "sent from ",
    "sent with ",
    "sent via ",
    "get outlook for ",
    "von meinem ",
    "gesendet mit ",
    "gesendet von ",
    "diese nachricht wurde von mein",
    "envoyé de ",
    "envoyé depuis ",
    "envoyé à partir de ",
    "télécharger outlook",
    "enviado desde ",
    "enviado do ",
    "enviado de ",
    "enviado a partir ",
    "inviato da ",
    "verzonden vanaf ",
    "verstuurd vanaf ",
    "wysłano z ",
    "wysłane z ",
    "отправлено с ",
    "отправлено из ",
    "发自我的",
    "從我的 ",
)
_PROGRAM_ENDS = (
    "から送信",
    "에서 보냄",
    " gesendet",
    " से भेजा गया",
    " den gönderildi",
    "dan gönderildi",
)
_LONGEST_PROGRAM = 90


def new_text(body: str) -> str:
    """Return what is new in the plain text of a mail; empty where nothing is."""
    lines = [line.rstrip() for line in body[:LONGEST_READ].replace("\r\n", "\n").split("\n")]
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
    kept = _without_program(_without_quotes(lines[: _end(lines)]))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _end(lines: Sequence[str]) -> int:
    """Return the line from which on nothing is new: a signature, or an earlier mail in full."""
    for place, line in enumerate(lines):
        if line in ("--", "-- ") or _repeats_headers(lines, place):
            return place
        length = _introduction(lines, place)
        if length and not _is_quoted_next(lines, place + length):
            return place
    return len(lines)


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        length = _introduction(lines, place)
        if length:
            place += length
            continue
        if not _QUOTED.match(lines[place]):
            kept.append(lines[place])
        place += 1
    return kept


def _without_program(lines: list[str]) -> list[str]:
    """Drop lines at the end with which a program names itself, and rules above an earlier mail."""
    while lines and (not lines[-1].strip() or _RULE.match(lines[-1]) or _is_program(lines[-1])):
        lines.pop()
    return lines


def _is_program(line: str) -> bool:
    said = line.strip().casefold()
    if len(said) > _LONGEST_PROGRAM:
        return False
    return said.startswith(_PROGRAMS) or said.endswith(_PROGRAM_ENDS)


def _introduction(lines: Sequence[str], place: int) -> int:
    """Return how many lines introduce an earlier mail from here on; 0 where none does."""
    joined = ""
    for length in range(1, _LINES_OF_INTRODUCTION + 1):
        line = lines[place + length - 1] if place + length <= len(lines) else ""
        if not line.strip() or _QUOTED.match(line):
            return 0
        joined = f"{joined} {line.strip()}"
        if len(joined) > _LONGEST_INTRODUCTION:
            return 0
        if joined.endswith((":", "：")):
            is_one = _introduces(joined, is_before_quote=_is_quoted_next(lines, place + length))
            return length if is_one else 0
    return 0


def _introduces(line: str, *, is_before_quote: bool) -> bool:
    if _TIME.search(line) is None:
        return False
    return is_before_quote or _ADDRESS.search(line) is not None


def _is_quoted_next(lines: Sequence[str], place: int) -> bool:
    """Tell whether the next line that holds anything is quoted."""
    following = next((line for line in lines[place:] if line.strip()), "")
    return _QUOTED.match(following) is not None


def _repeats_headers(lines: Sequence[str], place: int) -> bool:
    """Tell whether the headers of an earlier mail begin here, below a rule or without one."""
    if not _RULE.match(lines[place]):
        return _are_headers(lines, place)
    following = (at for at in range(place + 1, min(place + 4, len(lines))) if lines[at].strip())
    first = next(following, None)
    return first is not None and _are_headers(lines, first)


def _are_headers(lines: Sequence[str], place: int) -> bool:
    named = _HEADER.match(lines[place])
    if named is None or named[1].strip(" *").casefold() not in _FROM:
        return False
    block = []
    for line in lines[place : place + _LINES_OF_HEADERS]:
        if not _HEADER.match(line):
            break
        block.append(line)
    is_long_enough = len(block) >= _LEAST_HEADERS
    return is_long_enough and any(_ADDRESS.search(line) or _TIME.search(line) for line in block)
