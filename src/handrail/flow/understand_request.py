"""Understand whether a message asks for an action, and ask for what is missing, one thing a turn.

Nothing here permits anything: a proposal that comes out of it goes to the gate like any other. A
question reaches the answers: where a message may be either, the customer is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.cues import is_question, only_asks
from handrail.domain.actions.fill import Filled, Next, fill, fill_answer, next_question
from handrail.domain.actions.form import Form, Reply, Step, leaves_form, short_reply
from handrail.domain.actions.model import Proposal
from handrail.domain.actions.model_proposal import ModelProposal, taken_from
from handrail.domain.actions.own_words import own_words
from handrail.domain.actions.request_phrases import (
    LEFT,
    OFFER_PERSON,
    again,
    go_on,
    question,
    whether,
    which_action,
    which_value,
)
from handrail.domain.actions.spec import ActionSpec, Arguments, Parameter, ParameterKind
from handrail.domain.actions.wants_action import (
    Asks,
    AsksForNothing,
    MayAsk,
    Wish,
    wants_action,
)
from handrail.flow.hear_request import EmbeddedSentences

_RULES = "rules"
_FEW_WORDS = 4
_PATIENCE = 2  # a question is asked so often; then a person is offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Requesting:
    """Hold a customer's message with what the turn before left, and what a model made of it."""

    text: str
    """The customer's own message of this turn, and nothing else: no article, no earlier reply."""
    form: Form | None = None
    proposed: ModelProposal | None = None
    language: str = "en"
    """In which a model found the message to be written; the rules read English only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPorts:
    """Hold what understanding a request needs."""

    catalogue: Catalogue
    sentences: EmbeddedSentences
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBack:
    """Ask the customer one thing; the form waits for the reply."""

    text: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class NotARequest:
    """Let the message be answered as any other is."""

    question: str | None = None
    """What to answer instead of the message: what the customer had written before."""
    form: Form | None = None
    """Stays open while something else is answered."""
    afterwards: str = ""
    """What to say after the answer: the offer to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Say that nothing was done: the customer does not want it any more."""

    text: str = LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class WantsPerson:
    """Hand over: the customer took the offer of a person."""


Outcome = Proposal | AskBack | NotARequest | Left | WantsPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodRequest:
    """Hold what came of a message, and what was dropped of a model's proposal, for the record."""

    outcome: Outcome
    dropped: tuple[str, ...] = ()


def understand_request(asked: Requesting, ports: RequestPorts) -> UnderstoodRequest:
    """Return the proposal that a message makes, what to ask back, or that it is no request."""
    turn = _Turn(asked, ports)
    outcome = turn.continued(asked.form) if asked.form is not None else turn.fresh()
    return UnderstoodRequest(outcome=outcome, dropped=turn.dropped)


