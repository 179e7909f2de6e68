"""A help desk in memory: everything that handling a message and syncing need, doubled by hand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Draft
from handrail.domain.decision.calibration import Threshold
from handrail.domain.decision.model import TurnRecord
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    Skipped,
    SourceName,
    Unread,
)
from handrail.domain.knowledge.source_state import Absence
from handrail.domain.knowledge.wording.words import content_words
from handrail.domain.retrieval.model import Candidate, Candidates, Scope, SearchResult, SnapshotId
from handrail.domain.retrieval.scope import is_in_scope
from handrail.flow.desk_ports import DeskPorts, Handing
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.flow.ports import BuiltSnapshot, Progress, SourceDocument
from handrail.flow.search_knowledge import search_knowledge
from handrail.flow.thought import ThinkPorts
from handrail.kernel.errors import HandrailError
from tests.builders import a_calibration, an_article, an_entry, an_inbound, passages_for
from tests.fakes import CountingIds, FakeStore, FixedClock

KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)
LEE = StaffSession(staff=StaffId("lee"), role=Role.AGENT)
ADA = StaffSession(staff=StaffId("ada"), role=Role.LEAD)


class WordIndex:
    """Find passages by the words they share with a question; remembers what it was built from."""

    def __init__(self) -> None:
        self.passages: tuple[Passage, ...] = ()
        self.searched: list[str] = []
        self.fault: HandrailError | None = None
        self._prepared: dict[SnapshotId, tuple[Passage, ...]] = {}

    def candidates(self, question: str, scope: Scope, depth: int) -> Candidates:
        if self.fault is not None:
            raise self.fault
        self.searched.append(question)
        asked = _stems(question)
        items = [_candidate(p, asked) for p in self.passages if _allows(scope, p)]
        best = sorted(items, key=lambda item: -item.signals["fusion"])
        weights = dict.fromkeys(asked, 2.0)
        return Candidates(
            items=tuple(best[:depth]), snapshot=SnapshotId("words"), term_weights=weights
        )

    @contextmanager
    def building(self) -> Iterator["WordIndex"]:
        yield self

    def expect(self, passages: Sequence[Passage]) -> None:
        """Begin nothing early."""

    def prepare(self, passages: Sequence[Passage], _progress: Progress) -> BuiltSnapshot:
        if self.fault is not None:
            raise self.fault
        snapshot = SnapshotId(f"snap{len(self._prepared)}")
        self._prepared[snapshot] = tuple(passages)
        known = {passage.id for passage in self.passages}
        return BuiltSnapshot(snapshot=snapshot, embedded=sum(p.id not in known for p in passages))

    def prepared(self, snapshot: SnapshotId) -> tuple[Passage, ...]:
        return self._prepared[snapshot]

    def serve(self, snapshot: SnapshotId) -> None:
        self.passages = self._prepared[snapshot]


@dataclass
class ListedSource:
    """List what a test put there."""

    name: SourceName
    listed: list[SourceDocument | Skipped | Unread] = field(default_factory=list)
    fault: HandrailError | None = None
    """What the listing ends with."""
    otherwise: Absence = Absence.GONE
    """What is said of whatever it does not list, unless `said` knows better."""
    said: dict[ArticleId, Absence] = field(default_factory=dict)
    silence: HandrailError | None = None

    def documents(self) -> Iterable[SourceDocument | Skipped | Unread]:
        yield from self.listed
        if self.fault is not None:
            raise self.fault

    def absences(self, unlisted: Sequence[ArticleId]) -> Mapping[ArticleId, Absence]:
        if self.silence is not None:
            raise self.silence
        return {ref: self.said.get(ref, self.otherwise) for ref in unlisted}


@dataclass
class SilencedWriter:
    """Write as the extractive writer does, unless it is told to fail or to do something first."""

    name: str = "extractive-1"
    fault: HandrailError | None = None
    first: Callable[[], object] = lambda: None

    def draft(self, question: str, result: SearchResult) -> Draft:
        self.first()
        if self.fault is not None:
            raise self.fault
        return ExtractiveWriter().draft(question, result)


class Desk:
    """Hold a small help centre and talk to it as customers do."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.index = WordIndex()
        self.writer = SilencedWriter()
        self.clock = FixedClock()
        think = ThinkPorts(find=self._find, writer=self.writer, checker=QuoteChecker())
        self.ports = MessagePorts(
            store=self.store, think=think, clock=self.clock, ids=CountingIds()
        )

    def knows(self, ref: str, title: str, *texts: str, **more: Any) -> Article:
        """Publish an article and make it findable."""
        article = an_article(ref, title=title, **more)
        passages = tuple(
            replace(p, headings=(), updated=article.updated) for p in passages_for(article, *texts)
        )
        with self.store.write() as writing:
            writing.publish(article, passages, an_entry())
        others = [p for p in self.index.passages if p.article != article.id]
        self.index.passages = (*others, *passages)
        return article

    def retires(self, article: Article) -> None:
        """Retire an article in the database; the index does not hear of it."""
        with self.store.write() as writing:
            writing.retire(article.id, an_entry())

    def answers_from(self, confidence: float) -> None:
        """Calibrate: answer whatever is at least so likely to be right."""
        threshold = Threshold(value=confidence, answered=200, wrong=2, upper_bound=0.03)
        made = a_calibration(threshold=threshold, by_topic={}, bound_to={})
        with self.store.write() as writing:
            writing.save_calibration(made, an_entry())

    def staffed(self) -> DeskPorts:
        """Return what the people who work here need."""
        return DeskPorts(
            store=self.store,
            clock=self.clock,
            ids=self.ports.ids,
            handing=self.ports.handing,
            think=lambda: self.ports.think,
        )

    def with_handing(self, handing: Handing) -> MessagePorts:
        """Return the ports under which conversations are handed over otherwise."""
        return replace(self.ports, handing=handing)

    def hears(self, text: str, after: TurnRecord | None = None, **more: Any) -> TurnRecord:
        """Handle one message, of a new conversation or of the one that a record belongs to."""
        conversation = None if after is None else after.conversation
        return handle_message(
            an_inbound(text, **({"conversation": conversation} | more)), self.ports
        )

    def said_in(self, record: TurnRecord) -> list[tuple[str, str]]:
        """Return who said what in a record's conversation."""
        with self.store.read() as reading:
            held = reading.conversation(record.conversation)
        assert held is not None
        return [(m.author.value, m.text) for m in held.messages]

    def _find(self, question: str, scope: Scope) -> SearchResult:
        return search_knowledge(question, scope, self.index, self.store)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content_words(text))


def _share(asked: frozenset[str], text: str) -> float:
    return len(asked & _stems(text)) / len(asked) if asked else 0.0


def _candidate(passage: Passage, asked: frozenset[str]) -> Candidate:
    head = " . ".join((passage.title, *passage.headings))
    body, whole = _share(asked, passage.text), _share(asked, f"{head} . {passage.text}")
    return Candidate(
        passage=passage.id,
        signals={
            "fusion": whole,
            "dense": whole,
            "head_dense": _share(asked, head),
            "lexical": 10 * whole,
            "body": 10 * body,
            "cover": whole,
        },
        unit_scores=tuple(_share(asked, passage.text[u.start : u.end]) for u in passage.units),
    )


def _allows(scope: Scope, passage: Passage) -> bool:
    return is_in_scope(
        scope,
        audience=passage.audience,
        locale=passage.locale,
        product=passage.product,
        site=passage.site,
    )
