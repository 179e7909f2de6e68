"""Is a brief whole, and does every line rest on what it cites? Whoever worded it.

A slot that is missing, a line without a source, a source that does not exist, words that do not
stand there, a figure, name, date or id from nowhere: each is a fault, and a brief with one is
refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from handrail.domain.handoff.brief_wording import NO_ACTION, NOT_KNOWN, NOTHING_SHOWN
from handrail.domain.handoff.facts import BriefFacts
from handrail.domain.handoff.model import Brief, BriefLine, Slot
from handrail.domain.handoff.quoting import QUOTED, shown_words
from handrail.domain.handoff.sources import cited_in, text_of
from handrail.kernel.patterns import when_used

LONGEST_LINE = 1_200
_TOKEN = when_used(r"[^\s“”,;:()\[\]…]+")
_AT_THE_END = ".,;:!?'’"
_OPENS = when_used(r"(?:^|[.!?:]\s+)$")


@dataclass(frozen=True, slots=True)
class BriefFault:
    """Say what speaks against a brief, and in which slot."""

    slot: Slot
    why: str


def faults_of(brief: Brief, facts: BriefFacts) -> tuple[BriefFault, ...]:
    """Return what speaks against a brief; empty where it may be shown."""
    missing = [BriefFault(slot, "there is no line") for slot in Slot if not brief.of(slot)]
    found = [
        BriefFault(line.slot, why) for line in brief.lines for why in faults_of_line(line, facts)
    ]
    return (*missing, *found)


def faults_of_line(line: BriefLine, facts: BriefFacts) -> tuple[str, ...]:
    """Return what speaks against one line."""
    shape = tuple(_misshapen(line))
    if shape or line.is_unknown:
        return shape
    texts = [text_of(source, facts) for source in line.sources]
    lost = [s.ref for s, text in zip(line.sources, texts, strict=True) if text is None]
    if lost:
        return tuple(f"there is no source {ref!r}" for ref in lost)
    held = [text for text in texts if text is not None]
    return (
        *_misquoted(line, held),
        *_from_nowhere(line, "\n".join(held)),
        *_denied(line, facts),
    )


def _misshapen(line: BriefLine) -> Iterator[str]:
    if not line.text.strip() or len(line.text) > LONGEST_LINE:
        yield "it is empty or too long"
    if shown_words(QUOTED.sub("", line.text)) != " ".join(QUOTED.sub("", line.text).split()):
        yield "it holds signs that cannot be seen, or marks of quotation that do not close"
    if any(words != shown_words(words) for words in QUOTED.findall(line.text)) or "\n" in line.text:
        yield "it is not one plain line"
    if line.is_unknown and (line.sources or line.text != NOT_KNOWN[line.slot]):
        yield "it is marked as not known and says something"
    if not line.is_unknown and not line.sources:
        yield "it rests on nothing"


def _misquoted(line: BriefLine, texts: list[str]) -> Iterator[str]:
    for source, text in zip(line.sources, texts, strict=True):
        if source.quote not in text:
            yield f"{source.ref} does not say {source.quote[:40]!r}"
    stands = [shown_words(text) for text in texts]
    for words in QUOTED.findall(line.text):
        if not any(words in text for text in stands):
            yield f"no source says {words[:40]!r}"


def _from_nowhere(line: BriefLine, held: str) -> Iterator[str]:
    """Find a figure, an id, an address, a date or a name that stands in no source."""
    bare = QUOTED.sub(" “” ", line.text)
    known = {_plain(match.group()) for match in _TOKEN.finditer(held)}
    for match in _TOKEN.finditer(bare):
        word = match.group().strip(_AT_THE_END)
        is_name = word[:1].isupper() and not _OPENS.search(bare[: match.start()])
        is_detail = any(sign.isdigit() or sign in "@/_#€$£" for sign in word)
        if (is_name or is_detail) and word != "UTC" and _plain(word) not in known:
            yield f"{word[:40]!r} stands in no source"


def _plain(word: str) -> str:
    return word.strip(_AT_THE_END).casefold()


def _denied(line: BriefLine, facts: BriefFacts) -> Iterator[str]:
    if line.text == NO_ACTION and facts.actions:
        yield "there are actions"
    if line.text == NOTHING_SHOWN and any(True for r in facts.records for _ in cited_in(r)):
        yield "articles were shown"
