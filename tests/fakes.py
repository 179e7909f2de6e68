"""Working stand-ins for the ports that touch the outside: everything is kept in memory."""

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

import numpy as np
from typing_extensions import override

from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import (
    Action,
    CustomerId,
    CustomerSession,
    Resource,
    ResourceId,
)
from handrail.domain.actions.spec import ActionSpec, Arguments, BackendClass
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Author,
    Conversation,
    ConversationId,
    Event,
    InboundMessage,
    Message,
    MessageId,
)
from handrail.domain.conversation.personal_data import (
    KnownPerson,
    PersonalKind,
    PersonalSpan,
    without_overlaps,
)
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.knowledge.health.model import Finding
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    PassageId,
    SourceName,
    Standing,
    SyncReport,
    VersionId,
)
from handrail.domain.quality.canary import Canary
from handrail.flow.action_ports import (
    Done,
    NotThere,
    Rejected,
    Uncertain,
    WorkOrder,
)
from handrail.flow.basis_ports import TurnTexts
from handrail.flow.budget import Account, Spending
from handrail.flow.ports import Vectors
from handrail.kernel.canonical import is_storable, storable
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Conflict, HandrailError, NotFound, Unavailable
from handrail.kernel.ids import digest
from tests.builders import NOON
from tests.fake_desk import FakeDeskReading, FakeDeskWriting
from tests.fake_knowledge import FakeKnowledgeReading, FakeKnowledgeWriting
from tests.fake_sources import FakeSourceReading, FakeSourceWriting
from tests.fake_state import FakeState

LONGEST_ID = 500
_Ref = TypeVar("_Ref", bound=str)


class FixedClock:
    """Stand still until told to move."""

    def __init__(self, at: datetime = NOON) -> None:
        self._at = at
        self._elapsed = 0.0

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return self._elapsed

    def advance(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)
        self._elapsed += seconds


class CountingIds:
    """Count up: `rec_1`, `rec_2`."""

    def __init__(self) -> None:
        self._made: dict[str, int] = {}

    def new(self, prefix: str) -> str:
        self._made[prefix] = self._made.get(prefix, 0) + 1
        return f"{prefix}_{self._made[prefix]}"


