"""How is a topic called? By the words that its questions share and others do not.

A word that a single question holds is never part of a name: it might be somebody's own.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from handrail.domain.knowledge.wording.word_set import word_set

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_WORDS_IN_NAME = 4
_FEWEST_QUESTIONS = 2
_SHORTEST = 3
_EVERYDAY = word_set("""
a about after all also am an and any are as at be because been but by can cannot could did do
does doing don't for from get getting give go going got had has have haven't help here hi how
i'd i'm i've if in into is isn't it it's its just keep know let like make many may me might
more much must my need never new no not now of off on one or our out please possible really
say see seem shall should show so some something still such take tell than thank thanks that
the their them then there these they thing this those to too try trying up us use used using
want was way we were what what's when where which while who why will wish with won't work
would you your yours having being able ask asked hello okay happens happened long does
""")
UNNAMED = "various questions"


def topic_name(texts: Sequence[str], all_texts: Sequence[str]) -> str:
    """Return up to four words, in the order in which customers mostly say them."""
    inside, everywhere = _counted(texts), _counted(all_texts)
    fewest = max(_FEWEST_QUESTIONS, len(texts) // 10)
    scores = {
        word: count / len(texts) * log(1 + len(all_texts) / everywhere[word])
        for word, count in inside.items()
        if count >= fewest
    }
    best = sorted(scores, key=lambda word: (-scores[word], word))[:_WORDS_IN_NAME]
    if not best:
        return UNNAMED
    places = {word: _mean_place(word, texts) for word in best}
    return " ".join(sorted(best, key=lambda word: (places[word], word)))


def _counted(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in set(_words(text)))


def _words(text: str) -> list[str]:
    found = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    return [word for word in found if len(word) >= _SHORTEST and word not in _EVERYDAY]


def _mean_place(word: str, texts: Sequence[str]) -> float:
    places = [held.index(word) for held in map(_words, texts) if word in held]
    return sum(places) / len(places)
