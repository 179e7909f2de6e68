"""Plant bad answers: five kinds of fault, each put into the real flow while it thinks.

Knows nothing of how the queue is ordered, and imports nothing of it. Every fault comes in two
templates, one for tuning and one for reporting. What is stored is what the flow stored.

- `wrong_article`: the right article was not found (tuning: lost from the index; reporting: the
  question was searched without its most telling word).
- `stale`: the article said something else then (tuning: its figures doubled; reporting: its
  figures a few more, and days for weeks).
- `unanswerable`: nothing answers the question, and something was said (tuning: encyclopedia
  questions made to be unanswerable; reporting: those of the sample, of search logs and of a bank).
- `wrong_passage`: the right article, and not the place that answers (tuning: that passage was
  lost; reporting: found, and the writer quoted another).
- `altered`: said otherwise than quoted, with the check of claims switched off (tuning: figures
  doubled, must for may; reporting: one digit off, within for after, a denial dropped).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handrail.domain.answering.model import Draft
from handrail.domain.decision.model import Answer, Outcome
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.flow.handle_message import MessagePorts
from handrail.flow.ports import Writer
from handrail.flow.thought import ThinkPorts
from handrail.flow.without_guard import UncheckedChecker


class Kind(StrEnum):
    """What is wrong with a planted answer."""

    WRONG_ARTICLE = "wrong_article"
    STALE = "stale"
    UNANSWERABLE = "unanswerable"
    WRONG_PASSAGE = "wrong_passage"
    ALTERED = "altered"


_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{4,}")
Edit = Callable[[str], str]


def _doubled(text: str) -> str:
    return _NUMBER.sub(lambda found: str(2 * int(found[0])), text)


def _a_few_more(text: str) -> str:
    moved = _NUMBER.sub(lambda found: str(int(found[0]) + 3), text)
    return re.sub(r"\bdays\b", "weeks", moved)


def _one_digit_off(text: str) -> str:
    return _NUMBER.sub(lambda found: found[0][:-1] + str((int(found[0][-1]) + 4) % 10), text, 1)


def _exchanged(pairs: Sequence[tuple[str, str]]) -> Edit:
    def edit(text: str) -> str:
        for old, new in pairs:
            changed = re.sub(rf"\b{old}\b", new, text, count=1)
            if changed != text:
                return " ".join(changed.split())
        return text

    return edit


_LOOSER_TUNING = _exchanged(
    (("must", "may"), ("cannot", "can"), ("only", ""), ("required", "optional"))
)
_LOOSER_REPORTING = _exchanged(
    (
        ("within", "after"),
        ("up to", "more than"),
        ("before", "after"),
        ("not", ""),
        ("can't", "can"),
        ("don't", "do"),
        ("need to", "need not"),
        ("always", "sometimes"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """Hold how faults are worded in one half."""

    is_tuning: bool

    def stale(self, text: str) -> str:
        """Return what an article said before."""
        return _doubled(text) if self.is_tuning else _a_few_more(text)

    def altered(self, text: str) -> str:
        """Return a claim that says something else than its quote."""
        number, looser = (
            (_doubled, _LOOSER_TUNING) if self.is_tuning else (_one_digit_off, _LOOSER_REPORTING)
        )
        return number(text) if _NUMBER.search(text) else looser(text)


def faulty(
    kind: Kind, ports: MessagePorts, right: frozenset[str], templates: Templates
) -> MessagePorts:
    """Return ports that think with a fault; the other kinds need none, or other articles."""
    think = faulted = ports.think
    match kind:
        case Kind.WRONG_ARTICLE if templates.is_tuning:
            faulted = _finding(think, lambda result: _without(result, articles=right))
        case Kind.WRONG_ARTICLE:
            faulted = _misread(think)
        case Kind.WRONG_PASSAGE if templates.is_tuning:
            faulted = _finding(think, lambda result: _without_cited(result, think.writer))
        case Kind.WRONG_PASSAGE:
            faulted = replace(think, writer=_ElsewhereWriter(think.writer, right))
        case Kind.ALTERED:
            writer = _AlteringWriter(think.writer, templates.altered)
            faulted = replace(think, writer=writer, checker=UncheckedChecker())
        case Kind.STALE | Kind.UNANSWERABLE:
            pass
    return replace(ports, think=faulted)


def is_bad(kind: Kind, outcome: Outcome, right: frozenset[str], true: Sequence[str]) -> bool:
    """Tell whether a fault led to a bad answer.

    `true` is, for what is stale, what the articles say in truth; for a wrong passage, what is said
    without the fault.
    """
    if not isinstance(outcome, Answer):
        return False
    cited = {c.article for claim in outcome.claims for c in claim.citations}
    said = [claim.text for claim in outcome.claims]
    match kind:
        case Kind.WRONG_ARTICLE:
            return cited.isdisjoint(right)
        case Kind.UNANSWERABLE:
            return True
        case Kind.WRONG_PASSAGE:
            return bool(true) and not cited.isdisjoint(right) and set(said).isdisjoint(true)
        case Kind.STALE:
            figures = [text for text in said if _NUMBER.search(text)]
            return any(not any(text in whole for whole in true) for text in figures)
        case Kind.ALTERED:
            quotes = [c.quote for claim in outcome.claims for c in claim.citations]
            return not all(any(text in quote for quote in quotes) for text in said)


def _finding(think: ThinkPorts, change: Callable[[SearchResult], SearchResult]) -> ThinkPorts:
    def found(text: str, scope: Scope) -> SearchResult:
        return change(think.find(text, scope))

    def found_all(text: str, scope: Scope) -> SearchResult:
        return change((think.find_all or think.find)(text, scope))

    return replace(think, find=found, find_all=found_all)


def _misread(think: ThinkPorts) -> ThinkPorts:
    """Search without the word that tells most: the hits are for another question."""

    def less(text: str, scope: Scope) -> str:
        weights = think.find(text, scope).term_weights
        words = _WORD.findall(text)
        if len(words) < 2:
            return text
        telling = max(words, key=lambda word: _weight(word.lower(), weights))
        return text.replace(telling, "", 1)

    def found(text: str, scope: Scope) -> SearchResult:
        return replace(think.find(less(text, scope), scope), question=text)

    def found_all(text: str, scope: Scope) -> SearchResult:
        find = think.find_all or think.find
        return replace(find(less(text, scope), scope), question=text)

    return replace(think, find=found, find_all=found_all)


def _weight(word: str, weights: Mapping[str, float]) -> float:
    return max((value for term, value in weights.items() if word.startswith(term[:4])), default=0.0)


def _without(
    result: SearchResult,
    articles: frozenset[str] = frozenset(),
    passages: frozenset[str] = frozenset(),
) -> SearchResult:
    kept = tuple(
        hit
        for hit in result.hits
        if hit.passage.article not in articles and hit.passage.id not in passages
    )
    left = {hit.passage.id for hit in result.hits} - {hit.passage.id for hit in kept}
    ranked = tuple(replace(hit, rank=place) for place, hit in enumerate(kept, start=1))
    first = tuple(ref for ref in result.first_stage if ref not in left)
    return replace(result, hits=ranked, first_stage=first)


def _without_cited(result: SearchResult, writer: Writer) -> SearchResult:
    draft = writer.draft(result.question, result)
    cited = frozenset(str(c.passage) for claim in draft.claims for c in claim.citations)
    return _without(result, passages=cited)


@dataclass(frozen=True, slots=True)
class _AlteringWriter:
    """Say something else than what is quoted."""

    inner: Writer
    edit: Edit

    @property
    def name(self) -> str:
        return self.inner.name

    def draft(self, question: str, result: SearchResult) -> Draft:
        drafted = self.inner.draft(question, result)
        claims = tuple(replace(claim, text=self.edit(claim.text)) for claim in drafted.claims)
        return replace(drafted, claims=claims)


@dataclass(frozen=True, slots=True)
class _ElsewhereWriter:
    """Quote the right article at another place than the one that answers."""

    inner: Writer
    right: frozenset[str]

    @property
    def name(self) -> str:
        return self.inner.name

    def draft(self, question: str, result: SearchResult) -> Draft:
        meant = self.inner.draft(question, result)
        cited = frozenset(str(c.passage) for claim in meant.claims for c in claim.citations)
        others = frozenset(h.passage.article for h in result.hits) - self.right
        return self.inner.draft(question, _without(result, frozenset(others), cited)) or meant
