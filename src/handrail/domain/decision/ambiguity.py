"""Could the question mean several things that the help centre keeps apart?

Two kinds of question can: one that names an activity and not its object ("How do I cancel?"), and
one that points at something it never named ("What does this plan cost?"). Either is asked back
only where two articles fit about equally well; a question that says all that a title says is clear.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handrail.domain.answering.answer_kinds import AnswerKind
from handrail.domain.answering.question import kind_of
from handrail.domain.conversation.follow_up_words import AFTER_WHICH_IT_POINTS, OWN_PLACE
from handrail.domain.decision.model import Choice
from handrail.domain.knowledge.model import ArticleId, Audience
from handrail.domain.knowledge.wording.words import (
    WordKind,
    content_words,
    likest,
    read_words,
    stems_of,
)
from handrail.domain.retrieval.model import Hit

_MOST_CHOICES = 4
_LOOKED_AT = 12  # hits; a reading that ranks lower is not well supported
_MOST_NAMED = 2  # a question with more subjects than this is hardly short of one
_MOST_BESIDE_THE = 3  # a longer question says by itself which "the invoice" it means
_CLOSE = 0.12  # cosine; passages of equal bearing on a question differ by about this much
_BEARING = 0.4  # cosine below which a passage is about something else
_POINTING = re.compile(
    r"\b(?P<which>this|that|these|those|the)\s+(?P<phrase>(?:[^\W\d_]+\s+){0,2}?[^\W\d_]+)"
    r"(?=\s+(?P<after>[^\W_]+)|\W*$|[,.;?!])",
    re.IGNORECASE,
)
_RESTRICTING = frozenset(
    (
        "of",
        "for",
        "in",
        "on",
        "at",
        "from",
        "with",
        "to",
        "that",
        "which",
        "who",
        "where",
        "between",
    )
)
_KINDS = frozenset(
    (
        "kind",
        "type",
        "sort",
        "way",
        "case",
        "time",
        "moment",
        "same",
        "most",
        "best",
        "day",
        "week",
        "month",
        "year",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Hold what one article would make of the question."""

    hit: Hit
    title: frozenset[str]
    named: frozenset[str]
    """Stems of the title and of the headings above the passage."""
    bearing: float


def readings(question: str, hits: Sequence[Hit], earlier: Sequence[str] = ()) -> tuple[Choice, ...]:
    """Return two to four readings to choose from; none where the question means one thing.

    `earlier` holds what the customer wrote before: what was named there is not left open.
    """
    offered = _best_of_each_article(hits[:_LOOKED_AT])
    asked = stems_of(question)
    if len(offered) < 2 or not asked:
        return ()
    fitting = _fitting(question, asked, offered) or _pointed_at(question, asked, offered, earlier)
    choices = _choices(asked, fitting[:_MOST_CHOICES])
    return choices if len(choices) > 1 else ()


def _fitting(question: str, asked: frozenset[str], offered: Sequence[_Reading]) -> list[_Reading]:
    """Return the articles that are named for all that is asked, where each says something more."""
    if len(asked) > _MOST_NAMED or kind_of(question) is AnswerKind.DEFINITION:
        return []
    # an article that is titled for it outweighs one with a heading for it
    titled = [reading for reading in offered if _covers(reading.title, asked)]
    fitting = titled or [reading for reading in offered if _covers(reading.named, asked)]
    if any(_covers(asked, reading.title) for reading in fitting):
        return []
    return _near_the_best(fitting)


def _pointed_at(
    question: str, asked: frozenset[str], offered: Sequence[_Reading], earlier: Sequence[str]
) -> list[_Reading]:
    """Return the articles about things of the kind that is pointed at and was never named."""
    open_ends = _unnamed(question, frozenset().union(*map(stems_of, earlier)))
    if any(_covers(reading.title, asked) for reading in offered):
        return []
    for noun, is_definite_only in open_ends:
        if is_definite_only and len(asked) > _MOST_BESIDE_THE:
            continue
        # "the invoice" is the only one of its kind more often than not: titles must name several
        found = [
            reading
            for reading in offered
            if noun in (reading.title if is_definite_only else _all_stems(reading))
        ]
        near = _near_the_best(found)
        if len(near) > 1:
            return near
    return []


def _unnamed(question: str, known: frozenset[str]) -> list[tuple[str, bool]]:
    """Return stems of nouns that the question points at unnamed, and whether only with "the"."""
    found: list[tuple[str, bool]] = []
    for match in _POINTING.finditer(question):
        which = match["which"].lower()
        words = content_words(match["phrase"])
        is_restricted = (match["after"] or "").lower() in _RESTRICTING
        if not words or is_restricted or _opens_a_clause(which, question[: match.start()]):
            continue
        noun, is_definite_only = words[-1], which == "the"
        naming = words if is_definite_only else words[-1:]  # "the Ensemble plan" is named
        is_named = any(w.kind is WordKind.NAME or w.lower in OWN_PLACE for w in naming)
        if not is_named and noun.stem not in known and noun.lower not in _KINDS:
            found.append((noun.stem, is_definite_only))
    return found


def _opens_a_clause(which: str, before: str) -> bool:
    """Tell "true that services close" from "the price of that service"."""
    words = read_words(before)
    return which == "that" and bool(words) and words[-1].lower not in AFTER_WHICH_IT_POINTS


def _best_of_each_article(hits: Sequence[Hit]) -> list[_Reading]:
    best: dict[ArticleId, Hit] = {}
    for hit in hits:
        if hit.passage.audience is Audience.PUBLIC:
            best.setdefault(hit.passage.article, hit)
    return [_reading(hit) for hit in best.values()]


def _reading(hit: Hit) -> _Reading:
    title = stems_of(hit.passage.title)
    return _Reading(
        hit=hit,
        title=title,
        named=title.union(*map(stems_of, hit.passage.headings)),
        bearing=hit.signals.get("dense", 0.0),
    )


def _near_the_best(found: Sequence[_Reading]) -> list[_Reading]:
    best = max((reading.bearing for reading in found), default=0.0)
    if best < _BEARING:
        return []
    return [reading for reading in found if reading.bearing >= best - _CLOSE]


def _choices(asked: frozenset[str], found: Sequence[_Reading]) -> tuple[Choice, ...]:
    """Return the readings in the help centre's words, each under a label of its own."""
    titles = [reading.hit.passage.title for reading in found]
    labelled: dict[str, Choice] = {}
    for reading in found:
        passage = reading.hit.passage
        is_told_by_heading = _covers(reading.named, asked) and not _covers(reading.title, asked)
        needs_heading = is_told_by_heading or titles.count(passage.title) > 1
        label = " › ".join((passage.title, *(passage.headings[-1:] if needs_heading else ())))
        choice = Choice(label=label, article=passage.article, passage=passage.id)
        labelled.setdefault(label, choice)
    return tuple(labelled.values())


def _all_stems(reading: _Reading) -> frozenset[str]:
    return reading.named | stems_of(reading.hit.passage.text)


def _covers(having: frozenset[str], wanted: Iterable[str]) -> bool:
    return all(likest(want, having) > 0 for want in wanted)
