"""What the routes of the desk do, as plain functions that may block."""

from collections.abc import Callable
from dataclasses import dataclass

from handrail.domain.actions.action_json import action_as_json
from handrail.domain.actions.model import StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.brief_json import brief_to_json
from handrail.domain.handoff.handoff_json import (
    handoff_as_json,
    message_as_json,
    suggestion_as_json,
)
from handrail.domain.handoff.model import Handoff, HandoffId
from handrail.domain.handoff.note import note_as_json
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.find_conversations import InboxPage, InboxQuestion, find_conversations
from handrail.flow.inbox import Wanted, inbox
from handrail.flow.pass_on import PassOn, colleagues_of, pass_on, queues_of
from handrail.flow.rate_conversation import rate_conversation
from handrail.flow.read_conversation import read_handoff
from handrail.flow.saved_replies import saved_replies
from handrail.flow.staff_notes import add_note, say_away
from handrail.flow.suggest_reply import suggest_reply
from handrail.flow.take_over import say_as_agent, take_conversation
from handrail.web.api.acting import Acting

Move = Callable[[HandoffId, StaffSession, DeskPorts], Handoff]
"""Take a handoff, return it or close it."""


@dataclass(frozen=True, slots=True)
class DeskService:
    """Do what people at the desk ask for, and keep what customers say of it."""

    acting: Acting
    on_news: Callable[[ConversationId], None]

    def inbox(self, wanted: Wanted, staff: StaffSession) -> list[dict[str, object]]:
        """Return what there is to do."""
        return [handoff_as_json(held) for held in inbox(wanted, staff, self._ports())]

    def handoff(self, ref: str, staff: StaffSession) -> dict[str, object]:
        """Return a handoff with its brief, what was said and what was done; raises NotFound.

        It is noted who read it.
        """
        shown = read_handoff(HandoffId(ref), staff, self._ports())
        held = next(handoff for handoff in shown.handoffs if handoff.id == ref)
        return {
            **handoff_as_json(held),
            "brief": None if held.brief is None else brief_to_json(held.brief),
            "customer": shown.conversation.customer,
            "messages": [message_as_json(message) for message in shown.conversation.messages],
            "actions": [action_as_json(action) for action in shown.actions],
            "notes": [note_as_json(note) for note in shown.notes],
            "rating": None if shown.rating is None else shown.rating.score,
        }

    def move(self, move: Move, ref: str, staff: StaffSession) -> dict[str, object]:
        """Take a handoff, return it or close it; raises NotFound, Forbidden, Conflict."""
        moved = move(HandoffId(ref), staff, self._ports())
        self.on_news(moved.conversation)
        return handoff_as_json(moved)

    def pass_on(self, ref: str, wanted: PassOn, staff: StaffSession) -> dict[str, object]:
        """Pass a conversation on; raises BadInput, NotFound, Forbidden, Conflict."""
        passed = pass_on(HandoffId(ref), wanted, staff, self._ports())
        self.on_news(passed.handoff.conversation)
        return {**handoff_as_json(passed.handoff), "away": passed.away}

    def find(self, asked: InboxQuestion, staff: StaffSession) -> InboxPage:
        """Look for conversations; raises BadInput, Unavailable."""
        return find_conversations(asked, staff, self._ports())

    def replies(self, ref: str, staff: StaffSession) -> list[dict[str, object]]:
        """Return the saved replies that fit a conversation; raises NotFound."""
        return [
            {"name": one.name, "topic": one.topic, "locale": one.locale, "text": text}
            for one, text in saved_replies(ConversationId(ref), staff, self._ports())
        ]

    def places(self, staff: StaffSession) -> dict[str, object]:
        """Return to whom a conversation can be passed on."""
        ports = self._ports()
        with ports.store.read() as reading:
            found = colleagues_of(staff, reading, ports)
        return {
            "colleagues": [
                {"name": one.staff, "role": one.role.value, "is_away": one.is_away} for one in found
            ],
            "queues": [{"name": q.name, "skills": sorted(q.skills)} for q in queues_of(ports)],
        }

    def note(self, ref: str, text: str, staff: StaffSession) -> dict[str, object]:
        """Write a note for the staff alone; raises BadInput, NotFound."""
        return note_as_json(add_note(ConversationId(ref), text, staff, self._ports()))

    def away(self, staff: StaffSession, *, is_away: bool) -> None:
        """Say that somebody is away, or is back."""
        say_away(staff, self._ports(), is_away=is_away)

    def step_in(self, ref: str, staff: StaffSession) -> dict[str, object]:
        """Take over a conversation whether somebody was asked for or not."""
        taken = take_conversation(ConversationId(ref), staff, self._ports())
        self.on_news(taken.conversation)
        return handoff_as_json(taken)

    def say(
        self, ref: str, text: str, suggestion: str | None, staff: StaffSession
    ) -> dict[str, object]:
        """Say something to the customer; raises NotFound, Conflict where a colleague has them."""
        conversation = ConversationId(ref)
        said = say_as_agent(conversation, text, staff, self._ports(), suggestion=suggestion)
        self.on_news(conversation)
        return message_as_json(said)

    def suggest(self, ref: str) -> dict[str, object]:
        """Draft a reply; raises NotFound."""
        return suggestion_as_json(suggest_reply(ConversationId(ref), self._ports()))

    def rate(self, ref: ConversationId, score: int, comment: str | None) -> None:
        """Keep what the customer says of the conversation."""
        rate_conversation(ref, score, comment, self._ports())
        self.on_news(ref)

    def _ports(self) -> DeskPorts:
        return self.acting.desk_ports()
