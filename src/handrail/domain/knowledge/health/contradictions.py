"""Which passages cannot both be true for the same customer?

Statements are read once, brought together by the rare words they share, and compared: laid over
each other where they are nearly the same sentence, weighed by what was learnt where each has words
of its own. An embedder's view is part of what is weighed: in real help centres most of what shares
a rare word is no contradiction.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from handrail.domain.knowledge.health.aligned import Meaning
from handrail.domain.knowledge.health.blocking import (
    Filed,
    candidates,
    counted_keys,
    filed,
    rarest_shared,
)
from handrail.domain.knowledge.health.carried_on import (
    LastCarried,
    Memory,
    carried_on,
    to_compare,
)
from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.comparing import (
    TELLING,
    Difference,
    DifferenceKind,
    difference,
)
from handrail.domain.knowledge.health.conditions import head_conditions_differ
from handrail.domain.knowledge.health.families import told_once
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    Knowledge,
    Severity,
)
from handrail.domain.knowledge.health.other_words import (
    ReadAll,
    likeliest,
    likely_clashes,
    possible_pairs,
)
from handrail.domain.knowledge.health.quoting import quoted
from handrail.domain.knowledge.health.running_counts import RunningCounts
from handrail.domain.knowledge.health.signals import Possible
from handrail.domain.knowledge.health.statements import Statement, statements_of
from handrail.domain.knowledge.health.step_order import orders_that_differ
from handrail.domain.knowledge.health.surroundings import surroundings_of
from handrail.domain.knowledge.health.within_article import within_articles
from handrail.domain.knowledge.model import Article, ArticleId, Passage, PassageId
from handrail.kernel.ids import digest

_MOST_PER_PAIR = 3
"""Findings about the same two articles: what differs more often is one piece of work."""


def find_contradictions(
    knowledge: Knowledge,
    changed: Set[ArticleId] | None,
    meaning: Meaning | None,
    memory: Memory | None = None,
) -> tuple[Finding, ...]:
    """Return what is contradicted, everywhere or only where a changed article is one side.

    `memory` is of what was compared before by the same `meaning`; without one nothing is known.
    """
    statements = tuple(statements_of(knowledge.passages))
    passages = {passage.id: passage for passage in knowledge.passages}
    clashes = [*_compared(knowledge, statements, changed, meaning, memory or LastCarried())]
    clashes += [
        Clash(one=one, other=other, difference=found)
        for one, other, found in orders_that_differ(statements)
    ]
    articles = {article.id: article for article in knowledge.articles}
    kept: Counter[tuple[ArticleId, ArticleId]] = Counter()
    told: set[frozenset[str]] = set()
    found: dict[str, Finding] = {}
    for clash in sorted(clashes, key=_strongest_first):
        pair = (clash.one.article, clash.other.article)
        said = frozenset((clash.one.text, clash.other.text))
        # What a site repeats on many pages is likely contradicted once, not once for each page.
        is_of_many = clash.family is not None  # which are more pages' than these two
        if is_of_many or (kept[pair] < _MOST_PER_PAIR and (clash.is_certain or said not in told)):
            told.add(said)
            finding = _finding(clash, passages, articles)
            kept[pair] += finding.id not in found and not is_of_many
            found.setdefault(finding.id, finding)
    # Which is told of several is decided over all that are known, as when everything is compared;
    # what many articles say is told whenever something changed, as one of them may have gone.
    return tuple(
        finding
        for finding in found.values()
        if changed is None or finding.is_of_many or not changed.isdisjoint(finding.articles)
    )


_CERTAIN = {DifferenceKind.DENIAL: 0.3, DifferenceKind.ELIGIBILITY: 0.5, DifferenceKind.ORDER: 3.0}
"""How far to trust what is shared: values are told apart better than denials."""


def _strongest_first(clash: Clash) -> tuple[float, tuple[ArticleId, ...], tuple[int | str, ...]]:
    """Return what clashes are told by, the same in whichever order they were found."""
    one, other = clash.one, clash.other
    certain = _CERTAIN.get(clash.difference.kind, 1.0)
    told = -clash.difference.shared * clash.difference.likeness * certain
    if not clash.is_certain:  # what is likely comes after that, and ranges that meet come last
        told = 1.0 - clash.chance if clash.chance < 1.0 else 1.0
    places = (one.start, other.start, one.passage, other.passage)
    return told, (one.article, other.article), places


def _compared(
    knowledge: Knowledge,
    statements: Sequence[Statement],
    changed: Set[ArticleId] | None,
    meaning: Meaning | None,
    memory: Memory,
) -> Iterator[Clash]:
    """Yield what is known of sentences held against each other, those anew that have to be."""
    counts = counted_keys(statements)
    before = memory.known(knowledge, statements, changed)
    asked = None if changed is None else to_compare(statements, changed, counts, before)
    read = _read(knowledge.passages, statements, counts, asked)
    found = tuple(_clashes(read, knowledge.passages, meaning))
    now = carried_on(statements, read.file.keys, found, before)
    memory.hold(now, knowledge)
    own = within_articles(statements, changed, read.file.weights, read.names)
    for one, other, told in own:
        yield Clash(one=one, other=other, difference=told)
    yield from told_once([*likeliest(now.clashes, len(statements))])


def _clashes(
    read: ReadAll, passages: Sequence[Passage], meaning: Meaning | None
) -> Iterator[Clash]:
    """Yield what those that are asked for contradict, nearly the same or in other words."""
    statements = read.file.statements
    ties = _ties(passages, read)
    rest = []
    for at, its in ties:
        one, other = statements[at], statements[its]
        found = difference(one, other, read.file.weights)
        if found is None:
            rest.append((at, its))
        elif read.around.are_apart(one.article, other.article):
            continue
        elif not _is_for_a_reason(one, other, found, read):
            yield Clash(one=one, other=other, difference=found, is_certain=found.is_certain)
    yield from likely_clashes(rest, ties, read, meaning)


def _ties(passages: Sequence[Passage], read: ReadAll) -> Mapping[tuple[int, int], float]:
    """Return which statements are compared, and in how few others stands what ties them."""
    locales = {passage.article: passage.locale for passage in passages}
    statements = read.file.statements
    return {
        pair: rarest_shared(read.file, *pair)
        for pair in candidates(read.file)
        if _may_meet(statements[pair[0]], statements[pair[1]], locales, read)
    }


def possible_in(knowledge: Knowledge) -> Iterator[tuple[Filed, Statement, Statement, Possible]]:
    """Yield what may contradict each other in other words, before it is weighed: to learn from."""
    statements = tuple(statements_of(knowledge.passages))
    read = _read(knowledge.passages, statements, counted_keys(statements), None)
    ties = _ties(knowledge.passages, read)
    rest = [
        (at, its)
        for at, its in ties
        if difference(statements[at], statements[its], read.file.weights) is None
    ]
    for (at, its), found in possible_pairs(rest, ties, read):
        yield read.file, statements[at], statements[its], found


def _read(
    passages: Sequence[Passage],
    statements: Sequence[Statement],
    counts: Mapping[str, int],
    asked: Sequence[int] | None,
) -> ReadAll:
    names = _names(statements)
    return ReadAll(
        file=filed(statements, counts, asked),
        around=surroundings_of(passages, statements, names),
        names=names,
    )


def _may_meet(
    one: Statement, other: Statement, locales: Mapping[ArticleId, str], read: ReadAll
) -> bool:
    if locales[one.article] != locales[other.article]:
        return False
    around, pair = read.around, (one.article, other.article)
    return not around.are_of_other_times(*pair) and not around.are_of_other_things(*pair)


def _is_for_a_reason(one: Statement, other: Statement, found: Difference, read: ReadAll) -> bool:
    """Tell whether headings or titles say why two sentences differ that are nearly the same."""
    if head_conditions_differ(one, other, read.names):
        return True
    is_vague = found.shared < TELLING or read.around.are_siblings(one.article, other.article)
    return is_vague and read.around.differ_in_subject(one.article, other.article)


def _names(statements: Sequence[Statement]) -> Mapping[str, bool]:
    upper, lower = _UPPER.of(statements), _LOWER.of(statements)
    return {word: upper[word] > 2 * lower[word] for word in _WORDS.of(statements)}


_WORDS = RunningCounts(lambda said: (token.lower for token in said.tokens))
_UPPER = RunningCounts(lambda said: (token.lower for token in said.tokens if token.is_name))
_LOWER = RunningCounts(lambda said: (token.lower for token in said.tokens if token.is_lower))


def _finding(
    clash: Clash, passages: Mapping[PassageId, Passage], articles: Mapping[ArticleId, Article]
) -> Finding:
    one, other = sorted((clash.one, clash.other), key=lambda side: side.article)
    first, second = clash.difference.first, clash.difference.second
    if one is not clash.one:
        first, second = second, first
    return Finding(
        kind=FindingKind.CONTRADICTION,
        articles=(
            tuple(dict.fromkeys((one.article, other.article)))
            if clash.family is None
            else clash.family.articles
        ),
        subject=_subject(clash),
        why=_why(clash, first, second),
        quotes=tuple(quoted(passages[side.passage], side) for side in (one, other)),
        severity=_severity(clash),
        is_certain=clash.is_certain,
        newer=_newer(articles.get(one.article), articles.get(other.article)),
    )


def _subject(clash: Clash) -> str:
    """Return what both speak of: words that stay when a value or a word beside them is edited."""
    shared = clash.family.words if clash.family else sorted(clash.one.stems & clash.other.stems)
    return f"{clash.difference.kind.value}: {digest(clash.difference.topic, *shared)[:12]}"


def _why(clash: Clash, first: str, second: str) -> str:
    if clash.family:
        return (
            f"{len(clash.family.articles)} articles give values of their own for it, such as "
            f"{first} and {second}, and nothing they say tells why."
        )
    found = clash.difference
    match found.kind:
        case DifferenceKind.VALUE:
            return f"One says {first}, the other {second}, and nothing they say tells why."
        case DifferenceKind.DENIAL:
            return "One says that it is so, the other that it is not."
        case DifferenceKind.OPPOSITE:
            return f"One says “{first}” where the other says “{second}”."
        case DifferenceKind.ELIGIBILITY:
            return f"One keeps it to some, the other grants it to others: {first}; {second}."
        case DifferenceKind.ORDER:
            return f"The same steps stand in another order: “{first}” and “{second}” change places."


_GRAVE = frozenset(["price", "duration", "date", "role", "plan", "customer"])


def _severity(clash: Clash) -> Severity:
    """Return how much is at stake: money, deadlines and who may; what is told apart least, low."""
    found = clash.difference
    if clash.family:
        return Severity.LOW
    if not clash.is_certain:  # mostly no contradiction in real centres
        is_telling = found.topic in _GRAVE and clash.chance >= _TELLING_CHANCE
        return Severity.MEDIUM if is_telling else Severity.LOW
    if found.kind in (DifferenceKind.DENIAL, DifferenceKind.OPPOSITE):
        return Severity.HIGH if found.likeness >= _PLAIN else Severity.MEDIUM
    if found.topic in _GRAVE:
        return Severity.HIGH
    return Severity.LOW if found.topic == "version" else Severity.MEDIUM


_PLAIN = 0.7
_TELLING_CHANCE = 0.6


def _newer(one: Article | None, other: Article | None) -> ArticleId | None:
    if one is None or other is None or one.updated is None or other.updated is None:
        return None
    if one.updated == other.updated:
        return None
    return one.id if one.updated > other.updated else other.id
