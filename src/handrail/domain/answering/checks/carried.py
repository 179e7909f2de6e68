"""Is every word that states something in the quotes, in these words or in others?"""

from handrail.domain.answering.checks.clauses import Clause, Sentence, roots_of
from handrail.domain.answering.checks.denial import SAYS_NO
from handrail.domain.answering.checks.told import Told, clauses_of, is_among
from handrail.domain.knowledge.wording.meanings import FILLING, GLUE, opposites_of, root_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import Word, WordKind, read_words

_MOST_FILLING = 2  # words a sentence
_CONDITIONS = word_set("if unless provided")
_SHORTEST_CONDITION = 3  # words: `if needed` sets none
_LEAST_CARRIED = 0.6  # share of a sentence's content words that its quotes must hold


def names(told: Told) -> tuple[str, ...]:
    """Find a name that the quotes, their titles and headings do not give."""
    found = _known(told)
    return tuple(
        f"{word.text} is not in the quote"
        for sentence in told.sentences
        for word in _unquoted(sentence, found)
        if word.kind is WordKind.NAME
    )


def inventions(told: Told) -> tuple[str, ...]:
    """Find a word that states something of its own; one that says little may fill a sentence."""
    found = _known(told)
    # where a quote denies, `excluded` says what `not included` does; the sign is checked elsewhere
    denies = any(clause.is_denied for clause in clauses_of(told.evidence))
    glue = GLUE | SAYS_NO if denies else GLUE
    return tuple(
        f"{word.text} is not in the quote"
        for sentence in told.sentences
        for word in _invented(sentence, found, glue)
    )


def _invented(sentence: Sentence, found: frozenset[str], glue: frozenset[str]) -> list[Word]:
    missing = [w for w in _unquoted(sentence, found, glue) if w.kind is WordKind.CONTENT]
    new = {word for clause in sentence.clauses if _is_new(clause, found) for word in clause.words}
    filling = [w for w in missing if root_of(w.stem) in FILLING and w not in new]
    return [] if len(missing) == len(filling) <= _MOST_FILLING else missing


def _is_new(clause: Clause, found: frozenset[str]) -> bool:
    """Tell whether a clause sets a condition of which no quote has a word."""
    if clause.opener not in _CONDITIONS or len(clause.words) <= _SHORTEST_CONDITION:
        return False
    return not any(is_among(w, found) for w in clause.content if root_of(w.stem) not in GLUE)


def share(told: Told) -> tuple[str, ...]:
    """Find a sentence most of whose words are not the quotes'."""
    found = _known(told)
    far = any(_share(sentence, found) < _LEAST_CARRIED for sentence in told.sentences)
    return ("the quote does not say what the claim says",) if far else ()


def _known(told: Told) -> frozenset[str]:
    rewritten = tuple(word for sentence in told.evidence for word in sentence.words)
    return roots_of(read_words(f"{told.quoted}\n{told.context}")) | roots_of(rewritten)


def _unquoted(sentence: Sentence, found: frozenset[str], glue: frozenset[str] = GLUE) -> list[Word]:
    missing = {
        word.lower: word
        for word in sentence.content
        if root_of(word.stem) not in glue
        and not is_among(word, found)
        and not _opposes(word, found)
    }
    return list(missing.values())


def _opposes(word: Word, found: frozenset[str]) -> bool:
    """Tell whether a word is the opposite of a quoted one, which other checks judge."""
    return not (opposites_of(word.lower) | opposites_of(word.stem)).isdisjoint(found)


def _share(sentence: Sentence, found: frozenset[str]) -> float:
    asked = [word for word in sentence.content if root_of(word.stem) not in GLUE]
    # `Yes.` says something to whoever asked, and no quote can carry it
    return sum(is_among(word, found) for word in asked) / len(asked) if asked else 0.0
