"""Does a sentence grant or refuse, keep or lose, charge or give away, show or leave out?

Two sentences that contradict each other seldom share the word that is denied: one is *open to*
guests, the other *out of bounds* for them. What is said is therefore read along a few axes, each
with words of its two ends; a denial right before such a word turns it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.health.cue_words import BOUNDING
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.wording.meanings import means_the_same
from handrail.kernel.patterns import when_used

_AXES: Mapping[str, tuple[str, str]] = {
    "grants": (
        r"may|can|could|able to|allow(?:s|ed|ing)?|permit(?:s|ted)?|welcome|open to|free to|"
        r"entitled|eligible|qualif\w+|(?:a|the) right to|access to|available|disposal|"
        r"grant(?:s|ed)?|handed|accept(?:s|ed)?|support(?:s|ed)?|possible|lets?|invite[sd]?|appl(?:y|ies)|"
        r"offer(?:s|ed)? to|extend(?:s|ed)? to|take part|insured|cover(?:s|ed)?",
        r"barred|bars?|banned|closed to|off[- ]limits|out of bounds|forb[ia]d\w*|prohibit\w*|"
        r"disallow\w*|withh[eo]ld\w*|kept from|exclud\w+|unavailable|unsupported|impossible|unable|"
        r"refus\w+|reject\w*|declin\w+|turn(?:s|ed)? (?:down|away)|block(?:s|ed)?|ineligible|"
        r"reserved|restricted|den(?:y|ies|ied)|locked|private to|must not|shut out|limited to",
    ),
    "charges": (
        r"pay(?:s|ing)?|paid for|charge[sd]? (?:for|on|extra)|charged|we charge|fees?|costs?|buy|"
        r"bought|price|billed?|extra|separately|on top|of (?:its|their|your) own|surcharge|payable",
        r"free(?: of charge)?|gratis|(?:no|without) (?:extra )?(?:cost|charge|payment)|exempt|"
        r"waive[sd]?|let off|include[sd]?|part of|covers?|covered|comes? with|refund\w*|"
        r"complimentary",
    ),
    "keeps": (
        r"keeps?|kept|keeping|surviv\w+|stays?|remains?|in place|untouched|unaffected|unchanged|"
        r"carr(?:y|ies|ied) (?:on|over|forward)|continu\w+|goes? on|go(?:es)? with you|still|"
        r"preserv\w+|restor\w+|recover\w*|(?:bring|brought|brings) back|roll(?:s|ed)? over|"
        r"inherit\w*|remember\w*|undo(?:ne)?|valid|works|move[sd]? (?:on|along|with)|intact|"
        r"as (?:it|they) (?:is|are|was|were)",
        r"los(?:e|es|t|ing)|loss|drop(?:s|ped)?|delet\w+|remov\w+|wip\w+|resets?|vanish\w*|"
        r"disappear\w*|expir\w+|laps\w+|void|invalid\w*|breaks?|broken|stops?|stopped|ends?|"
        r"discard\w*|gone|eras\w+|forfeit\w*|overwrit\w+|purg\w+|no longer|empt(?:y|ies|ied)|"
        r"goes with it|destroy\w*|thrown away|suspend\w*|taken out",
    ),
    "shows": (
        r"includ\w+|contain\w*|shows?|shown|appear\w*|counts?|counted|listed|lists?|comes? with|"
        r"part of|visible|sees?|display\w*|prints?|ships? with|present|recorded|informed|told|"
        r"notified|notif(?:y|ies)|honou?rs?|respects?|detect\w*|considers?",
        r"exclud\w+|omit\w*|leav\w+ out|left out|missing|absent|ignor\w+|skip\w*|filter\w* out|"
        r"hid(?:e|es|den|ing)|invisible|mask\w*|without|lack\w*|disregard\w*|misses|unaware",
    ),
    "by_itself": (
        r"automatic\w*|by (?:it|them)sel(?:f|ves)|on (?:its|their) own|(?:it|them)sel(?:f|ves)|"
        r"by default|from the start|preinstalled|on boot|at once|already|right away|instantly",
        r"by hand|manual\w*|yoursel(?:f|ves)|you (?:must|have to|need to)|first|before|on request|"
        r"off until|separately",
    ),
    "demands": (
        r"must|ha(?:ve|s) to|needs?|requir\w+|compulsory|mandatory|necessary|obligatory|takes|"
        r"asks? for|only with|cannot .{1,30} without",
        r"optional\w*|voluntary|need not|at will|whether or not|freely|your choice",
    ),
    "touches": (
        r"affects?|effects?|influences?|bearing|resets?|changes?|breaks?|requires?|void|hold up|"
        r"stops?",
        r"untouched|unaffected|unchanged|in place|as (?:it|they) (?:is|are)|intact|keeps?|"
        r"surviv\w+",
    ),
    "on": (
        r"on|enabled|active|start(?:s|ed)?|running|heated|encrypt\w*|case-sensitive|sensitive|matters?",
        r"off|disabled|inactive|paus\w+|closed|unheated|unencrypted|case-insensitive|insensitive|"
        r"alike|no difference|clear text|lower-cased?|stopped",
    ),
}  # fmt: skip
_ENDS = {
    axis: tuple(when_used(rf"\b(?:{end})\b", 2) for end in ends) for axis, ends in _AXES.items()
}
_TELLS_MORE = {"charges": 2}
"""What the second end is worth: *exempt from the fee* has words of both."""
_AGAINST = ("charges", "demands", "touches")
"""Axes of which the first end is what a customer would rather not have."""
_TURNS = when_used(
    rf"\b(?:(?:not|no|never)\b(?!{BOUNDING})|cannot|\w+n't|none|nobody|nothing|neither|nor|"
    r"without|hardly|nowhere)\b",
    2,
)
_BORDER = when_used(r"[,;:()]|\b(?:but|because|if|when|while|where|unless|until|and)\b", 2)
_REACH = 4  # words between a denial and what it turns
_DENIED = 3  # telling words after a denial, of which one is denied


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Hold to which end of each axis a sentence leans."""

    axes: Mapping[str, int]
    """1 or -1 for each axis of which one end outweighs the other."""
    valence: int
    """How much more it grants than it refuses, over all axes."""
    turns: int
    """How many plain denials it has."""
    denied: frozenset[str]
    """Stems right behind a denial."""


