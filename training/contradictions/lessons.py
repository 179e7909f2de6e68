"""Lessons for learning: each pair of sentences stands among siblings that say it of other things.

A pair that is alone in its centre is found by its rare words alone. In a help centre a page says of
exports what its neighbour says of imports, and the one does not contradict the other. So each pair
is repeated for other subjects, by the word that both of its sentences share.
"""

import re
from collections.abc import Iterator, Sequence

from benchmarks.conflicts.injection import Placed
from benchmarks.conflicts.model import Pair, Side
from handrail.domain.knowledge.health.condition_words import kinds_of
from handrail.domain.knowledge.wording.words import NUMBER_WORDS, STOPWORDS
from handrail.kernel.ids import digest

SIBLINGS = 3
_SHORTEST = 4
_WORD = re.compile(r"[A-Za-z][a-z]+")
_MANY = """
shipping labels|query presets|release notes|guest badges|invoice drafts|team calendars|price alerts|
login banners|cost centres|mail templates|stock counts|chat macros|branch rules|audit exports|
photo albums|survey links|roster entries|tax codes|menu cards|sensor readings|webhook targets|
ticket views|course notes|billing contacts|deploy hooks|heat maps|return slips|training plans|
block lists|voice notes|rate tables|room plans|delivery slots|key pairs|cookie banners|data sources
""".replace("\n", "").split("|")
_ONE = """
a shipping label|a query preset|a release note|a guest badge|an invoice draft|a team calendar|
a price alert|a login banner|a cost centre|a mail template|a stock count|a chat macro|a branch rule|
an audit export|a photo album|a survey link|a roster entry|a tax code|a menu card|a sensor reading|
a webhook target|a ticket view|a course note|a billing contact|a deploy hook|a heat map|
a return slip|a training plan|a block list|a voice note|a rate table|a room plan|a delivery slot
""".replace("\n", "").split("|")


def among_siblings(placed: Sequence[Placed], per_article: int) -> Iterator[Placed]:
    """Yield the pairs and their siblings, dealt to articles so that no sides of one meet."""
    every = [pair for one in placed for pair in (one.pair, *_siblings(one.pair))]
    for number, pair in enumerate(every):
        at = [number * step % len(every) // per_article for step in (7, 11)]
        source = pair.centre
        yield Placed(
            pair=pair, articles=(f"{source}/one-{at[0]:03}.md", f"{source}/two-{at[1]:03}.md")
        )


def _siblings(pair: Pair) -> Iterator[Pair]:
    said = [side.sentence for side in pair.sides]
    word = _subject(said)
    if word is None:
        return
    others = _MANY if word.endswith("s") else [one.partition(" ")[2] for one in _ONE]
    start = int(digest(pair.name)[:6], 16)
    for number in range(SIBLINGS):
        other = others[(start + 7 * number) % len(others)]
        first, second = (Side(sentence=_renamed(text, word, other), place="") for text in said)
        yield Pair(
            name=f"{pair.name}.{number + 1}",
            centre=pair.centre,
            kind=pair.kind,
            because=pair.because,
            sides=(first, second),
            question="",
        )


def _subject(said: Sequence[str]) -> str | None:
    """Return the longest word that both sentences have and that narrows nothing."""
    held = [{word.lower() for word in _WORD.findall(text)} for text in said]
    told = [
        word
        for word in held[0] & held[1]
        if len(word) >= _SHORTEST
        and word not in STOPWORDS
        and word not in NUMBER_WORDS
        and not kinds_of(word)
    ]
    return max(told, key=lambda word: (word.endswith("s"), len(word), word), default=None)


def _renamed(text: str, word: str, other: str) -> str:
    found = re.sub(rf"\b{word}\b", other, text, flags=re.IGNORECASE)
    return found[:1].upper() + found[1:]
