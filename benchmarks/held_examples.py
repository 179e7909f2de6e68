"""A few hundred conversations that the real flow holds: what stored ones are printed from.

What customers write is that of `past_conversations`; here they also wait for a person and are
answered, thank, rate, and confirm or decline what they asked for. Every answer is judged,
every turn ranked, and a lead reviews a few.
"""

import random
from collections.abc import Sequence
from datetime import timedelta

from benchmarks.past_conversations import Lines, opened_for, written
from handrail.app import App
from handrail.cli.deciding import decide
from handrail.domain.actions.model import Action, ActionState, Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import ActionRuled, HandOff, TurnRecord
from handrail.domain.quality.review import Cause, Verdict
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.handle_message import handle_message
from handrail.flow.judge_turns import judge_turns
from handrail.flow.rank_worst import rank_worst
from handrail.flow.rate_conversation import rate_conversation
from handrail.flow.review_turn import Reviewing, review_turn
from handrail.flow.staff import add_staff, all_staff, staff_of
from handrail.flow.suggest_reply import suggest_reply
from handrail.flow.take_over import close_conversation, return_to_assistant, say_as_agent
from handrail.judge_app import judging_ports
from handrail.kernel.errors import HandrailError
from handrail.review_app import rank_ports, review_ports
from handrail.sample.simulation.running import SetClock

_APART, _BETWEEN, _WAIT = timedelta(minutes=15), timedelta(seconds=20), timedelta(minutes=4)
_AGENT, _LEAD = StaffId("kim"), StaffId("lee")
_REVIEWED, _FOUND_RIGHT = 0.04, 0.7
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
        self._kim = self._known(_AGENT, Role.AGENT, "Kim L.")
        self._lee = self._known(_LEAD, Role.LEAD, "Lee")
        self._judging, self._ranking = judging_ports(app), rank_ports(app)

    def hold(self, count: int) -> tuple[ConversationId, ...]:
        """Hold so many; return their ids in order."""
        seed = self._draw.randrange(2**32)
        return tuple(self._held(lines) for lines in written(count, seed))

    def _known(self, name: StaffId, role: Role, shown_as: str) -> StaffSession:
        ports = self._app.staff_ports()
        if name in {member.staff for member in all_staff(ports)}:
            return StaffSession(staff=name, role=role)
        return staff_of(add_staff(name, role, ports, shown_as=shown_as), ports)

    def _look_at(self, records: Sequence[TurnRecord]) -> None:
        """Have what was just held judged and ranked, and some of its turns reviewed."""
        judge_turns(self._judging)
        rank_worst(self._ranking)
        for record in records:
            if self._draw.random() < _REVIEWED:
                is_right = self._draw.random() < _FOUND_RIGHT
                verdict, cause = (Verdict.RIGHT, None) if is_right else (Verdict.WRONG, Cause.TONE)
                said = Reviewing(record=record.id, verdict=verdict, cause=cause)
                review_turn(said, self._lee, review_ports(self._app))

    def _held(self, lines: Lines) -> ConversationId:
        app = self._app
        self._clock.step(_APART)
        ref, records = opened_for(lines.customer, app), list[TurnRecord]()
        for text in lines.says:
            self._clock.step(_BETWEEN)
            inbound = InboundMessage(conversation=ref, text=text, locale="en", channel="web")
            records.append(handle_message(inbound, app.message_ports()))
            self._follow(records[-1])
        if self._draw.random() < 0.25:
            self._clock.step(_BETWEEN)
            score = self._draw.choices((1, 2, 3, 4, 5), (2, 1, 2, 4, 6))[0]
            rate_conversation(ref, score, self._draw.choice(_COMMENTS), app.desk_ports())
        self._look_at(records)
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
