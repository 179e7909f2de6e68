"""One scripted customer's conversation: what they write, and what they make of each reply."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.labelled import LabelledQuestion, is_wrong
from handrail.domain.decision.model import Answer, Clarify, Courtesy, HandOff, TurnRecord
from handrail.sample.simulation.model import Customer, Got, Visit, Want
from handrail.sample.simulation.noise import SHARP, typed

_GREETINGS = ("hi", "hello", "good morning")
_THANKS = ("thank you, that helped!", "thanks, that worked", "great, thanks")
_PERSON = ("I'd like to talk to a person please", "can I talk to a human", "get me a person")


class Speaking(Protocol):
    """Speak in a conversation, as a customer does."""

    @property
    def conversation(self) -> ConversationId:
        """Return which one."""
        ...

    def say(self, text: str) -> TurnRecord:
        """Send a message and return the record of the reply."""
        ...


@dataclass(slots=True)
class _Heard:
    """Hold what a customer has heard so far."""

    got: Got | None = None
    messages: int = 0
    is_over: bool = False


def talk(customer: Customer, speaking: Speaking, draw: random.Random) -> Visit:
    """Hold the conversation; return how it went. A customer sees replies, never the labels."""
    heard = _Heard()
    for text in _lines(customer, heard, draw):
        heard.messages += 1
        record = speaking.say(text)
        _take_in(record, customer, heard)
        if heard.is_over:
            break
    persona = customer.persona
    is_wrong_now = heard.got is Got.WRONG
    return Visit(
        customer=customer,
        conversation=speaking.conversation,
        got=heard.got or _unhelped(customer),
        messages=heard.messages,
        notices=is_wrong_now and draw.random() < max(0.7, persona.notices),
    )


def _lines(customer: Customer, heard: _Heard, draw: random.Random) -> Iterator[str]:
    """Yield what the customer writes next, given what they have heard by then."""
    persona = customer.persona
    if draw.random() < persona.greets:
        yield draw.choice(_GREETINGS)
    yield from customer.goal.about_before
    heard.got = None  # what came before was another question
    for text in _askings(customer, draw):
        yield typed(text, persona, draw)
        if heard.got is not None and not _sees_through(customer, heard, draw):
            if draw.random() < persona.thanks:
                yield draw.choice(_THANKS)
            return
        if heard.messages >= persona.patience:
            return
        yield from _unhappy(customer, draw)
        if draw.random() >= persona.asks_again:
            return


def _unhappy(customer: Customer, draw: random.Random) -> Iterator[str]:
    """Yield what somebody writes whom nothing has helped; a person ends it."""
    if draw.random() < customer.persona.anger:
        yield draw.choice(SHARP)
    if draw.random() < customer.persona.wants_person:
        yield draw.choice(_PERSON)


def _askings(customer: Customer, draw: random.Random) -> Iterator[str]:
    """Yield ways to ask for the same, in no order of merit."""
    goal = customer.goal
    says = list(goal.comes_back if customer.is_back and goal.comes_back else goal.says)
    draw.shuffle(says)
    yield from says
    if len(says) == 1:
        yield f"I mean: {says[0]}"


def _sees_through(customer: Customer, heard: _Heard, draw: random.Random) -> bool:
    """Tell whether somebody who was told something wrong notices it at once."""
    return heard.got is Got.WRONG and draw.random() < customer.persona.notices


def _take_in(record: TurnRecord, customer: Customer, heard: _Heard) -> None:
    goal = customer.goal
    match record.outcome:
        case HandOff():
            heard.got = Got.HANDED_OFF
            heard.is_over = True
        case Answer() as answer:
            right = not is_wrong(_labelled(customer), answer) and goal.tells in record.reply
            if heard.got is not Got.REACHED:
                heard.got = Got.REACHED if right and goal.want is Want.ANSWER else Got.WRONG
        case Clarify(choices=choices) if any(c.article in goal.articles for c in choices):
            heard.got = heard.got or Got.REACHED
        case Courtesy() | _:
            pass


def _labelled(customer: Customer) -> LabelledQuestion:
    goal = customer.goal
    return LabelledQuestion(
        question=goal.says[0],
        answerable=goal.want is Want.ANSWER,
        articles=tuple(sorted(goal.articles)),
    )


def _unhelped(customer: Customer) -> Got:
    """Return what it is to have got nothing: right only where there was nothing to get."""
    is_right = customer.goal.want is Want.UNKNOWN
    return Got.ABSTAINED_RIGHTLY if is_right else Got.NOT_HELPED
