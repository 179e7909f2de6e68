"""Does a sentence say that something is so, that it is not, or that it is so for some alone?"""

from enum import StrEnum

from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.wording.word_set import word_set
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
    r"\b(?:not|never|no|cannot|can't|don't|doesn't|won't|isn't|aren't|wasn't|neither|without(?! (?:asking|charge|code|extra|cost|any))|lacks?|"
    r"lacking|excluded?|excludes|ignores?|ignored|omits?|omitted|withheld|forbid\w*|prohibit\w*|"
    r"disallow\w*|unavailable|unsupported|impossible|ineligible|suspended|suspends?|stops?|"
    r"stopped|dropped|drops|skipped|skips?|hidden|hides?|hide|removed|refused?|refuses|rejects?|"
    r"rejected|declined?|denied|denies|blocked|blocks|closed to|stays? locked|remains? locked|lost|loses?|missing|"
    r"turn(?:s|ed)? (?:down|away)|left out|leaves? out|leaves? (?:\w+ ){1,6}(?:out|behind)|"
    r"left behind|barred|banned|kept from|stays? off|stay off|taken out|"
    r"discontinued|ended|expires? unused|void|fails?|failed|unable|needs? to pay|have to pay|"
    r"has to pay|of (?:its|their|your) own|yourself|manually|non-\w+|regardless|alike|"
    r"lower-case|must be|forfeit\w*|waived|deleted|erased|disabled|turned off|switched off)\b",
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
_HANGS = word_set("if unless when whether until once")


def polarity_of(statement: Statement) -> Polarity:
    """Return what a sentence says of its subject, by the words it says it with."""
    text = statement.text
    if _ONLY.search(text):
        return Polarity.FOR_SOME
    if _ANYWAY.search(text):
        return Polarity.SO
    found = [match.group() for match in _NO.finditer(text)]
    if found:
        return Polarity.NOT_SO if len(found) <= _MOST_DENIALS else Polarity.UNCLEAR
    return Polarity.SO if _YES.search(text) else Polarity.UNCLEAR


_MOST_DENIALS = 2
