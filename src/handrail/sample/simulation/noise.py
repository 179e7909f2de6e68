"""How people really type: slips, small letters, missing marks, sharp words."""

import random

from handrail.sample.simulation.model import Persona

_BESIDE = {"a": "s", "e": "r", "i": "o", "n": "m", "o": "p", "r": "t", "s": "d", "t": "z", "u": "i"}
_SHORTEST = 4  # letters; shorter words are typed right
SHARP = (
    "This is useless.",
    "You are not helping at all!",
    "Are you even reading what I write?",
    "I have asked this already.",
)


def typed(text: str, persona: Persona, draw: random.Random) -> str:
    """Return a text as this persona types it."""
    words = [
        _slip(word, draw) if draw.random() < persona.typos else word for word in text.split(" ")
    ]
    said = " ".join(words)
    return said.lower().rstrip("?.! ") if persona.is_curt else said


def _slip(word: str, draw: random.Random) -> str:
    """Return a word with one slip; none in what holds digits, which people copy."""
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    at = draw.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    kind = draw.randrange(4)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + here + here + after
    if kind == 2:
        return before + after[0] + here + after[1:]
    return before + _BESIDE.get(here, here) + after
