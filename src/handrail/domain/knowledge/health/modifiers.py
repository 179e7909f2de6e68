"""Do two sentences speak of the same noun, but of two kinds of it: a loan, a mortgage?"""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.wording.meanings import means_the_same
from handrail.domain.knowledge.wording.word_set import word_set

_BINDS = word_set("of for from in on with by to at during under over through via")
_MOST = 3.0


def modified_otherwise(one: Statement, other: Statement) -> Mapping[str, float]:
    """Return how many nouns of both stand behind other words, and before other words."""
    shared = one.stems & other.stems
    before = _differing(dict(_before(one, shared)), dict(_before(other, shared)), one, other)
    behind = _differing(dict(_behind(one, shared)), dict(_behind(other, shared)), one, other)
    return {"modified_otherwise": min(before, _MOST), "bound_otherwise": min(behind, _MOST)}


def _before(statement: Statement, shared: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield shared words with the telling word right before each: `mortgage application`."""
    tokens = statement.tokens
    for word, noun in pairwise(tokens):
        if noun.form in shared and word.tells and word.end + 1 >= noun.start:
            yield noun.form, word.form


def _behind(statement: Statement, shared: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield shared words with what is bound to each: `pings from websites`."""
    tokens = statement.tokens
    for at, noun in enumerate(tokens):
        if noun.form not in shared or at + 1 >= len(tokens) or tokens[at + 1].lower not in _BINDS:
            continue
        told = [token for token in tokens[at + 2 : at + 5] if token.tells]
        if told:
            yield noun.form, told[-1].form


def _differing(
    mine: Mapping[str, str], theirs: Mapping[str, str], one: Statement, other: Statement
) -> float:
    return float(
        sum(
            not any(means_the_same(mine[noun], its) for its in other.stems)
            and not any(means_the_same(theirs[noun], its) for its in one.stems)
            for noun in mine.keys() & theirs.keys()
        )
    )
