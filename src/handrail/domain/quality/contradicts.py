"""Does what would be said now speak against what the articles said then?

Only what has a counterpart is compared: a sentence of now with the sentence of then that is about
the same. What has none is new, and whether it is true nobody can tell from the past.
"""

from collections.abc import Iterable, Sequence

from handrail.domain.answering.checks.all_checks import ALL_CHECKS
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Citation, Claim, Draft
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, VersionId
from handrail.domain.knowledge.wording.words import stems_of
from handrail.kernel.patterns import when_used

_END = when_used(r"(?<=[.!?])\s+|\n+")
_TELLING = frozenset(
    {"figure", "bound", "link", "phone", "name", "denial", "opposite", "condition", "strength"}
)
_ALIKE = 0.6
"""Share of the content words of both sentences from which they are about the same."""
_COUNTERPARTS = QuoteChecker(checks=tuple(c for c in ALL_CHECKS if c.name in _TELLING))


def speaks_against(now: Sequence[Claim], then: Iterable[Passage]) -> str | None:
    """Return what speaks against the articles of then, in an operator's words; None for nothing."""
    passages = tuple(then)
    texts = [_spaced(passage.text) for passage in passages]
    sentences = list(dict.fromkeys(s for passage in passages for s in _sentences(passage.text)))
    for claim in now:
        for said in _sentences(claim.text):
            if any(said in text for text in texts):
                continue
            counterpart = _counterpart(said, sentences)
            if counterpart is not None and (faults := _faults(said, counterpart)):
                return f"“{said}” stands against “{counterpart}”: {faults[0]}."
    return None


def _counterpart(said: str, sentences: Sequence[str]) -> str | None:
    best, found = _ALIKE, None
    own = _subject(said)
    for sentence in sentences:
        other = _subject(sentence)
        share = len(own & other) / max(1, len(own | other))
        if share >= best:
            best, found = share, sentence
    return found


def _subject(text: str) -> frozenset[str]:
    """Return what a sentence is about: its figures are what may differ."""
    return frozenset(stem for stem in stems_of(text) if not any(map(str.isdigit, stem)))


def _faults(said: str, quote: str) -> tuple[str, ...]:
    """Return what the check of claims finds; each way round, for what was left out is said too."""
    return _checked(said, quote) or _checked(quote, said)


def _checked(said: str, quote: str) -> tuple[str, ...]:
    nowhere = Citation(
        article=ArticleId(""),
        version=VersionId(""),
        title="",
        url=None,
        passage=PassageId(""),
        headings=(),
        quote=quote,
    )
    claim = Claim(text=said, citations=(nowhere,))
    return _COUNTERPARTS.check(Draft(claims=(claim,), writer=""), {}).checks[0].faults


def _sentences(text: str) -> list[str]:
    return [spaced for part in _END.split(text) if (spaced := _spaced(part))]


def _spaced(text: str) -> str:
    return " ".join(text.split())
