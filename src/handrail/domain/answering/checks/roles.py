"""Does a claim keep who does what to whom, and what belongs to which?"""

from handrail.domain.answering.checks.clauses import DEEDS, Clause, Sentence
from handrail.domain.answering.checks.told import Told, clauses_of
from handrail.domain.knowledge.wording.meanings import GLUE, root_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import Word, WordKind, parts
from handrail.kernel.patterns import when_used

_DIRECTED = word_set("from to than into by")
_AGAINST = {"from": "to", "to": "from", "into": "from"}
_PASSIVE = when_used(r"\bby\b|\b(?:is|are|was|were|be|been)\s(?:\w+\s)?\w+(?:ed|en|nt|ld)\b")
_STEP = -1  # steps of one list belong together
_PRONOUNS = word_set("it them they its their theirs those ones one")
_VERBS = word_set("is are was were does do did can may must has have should will")


def roles(told: Told) -> tuple[str, ...]:
    """Find names or things that have changed places."""
    faults = [
        *_turned_round(told.sentences, told.evidence),
        *_mixed_up(told.sentences, told.evidence),
        *_exchanged(told.sentences, told.evidence),
    ]
    return tuple(dict.fromkeys(faults))


def _turned_round(said: tuple[Sentence, ...], quoted: tuple[Sentence, ...]) -> list[str]:
    """Find `from A` where the quote has `to A`, or `than A` where it compares with B."""
    theirs = {
        pair
        for sentence in quoted
        for clause in sentence.clauses
        if not clause.is_denied
        for pair in _directions(clause)
    } or {pair for sentence in quoted for pair in _directions(sentence)}
    held = {root for _, root in theirs}
    faults = []
    for clause in clauses_of(said):
        if clause.is_denied:
            continue
        for way, root in _directions(clause):
            turned = (_AGAINST.get(way, ""), root) in theirs
            compared = way == "than" and any(w == "than" for w, _ in theirs) and root not in held
            if (way, root) not in theirs and (turned or compared):
                faults.append(f"the claim turns round {way} {root}")
    return faults


def _directions(sentence: Sentence | Clause) -> list[tuple[str, str]]:
    words = sentence.words
    found = []
    for at, word in enumerate(words[:-1]):
        if word.lower in _DIRECTED:
            target = next((w for w in words[at + 1 : at + 4] if w.kind is not WordKind.STOP), None)
            if target is not None:
                found.append((word.lower, target.stem))
    return found


def _mixed_up(said: tuple[Sentence, ...], quoted: tuple[Sentence, ...]) -> list[str]:
    """Find a clause that joins what belongs to different parts of the quote."""
    owners = _owners(quoted)
    faults = []
    for clause in clauses_of(said):
        owned = [
            owners[root] for word in clause.content for root in parts(word)[:1] if root in owners
        ]
        runs = [at for at, owner in enumerate(owned) if at == 0 or owned[at - 1] != owner]
        least = min((owned.count(owner) for owner in set(owned)), default=0)
        is_listed = (
            len({n for n, _ in owned}) == 1
            and len(runs) == len(set(owned))
            and all(owned.count(o) > 1 for o in set(owned))
        )
        is_borrowed = len({number for number, _ in owned}) > 1 and 3 * least >= len(owned)
        is_subject_of_another = len(owned) > 2 and owned[0] not in owned[1:] and len(runs) == 2
        is_mixed = is_borrowed or 3 * least > len(owned) or is_subject_of_another
        if len(set(owned)) > 1 and not is_listed and is_mixed:
            faults.append("the claim joins what the quote says of different things")
    return faults


def _owners(quoted: tuple[Sentence, ...]) -> dict[str, tuple[int, int]]:
    """Return, for each stem that one coordinate part alone holds, that part."""
    found: dict[str, set[tuple[int, int]]] = {}
    for number, sentence in enumerate(quoted):
        shared = _shared(sentence)
        is_step = any(root_of(word.stem) in DEEDS for word in sentence.words[:1])
        place = _STEP if is_step else number
        for clause in sentence.clauses:
            for word in clause.content:
                if word not in shared and root_of(word.stem) not in GLUE:
                    found.setdefault(word.stem, set()).add((place, clause.segment))
            for root in clause.signed_roots - clause.roots:
                found.setdefault(root, set()).add((place, clause.segment))
    return {root: next(iter(parts)) for root, parts in found.items() if len(parts) == 1}


def _shared(sentence: Sentence) -> tuple[Word, ...]:
    """Return what later parts of a sentence speak of as well: its subject, or what `it` is."""
    later = [clause for clause in sentence.clauses if clause.segment]
    if not later:
        return ()
    if any({word.lower for word in clause.words} & _PRONOUNS for clause in later):
        return tuple(w for c in sentence.clauses if not c.segment for w in c.content)
    first = sentence.clauses[0].content
    leans = any(len(c.words) > 1 and c.words[1].lower in _VERBS for c in later)
    return first[:2] if leans else ()


def _exchanged(said: tuple[Sentence, ...], quoted: tuple[Sentence, ...]) -> list[str]:
    """Find a clause whose doer and thing done to stand the other way round."""
    return [
        "the claim exchanges who does what"
        for clause in clauses_of(said)
        for other in clauses_of(quoted)
        if _is_exchanged(clause, other)
    ]


def _is_exchanged(clause: Clause, other: Clause) -> bool:
    if _is_passive(clause) != _is_passive(other):
        return False
    mine, theirs = _order(clause.content), _order(other.content)
    if len(mine) < 3 or set(mine) != set(theirs):
        return False
    first, its_first = mine[0], theirs[0]
    if first == its_first or first not in theirs or its_first not in mine:
        return False
    between = set(mine[1 : mine.index(its_first)]) & set(theirs[1 : theirs.index(first)])
    return bool(between)


def _order(words: tuple[Word, ...]) -> list[str]:
    return list(dict.fromkeys(word.stem for word in words))


def _is_passive(clause: Clause) -> bool:
    return bool(_PASSIVE.search(" ".join(word.lower for word in clause.words)))
