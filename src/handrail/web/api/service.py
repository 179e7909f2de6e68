"""What the routes do, as plain functions that may block: no framework here."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    Event,
    InboundMessage,
)
from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.validity import Valid, validity
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.open_turn import readable
from handrail.flow.try_again import try_again
from handrail.kernel.errors import Conflict
from handrail.web.api.tokens import (
    PageTokens,
    Shown,
    conversation_of,
    end_of,
    new_token,
    require_time_left,
)

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Hold which conversation a request is about, and the token that it showed."""

    conversation: str
    shown: Shown
    """The token, and the page that it came from."""
    is_page: bool = False
    """Whether a browser sent it: its next token ends by itself, too."""

    @property
    def page(self) -> str | None:
        """Return the origin of the page that asks, empty for our own, None for what is no page."""
        return self.shown.origin if self.is_page else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedConversation:
    """Hold a new conversation, its token, and what came of the first message."""

    id: ConversationId
    token: str = field(repr=False)
    record: TurnRecord | None
    seconds: int | None = None
    """How long the token lasts; None for one that does not end."""


class Service:
    """Do what customers ask for over HTTP."""

    def __init__(
        self,
        ports: MessagePorts,
        on_news: Callable[[ConversationId], None] = lambda _ref: None,
        pages: PageTokens | None = None,
    ) -> None:
        self._ports = ports
        self._on_news = on_news
        self._pages = pages or PageTokens()
        self._opening = OpeningPorts(store=ports.store, clock=ports.clock, ids=ports.ids)

    def open(self, opening: Opening, text: str | None, page: str | None) -> OpenedConversation:
        """Open a conversation and answer its first message, if there is one.

        `page` is the origin of the page that asks, empty for our own, None for what is no page.
        """
        if text is not None:
            readable(InboundMessage(conversation=None, text=text))
        given = self.token_for(page)
        opened = open_conversation(replace(opening, token_digest=given.digest), self._opening)
        record = None if text is None else self._handle(_inbound(opened, text, None))
        seconds = self.seconds_left(given.token)
        return OpenedConversation(id=opened.id, token=given.token, record=record, seconds=seconds)

    def token_for(self, page: str | None) -> Shown:
        """Return a new token; a page's ends by itself and opens nothing on another page."""
        if page is None:
            return Shown(token=new_token())
        ends = self._ports.clock.now() + self._pages.lasts
        return Shown(token=new_token(ends), origin=page)

    def seconds_left(self, token: str) -> int | None:
        """Return how long a token lasts; None for one that does not end."""
        ends = end_of(token)
        return None if ends is None else int((ends - self._ports.clock.now()).total_seconds())

    def say(self, caller: Caller, text: str, key: str | None) -> TurnRecord:
        """Handle a message; the same key again returns what was said to it before."""
        inbound = _inbound(self._known(caller), text, key)
        record = self._handle(inbound)
        if key is not None and record.question != readable(inbound):
            raise Conflict(
                "This Idempotency-Key came with another message before.", hint="Use a new key."
            )
        return record

    def ask_for_person(self, caller: Caller, text: str | None, key: str | None) -> TurnRecord:
        """Hand the conversation to a person; asking again changes nothing."""
        conversation = self._known(caller)
        if conversation.state is ConversationState.HANDED_OFF and text is None:
            with self._ports.store.read() as reading:
                last = reading.latest_record(conversation.id)
            if last is not None:
                return last
        return self._handle(_inbound(conversation, text or "", key, wants_person=True))

    def known(self, caller: Caller) -> ConversationId:
        """Return the caller's conversation; raises where the token does not open it."""
        return self._known(caller).id

    def renewable(self, caller: Caller) -> ConversationId:
        """Return the caller's conversation where their token may be renewed, also once it ended."""
        return self._known(caller, self._pages.renewable).id

    def passages(self) -> int:
        """Return how many passages are served: proof that the database can be read."""
        with self._ports.store.read() as reading:
            return reading.live_count()

    def calibration(self) -> Literal["none", "holds", "expired"]:
        """Return whether an error rate is promised, with the models and settings that run now."""
        with self._ports.store.read() as reading:
            held = reading.calibration()
        if held is None:
            return "none"
        standing = validity(held, self._ports.think.bound_to)
        return "holds" if isinstance(standing, Valid) else "expired"

    def _known(self, caller: Caller, grace: timedelta = timedelta()) -> Conversation:
        with self._ports.store.read() as reading:
            found = conversation_of(caller.conversation, caller.shown, reading)
        require_time_left(caller.shown.token, self._ports.clock.now(), grace)
        return found

    def _handle(self, inbound: InboundMessage) -> TurnRecord:
        """Handle a message, anew where another one came first: nothing was said or kept yet."""

        def hear(_event: Event) -> None:
            if inbound.conversation is not None:
                self._on_news(inbound.conversation)

        return try_again(lambda: handle_message(inbound, self._ports, hear), _ATTEMPTS)


def _inbound(
    conversation: Conversation, text: str, key: str | None, *, wants_person: bool = False
) -> InboundMessage:
    return InboundMessage(
        conversation=conversation.id,
        text=text,
        idempotency_key=key,
        locale=conversation.locale,
        product=conversation.product,
        site=conversation.site,
        channel=conversation.channel,
        wants_person=wants_person,
    )
