"""How much could have gone wrong in a turn? Chance of being wrong × consequence × exposure.

The chance is a sum of what speaks for and against, each a measured signal with a weight in
`risk_weights`, so that a row of the queue can say in plain words what put it there. Consequence
and exposure only stretch it, by at most the half: a likely error
comes before an unlikely one whatever it is about.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Citation, Claim, Draft
from handrail.domain.conversation.model import Author, Message
from handrail.domain.conversation.reply_heard import is_unhelped
from handrail.domain.conversation.same_question import is_same_question
from handrail.domain.conversation.says_helped import is_helped
from handrail.domain.conversation.wants_person import wants_a_person
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    Clarify,
    HandOff,
    HandOffReason,
    RecordId,
    TurnRecord,
)
from handrail.domain.handoff.rating import BAD_TO, GOOD_FROM
from handrail.domain.knowledge.health.model import FindingKind
from handrail.domain.knowledge.model import ArticleId, Audience, Passage, PassageId
from handrail.domain.quality.consequence import consequence_of
from handrail.domain.quality.risk_weights import CONSTANT, NAME, UNANSWERED, WEIGHTS
from handrail.domain.quality.worth import cited, stated
from handrail.kernel.patterns import when_used

MOST_EXPOSURE = 1.5
_WIDE = 50
"""Conversations from which on an article counts as shown to everybody."""
_FRESH_DAYS = 30.0
_SURE = 0.995
_LOW_JUDGEMENT = 0.5
_TELLS = 0.15
"""Weight of a signal from which on it is worth a word."""
_OBJECTS = when_used(
    r"\b(?:that|this|it)(?:['’]?s| is| was) (?:just |simply |plain )?"
    r"(?:wrong|false|incorrect|not (?:true|right|correct))\b|"
    r"\b(?:did|does|do)(?:n['’]?t| not) (?:really )?(?:help|work|answer)\b|"
    r"\b(?:falsch|stimmt nicht|hilft (?:mir )?nicht|c['’]est faux|n['’]aide pas|no me ayuda|"
    r"no es correcto|incorrecto|sbagliato|klopt niet)\b",
    re.IGNORECASE,
)
_CHECKER = QuoteChecker(audiences=frozenset(Audience))


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Hold what would be quoted for the same question today, by the rules alone."""

    articles: frozenset[ArticleId]
    claims: frozenset[str]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Hold what is known of a turn: its record, and all that came to light afterwards."""

    record: TurnRecord
    after: Sequence[Message] = ()
    """What was said after the reply, in order."""
    rating: int | None = None
    judgements: Mapping[str, float] = field(default_factory=dict)
    """The lowest score of each name that a judge gave."""
    then: Mapping[PassageId, Passage] = field(default_factory=dict)
    """The passages that were cited, as they were."""
    live: Mapping[ArticleId, str] = field(default_factory=dict)
    """What the cited articles say now; those that are not served any more are missing."""
    standing: frozenset[FindingKind] = frozenset()
    """What is known to be wrong with what was cited."""
    shown: int = 0
    """Conversations in which the same articles were shown in the last 30 days."""
    again: Again | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Hold one thing that speaks for looking at a turn, in a lead's words."""

    name: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Hold how much a turn is worth looking at, and why."""

    record: RecordId
    chance: float
    consequence: float
    exposure: float
    reasons: tuple[Reason, ...]
    topic: str | None = None
    """What was spoken of, in the articles' words; None where nothing was stated."""
    scorer: str = NAME

    @property
    def score(self) -> float:
        """Return by what the queue is ordered."""
        return self.chance * self.consequence * self.exposure


def risk_of(observed: Observed, now: datetime) -> Risk:
    """Return how much could have gone wrong in a turn."""
    found = signals(observed)
    total = sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())
    start = CONSTANT if isinstance(observed.record.outcome, Answer) else UNANSWERED
    consequence, about = consequence_of(observed.record)
    exposure = _exposure(observed, now)
    reasons = [
        Reason(name=name, says=_SAYS[name], weight=WEIGHTS[name] * value)
        for name, value in found.items()
        if name in _SAYS and WEIGHTS.get(name, 0.0) * value > _TELLS
    ]
    reasons.sort(key=lambda reason: -reason.weight)
    return Risk(
        record=observed.record.id,
        chance=1.0 / (1.0 + math.exp(-(start + total))),
        consequence=consequence,
        exposure=exposure,
        reasons=(*reasons, *_about(about), *_shown(observed)),
        topic=observed.record.topic,
    )


def signals(observed: Observed) -> Mapping[str, float]:
    """Return what speaks for and against a turn, each a number that mostly lies from 0 to 1."""
    found = {**_from_record(observed), **_from_customer(observed), **_from_judges(observed)}
    if isinstance(observed.record.outcome, Answer):
        claims = observed.record.outcome.claims
        found |= _from_articles(claims, observed)
        found |= _from_again(observed)
    return found


def is_ranked(record: TurnRecord) -> bool:
    """Tell whether a turn can have gone wrong: a greeting cannot, nor a person asked for."""
    outcome = record.outcome
    if isinstance(outcome, HandOff):
        return outcome.reason is not HandOffReason.CUSTOMER_REQUEST
    return isinstance(outcome, Answer | Abstain | Clarify | ActionRuled)


