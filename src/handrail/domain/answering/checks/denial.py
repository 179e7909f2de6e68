"""Do a claim and its quotes agree on what is denied, and on which way round things are?"""

from handrail.domain.answering.checks.clauses import Clause, Sentence, roots_of
from handrail.domain.answering.checks.meanings import opposites_of
from handrail.domain.answering.checks.told import Told, clauses_of, is_among, matched
from handrail.domain.answering.words import Word

_UNTIL = frozenset(["until", "till", "before"])  # until it is: as long as it is not
DENIAL = "the claim and its quote disagree on whether something is denied"


def denial(told: Told) -> tuple[str, ...]:
    """Find a clause that denies what the quote affirms, or affirms what it denies."""
    wrong = any(
        _is_turned(clause, clauses_of(_closest(clause, told.evidence)))
        for clause in clauses_of(told.sentences)
    )
    return (DENIAL,) if wrong else ()


def opposites(told: Told) -> tuple[str, ...]:
    """Find a word whose opposite is what the quote says."""
    quoted = clauses_of(told.evidence)
    faults = [
        f"{word} is the opposite of {other} in the quote"
        for clause in clauses_of(told.sentences)
        for word, other in _reversed(clause, quoted, told.evidence)
    ]
    return tuple(dict.fromkeys(faults))


def nearest(clause: Clause, quoted: list[Clause]) -> Clause | None:
    """Return the quoted clause that shares most words with one that is claimed."""
    scored = [
        (len(matched(clause.content, other.roots)), -at, other) for at, other in enumerate(quoted)
    ]
    best = max(scored, default=None, key=lambda one: one[:2])
    return best[2] if best and best[0] else None


def _closest(clause: Clause, evidence: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return the quoted sentence that shares most words with a clause and adds fewest."""
    shared = [(_shared(clause, one.roots), -len(one.content)) for one in evidence]
    most = max(shared, default=(0, 0))
    return tuple(one for one, count in zip(evidence, shared, strict=True) if count == most)


def _shared(clause: Clause, roots: frozenset[str]) -> int:
    """Count the shared words, those that are said alike twice."""
    return sum(1 + (word.stem in roots) for word in matched(clause.content, roots))


def _is_turned(clause: Clause, quoted: list[Clause]) -> bool:
    """Tell whether at least half of what a clause affirms or denies is quoted the other way."""
    told = {word.stem: word for word in clause.signed or clause.content}.values()
    verdicts = [verdict for word in told if (verdict := _agrees(word, clause, quoted)) is not None]
    against = verdicts.count(False)
    # a denial reaches too far sooner than too short, so that it takes more to turn one
    needed = len(verdicts) + (clause.is_denied and len(verdicts) > 1)
    return against > 0 and 2 * against >= needed


def _agrees(word: Word, clause: Clause, quoted: list[Clause]) -> bool | None:
    """Tell whether a word is quoted with the same sign; None where no quote gives it one."""
    signs = set()
    for other in quoted:
        sign = _sign(word, other)
        if sign is not None:
            signs.add(sign == clause.is_denied or _is_excused(clause, other))
    return (True in signs) if signs else None


def _sign(word: Word, other: Clause) -> bool | None:
    """Tell whether a quoted clause denies a word; None where it says nothing of it."""
    return other.is_denied if is_among(word, other.signed_roots) else None


def _is_excused(clause: Clause, other: Clause) -> bool:
    """Tell whether an opposite, or `until`, makes up for a difference in sign."""
    if clause.is_denied and {clause.opener, other.opener} & _UNTIL:
        return clause.opener != other.opener and clause.link is other.link
    return len(_flips(clause, other)) % 2 == 1


def _flips(clause: Clause, other: Clause) -> list[tuple[str, str]]:
    """Return the words of a clause that stand as their opposites in another."""
    own, theirs = _spellings(clause.words), _spellings(other.words)
    flips = []
    for word in clause.words:
        against = sorted((opposites_of(word.lower) | opposites_of(word.stem)) & (theirs - own))
        if against and not {word.lower, word.stem} & theirs:
            flips.append((word.lower, against[0]))
    return flips


def _spellings(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(word.lower for word in words) | frozenset(word.stem for word in words)


def _reversed(
    clause: Clause, quoted: list[Clause], evidence: tuple[Sentence, ...]
) -> list[tuple[str, str]]:
    other = nearest(clause, quoted)
    if other is None:
        return []
    found = _flips(clause, other) if clause.is_denied == other.is_denied else []
    words = tuple(word for sentence in evidence for word in sentence.words)
    anywhere, roots = _spellings(words), roots_of(words)
    known = {word for word, _ in found}
    for word in clause.words:
        against = sorted((opposites_of(word.lower) | opposites_of(word.stem)) & anywhere)
        is_new = against and word.lower not in known and word.lower not in anywhere
        if is_new and not is_among(word, roots) and clause.is_denied == other.is_denied:
            found.append((word.lower, against[0]))
    return found
