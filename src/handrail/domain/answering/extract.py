"""Which words of the help centre answer? Quotes them and says nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from handrail.domain.answering.answer_kinds import AnswerKind
from handrail.domain.answering.excerpt import Excerpt, excerpt_around
from handrail.domain.answering.model import Citation, Claim, Draft
from handrail.domain.answering.pick import Picked, pick
from handrail.domain.answering.question import read_question
from handrail.domain.knowledge.model import UnitKind
from handrail.domain.knowledge.wording.words import stems_in
from handrail.domain.retrieval.model import SearchResult

_MOST_CLAIMS = 3
_MOST_ARTICLES = 2
_MOST_WORDS = 90
_MOST_WORDS_OF_TWO = 160
_TIED = 0.15  # a runner-up article this close may be the one that was asked for
_AS_GOOD = 0.08  # further claims must score almost as well as the first
_IN_REACH = 0.16  # the next sentence of the same paragraph may score a little worse
_WEAKEST = 0.18
_SAME = 0.6  # share of an excerpt's words that were said already
_REPEATED = 0.8  # a runner-up may say the same in other words: it brings its own source


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractiveWriter:
    """Draft answers out of verbatim sentences, steps and rows."""

    name: str = "extractive-2"

    def draft(self, question: str, result: SearchResult) -> Draft:
        """Return the claims that answer, best first; none where nothing bears on the question."""
        asked = read_question(question)
        picked = pick(asked, result)
        if not picked or max(picked[0].cosine, picked[0].coverage) < _WEAKEST:
            return Draft(claims=(), writer=self.name)
        whole_list = asked.kind is AnswerKind.STEPS
        chosen = [_excerpt(picked[0], whole_list=whole_list)]
        if not _is_list(picked[0], whole_list=whole_list):
            chosen += _further(picked, chosen[0])
        chosen += _runner_up(picked, chosen)
        return Draft(claims=tuple(map(_claim, chosen)), writer=self.name)


def _excerpt(picked: Picked, *, whole_list: bool) -> Excerpt:
    return excerpt_around(picked.hit.passage, picked.unit, whole_list=whole_list)


def _is_list(best: Picked, *, whole_list: bool) -> bool:
    return whole_list and best.hit.passage.units[best.unit].kind is UnitKind.STEP


def _further(picked: Sequence[Picked], first: Excerpt) -> list[Excerpt]:
    """Return the excerpts that add to the first and are almost as good, within what reads well."""
    best, taken = picked[0], [first]
    for candidate in picked[1:]:
        if candidate.score < best.score - _IN_REACH or len(taken) == _MOST_CLAIMS:
            break
        if not _is_worth_adding(candidate, best, taken):
            continue
        more = _excerpt(candidate, whole_list=False)
        if _adds(more, taken):
            taken.append(more)
    return taken[1:]


def _runner_up(picked: Sequence[Picked], taken: Sequence[Excerpt]) -> list[Excerpt]:
    """Return the best of the next article where it is nearly as likely to be the one asked for."""
    best = picked[0]
    cited = {excerpt.passage.article for excerpt in taken}
    if len(cited) == _MOST_ARTICLES:
        return []
    rival = next((one for one in picked if one.hit.passage.article not in cited), None)
    if rival is None or rival.score < best.score - _TIED or rival.score < _WEAKEST:
        return []
    more = _excerpt(rival, whole_list=False)
    is_short = _words_of((*taken, more)) <= _MOST_WORDS_OF_TWO
    return [more] if is_short and not _is_told(more, taken, _REPEATED) else []


def _is_worth_adding(candidate: Picked, best: Picked, taken: Sequence[Excerpt]) -> bool:
    if any(
        excerpt.passage.id == candidate.hit.passage.id and excerpt.holds(candidate.unit)
        for excerpt in taken
    ):
        return False
    is_next = (
        candidate.hit.passage.id == best.hit.passage.id
        and candidate.unit == best.unit + 1
        and candidate.hit.passage.units[candidate.unit].kind is UnitKind.SENTENCE
    )
    articles = {excerpt.passage.article for excerpt in taken} | {candidate.hit.passage.article}
    as_good = candidate.score >= best.score - _AS_GOOD and candidate.holds
    return is_next or (as_good and len(articles) <= _MOST_ARTICLES)


def _adds(more: Excerpt, taken: Sequence[Excerpt]) -> bool:
    overlaps = any(
        old.passage.id == more.passage.id
        and any(a < d and c < b for a, b in old.spans for c, d in more.spans)
        for old in taken
    )
    is_short = _words_of((*taken, more)) <= _MOST_WORDS
    return is_short and not _is_told(more, taken, _SAME) and not overlaps


def _words_of(excerpts: Sequence[Excerpt]) -> int:
    return sum(len(excerpt.text.split()) for excerpt in excerpts)


def _is_told(more: Excerpt, taken: Sequence[Excerpt], share: float) -> bool:
    new = stems_in(more.text)
    return any(len(new & stems_in(old.text)) > share * len(new) for old in taken)


def _claim(excerpt: Excerpt) -> Claim:
    passage = excerpt.passage
    url = f"{passage.url}#{passage.anchor}" if passage.url and passage.anchor else passage.url
    return Claim(
        text=excerpt.text,
        citations=tuple(
            Citation(
                article=passage.article,
                version=passage.version,
                title=passage.title,
                url=url,
                passage=passage.id,
                headings=passage.headings,
                quote=quote,
            )
            for quote in excerpt.quotes
        ),
    )