def _from_record(observed: Observed) -> dict[str, float]:
    record = observed.record
    if not isinstance(record.outcome, Answer) or record.confidence is None:
        return {"fault": float(record.fault is not None)}
    value = min(_SURE, max(1.0 - _SURE, record.confidence.value))
    seen = record.confidence.evidence
    checks = () if record.grounding is None else record.grounding.checks
    refused = sum(not check.is_supported for check in checks)
    return {
        "fault": float(record.fault is not None),
        "doubt": math.log((1.0 - value) / value),
        "refused": refused / max(1, len(checks)),
        "not_first": 1.0 - seen.get("lead_is_first", 1.0),
        "not_densest": 1.0 - seen.get("lead_is_densest", 1.0),
        "not_closest": max(0.0, seen.get("unit_cosine", 0.0) - seen.get("lead_cosine", 0.0)),
    }


def _from_customer(observed: Observed) -> dict[str, float]:
    asked = observed.record.question
    lines = [m.text for m in observed.after if m.author is Author.CUSTOMER]
    following = lines[:2]
    return {
        "objected": float(any(map(_objects, following))),
        "asked_again": float(any(is_same_question(asked, line) for line in following)),
        "wanted_person": float(any(map(wants_a_person, following))),
        "helped": float(any(map(is_helped, following))),
        "agent_followed": float(any(m.author is Author.AGENT for m in observed.after)),
        "rated_low": float(observed.rating is not None and observed.rating <= BAD_TO),
        "rated_high": float(observed.rating is not None and observed.rating >= GOOD_FROM),
    }


def _objects(text: str) -> bool:
    """Tell whether a customer speaks against a reply: more loosely than where it decides a turn."""
    return is_unhelped(text) or _OBJECTS.search(text) is not None


def _from_judges(observed: Observed) -> dict[str, float]:
    return {
        f"judged_{name}": max(0.0, (_LOW_JUDGEMENT - value) / _LOW_JUDGEMENT)
        for name, value in observed.judgements.items()
    }


def _from_articles(claims: Sequence[Claim], observed: Observed) -> dict[str, float]:
    quotes = [citation for claim in claims for citation in claim.citations]
    gone = [quote for quote in quotes if not _stands(quote, observed.live)]
    checked = _CHECKER.check(Draft(claims=tuple(claims), writer=""), observed.then).checks
    return {
        "not_carried": float(bool(observed.then) and not all(c.is_supported for c in checked)),
        "words_gone": float(bool(gone)),
        "figure_gone": float(any(any(map(str.isdigit, quote.quote)) for quote in gone)),
        "retired": float(any(quote.article not in observed.live for quote in quotes)),
        "contested": float(FindingKind.CONTRADICTION in observed.standing),
        "known_stale": float(FindingKind.STALE in observed.standing),
        "known_wrong": float(FindingKind.WRONG_ANSWER in observed.standing),
    }


def _from_again(observed: Observed) -> dict[str, float]:
    again = observed.again
    if again is None:
        return {}
    outcome = observed.record.outcome
    then = observed.record.confidence
    return {
        "other_article": float(again.articles.isdisjoint(cited(outcome))),
        "other_words": float(again.claims.isdisjoint(stated(outcome))),
        "less_sure": max(0.0, (0.0 if then is None else then.value) - again.confidence),
    }


def _stands(quote: Citation, live: Mapping[ArticleId, str]) -> bool:
    return " ".join(quote.quote.split()) in live.get(quote.article, "")


def _exposure(observed: Observed, now: datetime) -> float:
    wide = math.log1p(min(observed.shown, _WIDE)) / math.log1p(_WIDE)
    age = max(0.0, (now - observed.record.at).total_seconds() / 86_400.0)
    return 1.0 + (MOST_EXPOSURE - 1.0) * wide * math.exp(-age / _FRESH_DAYS)


def _about(about: Sequence[str]) -> tuple[Reason, ...]:
    return tuple(Reason(name="consequence", says=says, weight=0.0) for says in about)


def _shown(observed: Observed) -> tuple[Reason, ...]:
    if observed.shown < 2:
        return ()
    says = f"The same article was shown in {observed.shown} conversations in 30 days."
    return (Reason(name="exposure", says=says, weight=0.0),)


_SAYS: Mapping[str, str] = {
    "fault": "Something did not work while it was answered.",
    "doubt": "The assistant was less sure than mostly.",
    "refused": "Part of what was drafted did not pass the check.",
    "not_first": "It quotes a passage that was not the best one found.",
    "not_densest": "Another article is nearer to the question in meaning.",
    "not_closest": "Another passage is closer to the question than the one quoted.",
    "objected": "The customer said that it was wrong or no help.",
    "asked_again": "The customer asked the same again.",
    "wanted_person": "The customer asked for a person right after.",
    "agent_followed": "An agent had to go on.",
    "rated_low": "The customer rated it badly.",
    "judged_grounded": "A judge finds it not carried by its source.",
    "judged_answers": "A judge finds that it does not answer the question.",
    "judged_complete": "A judge finds that something is missing.",
    "judged_tone": "A judge finds the tone wrong.",
    "judged_policy": "A judge finds a rule broken.",
    "not_carried": "Checked again, what was said is not carried by what it quotes.",
    "words_gone": "The words that it quotes do not stand in the article any more.",
    "figure_gone": "A figure that it quotes does not stand in the article any more.",
    "retired": "The article is not served any more.",
    "contested": "Another article contradicts what it quotes.",
    "known_stale": "The article is known to be out of date.",
    "known_wrong": "Another answer from this article was found wrong.",
    "other_article": "Asked again today, another article would be quoted.",
    "other_words": "Asked again today, something else would be quoted.",
    "less_sure": "Asked again today, it would be less sure.",
}
