"""Do a claim and its quotes agree on what is denied, and on which way round things are?"""

from handrail.domain.answering.checks.clauses import VERBAL, Clause, Link, Sentence, roots_of
from handrail.domain.answering.checks.told import Told, clauses_of, is_among, matched
from handrail.domain.knowledge.wording.meanings import opposites_of, root_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import Word, parts

_OPENS_A_PHRASE = word_set("after before even for during in on at by with to from of")
SAYS_NO = frozenset(
    map(
        root_of,
        word_set(
            "blocked rejected refused declined denied forbidden prohibited banned excluded prevent "
            "end stop stops ended discontinued lack unavailable unsupported invalid impossible"
        ),
    )
)
"""Stems of words that say no without a `not`."""
_LACKING = word_set("without unless")
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
    """Tell whether what a clause affirms or denies is quoted the other way."""
    if clause.is_denied:
        return _is_affirmed(clause, quoted)
    if _is_phrase(clause) or _says_what_is_needed(clause, quoted):
        return False
    return any(_denies(other, clause, quoted) for other in quoted)


def _says_what_is_needed(clause: Clause, quoted: list[Clause]) -> bool:
    """Tell whether `with a badge they enter` stands for `without a badge they do not enter`."""
    denied = [other for other in quoted if other.is_denied]
    if len(denied) < 2 or not any(other.opener in _LACKING for other in denied):
        return False
    return all(matched(clause.content, other.signed_roots) for other in denied[-2:])


def _is_affirmed(clause: Clause, quoted: list[Clause]) -> bool:
    """Tell whether the quote affirms what a clause denies, its predicate or most of the rest."""
    named = [word for word in clause.predicate if any(_says(word, other) for other in quoted)]
    told = {word.stem: word for word in named or clause.signed or clause.content}.values()
    verdicts = [verdict for word in told if (verdict := _agrees(word, clause, quoted)) is not None]
    against = verdicts.count(False)
    if clause.is_elliptic:
        return against == len(verdicts) > 0
    # a denial reaches too far sooner than too short, so that it takes more to turn one
    needed = len(verdicts) + (len(verdicts) > 1)
    return against > 0 and 2 * against >= needed


def _denies(other: Clause, clause: Clause, quoted: list[Clause]) -> bool:
    """Tell whether a quoted clause denies what a clause affirms."""
    if not other.is_denied or _is_excused(clause, other) or _is_of_another(clause, other, quoted):
        return False
    if other.opener == "if" and clause.link is not Link.RESTRICTING:
        return False  # what happens if it does not arrive says nothing of its arriving
    affirmed = [one for one in quoted if not one.is_denied]
    keys = _own(other.predicate, affirmed) or _own(other.signed, affirmed)
    said = [key for key in keys if _is_said(key, clause, affirmed)]
    return bool(said) and (bool(other.predicate) or 2 * len(said) >= len(keys))


def _own(words: tuple[Word, ...], affirmed: list[Clause]) -> tuple[Word, ...]:
    """Return the words that stand in none of the clauses that are affirmed."""
    said = {root_of(root) for one in affirmed for root in one.roots}
    return tuple(word for word in words if root_of(word.stem) not in said)


def _is_said(key: Word, clause: Clause, affirmed: list[Clause]) -> bool:
    """Tell whether a clause says a word, unless it says by it what is affirmed elsewhere."""
    meant = frozenset(root for one in affirmed for root in one.roots)
    return any(
        root_of(word.stem) == root_of(key.stem)
        or (is_among(word, frozenset(parts(key))) and not is_among(word, meant))
        for word in clause.content
    )


def _is_of_another(clause: Clause, other: Clause, quoted: list[Clause]) -> bool:
    """Tell whether a clause speaks of what is affirmed, and not of whom a quoted one denies it."""
    first = other.signed[0].start if other.signed else 0
    subject = roots_of(tuple(word for word in other.content if word.start < first))
    if not subject or matched(clause.content, subject):
        return False
    affirmed = frozenset(root for one in quoted if not one.is_denied for root in one.roots)
    rest = [word for word in clause.content if not is_among(word, other.signed_roots)]
    return bool(matched(tuple(rest), affirmed))


def _is_phrase(clause: Clause) -> bool:
    """Tell whether a clause has no verb of its own: `even for the support team`."""
    return clause.words[0].lower in _OPENS_A_PHRASE and not any(
        word.lower in VERBAL for word in clause.words
    )


def _says(word: Word, other: Clause) -> bool:
    return is_among(word, other.signed_roots)


def _agrees(word: Word, clause: Clause, quoted: list[Clause]) -> bool | None:
    """Tell whether a word is quoted with the same sign; None where no quote gives it one."""
    signs = {
        other.is_denied == clause.is_denied or _is_excused(clause, other)
        for other in quoted
        if _says(word, other)
    }
    return (True in signs) if signs else None


def _is_excused(clause: Clause, other: Clause) -> bool:
    """Tell whether an opposite, or `until`, makes up for a difference in sign."""
    is_until = clause.is_denied and {clause.opener, other.opener} & _UNTIL
    if is_until and clause.opener != other.opener and clause.link is other.link:
        return True
    if clause.opener == "unless" and other.link is not Link.RESTRICTING:
        return True  # unless you hide it: you can hide it
    flips = len(_flips(clause, other))
    return flips % 2 == 1 if flips else _turns_down(clause) != _turns_down(other)


def _turns_down(clause: Clause) -> bool:
    """Tell whether a clause says no without a `not`: larger files are blocked."""
    return any(root_of(word.stem) in SAYS_NO for word in clause.content)


def _flips(clause: Clause, other: Clause) -> list[tuple[str, str]]:
    """Return the words of a clause that stand as their opposites in another."""
    own, theirs = _spellings(clause.words), _spellings(other.words)
    flips = []
    for word in clause.words:
        against = sorted((opposites_of(word.lower) | opposites_of(word.stem)) & (theirs - own))
        is_said = {word.lower, word.stem} & theirs
        if against and not is_said:
            flips.append((word.lower, against[0]))
    return flips


def _spellings(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(word.lower for word in words) | frozenset(word.stem for word in words)


def _reversed(
    clause: Clause, quoted: list[Clause], evidence: tuple[Sentence, ...]
) -> list[tuple[str, str]]:
    other = nearest(clause, quoted)
    is_denied = other.is_denied if other else False
    found = _flips(clause, other) if other and clause.is_denied == is_denied else []
    words = tuple(word for sentence in evidence for word in sentence.words)
    anywhere, roots = _spellings(words), roots_of(words)
    known = {word for word, _ in found}
    for word in clause.words:
        against = sorted((opposites_of(word.lower) | opposites_of(word.stem)) & anywhere)
        is_new = against and word.lower not in known and word.lower not in anywhere
        if is_new and not is_among(word, roots) and clause.is_denied == is_denied:
            found.append((word.lower, against[0]))
    return found
