"""Read claims out of what a model writes, each as soon as it is complete, and believe nothing.

The one accepted form is `{"claims": [{"text": …, "citations": [{"passage": 1, "quote": …}]}]}`.
What does not fit is left out and never raises: a claim of the wrong form, one that cites a passage
that was not given, one that is too long, all beyond the limits.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from handrail.domain.answering.model import Citation, Claim
from handrail.domain.knowledge.model import Passage
from handrail.kernel.canonical import is_storable

MOST_CLAIMS = 6
_MOST_CITATIONS = 4
_LONGEST_CLAIM = 700
_LONGEST_QUOTE = 1_200
_LONGEST_ITEM = 6_000  # characters of one claim as it is written
_LONGEST_REPLY = 24_000
_LONGEST_START = 60
_START = re.compile(r'\s*(?:```(?:json)?\s*)?\{\s*"claims"\s*:\s*\[')


class ClaimReader:
    """Take pieces of text, give claims."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._text = ""
        self._length = 0
        self._at = 0
        self._item_start: int | None = None
        self._depth = 0
        self._in_string = False
        self._is_escaped = False
        self._has_started = False
        self._taken = 0
        self._dropped = 0
        self._is_closed = False
        self.is_over = False
        """No further claim will be read."""

    @property
    def is_sound(self) -> bool:
        """Tell whether a list of claims was read to its end, or to the most that are taken."""
        if self._taken == MOST_CLAIMS:
            return True
        return self._is_closed and (self._taken > 0 or not self._dropped)

    def read(self, piece: str) -> Iterator[Claim]:
        """Yield the claims that a piece completes."""
        self._length += len(piece)
        if self.is_over or self._length > _LONGEST_REPLY:
            self.is_over = True
            return
        self._text += piece
        if not self._has_started and not self._start():
            return
        for item in self._items():
            if (claim := _claim(item, self._passages)) is None:
                self._dropped += 1
                continue
            self._taken += 1
            yield claim
            if self._taken == MOST_CLAIMS:
                self.is_over = True
                return

    def _start(self) -> bool:
        found = _START.match(self._text)
        if found is None:
            self.is_over = len(self._text) > _LONGEST_START
            return False
        self._has_started, self._at = True, found.end()
        return True

    def _items(self) -> Iterator[str]:
        """Yield the text of each list item that is complete, and leave it behind."""
        while self._at < len(self._text) and not self.is_over:
            character = self._text[self._at]
            self._at += 1
            if self._in_string:
                self._in_a_string(character)
            elif (item := self._between_strings(character)) is not None:
                yield item
        if self._item_start is not None and self._at - self._item_start > _LONGEST_ITEM:
            self.is_over = True

    def _in_a_string(self, character: str) -> None:
        if self._is_escaped:
            self._is_escaped = False
        elif character == "\\":
            self._is_escaped = True
        elif character == '"':
            self._in_string = False

    def _between_strings(self, character: str) -> str | None:
        match character:
            case '"':
                self._in_string = True
            case "{" | "[":
                self._item_start = self._at - 1 if self._item_start is None else self._item_start
                self._depth += 1
            case "}" | "]":
                return self._closed()
            case _:
                pass
        return None

    def _closed(self) -> str | None:
        if self._depth == 0:
            self.is_over = self._is_closed = True
            return None
        self._depth -= 1
        if self._depth or self._item_start is None:
            return None
        item = self._text[self._item_start : self._at]
        self._text, self._at, self._item_start = self._text[self._at :], 0, None
        return item


def _claim(item: str, passages: Sequence[Passage]) -> Claim | None:
    match _parsed(item):
        case {"text": str(text), "citations": list(cited), **rest} if not rest:
            citations = tuple(_citation(one, passages) for one in cited[: _MOST_CITATIONS + 1])
        case _:
            return None
    if not text.strip() or len(text) > _LONGEST_CLAIM or not is_storable(text):
        return None
    sound = tuple(citation for citation in citations if citation is not None)
    if not 0 < len(sound) == len(citations) <= _MOST_CITATIONS:
        return None
    return Claim(text=text.strip(), citations=sound)


def _citation(cited: object, passages: Sequence[Passage]) -> Citation | None:
    match cited:
        case {"passage": int(number), "quote": str(quote), **rest} if not rest:
            pass
        case _:
            return None
    if isinstance(number, bool) or not 1 <= number <= len(passages):
        return None
    if not quote.strip() or len(quote) > _LONGEST_QUOTE or not is_storable(quote):
        return None
    passage = passages[number - 1]
    url = f"{passage.url}#{passage.anchor}" if passage.url and passage.anchor else passage.url
    return Citation(
        article=passage.article,
        version=passage.version,
        title=passage.title,
        url=url,
        passage=passage.id,
        headings=passage.headings,
        quote=_verbatim(quote, passage.text),
    )


def _verbatim(quote: str, text: str) -> str:
    """Return the quote as it stands in the passage, where only white space differs."""
    if quote in text:
        return quote
    found = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return quote if found is None else found.group()


def _parsed(item: str) -> object:
    try:
        return json.loads(item, object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        raise ValueError("a key stands there twice")
    return held


def _refuse(spelled: str) -> Any:
    raise ValueError(f"{spelled} is no number")
