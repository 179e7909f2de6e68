"""Did a customer come back about the same thing, in whatever conversation and by whatever channel?

The customer has to be the same by what is known of them, never by what they write: whoever is not
known matches nobody. The thing is the same by what was asked (vectors of the questions), by what
was found for it (articles and passages), and by words that say "still" or "again". Where both name
an order or a ticket and none in common, it is another thing however alike the questions are.

The weights were fitted on the half `tune` of `evaluations/recontact.jsonl`, with the bundled
embedder; `python -m benchmarks.recontact` measures them. See docs/decisions/0074.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from handrail.domain.conversation.model import ConversationId
from handrail.domain.conversation.small_talk import small_talk
from handrail.domain.decision.model import EvidenceUsed
from handrail.domain.handoff.own_values import OwnValue, values_in
from handrail.kernel.patterns import when_used

Vectors = NDArray[np.float32]
Weights = Mapping[str, float]

SAME_FROM = 0.7
_CONSTANT, _MEANING, _ARTICLES, _PASSAGES, _AGAIN = -4.14, 5.77, 0.92, 3.35, 2.28
_BEST_ARTICLES, _BEST_PASSAGES = 5, 8
_ARTICLE_WIDTH, _PASSAGE_WIDTH = 1.0, 1.5
_SAYS_AGAIN = when_used(
    r"\b(?:still|again|second time|already|yet|nobody|no answer|i wrote|i asked|overdue|"
    r"immer noch|noch immer|schon wieder|erneut|toujours|encore|todavía|sigue|otra vez|"
    r"ainda|de novo|ancora|di nuovo|nog steeds|alweer)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Hold what is compared of a conversation."""

    conversation: ConversationId
    customers: frozenset[str]
    """Ids under which the customer is known; empty where nobody knows who it is."""
    begun_at: datetime
    last_at: datetime
    questions: tuple[str, ...]
    vectors: Vectors
    """One row of unit length per question."""
    articles: Weights
    """What was found for the questions, by how well it fits: of length 1."""
    passages: Weights


def came_back(earlier: Contact, later: Contact, within: timedelta) -> bool:
    """Tell whether the later conversation is the same customer's, in time, about the same thing."""
    if earlier.customers.isdisjoint(later.customers):
        return False
    if not timedelta(0) <= later.begun_at - earlier.last_at <= within:
        return False
    return likeness(earlier, later) >= SAME_FROM


def likeness(earlier: Contact, later: Contact) -> float:
    """Return how likely it is that two conversations are about the same thing, from 0 to 1."""
    if not earlier.questions or not later.questions or _name_others(earlier, later):
        return 0.0
    meaning = float((earlier.vectors @ later.vectors.T).max())
    says_again = any(_SAYS_AGAIN.search(text) for text in later.questions)
    logit = (
        _CONSTANT
        + _MEANING * meaning
        + _ARTICLES * _overlap(earlier.articles, later.articles)
        + _PASSAGES * _overlap(earlier.passages, later.passages)
        + _AGAIN * says_again
    )
    return 1.0 / (1.0 + math.exp(-logit))


def asked_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return those of a customer's messages that can be about something."""
    return tuple(text for text in texts if text.strip() and small_talk(text) is None)


def found_articles(turns: Iterable[Sequence[EvidenceUsed]]) -> Weights:
    """Return which articles were found for the turns of a conversation, by how well they fit."""
    totals: dict[str, float] = {}
    for evidence in turns:
        best = _best(evidence, _BEST_ARTICLES)
        weights = _softened([(used.article, used.score) for used in best], _ARTICLE_WIDTH)
        total = sum(weights.values())
        for article, weight in weights.items():
            totals[article] = totals.get(article, 0.0) + weight / total
    return _of_length_one(totals)


def found_passages(turns: Iterable[Sequence[EvidenceUsed]]) -> Weights:
    """Return which passages were found for the turns of a conversation, by how well they fit."""
    totals: dict[str, float] = {}
    for evidence in turns:
        best = _best(evidence, _BEST_PASSAGES)
        weights = _softened([(used.passage, used.score) for used in best], _PASSAGE_WIDTH)
        for passage, weight in weights.items():
            totals[passage] = max(totals.get(passage, 0.0), weight)
    return _of_length_one(totals)


def _name_others(earlier: Contact, later: Contact) -> bool:
    """Tell whether both name orders or tickets, and none in common."""
    named, names = _references(earlier.questions), _references(later.questions)
    return bool(named and names) and named.isdisjoint(names)


def _references(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(
        value.casefold().lstrip("#")
        for text in texts
        for kind, value in values_in(text)
        if kind is OwnValue.REFERENCE
    )


def _best(evidence: Sequence[EvidenceUsed], most: int) -> Sequence[EvidenceUsed]:
    return sorted(evidence, key=lambda used: used.rank)[:most]


def _softened(scored: Sequence[tuple[str, float]], width: float) -> dict[str, float]:
    """Return each name's best weight: 1 for the best score, less for those behind it."""
    top = max((score for _, score in scored), default=0.0)
    weights: dict[str, float] = {}
    for name, score in scored:
        weights[name] = max(weights.get(name, 0.0), math.exp((score - top) / width))
    return weights


def _of_length_one(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {name: weight / length for name, weight in weights.items()}


def _overlap(some: Weights, others: Weights) -> float:
    return sum(weight * others.get(name, 0.0) for name, weight in some.items())
