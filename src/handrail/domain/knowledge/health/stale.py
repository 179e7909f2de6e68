"""Which articles describe what is no longer so, by what they say themselves and what came of them?

A history is meant to speak of the past: change logs, release notes and news are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from handrail.domain.knowledge.health.addresses import path_in_source
from handrail.domain.knowledge.health.dates import dates_in
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    Knowledge,
    Quoted,
    Severity,
    Use,
)
from handrail.domain.knowledge.health.quoting import told_as_ever
from handrail.domain.knowledge.health.renamed import find_retired_names
from handrail.domain.knowledge.health.translations import find_drifted_translations
from handrail.domain.knowledge.model import Article

_HISTORY = re.compile(
    r"change-?log|release|histor|legacy|news|notes|upgrad|updates|unsupported|archive|blog|deprecat"
    r"|(?:^|/)\d{4}-\d\d",
    re.IGNORECASE,
)
_PROMISED = re.compile(
    r"\b(?:will|(?:is|are) (?:going to|scheduled|planned|expected)|upcoming|coming|available)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:on|by|until|till|in|from|starting|beginning|as of|effective|after|before|for)"
    r"(?: (?:the|end of|early|late|mid|on|in|from))* ?$",
    re.IGNORECASE,
)
_NOT_PROMISED = re.compile(
    r"\b(?:if|when|originally|for example|e\.g|choos\w*|select\w*|was|were|who|announced)\b",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"^\W*(?:please note(?: that)?:? )?this (?:page|article|guide|document|tutorial|documentation)"
    r" (?:is|has been) (?:now )?(?:deprecated|outdated|obsolete|out of date|out-of-date"
    r"|no longer (?:maintained|up to date|valid))\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(r"\b(?:19|20)\d\d\b|\b[Tt]his (?:page|article|guide|document|tutorial)")
"""What every sentence has that names a day or speaks of its own article; the rest is not read."""
_GRACE = timedelta(days=14)
_OLD = timedelta(days=730)
_TIMES_OLDER = 4
_FEWEST_BESIDE = 5
_FEWEST_CORRECTED = 3
_CORRECTED = 0.3
"""Share of the conversations in which an article was shown that an agent had to put right."""


def find_stale(knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return what is out of date: by date, by age, by its own words, by agents' corrections."""
    current = [article for article in knowledge.articles if not is_history(article)]
    return (
        *(found for article in knowledge.articles for found in _overdue(article, knowledge.today)),
        *(found for article in knowledge.articles for found in _corrected(article, knowledge)),
        *(found for article in current for found in _said_itself(article, knowledge)),
        *_outpaced(current, knowledge.today),
        *find_retired_names(current, knowledge),
        *find_drifted_translations(knowledge),
    )


def is_history(article: Article) -> bool:
    """Tell whether an article is there to tell of the past."""
    return bool(_HISTORY.search(path_in_source(article)) or _HISTORY.search(article.title))


def _overdue(article: Article, today: date) -> Iterator[Finding]:
    if article.review_by is not None and article.review_by < today:
        why = f"It was to be reviewed by {article.review_by.isoformat()}."
        yield _finding(article, "review_by", why, Severity.MEDIUM)


def _corrected(article: Article, knowledge: Knowledge) -> Iterator[Finding]:
    use = knowledge.use.get(article.id, Use())
    if use.corrected >= _FEWEST_CORRECTED and use.corrected >= _CORRECTED * use.shown:
        why = (
            f"Of {use.shown} conversations in which it was shown in 90 days, {use.corrected} "
            "ended badly or with a draft that an agent changed."
        )
        yield _finding(article, "corrected", why, Severity.HIGH)


def _said_itself(article: Article, knowledge: Knowledge) -> Iterator[Finding]:
    for said in told_as_ever(article, knowledge, _OF_ITSELF):
        past = _past_promise(said.text, knowledge.today)
        if past is not None:
            why = f"It announces for the future what was due by {past.isoformat()}."
            yield _finding(article, f"past:{_key(said.text)}", why, Severity.MEDIUM, (said,))
        elif _GIVEN_UP.search(said.text):
            why = "It says itself that it is out of date, and is still answered from."
            yield _finding(article, "given_up", why, Severity.MEDIUM, (said,))


def _past_promise(text: str, today: date) -> date | None:
    """Return the latest day up to which a sentence promises something, where that day is past."""
    promised = _PROMISED.search(text)
    if promised is None or _NOT_PROMISED.search(text):
        return None
    every = list(dates_in(text))
    days = [day for at, day in every if _FROM.search(text[max(0, at - 30) : at])]
    if not days or max(day for _, day in every) + _GRACE >= today:
        return None
    return max(days)


def _outpaced(current: Sequence[Article], today: date) -> Iterator[Finding]:
    """Yield articles that stayed as they are while those beside them were rewritten."""
    beside: dict[str, list[Article]] = {}
    for article in current:
        if article.updated is not None:
            beside.setdefault(article.id.rpartition("/")[0], []).append(article)
    for articles in beside.values():
        if len(articles) >= _FEWEST_BESIDE:
            yield from _outpaced_among(articles, today)


def _outpaced_among(articles: Sequence[Article], today: date) -> Iterator[Finding]:
    ages = {a.id: (today - a.updated).days for a in articles if a.updated is not None}
    usual = median(ages.values())
    for article in articles:
        age = ages[article.id]
        if age > _OLD.days and age > _TIMES_OLDER * max(usual, 30):
            why = (
                f"It was last changed {age // 365} years ago; half of the articles beside it were "
                f"changed in the last {max(1, round(usual / 30))} months."
            )
            yield _finding(article, "age", why, Severity.LOW)


def _key(text: str) -> str:
    """Return what a sentence is known by: its words without what an edit of its form changes."""
    return " ".join(re.findall(r"\w+", text.lower()))[:120]


def _finding(
    article: Article, subject: str, why: str, severity: Severity, quotes: tuple[Quoted, ...] = ()
) -> Finding:
    return Finding(
        kind=FindingKind.STALE,
        articles=(article.id,),
        subject=subject,
        why=why,
        quotes=quotes,
        severity=severity,
    )
