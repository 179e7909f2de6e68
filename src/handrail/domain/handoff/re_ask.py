"""Does an agent ask again for what the customer said already, or what the brief holds?

Read are the first two messages of the agent. What they ask for is told by phrases, in English and,
for what is asked most, in German, Spanish, French and Portuguese.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from handrail.domain.conversation.model import Author, Message
from handrail.domain.handoff.asking_phrases import ASKING, AskedFor
from handrail.domain.handoff.held_values import has_date, has_product, has_sum
from handrail.domain.handoff.model import Brief, Slot
from handrail.domain.handoff.own_values import OwnValue, values_in
from handrail.domain.handoff.quoting import sentences_of
from handrail.domain.handoff.wants import words_that_want

FIRST_MESSAGES = 2
_ASKS = re.compile(
    r"[?？؟]|\b(?:please|could|can|may|need|provide|send|tell|share|confirm|let me know|state|mind|"
    r"bitte|könnten|indique|veuillez|por favor)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:another|different|other|else|andere|otro|otra|autre|outro)\b", re.IGNORECASE
)
_PHRASES = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in ASKING.items()}
_VALUES = {
    AskedFor.REFERENCE: OwnValue.REFERENCE,
    AskedFor.EMAIL: OwnValue.EMAIL,
    AskedFor.NAME: OwnValue.NAME,
    AskedFor.PHONE: OwnValue.PHONE,
    AskedFor.ADDRESS: OwnValue.ADDRESS,
}
_TOLD: Mapping[AskedFor, Callable[[str], bool]] = {
    AskedFor.WHAT_HAPPENED: lambda text: bool(words_that_want(text)),
    AskedFor.PRODUCT: has_product,
    AskedFor.AMOUNT: has_sum,
    AskedFor.DATE: has_date,
}


def re_asked(
    messages: Sequence[Message], brief: Brief | None, since: int = 0
) -> frozenset[AskedFor]:
    """Return what the agent's first two messages ask for although it was said before.

    `since` is the sequence of the last message before the handover; messages of agents up to it
    belong to an earlier one.
    """
    again: set[AskedFor] = set()
    spoken = [m for m in messages if m.author is Author.AGENT and m.sequence > since]
    for message in spoken[:FIRST_MESSAGES]:
        before = [m for m in messages if m.sequence < message.sequence]
        again |= asked_for(message.text) & held_by(before, brief)
    return frozenset(again)


def asked_for(text: str) -> frozenset[AskedFor]:
    """Return what a message of an agent asks for."""
    sentences = (text[start:end] for start, end in sentences_of(text))
    asking = [s for s in sentences if _ASKS.search(s) and not _ANOTHER.search(s)]
    return frozenset(
        kind for kind, phrase in _PHRASES.items() if any(phrase.search(s) for s in asking)
    )


def held_by(messages: Sequence[Message], brief: Brief | None) -> frozenset[AskedFor]:
    """Return what the customer's messages, or the brief, hold already."""
    said = [m.text for m in messages if m.author is Author.CUSTOMER]
    on_cards = [] if brief is None else [line.text for line in brief.of(Slot.ACTIONS)]
    values = {kind for text in (*said, *on_cards) for kind, _ in values_in(text)}
    held = {asked for asked, value in _VALUES.items() if value in values}
    held |= {asked for asked, tells in _TOLD.items() if any(map(tells, said))}
    if any(map(has_sum, on_cards)):
        held.add(AskedFor.AMOUNT)
    return frozenset(held)
