"""Does a sentence grant or refuse, keep or lose, charge or give away, show or leave out?

Two sentences that contradict each other seldom share the word that is denied: one is *open to*
guests, the other *out of bounds* for them. What is said is therefore read along a few axes, each
with words of its two ends; a denial right before such a word turns it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.health.axis_words import AXES
from handrail.domain.knowledge.health.cue_words import BOUNDING, NO_OTHER
from handrail.domain.knowledge.health.denied import Denied, Span, denials_met, denied_in
from handrail.domain.knowledge.health.statements import Statement
from handrail.kernel.patterns import when_used

_ENDS = {
    axis: tuple(when_used(rf"\b(?:{end})\b", 2) for end in ends) for axis, ends in AXES.items()
}
_TELLS_MORE = {"charges": 2}
"""What the second end is worth: *exempt from the fee* has words of both."""
_AGAINST = ("charges", "demands", "touches")
"""Axes of which the first end is what a customer would rather not have."""
_TURNS = when_used(
    rf"\b(?:(?:not|no|never)\b(?!{BOUNDING}|{NO_OTHER})|cannot|\w+n't|"
    rf"(?:none|nobody|no one|nothing)\b(?!{NO_OTHER})|neither|nor|without|hardly|nowhere)\b",
    2,
)
_BORDER = when_used(r"[,;:()]|\b(?:but|because|if|when|while|where|unless|until|and)\b", 2)
_REACH = 4  # words between a denial and what it turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Hold to which end of each axis a sentence leans."""

    axes: Mapping[str, int]
    """1 or -1 for each axis of which one end outweighs the other."""
    valence: int
    """How much more it grants than it refuses, over all axes."""
    turns: int
    """How many plain denials it has."""
    denied: tuple[Denied, ...]
    """What each of them denies."""
    cues: Mapping[str, Sequence[Span]]
    """Where the words of each of these axes stand, of both ends."""
    saying: frozenset[str]
    """Stems of all such words: they tell what is said of a subject, and not what the subject is."""


def leaning_of(statement: Statement) -> Leaning:
    """Return to which end of each axis a sentence leans."""
    text = statement.text.replace("’", "'")
    turns = [match.span() for match in _TURNS.finditer(text)]
    axes: dict[str, int] = {}
    spans = [*turns]
    cues: dict[str, Sequence[Span]] = {}
    for axis, (good, bad) in _ENDS.items():
        at = [match.span() for end in (good, bad) for match in end.finditer(text)]
        if not at:
            continue
        spans += at
        net = _net(text, good, turns) - _TELLS_MORE.get(axis, 1) * _net(text, bad, turns)
        if net:
            axes[axis] = 1 if net > 0 else -1
            cues[axis] = at
    return Leaning(
        axes=axes,
        valence=sum(-lean if axis in _AGAINST else lean for axis, lean in axes.items()),
        turns=len(turns),
        denied=denied_in(statement, turns),
        cues=cues,
        saying=frozenset(
            token.form
            for token in statement.tokens
            if any(start < token.end and token.start < end for start, end in spans)
        ),
    )


def _net(text: str, end: re.Pattern[str], turns: Sequence[tuple[int, int]]) -> int:
    return sum(
        -1 if any(_turns(text, turn, match.span()) for turn in turns) else 1
        for match in end.finditer(text)
    )


def _turns(text: str, turn: tuple[int, int], word: tuple[int, int]) -> bool:
    """Tell whether a denial turns a word: it stands before it, or right behind it (`may not`)."""
    if word[0] <= turn[0] < word[1]:
        return False
    if turn[0] >= word[1]:
        return not text[word[1] : turn[0]].strip()
    between = text[turn[1] : word[0]]
    return len(between.split()) <= _REACH and not _BORDER.search(between)


def leanings(
    sides: tuple[Statement, Statement], leans: tuple[Leaning, Leaning], only: tuple[bool, bool]
) -> Mapping[str, float]:
    """Return where two sentences lean to different ends, and where to the same."""
    mine, theirs = leans
    both = mine.axes.keys() & theirs.axes.keys()
    against = sum(mine.axes[axis] != theirs.axes[axis] for axis in both)
    keeps, grants = (leans[1], leans[0]) if only[1] else (leans[0], leans[1])
    is_kept = only[0] != only[1]
    met = denials_met(mine.denied, theirs.denied, (sides[0].stems, sides[1].stems))
    return {
        **{f"turned_{axis}": float(mine.axes[axis] != theirs.axes[axis]) for axis in both},
        "axes_against": float(against),
        "granted_and_demanded": float(grants_and_demands(mine, theirs)),
        "axes_alike": float(len(both) - against),
        "valence_turned": float(mine.valence * theirs.valence < 0),
        "valence_gap": float(min(abs(mine.valence - theirs.valence), 6)),
        "plain_parity": float(mine.turns % 2 != theirs.turns % 2),
        "plain_denials": float(mine.turns + theirs.turns),
        **met,
        "kept_and_granted": float(is_kept and grants.valence > 0 and not grants.turns),
        "kept_and_refused": float(is_kept and (grants.valence < 0 or grants.turns % 2 == 1)),
        "kept_turned": float(is_kept and keeps.turns > 0),
    }


def stand_against(one: Leaning, other: Leaning) -> bool:
    """Tell whether two sentences lean to different ends of anything."""
    both = one.axes.keys() & other.axes.keys()
    return any(one.axes[axis] != other.axes[axis] for axis in both) or grants_and_demands(
        one, other
    )


def grants_and_demands(one: Leaning, other: Leaning) -> bool:
    """Tell whether one grants what the other makes depend on something."""
    sides = (one.axes, other.axes)
    return any(
        grants.get("grants") == 1 and grants.get("demands") != 1 and demands.get("demands") == 1
        for grants, demands in (sides, sides[::-1])
    )
