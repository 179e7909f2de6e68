"""Change deliveries; every change compares what it saw with what is there, and says why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, update

from handrail.adapters.sql.deliveries import ReadDeliveries, delivery_row, is_held
from handrail.adapters.sql.desk_tables import deliveries, helpdesk_links, mail_threads
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.flow.delivery import Delivery, DeliveryState, SinkName
from handrail.kernel.errors import Conflict

_d = deliveries.c
_CHANGES = ("state", "attempts", "next_at", "worker", "lease_until", "why", "ended_at", "remote")


class WriteDeliveries(ReadDeliveries, SqlWriting):
    """Write deliveries through one transaction."""

    def add_delivery(self, delivery: Delivery, entry: AuditEntry) -> bool:
        """Store a delivery; tell whether it is new, and else change nothing."""
        put = self._insert(deliveries).values(**delivery_row(delivery))
        if not self._is_new(put, _d.id):
            return False
        self._note(entry)
        return True

    def claim_delivery(self, delivery: Delivery, now: datetime, entry: AuditEntry) -> None:
        """Hold a delivery that is due and was at one attempt less; raises Conflict otherwise."""
        held = update(deliveries).where(
            _d.id == delivery.id,
            _d.state == DeliveryState.DUE.value,
            _d.attempts == delivery.attempts - 1,
            _d.next_at <= now,
            ~is_held(now),
        )
        self._change(held, delivery)
        self._note(entry)

    def end_delivery(self, delivery: Delivery, entry: AuditEntry) -> None:
        """Store what came of a claim; raises Conflict where somebody else claimed it since."""
        held = update(deliveries).where(
            _d.id == delivery.id,
            _d.state == DeliveryState.DUE.value,
            _d.attempts == delivery.attempts,
        )
        self._change(held, delivery)
        self._note(entry)

    def retry_delivery(self, delivery: Delivery, entry: AuditEntry) -> None:
        """Make a failed delivery due again; raises Conflict where it is not failed any more."""
        held = update(deliveries).where(
            _d.id == delivery.id, _d.state == DeliveryState.FAILED.value
        )
        self._change(held, delivery)
        self._note(entry)

    def link_ticket(
        self, sink: SinkName, remote: str, conversation: Conversation, at: datetime
    ) -> None:
        """Note which ticket tells of a conversation, as far as it is told."""
        told = max((message.sequence for message in conversation.messages), default=0)
        put = self._insert(helpdesk_links).values(
            sink=sink, remote=remote, conversation=conversation.id, at=at, told=told
        )
        self._connection.execute(put.on_conflict_do_nothing())

    def link_mail(self, conversation: ConversationId, keys: Sequence[str], at: datetime) -> None:
        """Note by which hashes answers to a mail are known."""
        for key in keys:
            put = self._insert(mail_threads).values(message=key, conversation=conversation, at=at)
            self._connection.execute(put.on_conflict_do_nothing())

    def _is_new(self, put: Any, key: Any) -> bool:
        """Add a row where there is none yet; tell whether there was none."""
        made = self._connection.execute(put.on_conflict_do_nothing().returning(key))
        return made.first() is not None

    def _change(self, held: Update, delivery: Delivery) -> None:
        row = delivery_row(delivery)
        values = {name: row[name] for name in _CHANGES}
        changed = self._connection.execute(held.values(**values))
        if changed.rowcount != 1:
            raise Conflict(
                f"Delivery {delivery.id} was taken by somebody else.", hint="Look at it again."
            )