def leaning_of(statement: Statement) -> Leaning:
    """Return to which end of each axis a sentence leans."""
    text = statement.text.replace("’", "'")
    turns = [match.span() for match in _TURNS.finditer(text)]
    axes: dict[str, int] = {}
    for axis, (good, bad) in _ENDS.items():
        net = _net(text, good, turns) - _TELLS_MORE.get(axis, 1) * _net(text, bad, turns)
        if net:
            axes[axis] = 1 if net > 0 else -1
    return Leaning(
        axes=axes,
        valence=sum(-lean if axis in _AGAINST else lean for axis, lean in axes.items()),
        turns=len(turns),
        denied=_denied(statement, turns),
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


def _denied(statement: Statement, turns: Sequence[tuple[int, int]]) -> frozenset[str]:
    found: set[str] = set()
    for _, end in turns:
        behind = [token.form for token in statement.tokens if token.start >= end and token.tells]
        found.update(behind[:_DENIED])
    return frozenset(found)


def leanings(
    sides: tuple[Statement, Statement], leans: tuple[Leaning, Leaning], only: tuple[bool, bool]
) -> Mapping[str, float]:
    """Return where two sentences lean to different ends, and where to the same."""
    mine, theirs = leans
    both = mine.axes.keys() & theirs.axes.keys()
    against = sum(mine.axes[axis] != theirs.axes[axis] for axis in both)
    keeps, grants = (leans[1], leans[0]) if only[1] else (leans[0], leans[1])
    is_kept = only[0] != only[1]
    denied = [
        float(any(means_the_same(a, b) for a in lean.denied for b in other.stems))
        for lean, other in zip(leans, reversed(sides), strict=True)
    ]
    return {
        **{f"turned_{axis}": float(mine.axes[axis] != theirs.axes[axis]) for axis in both},
        "axes_against": float(against),
        "axes_alike": float(len(both) - against),
        "valence_turned": float(mine.valence * theirs.valence < 0),
        "valence_gap": float(min(abs(mine.valence - theirs.valence), 6)),
        "plain_parity": float(mine.turns % 2 != theirs.turns % 2),
        "plain_denials": float(mine.turns + theirs.turns),
        "denied_shared": max(denied),
        "kept_and_granted": float(is_kept and grants.valence > 0 and not grants.turns),
        "kept_and_refused": float(is_kept and (grants.valence < 0 or grants.turns % 2 == 1)),
        "kept_turned": float(is_kept and keeps.turns > 0),
    }


def stand_against(one: Leaning, other: Leaning) -> bool:
    """Tell whether two sentences lean to different ends of anything."""
    both = one.axes.keys() & other.axes.keys()
    return any(one.axes[axis] != other.axes[axis] for axis in both)
