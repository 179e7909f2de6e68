"""Does a sentence say that something is so, that it is not, or that it is so for some alone?"""

from collections.abc import Collection
from enum import StrEnum

from handrail.domain.knowledge.health.statements import Statement
from handrail.kernel.patterns import when_used


class Polarity(StrEnum):
    """What a sentence says of its subject."""

    SO = "so"
    NOT_SO = "not so"
    FOR_SOME = "for some only"
    """Granted to those who are named and to nobody else."""
    UNCLEAR = "unclear"
    """It denies twice, or on a condition: nothing is concluded from it."""


_NO = when_used(
    r"\b(?:not|never|no|cannot|can't|don't|doesn't|won't|isn't|aren't|wasn't|neither|"
    r"without(?! (?:asking|charge|code|extra|cost|any))|lacks?|"
    r"lacking|excluded?|excludes|ignores?|ignored|omits?|omitted|withheld|forbid\w*|prohibit\w*|"
    r"disallow\w*|unavailable|unsupported|impossible|ineligible|suspended|suspends?|stops?|"
    r"stopped|dropped|drops|skipped|skips?|hidden|hides?|hide|removed|refused?|refuses|rejects?|"
    r"rejected|declined?|denied|denies|blocked|blocks|closed to|stays? locked|remains? locked|"
    r"lost|loses?|missing|"
    r"turn(?:s|ed)? (?:down|away)|left out|leaves? out|leaves? (?:\w+ ){1,6}(?:out|behind)|"
    r"left behind|barred|banned|kept from|stays? off|stay off|taken out|"
    r"discontinued|void|unable|needs? to pay|have to pay|"
    r"has to pay|of (?:its|their|your) own|yourself|alike|"
    r"forfeit\w*|waived|deleted|erased|disabled|turned off|switched off)\b",
    2,
)
_ONLY = when_used(
    r"\b(?:only|nobody but|none but|no one but|nobody except|no one except|restricted to|"
    r"limited to|reserved (?:for|to)|exclusively|exclusive to|solely)\b",
    2,
)
_YES = when_used(
    r"\b(?:can|may|able|allowed|permitted|free to|welcome|eligible|entitled|qualif\w+|grants?|"
    r"granted|open to|available|includes?|included|covers?|covered|supports?|supported|keeps?|"
    r"kept|survives?|preserved|continues?|untouched|counts?|counted|part of|see|sees|shown|shows|"
    r"displays?|displayed|accepts?|accepted|tolerates?|carries|starts?|has|have|comes? with|"
    r"offers?|offered|gets?|runs|run|takes place|access|handed|enabled|is|are|be|lists?|read)\b",
    2,
)
_ANYWAY = when_used(r"\b(?:no influence|nothing to|even when|even if|anyway|in any case)\b", 2)


def polarity_of(statement: Statement, about: Collection[str]) -> Polarity:
    """Return what a sentence says of what it is about, by the words that stand next to that."""
    text = statement.text.replace("’", "'")
    if _INSTRUCTS.match(text) or text.rstrip().endswith((":", "?")):
        return Polarity.UNCLEAR
    if _ONLY.search(text):
        return Polarity.FOR_SOME
    if _ANYWAY.search(text):
        return Polarity.SO
    found = [match.span() for match in _NO.finditer(text)]
    if not found:
        return Polarity.SO if _YES.search(text) else Polarity.UNCLEAR
    spans = [(t.start, t.end) for t in statement.tokens if t.form in about]
    reached = any(_reaches(text, span, its) for span in found for its in spans)
    return Polarity.NOT_SO if reached and len(found) <= _MOST_DENIALS else Polarity.UNCLEAR


def _reaches(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two places of a text stand in one clause, few words apart."""
    between = text[min(one[1], other[1]) : max(one[0], other[0])]
    return len(between.split()) <= _REACH and not _BORDER.search(between)


_INSTRUCTS = when_used(
    r"(?:use|explore|invite|enable|click|create|open|add|choose|select|set|see|check|make|go|note|"
    r"remove|confirm|enter|learn|read|try|track|get|"
    r"if you (?:want|need|prefer|see|don't|do not))\b",
    2,
)
_BORDER = when_used(
    r"[,;:()]|\b(?:but|that|who|which|because|if|when|while|where|so|rather|unless|until)\b", 2
)
_REACH = 5
_MOST_DENIALS = 2
