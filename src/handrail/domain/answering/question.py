"""What does a question ask for: which words matter, and what would an answer have to hold?"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handrail.domain.answering.words import Word, WordKind, read_words


class AnswerKind(StrEnum):
    """What an answer must hold to be one."""

    STEPS = "steps"
    DURATION = "duration"
    AMOUNT = "amount"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    YES_NO = "yes_no"
    DEFINITION = "definition"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold a question as it is matched against evidence."""

    text: str
    words: tuple[Word, ...]
    terms: tuple[Word, ...]
    """Words that carry meaning; all words where none does."""
    kind: AnswerKind
    is_negated: bool


_START = r"^(?:(?:hi|hello|hey|please|and|so|but|also|then|ok|okay)\b[\s,!.]*)*"
_KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            AnswerKind.DURATION,
            r"\bhow (?:long|soon|quickly|fast|often|frequently|many (?:days|hours|weeks|months|years|minutes))\b"
            r"|\bwhat(?:'s| is) the (?:waiting|delivery|processing|response) time\b|\bfor how long\b",
        ),
        (
            AnswerKind.AMOUNT,
            r"\bhow (?:much|many|big|large|far|high|tall|old|deep|wide|heavy)\b"
            r"|\bwhat (?:is |are |was |does )?(?:the )?(?:\w+ )?(?:price|cost|fee|fees|rate|limit|percentage|number|"
            r"population|size|amount|maximum|minimum|share|quota)\b|\bwhat percent|\bpric(?:e|es|ing) of\b",
        ),
        (
            AnswerKind.TIME,
            r"\b(?:when|since when|until when|by when)\b(?! (?:i|we|you)\b)"
            r"|\b(?:what|which) (?:year|date|day|month|century|decade|time|era|period)\b"
            r"|\bat what (?:time|point)\b|\bdeadline\b",
        ),
        (
            AnswerKind.STEPS,
            r"\bhow (?:do|can|could|should|would|might|must) (?:i|we|you|one|customers|users|someone|people|my)\b"
            r"|\bhow (?:to|do)\b|\bsteps\b|\bwhat do i (?:need to )?do\b|\bwhat should i do\b|\bhow (?:is|are) \w+ (?:set up|done)\b"
            r"|\bways? to\b|\binstructions\b|\bhow would\b",
        ),
        (AnswerKind.REASON, r"\bwhy\b|\bhow come\b|\bwhat (?:is|was|are) the (?:reason|cause|purpose)|\bwhat caused\b"),
        (AnswerKind.PLACE, _START + r"(?:\w+ ){0,2}where\b|\bin (?:what|which) (?:city|country|place|region|state|location)\b"),
        (AnswerKind.PERSON, r"\b(?:who|whom|whose)\b|\b(?:what|which) (?:person|people|man|woman|king|scientist|president)\b"),
        (
            AnswerKind.YES_NO,
            _START + r"(?:is|are|was|were|do|does|did|can|could|will|would|should|may|must|has|have|had|am|isn't|aren't|"
            r"don't|doesn't|can't|won't)\b(?! (?:you )?(?:tell|explain|show|give|help|share|shed|provide|describe))",
        ),
        (AnswerKind.DEFINITION, _START + r"what(?:'s| is| are| was| were| does \w+ mean)\b|\bmeaning of\b|\bdefin"),
    )
)  # fmt: skip
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|cannot|without|neither|nor|nobody|nothing|unable|except)\b|n[’']t\b",
    re.IGNORECASE,
)

