"""Which words ask for which kind of answer, and which words such an answer holds."""

import re
from collections.abc import Mapping
from enum import StrEnum

from handrail.kernel.patterns import when_used


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


_START = r"^(?:(?:hi|hello|hey|please|and|so|but|also|then|ok|okay)\b[\s,!.]*)*"
_PERIODS = "days|hours|weeks|months|years|minutes"
_MEASURES = (
    "price|cost|fee|fees|rate|limit|percentage|number|population|size|amount|maximum|minimum|"
    "share|quota"
)
_SPANS = "year|date|day|month|century|decade|time|era|period"
_ASKERS = "i|we|you|one|customers|users|someone|people|my"
_PLACES = "city|country|place|region|state|location"
_PEOPLE = "person|people|man|woman|king|scientist|president"
_AUXILIARIES = (
    "is|are|was|were|do|does|did|can|could|will|would|should|may|must|has|have|had|am|isn't|"
    "aren't|don't|doesn't|can't|won't"
)
_REQUESTS = "tell|explain|show|give|help|share|shed|provide|describe"

ASKS: Mapping[AnswerKind, re.Pattern[str]] = {
    kind: when_used("|".join(patterns), re.IGNORECASE)
    for kind, patterns in (
        (
            AnswerKind.DURATION,
            (
                rf"\bhow (?:long|soon|quickly|fast|often|frequently|many (?:{_PERIODS}))\b",
                r"\bwhat(?:'s| is) the (?:waiting|delivery|processing|response) time\b",
                r"\bfor how long\b",
            ),
        ),
        (
            AnswerKind.AMOUNT,
            (
                r"\bhow (?:much|many|big|large|far|high|tall|old|deep|wide|heavy)\b",
                rf"\bwhat (?:is |are |was |does )?(?:the )?(?:\w+ )?(?:{_MEASURES})\b",
                r"\bwhat percent",
                r"\bpric(?:e|es|ing) of\b",
            ),
        ),
        (
            AnswerKind.TIME,
            (
                r"\b(?:when|since when|until when|by when)\b(?! (?:i|we|you)\b)",
                rf"\b(?:what|which) (?:{_SPANS})\b",
                r"\bat what (?:time|point)\b",
                r"\bdeadline\b",
            ),
        ),
        (
            AnswerKind.STEPS,
            (
                rf"\bhow (?:do|can|could|should|would|might|must) (?:{_ASKERS})\b",
                r"\bhow (?:to|do|would)\b",
                r"\bwhat (?:do i (?:need to )?|should i )do\b",
                r"\bhow (?:is|are) \w+ (?:set up|done)\b",
                r"\b(?:steps|instructions)\b",
                r"\bways? to\b",
            ),
        ),
        (
            AnswerKind.REASON,
            (
                r"\bwhy\b",
                r"\bhow come\b",
                r"\bwhat (?:is|was|are) the (?:reason|cause|purpose)",
                r"\bwhat caused\b",
            ),
        ),
        (
            AnswerKind.PLACE,
            (_START + r"(?:\w+ ){0,2}where\b", rf"\bin (?:what|which) (?:{_PLACES})\b"),
        ),
        (AnswerKind.PERSON, (r"\b(?:who|whom|whose)\b", rf"\b(?:what|which) (?:{_PEOPLE})\b")),
        (
            AnswerKind.YES_NO,
            (_START + rf"(?:{_AUXILIARIES})\b(?! (?:you )?(?:{_REQUESTS}))",),
        ),
        (
            AnswerKind.DEFINITION,
            (
                _START + r"what(?:'s| is| are| was| were| does \w+ mean)\b",
                r"\bmeaning of\b",
                r"\bdefin",
            ),
        ),
    )
}
"""Tried in this order; the first that is found says what is asked for."""

