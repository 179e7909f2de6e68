"""Change the database; every change says why, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from handrail.adapters.sql.bases import basis_row
from handrail.adapters.sql.binding import bind
from handrail.adapters.sql.history_writing import WriteHistory
from handrail.adapters.sql.knowledge_findings_writing import WriteFindings
from handrail.adapters.sql.knowledge_gaps_writing import WriteGaps
from handrail.adapters.sql.knowledge_sources_writing import WriteSources
from handrail.adapters.sql.knowledge_tables import article_history
from handrail.adapters.sql.noting import into
from handrail.adapters.sql.quality_tables import turn_bases
from handrail.adapters.sql.rows import article_row, exchanged, passage_row
from handrail.adapters.sql.tables import (
    article_versions,
    articles,
    calibrations,
    conversations,
    idempotency_keys,
    knowledge_state,
    messages,
    passages,
    source_syncs,
    turn_records,
)
from handrail.adapters.sql.turn_rows import (
    conversation_row,
    message_id,
    message_row,
    record_row,
)
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Author,
    Conversation,
    Event,
    InboundMessage,
    Message,
)
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.record_json import record_text
from handrail.domain.knowledge.history import VersionNumber
from handrail.domain.knowledge.model import Article, ArticleId, Passage, SourceName, SyncReport
from handrail.flow.basis_ports import TurnTexts
from handrail.kernel.canonical import canonical_json, storable
from handrail.kernel.errors import Conflict, NotFound
from handrail.kernel.ids import digest
from handrail.kernel.plain import to_plain

_VERSION_NUMBER = select(article_versions.c.number).where(
    *(article_versions.c[name] == bindparam(name) for name in ("article", "version", "fingerprint"))
)
_LIVE_OF = (
    select(article_versions.c.weight, article_versions.c.passages)
    .select_from(articles.outerjoin(article_versions, article_versions.c.number == articles.c.live))
    .where(articles.c.id == bindparam("ref"))
)
_WEIGHED = select(
    article_versions.c.weight, article_versions.c.passages, article_versions.c.source
).where(
    article_versions.c.article == bindparam("ref"), article_versions.c.number == bindparam("number")
)
_LOCKED_STATE = select(knowledge_state.c.digest, knowledge_state.c.passages).with_for_update()
_EXCHANGED = update(knowledge_state)
_SERVED = update(articles).where(articles.c.id == bindparam("ref"))


class SqlWriting(WriteFindings, WriteGaps, WriteSources, WriteHistory):
    """Write through one transaction, which its opener commits or rolls back."""

    def open_conversation(self, conversation: Conversation, entry: AuditEntry) -> None:
        """Store a new, empty conversation."""
        person = self._person(conversation, conversation.opened_at)
        self._put(conversations, **conversation_row(conversation, person, self._texts))
        self._note(entry)

    def save_turn(
        self,
        conversation: Conversation,
        inbound: InboundMessage,
        record: TurnRecord,
        entry: AuditEntry,
        events: Sequence[Event] = (),
        texts: TurnTexts | None = None,
    ) -> tuple[Message, ...]:
        """Store a turn: the message, the reply, the record, its events, the new state.

        `texts` are what the entry commits to; None where nothing was thought. An empty reply stores
        no message: the assistant is silent. Raises Conflict where the conversation has moved on
        from `conversation.version`.
        """
        person = self._move_on(conversation)
        if person is None and conversation.customer is not None:
            person = self._person(conversation, record.at)
            bind(conversation, str(person), self._connection, self._texts)
        said = self._append(conversation, inbound, record, person)
        spelled = record_text(record) if texts is None else texts.record
        row = record_row(record, spelled, conversation.id, person, self._texts)
        self._put(turn_records, **row)
        if texts is not None:
            self._put(turn_bases, **basis_row(record, texts.basis, person, self._texts))
        if inbound.idempotency_key is not None:
            key = digest(inbound.idempotency_key)
            self._put(idempotency_keys, conversation=conversation.id, key=key, record=record.id)
        self._cite(conversation.id, record)
        self._tell(conversation.id, events, person)
        self._note(entry)
        return said

    def tell(self, conversation: Conversation, events: Sequence[Event], entry: AuditEntry) -> None:
        """Store events of a turn that is still under way; raises Conflict as `save_turn` does."""
        c = conversations.c
        held = self._first(
            select(c.version, c.person).where(c.id == conversation.id).with_for_update()
        )
        if held is None:
            raise NotFound(f"No conversation {conversation.id!r} exists.")
        if held.version != conversation.version:
            raise Conflict(f"Conversation {conversation.id} has moved on.")
        self._tell(conversation.id, events, held.person)
        self._note(entry)

    def publish(self, article: Article, passages_: Sequence[Passage], entry: AuditEntry) -> None:
        """Make an article version with its passages the one that is served."""
        if any((p.article, p.version) != (article.id, article.version) for p in passages_):
            raise ValueError(f"passages of another article version were published as {article.id}")
        held = self._locked_state()
        rows = [passage_row(passage) for passage in passages_]
        row = article_row(article, rows)
        gone, known = self._live_of(article.id)
        number = self._version_number(row) if known else None
        if number is None:
            number = self._add_version(row | {"published_at": entry.at}, rows)
        new = {"source": article.source, "live": number, "retired_at": None}
        if known:
            self._connection.execute(_SERVED, {"ref": article.id} | new)
        else:
            self._put(articles, id=article.id, **new)
        self._exchange(held, gone, (row["weight"], len(rows)))
        self._remember(article.id, number, entry)

    def serve_again(self, ref: ArticleId, number: VersionNumber, entry: AuditEntry) -> None:
        """Make a version that was served before the one that is served; raises NotFound."""
        held = self._locked_state()
        gone, known = self._live_of(ref)
        back = self._connection.execute(_WEIGHED, {"ref": ref, "number": number}).first()
        if back is None or not known:
            raise NotFound(f"The article {ref!r} was never served so.")
        new = {"source": back.source, "live": number, "retired_at": None}
        self._connection.execute(_SERVED, {"ref": ref} | new)
        self._exchange(held, gone, (back.weight, back.passages))
        self._remember(ref, number, entry)

    def retire(self, ref: ArticleId, entry: AuditEntry) -> None:
        """Stop serving an article; its versions are kept."""
        held = self._locked_state()
        gone, _ = self._live_of(ref)
        if gone is None:
            raise NotFound(f"No article {ref!r} is served.", hint="Run `handrail sync`.")
        self._connection.execute(_SERVED, {"ref": ref, "live": None, "retired_at": entry.at})
        self._exchange(held, gone, None)
        self._remember(ref, None, entry)

    def save_sync(self, source: SourceName, report: SyncReport, entry: AuditEntry) -> None:
        """Store what the last sync of a source did."""
        spelled = canonical_json(to_plain(report, SyncReport))
        changed = self._connection.execute(
            update(source_syncs).where(source_syncs.c.source == source), {"report": spelled}
        )
        if changed.rowcount == 0:
            self._put(source_syncs, source=source, report=spelled)
        self._note(entry)

    def save_calibration(self, calibration: Calibration, entry: AuditEntry) -> None:
        """Store a calibration as the newest."""
        document = canonical_json(to_plain(calibration, Calibration))
        self._put(calibrations, id=calibration.id, at=calibration.at, document=document)
        self._note(entry)

    def _remember(self, ref: ArticleId, live: int | None, entry: AuditEntry) -> None:
        """Write down what is served of an article from now on, and who brought that about."""
        self._put(article_history, article=ref, live=live, at=entry.at, by=entry.actor)
        self._note(entry)

    def _person(self, conversation: Conversation, at: datetime) -> str | None:
        customer = conversation.customer
        return None if customer is None else self._texts.person(customer, at)

    def _append(
        self,
        conversation: Conversation,
        inbound: InboundMessage,
        record: TurnRecord,
        person: str | None,
    ) -> tuple[Message, ...]:
        last = self._last_message(conversation.id)
        words = [(Author.CUSTOMER, inbound.text), (Author.ASSISTANT, record.reply)]
        said = tuple(
            Message(
                id=message_id(record.id, author),
                conversation=conversation.id,
                sequence=sequence,
                author=author,
                text=storable(text),
                at=record.at,
            )
            for sequence, (author, text) in enumerate(words, start=last + 1)
            if text or author is Author.CUSTOMER
        )
        rows = [message_row(message, person, self._texts) for message in said]
        self._connection.execute(into(messages), rows)
        return said

    def _version_number(self, row: dict[str, Any]) -> int | None:
        named = {name: row[name] for name in ("article", "version", "fingerprint")}
        found: int | None = self._connection.execute(_VERSION_NUMBER, named).scalar()
        return found

    def _add_version(self, row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> int:
        made = self._connection.execute(into(article_versions), row).inserted_primary_key
        assert made is not None
        number = int(made[0])
        if rows:
            for passage in rows:
                passage["article_version"] = number
            self._connection.execute(into(passages), rows)
        return number

    def _live_of(self, ref: ArticleId) -> tuple[tuple[str, int] | None, bool]:
        """Return the weight and size of what is served of an article, and whether it is known."""
        held = self._connection.execute(_LIVE_OF, {"ref": ref}).first()
        if held is None:
            return None, False
        return (None if held.weight is None else (held.weight, held.passages)), True

    def _locked_state(self) -> tuple[str, int]:
        """Return the digest and size of all that is served, held against other writers."""
        held = self._connection.execute(_LOCKED_STATE).one()
        return held.digest, held.passages

    def _exchange(
        self, held: tuple[str, int], gone: tuple[str, int] | None, come: tuple[str, int] | None
    ) -> None:
        total, count = held
        self._connection.execute(
            _EXCHANGED,
            {
                "digest": exchanged(total, gone=gone and gone[0], come=come and come[0]),
                "passages": count - (gone[1] if gone else 0) + (come[1] if come else 0),
            },
        )