class FakeReading(FakeDeskReading, FakeSourceReading, FakeKnowledgeReading):
    """Read one state."""

    def __init__(self, state: FakeState) -> None:
        self._state = state

    def conversation(self, ref: ConversationId) -> Conversation | None:
        return self._state.conversations.get(_valid(ref))

    def token_digest(self, ref: ConversationId) -> str | None:
        held = self.conversation(ref)
        return None if held is None else held.token_digest

    def session_of(self, _ref: ConversationId) -> CustomerSession | None:
        return None

    def record(self, ref: RecordId) -> TurnRecord | None:
        return self._state.records.get(_valid(ref))

    def record_of_key(self, ref: ConversationId, idempotency_key: str) -> TurnRecord | None:
        found = self._state.keys.get((_valid(ref), idempotency_key))
        return None if found is None else self._state.records[found]

    def latest_record(self, ref: ConversationId) -> TurnRecord | None:
        mine = [r for r in self._state.records.values() if r.conversation == _valid(ref)]
        return mine[-1] if mine else None

    def actions_of(self, _ref: ConversationId) -> tuple[Action, ...]:
        return ()

    def recent_records(self, ref: ConversationId, most: int) -> tuple[TurnRecord, ...]:
        mine = [r for r in self._state.records.values() if r.conversation == _valid(ref)]
        return tuple(mine[-most:])

    def events_after(
        self, ref: ConversationId, sequence: int, limit: int = 200
    ) -> tuple[Event, ...]:
        mine = (event for of, event in self._state.events if of == _valid(ref))
        return tuple(event for event in mine if event.sequence > sequence)[:limit]

    def token_digests(self, refs: Sequence[ConversationId]) -> dict[ConversationId, str | None]:
        return {ref: self.token_digest(ref) for ref in refs if self.conversation(ref)}

    def events_numbered(
        self, wanted: Sequence[tuple[ConversationId, int]]
    ) -> dict[ConversationId, tuple[Event, ...]]:
        found: dict[ConversationId, tuple[Event, ...]] = {}
        for of, event in self._state.events:
            if (of, event.sequence) in wanted:
                found[of] = (*found.get(of, ()), event)
        return found

    def newest_events(self, refs: Sequence[ConversationId]) -> dict[ConversationId, int]:
        asked = {_valid(ref) for ref in refs}
        return {of: event.sequence for of, event in self._state.events if of in asked}

    def live_passages(self, refs: Sequence[PassageId]) -> dict[PassageId, Passage]:
        asked = {_valid(ref) for ref in refs}
        return {p.id: p for p in self.all_live_passages() if p.id in asked}

    def standings(self, refs: Sequence[PassageId]) -> dict[PassageId, Standing]:
        return {
            ref: Standing(
                article=p.article,
                audience=p.audience,
                locale=p.locale,
                product=p.product,
                site=p.site,
            )
            for ref, p in self.live_passages(refs).items()
        }

    def passages_of(
        self, article: ArticleId, version: VersionId | None = None
    ) -> tuple[Passage, ...]:
        held = self._held(article, version)
        return () if held is None else held[1]

    def article(self, ref: ArticleId, version: VersionId | None = None) -> Article | None:
        held = self._held(ref, version)
        return None if held is None else held[0]

    def live_versions(self, source: SourceName | None = None) -> dict[ArticleId, VersionId]:
        return {
            ref: article.version
            for ref, (article, _) in sorted(self._state.live.items())
            if source in (None, article.source)
        }

    def live_digest(self) -> str:
        indexed = [replace(p, version=VersionId("")) for p in self.all_live_passages()]
        return digest(*(repr(passage) for passage in indexed))

    def live_count(self) -> int:
        return sum(1 for _ in self.all_live_passages())

    def last_sync(self, source: SourceName) -> SyncReport | None:
        return self._state.syncs.get(_valid(source))

    def calibration(self) -> Calibration | None:
        return self._state.calibrations[-1] if self._state.calibrations else None

    def running_canary(self) -> Canary | None:
        return None

    def audit_entries(
        self, after: int = 0, limit: int = 1_000
    ) -> tuple[tuple[int, AuditEntry], ...]:
        numbered = tuple(enumerate(self._state.entries, start=1))
        return numbered[after : after + limit]

    def newest_entry(self, kind: str) -> AuditEntry | None:
        found = [entry for entry in self._state.entries if entry.kind == kind]
        return found[-1] if found else None

    def _held(
        self, ref: ArticleId, version: VersionId | None
    ) -> tuple[Article, tuple[Passage, ...]] | None:
        live = self._state.live.get(_valid(ref))
        if version is None or (live is not None and live[0].version == version):
            return live
        named = [h for h in self._state.versions if (h[0].id, h[0].version) == (ref, version)]
        return named[-1] if named else None