_NUMBER = (
    r"(?:\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|"
    r"hundred|thousand|million|billion)\b)"
)
_UNIT = (
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|(?:business |working |calendar )?days?|weeks?|"
    r"months?|years?|decades?|centur(?:y|ies)|ms)"
)
_DATES = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|midnight|noon|century"
)
_ROLES = (
    r"admin(?:istrator)?s?|owners?|members?|users?|anyone|everyone|customers?|people|team|staff|"
    r"support|only|you|we|they|who"
)
_ACTIONS = (
    "click|select|go|open|choose|enter|add|set|create|run|use|navigate|log|sign|press|tap|type|"
    "install|copy|paste|enable|disable|edit|remove|delete|change|upload|download|send|contact|"
    "visit|make|check|follow|scroll|save|find|configure|update|export|import|restart|turn|fill|"
    "ask|start|provide|include"
)

HOLDS: Mapping[AnswerKind, re.Pattern[str]] = {
    kind: when_used("|".join(patterns))
    for kind, patterns in (
        (
            AnswerKind.DURATION,
            (
                rf"(?i:{_NUMBER}(?:\s|-)*(?:to|and|or|–|-)?\s*(?:{_NUMBER})?(?:\s|-)*{_UNIT}\b)",
                r"(?i:\b(?:daily|weekly|monthly|yearly|annually|hourly|nightly|instantly)\b)",
                r"(?i:\b(?:immediately|indefinitely|forever|lifetime|once an?)\b)",
                rf"(?i:\b(?:every (?:\w+ )?|an? (?:few )?){_UNIT}\b)",
            ),
        ),
        (
            AnswerKind.AMOUNT,
            (
                rf"(?i:{_NUMBER}|[$€£¥%])",
                r"(?i:\b(?:free|unlimited|half|twice|double|percent|several|most|all)\b)",
                r"(?i:\bno (?:limit|charge|fee)\b)",
            ),
        ),
        (
            AnswerKind.TIME,
            (
                r"(?i:\b\d{4}s?\b|\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?(?:st|nd|rd|th|am|pm)\b)",
                rf"(?i:\b(?:{_DATES})\b|{_NUMBER}\s*{_UNIT})",
                r"(?i:\b(?:after|before|once|until|during|as soon as|whenever|when|if)\b)",
            ),
        ),
        (
            AnswerKind.REASON,
            (
                r"(?i:\b(?:because|since|due to|owing to|so that|in order to|caused?|causes)\b)",
                r"(?i:\b(?:reasons?|therefore|thus|hence|as a result|leads? to|led to)\b)",
                r"(?i:\b(?:prevents?|ensures?|allows?)\b)",
                r"(?i:\bto (?:avoid|protect|reduce|keep|make|help|improve|ensure|prevent)\b)",
            ),
        ),
        (
            AnswerKind.PLACE,
            (
                r"\b(?:in|at|near|under|from|to|on|inside|within|via)\s+(?:the\s+)?[A-Z*\"“]",
                r"\b(?:in|at|under|to|on)\s+(?:the\s+)?(?:your|our|right|left|top|bottom)\b",
                r"→|»| > |https?://|\w/\w",
            ),
        ),
        (AnswerKind.PERSON, (r"(?<=[a-z,] )[A-Z][\w'.-]+", rf"(?i:\b(?:{_ROLES})\b)")),
        (
            AnswerKind.STEPS,
            (
                rf"(?i:^(?:\d+[.)]\s*)?(?:{_ACTIONS})\b)",
                r"(?i:\byou (?:can|need to|must|should)\b)",
                r"(?i:\b(?:by \w+ing|in order to|simply|please)\b|\bto \w+)",
            ),
        ),
        (
            AnswerKind.YES_NO,
            (
                r"(?i:\b(?:yes|no|not|cannot|never|can|may|must|is|are|will|does|do)\b|n't\b)",
                r"(?i:\b(?:allowed|supports?|available|possible|only|always)\b)",
            ),
        ),
        (
            AnswerKind.DEFINITION,
            (
                r"(?i:\b(?:is|are|was|were|means?|refers?|called|known|defined)\b)",
                r"(?i:\b(?:describes?|consists?|stands for)\b)",
            ),
        ),
    )
}
