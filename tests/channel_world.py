"""A company with a help centre, a desk, and channels: on a real database, without a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handrail.adapters.sql.mail_threads import SqlChannelStore
from handrail.adapters.sql.store import SqlStore
from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.conversation.model import Conversation, ConversationId, InboundMessage
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import Handoff
from handrail.flow.compose_delivery import ComposePorts
from handrail.flow.deliver import DeliverPorts
from handrail.flow.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Patience,
    SinkName,
)
from handrail.flow.delivery_ports import Sink
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.flow.parcels import NotTaken, Parcel, Taken
from handrail.flow.thought import ThinkPorts
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import RandomIds
from tests.builders import a_calibration, an_article, an_entry
from tests.fakes import FixedClock
from tests.web.running import PASSAGE, LaidOut

ALL = frozenset(DeliveryState)


@dataclass
class KeptParcels:
    """Take parcels and keep them; answer as a test says."""

    kinds: frozenset[DeliveryKind]
    sent: list[tuple[Parcel, bool]] = field(default_factory=list)
    answers: list[Taken | NotTaken] = field(default_factory=list)
    """For the next ones, in order; then each is taken."""
    may_double: str | None = None

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:
        """Keep a parcel."""
        self.sent.append((parcel, is_repeated))
        return self.answers.pop(0) if self.answers else Taken(remote=f"remote-{len(self.sent)}")


class ChannelWorld:
    """Hold one company."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.channels = SqlChannelStore(store)
        self.clock = FixedClock()
        self.ids = RandomIds()
        self.search = LaidOut()
        think = ThinkPorts(find=self.search, writer=ExtractiveWriter(), checker=QuoteChecker())
        self.messages = MessagePorts(store=store, think=think, clock=self.clock, ids=self.ids)

    def fill(self) -> None:
        """Let the company know one article, where the database is new."""
        with self.store.write() as writing:
            loose = a_calibration(by_topic={}, bound_to={})
            loose = replace(loose, threshold=replace(loose.threshold, value=0.0001))
            writing.save_calibration(loose, an_entry())
            writing.publish(an_article(PASSAGE.article, PASSAGE.version), (PASSAGE,), an_entry())

    def hears(self, text: str, after: TurnRecord | None = None, **more: Any) -> TurnRecord:
        """Handle one message."""
        ref = None if after is None else after.conversation
        return handle_message(
            InboundMessage(**({"conversation": ref, "text": text} | more)), self.messages
        )

    def conversation(self, ref: ConversationId) -> Conversation:
        """Return a conversation as it stands."""
        with self.store.read() as reading:
            held = reading.conversation(ref)
        assert held is not None
        return held

    def said(self, ref: ConversationId) -> list[tuple[str, str]]:
        """Return who said what."""
        return [(m.author.value, m.text) for m in self.conversation(ref).messages]

    def handoff(self, ref: ConversationId) -> Handoff:
        """Return the newest handoff of a conversation."""
        with self.store.read() as reading:
            return reading.handoffs_of(ref)[-1]

    def deliveries(self) -> tuple[Delivery, ...]:
        """Return every delivery, oldest first."""
        with self.channels.read() as reading:
            return reading.deliveries(ALL)[::-1]

    def entries(self, start: str = "") -> list[str]:
        """Return the kinds of the audit entries that begin so."""
        with self.store.read() as reading:
            found = [entry.kind for _, entry in reading.audit_entries(0, 100_000)]
        return [kind for kind in found if kind.startswith(start)]

    def delivering(
        self, sinks: Mapping[str, Sink], failpoints: Failpoints | None = None, **patience: Any
    ) -> DeliverPorts:
        """Return what a worker of its own needs."""
        return DeliverPorts(
            store=self.channels,
            sinks={SinkName(name): sink for name, sink in sinks.items()},
            compose=ComposePorts(company="Shop", console="https://desk.example/console"),
            clock=self.clock,
            ids=self.ids,
            worker=self.ids.new("worker"),
            patience=Patience(**patience),
            failpoints=failpoints or Failpoints(),
        )
