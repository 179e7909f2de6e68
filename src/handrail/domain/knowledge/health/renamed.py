"""Which articles still use a name that another article says was given up?

Precise before complete: left alone is an article that also has the new name, speaks of the past,
or is about another product, site, language or version, where the old name may be the right one; so
is a name that only begins or ends a longer one, and a word that is also written without capitals.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.health.addresses import path_in_source
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    Knowledge,
    Quoted,
    Severity,
)
from handrail.domain.knowledge.health.quoting import told_as_ever, told_by
from handrail.domain.knowledge.health.renamings import TELLING, renamings_in
from handrail.domain.knowledge.model import Article, ArticleId

_PAST = re.compile(
    r"\b(?:formerly|previous(?:ly)?|former|renamed|rebranded|known as|used to|legacy|retired"
    r"|discontinued|deprecated|replac\w+|superseded|no longer|old name|historic\w*|migrat\w+"
    r"|originally|at the time|back then|earlier than|until|before|end of life|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?<![a-z0-9])v?\d+(?:[.-]\d+)*(?![a-z0-9])", re.IGNORECASE)
_MARKS = "\"“”‘’'"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """Hold a name that was given up, the one that it got, and where that is said."""

    old: str
    new: str
    told: Quoted
    also: tuple[str, ...] = ()
    """Names between the two: what has one of them was kept up for a while, at least."""


def find_retired_names(articles: Sequence[Article], knowledge: Knowledge) -> Iterator[Finding]:
    """Yield those of the articles that use only the old name of something that got a new one.

    Who tells of the new name may be any article: a change log is where it is told most often.
    """
    given_up = _given_up(knowledge)
    if not given_up:
        return
    texts = {article.id: _text(article) for article in knowledge.articles}
    by_id = {article.id: article for article in knowledge.articles}
    for one in given_up:
        if " " not in one.old and _is_a_word_too(one.old, texts):
            continue
        for article in articles:
            text = texts[article.id]
            if one.old in text and _is_of_the_same(article, by_id[one.told.article]):
                yield from _found(article, text, one, knowledge)


def _given_up(knowledge: Knowledge) -> list[GivenUp]:
    """Return each old name once, with its newest; what is told in two ways tells nothing."""
    told: dict[str, dict[str, Quoted]] = {}
    for article in knowledge.articles:
        for said in told_as_ever(article, knowledge, TELLING):
            for found in renamings_in(said.text, knowledge.today):
                told.setdefault(found.old, {}).setdefault(found.new, said)
    direct = {old: next(iter(new.items())) for old, new in told.items() if len(new) == 1}
    return [
        GivenUp(old=old, new=names[-1], told=said, also=tuple(names[:-1]))
        for old, (new, said) in sorted(direct.items())
        for names in (_followed(new, direct),)
        if old not in names
    ]


def _followed(new: str, direct: Mapping[str, tuple[str, Quoted]]) -> list[str]:
    """Return a new name and those that came after it."""
    names = [new]
    while names[-1] in direct and direct[names[-1]][0] not in names:
        names.append(direct[names[-1]][0])
    return names


def _is_a_word_too(name: str, texts: Mapping[ArticleId, str]) -> bool:
    """Tell a word that is also written small, as `Boards` is: it may mean the things themselves."""
    lower = name.lower()
    small = re.compile(rf"(?<![\w/.-]){re.escape(lower)}(?![\w/-])")
    return any(lower in text and small.search(text) for text in texts.values())


def _is_of_the_same(one: Article, other: Article) -> bool:
    """Tell whether both may speak of the same thing: nothing says that they are about two."""
    scopes = ((one.product, other.product), (one.site, other.site), (one.locale, other.locale))
    if any(mine and theirs and mine != theirs for mine, theirs in scopes):
        return False
    versions = [set(_VERSION.findall(path_in_source(article))) for article in (one, other)]
    return one.id != other.id and versions[0] <= versions[1]


def _found(article: Article, text: str, one: GivenUp, knowledge: Knowledge) -> Iterator[Finding]:
    if any(_whole(name).search(text) for name in (one.new, *one.also)):
        return
    naming = told_by(article, knowledge, _whole(one.old))
    saying = (said for said in naming if _uses(one.old, said.text))
    said = next(saying, None)
    if said is not None:
        yield _finding(article, one, said)


def _uses(name: str, text: str) -> bool:
    """Tell whether a sentence uses a name as that of something that is there."""
    if _PAST.search(text):
        return False
    return any(_stands_alone(match, text) for match in _whole(name).finditer(text))


def _stands_alone(match: re.Match[str], text: str) -> bool:
    """Tell a name from the beginning or the end of a longer one: `Copilot Studio` is no Copilot."""
    after = text[match.end() :]
    if re.match(r"[-–/.][\w]| (?:[A-Z]\w|\d)", after):
        return False
    before = text[: match.start()].rstrip(_MARKS)
    ahead = re.search(r"([\w'’-]+) $", before)
    is_first = ahead is None or not before[: ahead.start()].strip(f" .:>›•*-–({_MARKS}0123456789")
    return is_first or not ahead or not ahead.group(1)[0].isupper()


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?!\w)")


def _text(article: Article) -> str:
    return "\n".join((article.title, *(block.text for block in article.blocks)))


def _finding(article: Article, one: GivenUp, said: Quoted) -> Finding:
    return Finding(
        kind=FindingKind.STALE,
        articles=tuple(sorted((article.id, one.told.article))),
        subject=f"name:{one.old}:{article.id}",
        why=f"It says “{one.old}”, which another article says is called “{one.new}” now.",
        quotes=(said, one.told),
        severity=Severity.LOW,
        newer=one.told.article,
    )
