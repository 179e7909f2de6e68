"""What does a text look like once its typography is set aside? Digits, dashes and spaces alike."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DASHES = frozenset("‐‑‒–—―−﹣－")
_URL = re.compile(r"(?:https?://|www\.)[^\s?#<>\"']{1,2000}", re.IGNORECASE)
_WIDEST_GAP = 3
_GROUP = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Hold a text in plain signs, and where each of them stands in the original."""

    text: str
    places: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original text that these plain signs come from."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Say which signs of a plain text belong together."""

    start: int
    end: int


def plain(text: str) -> Plain:
    """Return `text` with ASCII digits, dashes and spaces and without invisible signs."""
    if text.isascii():
        return Plain(text=text.replace("\t", " "), places=range(len(text)))
    shown = [(at, sign) for at, sign in enumerate(text) if unicodedata.category(sign) != "Cf"]
    return Plain(
        text="".join(_plain_sign(sign) for _, sign in shown), places=[at for at, _ in shown]
    )


def addresses_of_pages(text: str) -> tuple[Stretch, ...]:
    """Return the web addresses in a text, without their queries."""
    return tuple(Stretch(start=found.start(), end=found.end()) for found in _URL.finditer(text))


def groups_of(text: str) -> tuple[Stretch, ...]:
    """Return the runs of letters and digits of a text."""
    return tuple(Stretch(start=found.start(), end=found.end()) for found in _GROUP.finditer(text))


def windows(
    text: str, groups: Sequence[Stretch], first: int, longest: int, between: str
) -> Iterator[Stretch]:
    """Yield what starts with a group and goes on over a few signs of `between`, growing."""
    start, held = groups[first].start, 0
    for at in range(first, len(groups)):
        gap = text[groups[at - 1].end : groups[at].start] if at > first else ""
        held += groups[at].end - groups[at].start
        if held > longest or (at > first and not _joins(gap, between)):
            return
        yield Stretch(start=start, end=groups[at].end)


def _joins(gap: str, between: str) -> bool:
    return 0 < len(gap) <= _WIDEST_GAP and all(sign in between for sign in gap)


def _plain_sign(sign: str) -> str:
    if sign in _DASHES:
        return "-"
    if sign.isspace():
        return sign if sign in "\n\r" else " "
    folded = unicodedata.normalize("NFKC", sign)
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(int(digit))
    return folded if len(folded) == 1 else sign
