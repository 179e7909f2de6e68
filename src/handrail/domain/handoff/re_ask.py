"""Does an agent ask again for what the customer said already, or what the brief holds?

Read are the first two messages of the agent. What they ask for is told by phrases, in English and,
for what is asked most, in German, Spanish, French and Portuguese.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from handrail.domain.conversation.model import Author, Message
from handrail.domain.handoff.held_values import has_date, has_product, has_sum
from handrail.domain.handoff.model import Brief, Slot
from handrail.domain.handoff.own_values import OwnValue, values_in
from handrail.domain.handoff.quoting import sentences_of
from handrail.domain.handoff.wants import words_that_want

FIRST_MESSAGES = 2


class AskedFor(StrEnum):
    """What an agent can ask a customer for."""

    REFERENCE = "reference"
    """Number of an order, a customer, a booking."""
    EMAIL = "email"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    WHAT_HAPPENED = "what_happened"
    PRODUCT = "product"
    AMOUNT = "amount"
    DATE = "date"


_ASKS = re.compile(
    r"[?？؟]|\b(?:please|could|can|may|need|provide|send|tell|share|confirm|let me know|bitte|"
    r"indique|veuillez|por favor)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:another|different|other|else|andere|otro|otra|autre|outro)\b", re.IGNORECASE
)
_OF_WHAT = (
    r"(?:order|customer|booking|reservation|ticket|account|student|client|confirmation|reference|"
    r"invoice|member(?:ship)?)"
)
_SPOKEN: Mapping[AskedFor, str] = {
    AskedFor.REFERENCE: rf"\b{_OF_WHAT}(?:'s)? (?:number|no\b|id\b|ref\w*|code)|\breference number|"
    r"\b(?:which|what) order\b|\b(?:bestell|auftrags|kunden|rechnungs)nummer|"
    r"\bwelche bestellung|\bn[úu]mero (?:de|do) (?:su |seu )?(?:pedido|cliente)|"
    r"\bnum[ée]ro de (?:votre )?(?:commande|client)|\bqu(?:é|e) pedido|\bquelle commande",
    AskedFor.EMAIL: r"\be-?mails?\b|\bcorreo\b|\bcourriel\b",
    AskedFor.NAME: r"\byour (?:full |first |last )?name\b|\bname(?: and|,)|\bwho am i (?:speaking|talking|"
    r"chatting)|\bihre?n? (?:vollen )?namen\b|\bsu nombre\b|\bvotre nom\b|\bseu nome\b",
    AskedFor.PHONE: r"\b(?:phone|telephone|mobile|cell)(?: number)?\b|\bnumber (?:can|could|should|may) "
    r"(?:we|i) (?:reach|call|ring)|\bnumber to (?:reach|call|ring)|\btelefonnummer|\btel[ée]fono|"
    r"\bt[ée]l[ée]phone",
    AskedFor.ADDRESS: r"(?<!mail )(?<!ip )\baddress\b(?! is registered)|\bwhere should (?:it|we|i) "
    r"(?:be )?(?:deliver|sen[dt]|ship)\w*|(?<!mail-)\badresse\b|\bdirecci[óo]n\b|\bendereço\b",
    AskedFor.WHAT_HAPPENED: r"\bwhat happened|\bhow (?:can|may|could) i (?:be of )?(?:help|assist)|"
    r"\bwhat can i (?:do|help)|\bwhat is it about|\bwhat'?s (?:up|going on)|"
    r"\b(?:describe|explain)\b|\bwhat(?:'s| is| seems to be) (?:the )?(?:problem|issue|matter|wrong|"
    r"trouble)|\bwie kann ich (?:ihnen |dir )?helfen|\bwas ist (?:passiert|das problem)|"
    r"\ben qu[ée] puedo ayudar|\bqu[ée] (?:ha )?pas(?:ó|ado)|\bcomment puis-je vous aider|"
    r"\bque s'est-il passé|\bcomo posso ajudar",
    AskedFor.PRODUCT: r"\b(?:which|what) (?:\w+ )?(?:product|item|instrument|model|article|device)\b|"
    r"\bwhat did (?:you|he|she|they|your \w+) (?:order|buy|purchase)\b|"
    r"\bwelche[sn]? (?:produkt|artikel|gerät)|\bqu[ée] (?:producto|artículo)|\bquel (?:produit|article)",
    AskedFor.AMOUNT: r"\bhow much\b|\b(?:what|the|which) amount|\bwie ?viel\b|\bbetrag\b|\bcu[áa]nto\b|"
    r"\bimporte\b|\bcombien\b|\bmontant\b|\bquanto\b",
    AskedFor.DATE: r"\bwhen (?:did|was|were|have)\b|\b(?:what|which) (?:date|day)s?\b|"
    r"\bdate of (?:the )?\w+|\bwann (?:haben|war|wurde)|\bcu[áa]ndo\b|\bquand\b|\bquando\b",
}
_PHRASES = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _SPOKEN.items()}
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
