"""Which words of a message are the customer's own: what is quoted or forwarded asks for nothing."""

import re
from dataclasses import dataclass

_QUOTED = re.compile(
    r"\"[^\"\n]{3,600}\"|“[^”\n]{3,600}”|«[^»\n]{3,600}»|„[^“”\n]{3,600}[“”]"
    r"|(?<![\w])['‘][^'‘’\n]{3,600}['’](?!\w)"
)
_CITED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_FORWARDED = re.compile(
    r"^[ \t>*_-]*(?:begin forwarded message|forwarded message|original message)\b"
    r".*?(?=^[ \t]*-{2,}[ \t]*end\b.*$|\Z)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_HEADED = re.compile(
    r"^[ \t]*(?:from|von|de):[^\n]*\n"
    r"(?:[ \t]*(?:to|cc|date|sent|subject):[^\n]*\n)+[^\n]*(?:\n|\Z)",
    re.IGNORECASE | re.MULTILINE,
)
_REPORTED = re.compile(
    r"\b(?:says?|said|saying|wrote|writes|reads?|told (?:me|us|you)|texted|typed|asks|asked)\b"
    r"[^.?!:\n]{0,40}:[ \t]*[^.?!\n]*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:[^.!?…\n]|[.!?](?=\w)|(?<=\b[A-Za-z]r)\.(?= \d)|(?<=\bno)\.(?= ))+[.!?…]*"
)
_WORD = re.compile(r"\w")
_LONGEST = 4_000
_MOST_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hold one sentence of the customer's own, and where it stands in the message."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """Hold a message without what is quoted in it."""

    text: str
    """As long as the message was, blanks where something is quoted."""
    sentences: tuple[Stretch, ...]
    has_quoted: bool


def own_words(message: str) -> OwnWords:
    """Return the customer's own words of a message, cut into sentences."""
    text = message[:_LONGEST]
    kept = text
    for cited in (_FORWARDED, _HEADED, _CITED_LINE, _QUOTED, _REPORTED):
        kept = cited.sub(lambda match: _blank(match.group()), kept)
    sentences = [
        Stretch(match.start(), match.end(), match.group())
        for match in _SENTENCE.finditer(kept)
        if _WORD.search(match.group())
    ]
    if len(sentences) > _MOST_SENTENCES:  # people ask at the start or at the end
        half = _MOST_SENTENCES // 2
        sentences = sentences[:half] + sentences[-half:]
    return OwnWords(text=kept, sentences=tuple(sentences), has_quoted=kept != text)


def _blank(quoted: str) -> str:
    return "".join(sign if sign == "\n" else " " for sign in quoted)