class FakeWriting(FakeReading, FakeDeskWriting, FakeSourceWriting, FakeKnowledgeWriting):
    """Change one state."""

    def note(self, entry: AuditEntry) -> None:
        self._state.entries.append(entry)

    def keep_arm(self, conversation: ConversationId, canary: str, *, is_changed: bool) -> None:
        self._state.arms.setdefault(conversation, (canary, is_changed))

    def open_conversation(self, conversation: Conversation, entry: AuditEntry) -> None:
        if conversation.id in self._state.conversations:
            raise Conflict(f"Conversation {conversation.id} exists.")
        self._state.conversations[_valid(conversation.id)] = replace(conversation, messages=())
        self._state.entries.append(entry)

    def save_turn(
        self,
        conversation: Conversation,
        inbound: InboundMessage,
        record: TurnRecord,
        entry: AuditEntry,
        events: Sequence[Event] = (),
        texts: TurnTexts | None = None,
    ) -> tuple[Message, ...]:
        del texts  # nobody thinks a turn of a fake again
        held = self._state.conversations.get(_valid(conversation.id))
        if held is None:
            raise NotFound(f"No conversation {conversation.id!r} exists.")
        key = (conversation.id, inbound.idempotency_key)
        if held.version != conversation.version or key in self._state.keys:
            raise Conflict(f"Conversation {conversation.id} has moved on.")
        said = _said(held, inbound, record)
        self._state.conversations[conversation.id] = replace(
            held,
            state=conversation.state,
            customer=held.customer or conversation.customer,
            version=held.version + 1,
            messages=(*held.messages, *said),
        )
        self._state.records[record.id] = record
        if inbound.idempotency_key is not None:
            self._state.keys[conversation.id, inbound.idempotency_key] = record.id
        self._tell(conversation.id, events)
        self._state.entries.append(entry)
        return said

    def tell(self, conversation: Conversation, events: Sequence[Event], entry: AuditEntry) -> None:
        held = self._state.conversations.get(_valid(conversation.id))
        if held is None:
            raise NotFound(f"No conversation {conversation.id!r} exists.")
        if held.version != conversation.version:
            raise Conflict(f"Conversation {conversation.id} has moved on.")
        self._tell(conversation.id, events)
        self._state.entries.append(entry)

    @override
    def _tell(self, ref: ConversationId, events: Sequence[Event]) -> None:
        last = self.newest_events((ref,)).get(ref, 0)
        for sequence, event in enumerate(events, start=last + 1):
            facts = {k: storable(v) if isinstance(v, str) else v for k, v in event.facts.items()}
            told = replace(event, facts=facts, sequence=sequence)
            self._state.events.append((ref, told))

    def publish(self, article: Article, passages: Sequence[Passage], entry: AuditEntry) -> None:
        if any((p.article, p.version) != (article.id, article.version) for p in passages):
            raise ValueError(f"passages of another version were published as {article.id}")
        _valid(article.id)
        clean = tuple(replace(p, text=storable(p.text)) for p in passages)
        if (article, clean) not in self._state.versions:
            self._state.versions.append((article, clean))
        self._state.live[article.id] = (article, clean)
        self._state.entries.append(entry)

    def retire(self, ref: ArticleId, entry: AuditEntry) -> None:
        if _valid(ref) not in self._state.live:
            raise NotFound(f"No article {ref!r} is served.")
        del self._state.live[ref]
        self._state.entries.append(entry)

    def save_sync(self, source: SourceName, report: SyncReport, entry: AuditEntry) -> None:
        self._state.syncs[_valid(source)] = report
        self._state.entries.append(entry)

    def save_calibration(self, calibration: Calibration, entry: AuditEntry) -> None:
        self._state.calibrations.append(calibration)
        self._state.entries.append(entry)


def _said(held: Conversation, inbound: InboundMessage, record: TurnRecord) -> tuple[Message, ...]:
    words = [(Author.CUSTOMER, inbound.text), (Author.ASSISTANT, record.reply)]
    return tuple(
        Message(
            id=MessageId(f"msg_{record.id}_{author}"),
            conversation=held.id,
            sequence=sequence,
            author=author,
            text=storable(text),
            at=record.at,
        )
        for sequence, (author, text) in enumerate(words, start=len(held.messages) + 1)
        if text or author is Author.CUSTOMER
    )


def _valid(ref: _Ref) -> _Ref:
    if not is_storable(ref):
        raise BadInput(f"The id {ref!r} holds a NUL or half a surrogate pair.")
    if len(ref) > LONGEST_ID:
        raise BadInput(f"The id {ref!r} is too long.")
    return ref


class FakeStore:
    """Keep everything in memory; a write block that raises leaves nothing behind."""

    def __init__(self) -> None:
        self._state = FakeState()
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[FakeReading]:
        yield FakeReading(self._state)

    @contextmanager
    def write(self) -> Iterator[FakeWriting]:
        with self._turn:
            changed = self._state.copied()
            yield FakeWriting(changed)
            self._state = changed

    decide = write

    def disputed(self, finding: Finding) -> None:
        """Have a contradiction that nobody has settled."""
        self._state.disputes[finding.id] = finding


