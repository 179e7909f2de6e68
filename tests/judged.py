"""Conversations in a database as they are written, and the job that judges them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text

from handrail.adapters.sql.action_rows import action_row
from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.outcomes import SqlOutcomes
from handrail.adapters.sql.quality_tables import conversation_outcomes
from handrail.adapters.sql.sealed_text import SealedText
from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import (
    ConversationId,
    ConversationState,
    InboundMessage,
    MessageId,
)
from handrail.domain.decision.model import EvidenceUsed, Outcome, TurnRecord
from handrail.domain.decision.topics import Topic
from handrail.domain.handoff.rating import Rating
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.domain.quality.judged import Slice, Tally
from handrail.domain.quality.seen import IsTrusted, trusts_none
from handrail.flow.handoff_ports import AgentWords
from handrail.flow.judge_outcomes import JudgedReport, judge_outcomes
from handrail.flow.outcome_ports import OutcomePorts
from tests.builders import (
    REFUNDS,
    a_conversation,
    a_handoff,
    a_record,
    an_action,
    an_entry,
    an_inbound,
)
from tests.fakes import FixedClock
from tests.flow.letters import WordEmbedder

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ASKED = "How long does a refund take?"
HOURS = ArticleId("help/stores/opening-hours.md")
ALWAYS = date(2020, 1, 1), date(2030, 1, 1)


def found_for(said: str) -> tuple[EvidenceUsed, ...]:
    """Return what is found for a question: the article on refunds, or else another."""
    ref, passage = (REFUNDS, "p-1") if "refund" in said else (HOURS, "p-2")
    return (
        EvidenceUsed(
            passage=PassageId(passage), article=ref, version=VersionId("v1"), rank=1, score=0.75
        ),
    )


@dataclass
class Judging:
    """Write conversations, move the clock, judge, and look at what is kept."""

    store: SqlStore
    clock: FixedClock = field(default_factory=FixedClock)
    is_trusted: IsTrusted = trusts_none
    topics: Sequence[Topic] = ()
    records: int = 0

    def open(self, ref: str, customer: str | None = None, **changes: Any) -> ConversationId:
        """Open a conversation now."""
        held = a_conversation(ref, customer=customer, opened_at=self.clock.now(), **changes)
        with self.store.write() as writing:
            writing.open_conversation(held, an_entry())
        return held.id

    def say(
        self, ref: str, said: str = ASKED, outcome: Outcome | None = None, **changes: Any
    ) -> TurnRecord:
        """Say something in a conversation now; it is answered."""
        self.records += 1
        conversation = ConversationId(ref)
        record = a_record(
            f"rec_{self.records}",
            outcome,
            conversation=conversation,
            at=self.clock.now(),
            question=said,
            searched=said,
            evidence=found_for(said),
            **changes,
        )
        inbound: InboundMessage = an_inbound(said, conversation=conversation)
        with self.store.write() as writing:
            held = writing.conversation(conversation)
            assert held is not None
            writing.save_turn(held, inbound, record, an_entry())
        return record

    def ask(self, ref: str, said: str = ASKED, customer: str | None = None) -> TurnRecord:
        """Open a conversation and ask in it."""
        self.open(ref, customer)
        return self.say(ref, said)

    def answer_by_hand(self, ref: str, said: str, waited: timedelta = HOUR) -> None:
        """Let a person take a conversation over and say something."""
        now = self.clock.now()
        handoff = a_handoff(
            f"hand_{ref}",
            conversation=ConversationId(ref),
            requested_at=now - waited,
            first_word_at=now,
            taken_at=now,
        )
        with self.store.write() as writing:
            held = writing.conversation(ConversationId(ref))
            assert held is not None
            writing.add_handoff(handoff, an_entry())
            words = AgentWords(
                id=MessageId(f"msg_{ref}_{held.version}"), text=said, at=now, by="Kim"
            )
            writing.save_agent_message(held, words, an_entry())

    def close(self, ref: str) -> None:
        """Close a conversation."""
        with self.store.write() as writing:
            held = writing.conversation(ConversationId(ref))
            assert held is not None
            writing.move_conversation(replace(held, state=ConversationState.CLOSED), an_entry())

    def rate(self, ref: str, score: int) -> None:
        """Let the customer rate a conversation now."""
        now = self.clock.now()
        rating = Rating(conversation=ConversationId(ref), score=score, comment=None, at=now)
        with self.store.write() as writing:
            writing.save_rating(rating, an_entry())

    def review(self, record: TurnRecord, verdict: str, reviewer: str = "lee") -> None:
        """Let somebody review a turn now."""
        self.execute(
            "INSERT INTO reviews (id, record, conversation, reviewer, verdict, articles, at) "
            "VALUES (:id, :record, :conversation, :reviewer, :verdict, '[]', :at)",
            id=f"rev_{record.id}_{reviewer}_{verdict}",
            reviewer=reviewer,
            record=record.id,
            conversation=record.conversation,
            verdict=verdict,
            at=self.clock.now().isoformat(),
        )

    def score(
        self, record: TurnRecord, score: str, value: float, *, own_work: bool = False
    ) -> None:
        """Let a judge score a turn now."""
        self.execute(
            "INSERT INTO judgements (record, judge, score, value, at, own_work) "
            "VALUES (:record, 'judge-1', :score, :value, :at, :own)",
            own=int(own_work),
            record=record.id,
            score=score,
            value=value,
            at=self.clock.now().isoformat(),
        )

    def settle(self, ref: str, action: str, compensates: str | None = None) -> None:
        """Let an action of a known customer be done now."""
        held = an_action(
            action,
            conversation=ref,
            state=ActionState.SUCCEEDED,
            settled_at=self.clock.now(),
            compensates=compensates,
        )
        with self.store.writing_connection() as connection:
            texts = SealedText(connection, self.store.cipher)
            row = action_row(held, texts.person(held.customer, self.clock.now()), texts)
            connection.execute(insert(actions), row)

    def execute(self, statement: str, **values: Any) -> None:
        """Write what no lane of the product writes yet."""
        with self.store.writing_connection() as connection:
            connection.execute(text(statement), values)

    def judge(self, after: timedelta = timedelta(0)) -> JudgedReport:
        """Let time pass, and judge what is due."""
        self.clock.advance(after.total_seconds())
        return judge_outcomes(self.ports)

    @property
    def ports(self) -> OutcomePorts:
        """Return what the job needs."""
        return OutcomePorts(
            store=SqlOutcomes(self.store),
            embedder=WordEmbedder(),
            topics=self.topics,
            is_trusted=self.is_trusted,
            window=WEEK,
            clock=self.clock,
        )

    def kept(self, ref: str) -> Any:
        """Return the row of a conversation, or None."""
        asked = select(conversation_outcomes).where(conversation_outcomes.c.conversation == ref)
        with self.store.reading_connection() as connection:
            return connection.execute(asked).first()

    def outcome(self, ref: str) -> str | None:
        """Return how a conversation ended, as far as it was judged."""
        held = self.kept(ref)
        return None if held is None else str(held.outcome)

    def tally(
        self, measure: str, slice_: Slice = Slice.ALL, of: str = "", *, simulated: bool = False
    ) -> Tally | None:
        """Return what all days add up to for a measure."""
        found = SqlOutcomes(self.store).tallies(slice_, *ALWAYS, is_simulated=simulated)
        return found.get(of, {}).get(measure)

    def days(self) -> list[datetime]:
        """Return the moments from which the days are due."""
        with self.store.reading_connection() as connection:
            rows = connection.execute(text("SELECT due_at FROM figure_days ORDER BY day"))
            return [datetime.fromisoformat(row.due_at) for row in rows]