class _Turn:
    """One message, understood step by step."""

    def __init__(self, asked: Requesting, ports: RequestPorts) -> None:
        self._ports = ports
        self._text = asked.text
        self._own = own_words(asked.text)
        self._is_english = asked.language.startswith("en")
        self._spec: ActionSpec | None = None
        self._read: Arguments = {}
        self._by = _RULES
        self.dropped: tuple[str, ...] = ()
        if asked.proposed is not None:
            taken = taken_from(asked.proposed, ports.catalogue, self._own.text, ports.currency)
            self._spec, self._read, self.dropped = taken.spec, taken.arguments, taken.dropped
            self._by = asked.proposed.model if taken.spec is not None else _RULES

    def fresh(self) -> Outcome:
        """Understand a message that answers nothing."""
        wish = self._wish()
        if self._spec is not None:
            return self._by_model(self._spec, wish)
        match wish:
            case Asks(action):
                return self._begun(self._find(action))
            case MayAsk(actions):
                return self._ask_which(actions)
            case AsksForNothing():
                return NotARequest()
            case other:
                assert_never(other)

    def continued(self, form: Form) -> Outcome:
        """Understand a message that follows a question of ours."""
        if any(self._ports.catalogue.find(name) is None for name in form.actions):
            return self.fresh()  # the action is gone since then
        match form.step:
            case Step.ARGUMENT:
                return self._argument(form)
            case Step.WHETHER | Step.WHICH:
                return self._settled(form)
            case Step.PERSON:
                return self._person()
            case other:
                assert_never(other)

    def _by_model(self, spec: ActionSpec, wish: Wish) -> Outcome:
        """Take a model's proposal, or ask where the rules see no request in the words."""
        if self._is_english and wish == AsksForNothing():
            return self._ask_which((spec.name,))
        return self._begun(spec)

    def _wish(self) -> Wish:
        if all(only_asks(sentence.text) for sentence in self._own.sentences):
            return AsksForNothing()
        heard = self._ports.sentences.heard(self._text)
        return wants_action(heard, self._ports.sentences.known())

    def _find(self, action: str) -> ActionSpec:
        spec = self._ports.catalogue.find(action)
        assert spec is not None, action
        return spec

    def _ask_which(self, actions: tuple[str, ...]) -> AskBack:
        specs = [self._find(action) for action in actions]
        step = Step.WHICH if len(specs) > 1 else Step.WHETHER
        text = which_action(specs) if len(specs) > 1 else whether(specs[0])
        return AskBack(text=text, form=Form(step=step, actions=actions, said=self._text))

    def _begun(self, spec: ActionSpec, before: str = "") -> Outcome:
        """Begin a form with what the customer has written, in this message and the one before."""
        held: Arguments = {}
        if before:
            held = fill(spec, own_words(before).text, {}, self._ports.currency).arguments
        filled = fill(spec, self._own.text, held, self._ports.currency)
        return self._next(spec, self._with_read(spec, filled), before or self._text)

    def _with_read(self, spec: ActionSpec, filled: Filled) -> Filled:
        """Add what a model read, where the rules found nothing."""
        if self._spec is None or self._spec.name != spec.name:
            return filled
        known = {*filled.arguments, *filled.several}
        more = {name: value for name, value in self._read.items() if name not in known}
        return replace(filled, arguments={**filled.arguments, **more})

    def _next(self, spec: ActionSpec, filled: Filled, said: str) -> Outcome:
        following = next_question(spec, filled)
        if following is None:
            return Proposal(name=spec.name, arguments=filled.arguments, proposed_by=self._by)
        form = Form(
            step=Step.ARGUMENT,
            actions=(spec.name,),
            said=said,
            arguments=_plain(filled.arguments),
            asked=following.parameter.name,
        )
        return AskBack(text=self._asking(following), form=form)

    def _asking(self, following: Next) -> str:
        if not following.choices:
            return question(following.parameter)
        return which_value(following.parameter, following.choices, self._ports.currency)

    def _argument(self, form: Form) -> Outcome:
        spec = self._find(form.actions[0])
        asked = spec.parameter(form.asked)
        if asked is None:
            return self.fresh()
        if asked.kind is not ParameterKind.FLAG and leaves_form(self._text):
            return Left()
        held = form.arguments
        answer = fill_answer(spec, asked, self._own.text, held, self._ports.currency)
        filled = self._with_read(spec, answer)
        if asked.name in filled.arguments or asked.name in filled.several:
            return self._next(spec, filled, form.said)
        return self._beside(form, spec, asked)

    def _beside(self, form: Form, spec: ActionSpec, asked: Parameter) -> Outcome:
        """Understand a message that does not answer the question that was asked."""
        wish = self._wish()
        if isinstance(wish, Asks) and wish.action != spec.name:
            return self._begun(self._find(wish.action))
        if is_question(self._text):
            if form.was_interrupted:
                return NotARequest()
            kept = replace(form, was_interrupted=True)
            return NotARequest(form=kept, afterwards=go_on(spec, question(asked)))
        if form.times >= _PATIENCE:
            return AskBack(text=OFFER_PERSON, form=replace(form, step=Step.PERSON))
        text = again(asked, self._ports.currency)
        return AskBack(text=text, form=replace(form, times=form.times + 1))

    def _settled(self, form: Form) -> Outcome:
        """Understand the reply to the question whether, or which of several."""
        named = self._named(form)
        if len(named) == 1 and not only_asks(self._text):
            return self._begun(self._find(named[0]), before=form.said)
        if leaves_form(self._text):
            return Left()
        match short_reply(self._text):
            case Reply.KNOW:
                return NotARequest(question=form.said)
            case Reply.YES if form.step is Step.WHETHER:
                return self._begun(self._find(form.actions[0]), before=form.said)
            case Reply.NO:
                return Left()
            case _ if form.step is Step.WHETHER and self._names_it(form):
                return self._begun(self._find(form.actions[0]), before=form.said)
            case _:
                return self.fresh()

    def _names_it(self, form: Form) -> bool:
        """Tell whether a reply is nothing but what it is to be done to: a yes that says more."""
        spec = self._find(form.actions[0])
        named = None if spec.resource_argument is None else spec.parameter(spec.resource_argument)
        if named is None or len(self._own.text.split()) > _FEW_WORDS:
            return False
        held = fill(spec, self._own.text, {}, self._ports.currency).arguments
        return named.name in held

    def _named(self, form: Form) -> tuple[str, ...]:
        """Return which of the offered actions a short reply names."""
        if short_reply(self._text) in (Reply.NO, Reply.KNOW):
            return ()
        known = {known.name: known.keys for known in self._ports.sentences.known()}
        return tuple(n for n in form.actions if n in known and known[n].are_in(self._own.text))

    def _person(self) -> Outcome:
        reply = short_reply(self._text)
        if reply is Reply.YES:
            return WantsPerson()
        if reply is Reply.NO or leaves_form(self._text):
            return Left()
        return self.fresh()


def _plain(arguments: Arguments) -> Mapping[str, str | int | bool]:
    return {n: value for n, value in arguments.items() if isinstance(value, str | int | bool)}
