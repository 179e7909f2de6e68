"""Does a claim keep the conditions that its quote puts on what it says?"""

from dataclasses import dataclass
from itertools import pairwise

from handrail.domain.answering.checks.clauses import VERBAL, Clause, Link, Sentence, roots_of
from handrail.domain.answering.checks.told import Told, is_among, matched
from handrail.domain.knowledge.wording.meanings import GLUE, root_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import Word, WordKind
from handrail.kernel.patterns import when_used

_PLACING = word_set("on in for to within of from with under over during by at until per than")
_ALWAYS_LIMITS = word_set("within under over during until than")
_LIMITS_A_GROUP = word_set("for with to on in from")
_GROUPS = word_set(
    "customer customers user users member members admin admins order orders account accounts "
    "parcel parcels team teams student students guest guests people owner owners employee "
    "employees site sites item items child children device devices model models plan plans "
    "landlines mobiles valid adult"
)
_LONGEST, _LONGEST_BOUND = 5, 3  # words of a phrase that limits
_ADDRESS = when_used(r"@|\w\.\w")  # where to write limits nothing
_DUTIES = word_set("must need needs require requires required shall")
_ELSE = word_set("otherwise unless or not must until before only need to")
_WHICH = word_set("that who which")
_LEAST_MAIN = 0.5
_LEAST_KEPT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limit:
    words: tuple[Word, ...]
    main: tuple[Word, ...]


def conditions(told: Told) -> tuple[str, ...]:
    """Find a condition of a quoted sentence that the claim leaves out."""
    said = roots_of(tuple(word for sentence in told.sentences for word in sentence.words))
    said |= {word.lower for sentence in told.sentences for word in sentence.words}
    faults = [
        f"the claim leaves out: {' '.join(word.text for word in limit.words)}"
        for sentence in told.evidence
        for limit in _limits_of(sentence)
        if _is_stated(limit, told) and not _is_kept(limit, said)
    ]
    return tuple(dict.fromkeys(faults))


def _is_stated(limit: _Limit, told: Told) -> bool:
    """Tell whether the claim says what the limit is put on."""
    if not limit.main:
        return False
    for sentence in told.sentences:
        said = sentence.roots
        # one word of the claim may stand for several of the quote, and is counted once
        told_of = matched(sentence.content, roots_of(limit.main))
        found = min(len(matched(limit.main, said)), len(told_of))
        if found >= min(2, len(limit.main)) and found >= _LEAST_MAIN * len(limit.main):
            return True
    return False


def _is_kept(limit: _Limit, said: frozenset[str]) -> bool:
    telling = tuple(
        w for w in limit.words if w.kind is not WordKind.STOP and root_of(w.stem) not in GLUE
    )
    telling = telling or limit.words
    if telling[0].lower == "otherwise":
        return not said.isdisjoint(_ELSE)
    kept = matched(telling, said)
    figures = [word for word in telling if word.kind in (WordKind.NUMBER, WordKind.NAME)]
    return len(kept) >= _LEAST_KEPT * len(telling) and all(is_among(w, said) for w in figures)


def _limits_of(sentence: Sentence) -> list[_Limit]:
    limits = [*_relative(sentence), *_versions(sentence)]
    mains = [clause for clause in sentence.clauses if clause.link is not Link.RESTRICTING]
    for at, clause in enumerate(sentence.clauses):
        if clause.opener == "otherwise" and at:
            limits.append(_Limit(words=clause.words[:1], main=_telling(clause)))
            continue
        if clause.link is Link.RESTRICTING and len(clause.words) == 1:
            continue  # `after which it is deleted` tells what follows
        if clause.link is Link.RESTRICTING:
            applies = mains if at == 0 else _same_part(clause, mains)
            main = tuple(word for one in applies for word in _telling(one))
            limits.append(_Limit(words=clause.words[1:] or clause.words, main=main))
            continue
        limits += _required(clause)
        phrases = _phrases(clause)
        limiting = {word for phrase in phrases for word in phrase}
        rest = tuple(word for word in _telling(clause) if word not in limiting)
        for phrase in phrases:
            limits.append(_Limit(words=phrase, main=rest))
    return limits


def _relative(sentence: Sentence) -> list[_Limit]:
    """Return what narrows the subject: `accounts | that have been inactive | are closed`."""
    words = sentence.words
    start = next((at for at in range(1, min(4, len(words))) if words[at].lower in _WHICH), None)
    if start is None or sentence.text[words[start - 1].end : words[start].start].strip():
        return []
    first = next((at for at in range(start + 1, len(words)) if words[at] in sentence.content), None)
    verbs = [at for at in range(start + 1, len(words)) if words[at].lower in VERBAL]
    end = next((at for at in verbs if first is not None and at > first), None)
    if end is None:
        return []
    narrowing = tuple(w for w in words[start + 1 : end] if w.kind is not WordKind.STOP)
    rest = (*words[:start], *words[end:])
    return [_Limit(words=narrowing, main=tuple(w for w in rest if w.kind is not WordKind.STOP))]


def _versions(sentence: Sentence) -> list[_Limit]:
    """Return the numbers that narrow a name: Chrome 110."""
    return [
        _Limit(words=(number,), main=(name,))
        for name, number in pairwise(sentence.words)
        if name.kind is WordKind.NAME and number.kind is WordKind.NUMBER
    ]


def _required(clause: Clause) -> list[_Limit]:
    """Return what must be so for the rest: `you must be | an admin | to delete a channel`."""
    lowers = [word.lower for word in clause.words]
    duty = next((at for at, lower in enumerate(lowers) if lower in _DUTIES), None)
    if duty is None or "to" not in lowers[duty + 2 :] or clause.is_denied:
        return []
    end = lowers.index("to", duty + 2)
    needed = tuple(w for w in clause.words[duty + 1 : end] if w.kind is not WordKind.STOP)
    main = tuple(w for w in clause.words[end:] if w.kind is not WordKind.STOP)
    return [_Limit(words=needed, main=main)] if needed and main else []


def _same_part(clause: Clause, mains: list[Clause]) -> list[Clause]:
    return [main for main in mains if main.segment == clause.segment] or mains


def _telling(clause: Clause) -> tuple[Word, ...]:
    return tuple(word for word in clause.content if root_of(word.stem) not in GLUE)


def _phrases(clause: Clause) -> list[tuple[Word, ...]]:
    """Return the phrases of a clause that limit it: within 30 days, on the Business plan."""
    starts = [at for at, word in enumerate(clause.words) if at and word.lower in _PLACING]
    phrases = []
    for start, end in pairwise([*starts, len(clause.words)]):
        opener = _opener(clause.words, start)
        longest = _LONGEST_BOUND if opener in _ALWAYS_LIMITS else _LONGEST
        phrase = clause.words[start + 1 : min(end, start + 1 + longest)]
        if phrase and _limits(opener, phrase):
            phrases.append(phrase)
    return phrases


def _opener(words: tuple[Word, ...], at: int) -> str:
    return "within" if at and words[at - 1].lower == "up" else words[at].lower


def _limits(opener: str, phrase: tuple[Word, ...]) -> bool:
    if opener in _ALWAYS_LIMITS:
        return True
    if opener not in _LIMITS_A_GROUP:
        return False
    telling = (WordKind.NAME, WordKind.NUMBER) if opener == "for" else (WordKind.NAME,)
    words = [word for word in phrase if not _ADDRESS.search(word.text)]
    return any(word.lower in _GROUPS or word.kind in telling for word in words)
