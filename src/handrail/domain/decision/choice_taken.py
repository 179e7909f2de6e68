"""Which of the offered readings does a customer's reply take?"""

import unicodedata
from collections.abc import Sequence

from handrail.domain.conversation.spelling import clauses_of
from handrail.domain.decision.model import Choice
from handrail.domain.knowledge.wording.words import STOPWORDS, likeness, stem

_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "first 1st one a primero primera premier premiere primeiro primeira erste ersten",
            "second 2nd two b segundo segunda deuxieme second zweite zweiten",
            "third 3rd three c tercero tercera troisieme terceiro terceira dritte dritten",
            "fourth 4th four d cuarto cuarta quatrieme quarto quarta vierte vierten",
        )
    )
    for word in words.split()
}
_LAST = frozenset(("last", "latter", "bottom"))
_FORMER = frozenset(("former", "top"))
_FILLERS = STOPWORDS | {
    "option",
    "choice",
    "number",
    "no",
    "nr",
    "answer",
    "reply",
    "pick",
    "choose",
    "mean",
    "meant",
    "means",
    "think",
    "guess",
    "ok",
    "okay",
    "sure",
    "looking",
    "regarding",
    "concerning",
    "la",
    "le",
    "el",
    "los",
    "las",
    "les",
    "der",
    "die",
    "das",
    "o",
}
_REFUSALS = frozenset(
    ("both", "neither", "none", "all", "either", "not", "nor", "except", "other", "another")
)
_MOST_WORDS = 12


def choice_taken(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the reading that a reply takes by number, place or words; None where unclear."""
    words = [word for clause in clauses_of(text) for word in clause]
    if not words or len(words) > _MOST_WORDS or not _REFUSALS.isdisjoint(words):
        return None
    by_place = _place(words, len(choices))
    if by_place is not None:
        return choices[by_place] if by_place < len(choices) else None
    return _by_words(words, choices)


def _place(words: Sequence[str], count: int) -> int | None:
    """Return the place that the words name, from 0, if they name one and nothing else."""
    telling = [word for word in words if word not in _FILLERS or word in _ORDINALS]
    if len(telling) > 1:  # "the second one", "a first"
        telling = [word for word in telling if word not in ("one", "a")]
    if len(telling) != 1:
        return None
    word = telling[0]
    if word.isdecimal():
        number = int("".join(str(unicodedata.decimal(digit)) for digit in word[:4]))
        return number - 1 if number > 0 else count
    if word in _LAST:
        return count - 1
    return 0 if word in _FORMER else _ORDINALS.get(word)


def _by_words(words: Sequence[str], choices: Sequence[Choice]) -> Choice | None:
    said = {_root(word) for word in words if word not in _FILLERS}
    if not said:
        return None
    labels = {choice: _stems(choice.label) for choice in choices}
    fitting = [choice for choice, label in labels.items() if _covers(label, said)]
    if len(fitting) > 1:  # the label itself wins over a label that merely contains it
        fitting = [choice for choice in fitting if _covers(said, labels[choice])]
    return fitting[0] if len(fitting) == 1 else None


def _covers(having: set[str], wanted: set[str]) -> bool:
    return all(any(likeness(want, have) > 0 for have in having) for want in wanted)


def _stems(label: str) -> set[str]:
    return {_root(w) for clause in clauses_of(label) for w in clause if w not in _FILLERS}


def _root(word: str) -> str:
    return stem(stem(word))  # once for `rentals`, twice for `rental`