class FakeVectorCache:
    """Keep vectors in memory, in half precision as the real one does."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], tuple[Vectors, Vectors]] = {}

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, tuple[Vectors, Vectors]]:
        return {key: self._held[embedder, key] for key in keys if (embedder, key) in self._held}

    def keep(self, embedder: str, vectors: Mapping[str, tuple[Vectors, Vectors]]) -> None:
        for key, (whole, units) in vectors.items():
            self._held.setdefault((embedder, key), (_halved(whole), _halved(units)))


class FakeLedger:
    """Count in memory, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.spent: dict[tuple[str, str, str], tuple[int, int]] = {}
        self.fault: HandrailError | None = None

    def reserve(self, accounts: tuple[Account, ...], amount: Spending) -> bool:
        if self.fault is not None:
            raise self.fault
        with self._lock:
            if not all(self._has_room(account, amount) for account in accounts):
                return False
            self._add(accounts, amount)
            return True

    def settle(self, accounts: tuple[Account, ...], change: Spending) -> None:
        with self._lock:
            self._add(accounts, change)

    def _has_room(self, account: Account, amount: Spending) -> bool:
        tokens, micros = self._held(account)
        most = account.most_micros
        has_money = most is None or micros + amount.micros <= most
        return tokens + amount.tokens <= account.most_tokens and has_money

    def _add(self, accounts: tuple[Account, ...], amount: Spending) -> None:
        for account in accounts:
            tokens, micros = self._held(account)
            key = (account.scope, account.subject, account.day)
            self.spent[key] = (tokens + amount.tokens, micros + amount.micros)

    def _held(self, account: Account) -> tuple[int, int]:
        return self.spent.get((account.scope, account.subject, account.day), (0, 0))


def _halved(vectors: Vectors) -> Vectors:
    return vectors.astype(np.float16).astype(np.float32)


class FakeFinder:
    """Find the values that it was told of and what is known of the customer, as written."""

    def __init__(self, values: Mapping[str, PersonalKind]) -> None:
        self._values = values

    def find(self, text: str, known: KnownPerson) -> tuple[PersonalSpan, ...]:
        wanted = {
            **self._values,
            **dict.fromkeys(known.names, PersonalKind.NAME),
            **dict.fromkeys(known.addresses, PersonalKind.ADDRESS),
            **dict.fromkeys(known.emails, PersonalKind.EMAIL),
            **dict.fromkeys(known.phones, PersonalKind.PHONE),
        }
        return without_overlaps(
            PersonalSpan(start=found.start(), end=found.end(), kind=kind)
            for value, kind in wanted.items()
            for found in re.finditer(re.escape(value), text)
        )


@dataclass
class FakeSystem:
    """Keep orders in memory and act at them; breaks off where a test says so."""

    specs: tuple[ActionSpec, ...]
    orders: dict[str, Resource]
    customers: dict[str, Resource]
    clock: Clock
    is_broken: bool = False
    done: list[tuple[ListedEffect, bool]] = field(default_factory=list)
    """Each effect, and whether a key kept it single."""

    def resource(
        self, spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        if self.is_broken:
            raise Unavailable("The fake is broken.", hint="A test said so.")
        if spec.resource_argument is None:
            return self.customers.get(customer)
        return self.orders.get(str(arguments[spec.resource_argument]))

    def send(self, order: WorkOrder) -> Done | Rejected | Uncertain:
        if self.is_broken:
            return Uncertain(why="The fake is broken.")
        does = next(spec for spec in self.specs if spec.name == order.name).consequences
        is_keyed = does.backend is BackendClass.A
        if is_keyed and any(held.key == order.key for held, keyed in self.done if keyed):
            return Done()
        resource = self._taken_from(order)
        if resource is None:
            return Rejected(why="above_what_is_left")
        effect = ListedEffect(
            key=None if does.backend is BackendClass.C else order.key,
            name=order.name,
            resource=resource,
            amount=order.amount,
            at=self.clock.now(),
        )
        self.done.append((effect, is_keyed))
        return Done()

    def find(self, order: WorkOrder) -> Done | NotThere | Uncertain:
        does = next(spec for spec in self.specs if spec.name == order.name).consequences
        if self.is_broken or does.backend is not BackendClass.B:
            return Uncertain(why="It cannot be asked.")
        is_there = any(held.key == order.key for held, _ in self.done)
        return Done() if is_there else NotThere()

    def effects(self, since: datetime) -> Iterable[ListedEffect]:
        return [held for held, _ in self.done if held.at >= since]

    def _taken_from(self, order: WorkOrder) -> ResourceId | None:
        """Return the resource, its money taken; None where there is not so much."""
        amount = order.arguments.get("amount")
        if not isinstance(amount, int):
            return order.resource
        held = self.orders[str(order.arguments["order"])]
        left = int(str(held.facts["refundable"])) - amount
        if left < 0:
            return None
        self.orders[str(order.arguments["order"])] = replace(
            held, facts={**held.facts, "refundable": left}
        )
        return held.id