_NUMBER = r"(?:\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion)\b)"
_TIME_UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|(?:business |working |calendar )?days?|weeks?|months?|years?|decades?|centur(?:y|ies)|ms)"
_HOLDS: dict[AnswerKind, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in (
        (
            AnswerKind.DURATION,
            rf"(?i:{_NUMBER}(?:\s|-)*(?:to|and|or|–|-)?\s*(?:{_NUMBER})?(?:\s|-)*{_TIME_UNIT}\b"
            rf"|\b(?:daily|weekly|monthly|yearly|annually|hourly|nightly|instantly|immediately|indefinitely|forever|lifetime|"
            rf"once an?|every (?:\w+ )?{_TIME_UNIT}|an? (?:few )?{_TIME_UNIT})\b)",
        ),
        (AnswerKind.AMOUNT, rf"(?i:{_NUMBER}|[$€£¥%]|\b(?:free|unlimited|half|twice|double|percent|no (?:limit|charge|fee)|several|most|all)\b)"),
        (
            AnswerKind.TIME,
            rf"(?i:\b\d{{4}}s?\b|\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)\b|\b\d{{1,2}} ?(?:am|pm)\b|"
            rf"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|"
            rf"wednesday|thursday|friday|saturday|sunday|today|tomorrow|midnight|noon|century|after|before|once|until|during|"
            rf"as soon as|whenever|when|if)\b|{_NUMBER}\s*{_TIME_UNIT})",
        ),
        (AnswerKind.REASON, r"(?i:\b(?:because|since|due to|owing to|so that|in order to|caused?|causes|reasons?|therefore|thus|hence|"
            r"as a result|leads? to|led to|prevents?|ensures?|allows?|to (?:avoid|protect|reduce|keep|make|help|improve|ensure|prevent))\b)"),
        (AnswerKind.PLACE, r"(?:\b(?:in|at|near|under|from|to|on|inside|within|via)\s+(?:the\s+)?(?:[A-Z*\"“]|your|our|right|left|top|bottom)|→|»| > |https?://|\w/\w)"),
        (AnswerKind.PERSON, r"(?:(?<=[a-z,] )[A-Z][\w'.-]+|(?i:\b(?:admin(?:istrator)?s?|owners?|members?|users?|anyone|everyone|customers?|"
            r"people|team|staff|support|only|you|we|they|who)\b))"),
        (AnswerKind.STEPS, r"(?i:^(?:\d+[.)]\s*)?(?:click|select|go|open|choose|enter|add|set|create|run|use|navigate|log|sign|press|tap|type|"
            r"install|copy|paste|enable|disable|edit|remove|delete|change|upload|download|send|contact|visit|make|check|follow|scroll|save|"
            r"find|configure|update|export|import|restart|turn|fill|ask|start|provide|include)\b|\b(?:you can|you need to|you must|you should|"
            r"to do (?:this|so)|by \w+ing|in order to|simply|please)\b|\bto \w+)"),
        (AnswerKind.YES_NO, r"(?i:\b(?:yes|no|not|cannot|never|can|may|must|is|are|will|does|do|allowed|supports?|available|possible|only|always)\b|n't\b)"),
        (AnswerKind.DEFINITION, r"(?i:\b(?:is|are|was|were|means?|refers?|called|known|defined|describes?|consists?|stands for)\b)"),
    )
}  # fmt: skip


@lru_cache(maxsize=1_024)
def read_question(text: str) -> Question:
    """Return what a question asks for."""
    words = read_words(text)
    terms = tuple(word for word in words if word.kind is not WordKind.STOP)
    return Question(
        text=text,
        words=words,
        terms=terms or words,
        kind=kind_of(text),
        is_negated=bool(_NEGATION.search(text)),
    )


def kind_of(text: str) -> AnswerKind:
    """Return what an answer to the question would have to hold."""
    return next((kind for kind, asks in _KINDS if asks.search(text)), AnswerKind.OTHER)


def holds_answer(kind: AnswerKind, text: str) -> bool:
    """Tell whether a text holds anything of the kind that is asked for; OTHER is held by any text."""
    pattern = _HOLDS.get(kind)
    return pattern is None or bool(pattern.search(text))


def is_negated(text: str) -> bool:
    """Tell whether a text denies something."""
    return bool(_NEGATION.search(text))
