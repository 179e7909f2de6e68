"""What does each sentence, step and row say, in a form in which two of them can be compared?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from handrail.domain.knowledge.health.condition_words import kinds_of
from handrail.domain.knowledge.health.facts import TIMED, Value, values_of
from handrail.domain.knowledge.health.read_once import ReadOnce
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, UnitKind
from handrail.domain.knowledge.wording.meanings import root_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import STOPWORDS, Word, WordKind, read_words

_NEGATORS = word_set(
    "not never no cannot none nobody neither can't don't doesn't won't isn't aren't "
    "didn't wasn't weren't couldn't shouldn't wouldn't mustn't haven't hasn't"
)
_LONGEST = 90  # words: what is longer is no sentence, and is compared with nothing
_SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Hold a word, or a value in place of its words."""

    form: str
    """The stem, or the kind of value."""
    lower: str
    start: int
    end: int
    value: Value | None = None
    is_name: bool = False
    is_lower: bool = False
    """Written without a capital: what mostly is not is a name, also where it opens a sentence."""
    is_stop: bool = False

    @property
    def tells(self) -> bool:
        """Tell whether it says what the sentence is about."""
        return self.value is None and not self.is_stop

    @property
    def denies(self) -> bool:
        """Tell whether it turns what is said into its contrary."""
        return self.value is None and self.lower in _NEGATORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Hold one sentence, step or row with what is compared of it."""

    passage: PassageId
    article: ArticleId
    start: int
    end: int
    """Where it stands in the passage."""
    text: str
    tokens: tuple[Token, ...]
    stems: frozenset[str]
    """What it is about: stems of the words that tell, without its values."""
    phrases: frozenset[str]
    """Roots of telling words that stand near each other, two by two, in no order."""
    measured: frozenset[str]
    """Roots of telling words beside what is measured there: `refund <duration>`."""
    frame: str
    """The sentence with a mark in place of each value."""
    keys: frozenset[str]
    """What it may be filed under: its stems, its phrases and its frame."""
    is_step: bool
    head: tuple[Token, ...]
    """The heading or introduction that stands right above it."""


_READ = ReadOnce[PassageId, tuple[str, str, str], tuple[Statement, ...]](25_000)  # about 600 MB
"""Passages whose statements are kept: a re-check of one article reads that article alone.

Under another title or in another language they are others: `carried_on` goes by that.
"""


def statements_of(passages: Sequence[Passage]) -> Iterator[Statement]:
    """Yield what can be compared of each passage; code says nothing by itself."""
    for passage in passages:
        form = (passage.title, passage.locale, passage.text)
        yield from _READ.of(passage.id, form, partial(statements_in, passage))


def statements_in(passage: Passage) -> tuple[Statement, ...]:
    """Return what can be compared of one passage, read anew each time."""
    return tuple(_statements(passage))


def _statements(passage: Passage) -> Iterator[Statement]:
    head = _last_heading(passage)
    end = 0
    for unit in passage.units:
        # What stands between units is a joined section's heading, or a list's introduction.
        head = passage.text[end : unit.start].strip() or head
        end = unit.end
        if unit.kind is UnitKind.CODE:
            continue
        text = passage.text[unit.start : unit.end]
        tokens = _without_answer(tokens_of(text), text)
        if _SHORTEST <= len(tokens) <= _LONGEST:
            told = [token.form for token in tokens if token.tells]
            phrases = _phrases(told)
            measured = _measured(told, tokens)
            frame = "= " + " ".join(token.form for token in tokens)
            yield Statement(
                passage=passage.id,
                article=passage.article,
                start=unit.start,
                end=unit.end,
                text=text,
                tokens=tokens,
                stems=frozenset(told),
                phrases=phrases,
                measured=measured,
                frame=frame,
                keys=frozenset((*told, *phrases, *measured, frame)),
                is_step=unit.kind is UnitKind.STEP,
                head=tokens_of(head.rpartition("\n")[2]),
            )


def _without_answer(tokens: tuple[Token, ...], text: str) -> tuple[Token, ...]:
    """Return the words behind a `Yes.` or `No.` that only answers the heading."""
    is_answer = bool(tokens) and tokens[0].lower in ("yes", "no")
    return tokens[1:] if is_answer and text[tokens[0].end : tokens[0].end + 1] in ".,!" else tokens


def _phrases(told: Sequence[str]) -> frozenset[str]:
    """Return pairs of words that stand near each other: `gym pass`, `passes of a gym`."""
    roots = [root_of(stem) for stem in told]
    return frozenset(
        f"{min(one, other)} {max(one, other)}"
        for at, one in enumerate(roots)
        for other in roots[at + 1 : at + 1 + _NEAR]
        if one != other
    )


_NEAR = 3


def _measured(told: Sequence[str], tokens: Sequence[Token]) -> frozenset[str]:
    kinds = {t.form for t in tokens if t.value is not None and t.value.kind not in TIMED}
    if not kinds or len(told) > _MOST_TOLD:
        return frozenset()
    return frozenset(f"{root_of(stem)} {kind}" for stem in told for kind in kinds)


_MOST_TOLD = 14
"""Telling words up to which each of them is about what is measured."""


def _last_heading(passage: Passage) -> str:
    own = [heading for heading in passage.headings if heading != passage.title]
    return own[-1] if own else ""


@lru_cache(maxsize=20_000)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return a text's words, each value standing for the words that write it."""
    values = list(values_of(text))
    tokens: list[Token] = []
    for word in read_words(text):
        while values and values[0].end <= word.start:
            tokens.append(_of_value(values.pop(0)))
        if values and word.end > values[0].start:
            continue
        tokens.append(_of_word(word))
    tokens.extend(map(_of_value, values))
    return tuple(tokens)


def _of_value(value: Value) -> Token:
    form = f"<{value.kind.value}>"
    return Token(form=form, lower=form, start=value.start, end=value.end, value=value)


def _of_word(word: Word) -> Token:
    is_narrowing = bool(kinds_of(word.lower))
    return Token(
        form=word.stem,
        lower=word.lower,
        start=word.start,
        end=word.end,
        is_name=word.kind is WordKind.NAME,
        is_lower=word.text.islower(),
        is_stop=word.lower in STOPWORDS and not is_narrowing,
    )
