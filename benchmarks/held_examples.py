"""A few hundred conversations that the real flow holds: what stored ones are printed from.

What customers write is that of `past_conversations`; here they also wait for a person and are
answered, thank, rate, and confirm or decline what they asked for.
"""

import random
from datetime import timedelta

from benchmarks.past_conversations import Lines, opened_for, written
from handrail.app import App
from handrail.cli.deciding import decide
from handrail.domain.actions.model import Action, ActionState, Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import ActionRuled, HandOff, TurnRecord
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.handle_message import handle_message
from handrail.flow.rate_conversation import rate_conversation
from handrail.flow.staff import add_staff, all_staff, staff_of
from handrail.flow.suggest_reply import suggest_reply
from handrail.flow.take_over import close_conversation, return_to_assistant, say_as_agent
from handrail.kernel.errors import HandrailError
from handrail.sample.simulation.running import SetClock

_APART, _BETWEEN, _WAIT = timedelta(minutes=15), timedelta(seconds=20), timedelta(minutes=4)
_AGENT = StaffId("kim")
_ANSWERS = (
    "Hello, this is Kim. I have looked it up for you and put it right.",
    "Hi, Kim here. That is a case for our workshop: I have booked you in for Tuesday.",
    "Hello! The stock list says yes; I have put one aside for you.",
)
_COMMENTS = (None, None, "quick and clear", "had to ask twice", "this did not answer my question")


class Examples:
    """Hold conversations with a project that runs on a clock of its own.

    The clock goes ahead of the order system's: to that, nothing that is asked comes too late.
    """

    def __init__(self, app: App, clock: SetClock, seed: int) -> None:
        self._app = app
        self._clock = clock
        self._draw = random.Random(seed)
        ports = app.staff_ports()
        if _AGENT not in {member.staff for member in all_staff(ports)}:
            self._kim = staff_of(add_staff(_AGENT, Role.AGENT, ports, shown_as="Kim L."), ports)
        else:
            self._kim = StaffSession(staff=_AGENT, role=Role.AGENT)

    def hold(self, count: int) -> tuple[ConversationId, ...]:
        """Hold so many; return their ids in order."""
        seed = self._draw.randrange(2**32)
        return tuple(self._held(lines) for lines in written(count, seed))

    def _held(self, lines: Lines) -> ConversationId:
        app = self._app
        self._clock.step(_APART)
        ref = opened_for(lines.customer, app)
        for text in lines.says:
            self._clock.step(_BETWEEN)
            inbound = InboundMessage(conversation=ref, text=text, locale="en", channel="web")
            self._follow(handle_message(inbound, app.message_ports()))
        if self._draw.random() < 0.25:
            self._clock.step(_BETWEEN)
            score = self._draw.choices((1, 2, 3, 4, 5), (2, 1, 2, 4, 6))[0]
            rate_conversation(ref, score, self._draw.choice(_COMMENTS), app.desk_ports())
        return ref

    def _follow(self, record: TurnRecord) -> None:
        match record.outcome:
            case ActionRuled(state=ActionState.AWAITING_CUSTOMER) as card:
                is_approved = self._draw.random() < 0.8
                self._clock.step(_BETWEEN)
                action = decide(card, record.conversation, self._app, is_approved=is_approved)
                self._carry_out(action)
            case HandOff():
                self._answer_as_person(record.conversation)
            case _:
                pass

    def _carry_out(self, action: Action) -> None:
        """Try what was agreed to, as the worker does."""
        if action.state is ActionState.APPROVED and self._app.acting is not None:
            carry_out_action(action.id, self._app.acting.carrying)

    def _answer_as_person(self, ref: ConversationId) -> None:
        """Let one of the staff answer most of those who wait, and end it."""
        if self._draw.random() < 0.1:
            return
        ports = self._app.desk_ports()
        self._clock.step(_WAIT)
        drafted = self._drafted(ref)
        say_as_agent(ref, self._draw.choice(_ANSWERS), self._kim, ports, suggestion=drafted)
        with self._app.store.read() as reading:
            held = reading.open_handoff_of(ref)
        assert held is not None, "somebody has just answered in it"
        self._clock.step(_BETWEEN)
        end = close_conversation if self._draw.random() < 0.7 else return_to_assistant
        end(held.id, self._kim, ports)

    def _drafted(self, ref: ConversationId) -> str | None:
        if self._draw.random() < 0.7:
            return None
        try:
            return suggest_reply(ref, self._app.desk_ports()).id
        except HandrailError:
            return None
