"""Answered turns of a database, judged and reviewed, without asking anything."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from handrail.adapters.sql.quality_tables import reviews
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import conversations
from handrail.domain.answering.model import Confidence
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import Abstain, AbstainReason, EvidenceUsed, RecordId
from handrail.domain.knowledge.model import PassageId, VersionId
from handrail.domain.quality.judges import AnsweredTurn, JudgeId, Score
from handrail.flow.judge_ports import AnswerJudge
from handrail.kernel.errors import ModelUnavailable
from tests.builders import (
    NOON,
    REFUNDS,
    a_conversation,
    a_record,
    an_entry,
    an_inbound,
    published,
)

TEXT = "Refunds take five days. They go to the card you paid with."


class ScriptedJudge:
    """Say of every answer what the test says."""

    def __init__(self, ref: str = "scripted-1", values: Mapping[str, float] | None = None) -> None:
        self.id = JudgeId(ref)
        self.values = dict(values or {})
        self.seen: list[AnsweredTurn] = []
        self.is_down = False
        self.most = 1_000

    def scores(self, turn: AnsweredTurn) -> Mapping[Score, float]:
        """Return the value for the record on every score, or 0.9."""
        if self.is_down or len(self.seen) >= self.most:
            raise ModelUnavailable("it does not answer")
        self.seen.append(turn)
        return dict.fromkeys(Score, self.values.get(turn.record, 0.9))


def known(judge: ScriptedJudge) -> AnswerJudge:
    """Return the judge as the flow sees it."""
    return judge


def answered(store: SqlStore, ref: str, at: datetime = NOON, **changes: Any) -> RecordId:
    """Store one conversation with one answered turn; its article is published once."""
    held = a_conversation(f"conv_{ref}", opened_at=at)
    evidence = EvidenceUsed(
        passage=_passage(store), article=REFUNDS, version=VersionId("v1"), rank=1, score=0.75
    )
    given: dict[str, Any] = {"conversation": held.id, "at": at, "evidence": (evidence,)}
    record = a_record(ref, **(given | changes))
    inbound = an_inbound(conversation=ConversationId(held.id))
    with store.write() as writing:
        writing.open_conversation(held, an_entry("conversation.opened"))
        writing.save_turn(held, inbound, record, an_entry("turn.recorded"))
    return record.id


def _passage(store: SqlStore) -> PassageId:
    """Return the article's passage; it is published where it is not yet."""
    with store.read() as reading:
        held = reading.passages_of(REFUNDS)
    return held[0].id if held else published(store, REFUNDS, "v1", TEXT)[0]


def unanswered(store: SqlStore, ref: str, at: datetime = NOON, **changes: Any) -> RecordId:
    """Store one conversation in which nothing was answered."""
    outcome = Abstain(reason=AbstainReason.LOW_CONFIDENCE)
    return answered(store, ref, at, outcome=outcome, grounding=None, **changes)


def sure(value: float) -> Confidence:
    """Return a confidence."""
    return Confidence(value=value, model="logit-1")


def reviewed(
    store: SqlStore,
    record: RecordId,
    verdict: str,
    cause: str | None = None,
    at: datetime = NOON + timedelta(days=1),
) -> None:
    """Give a verdict on a turn."""
    with store.writing_connection() as connection:
        count = connection.exec_driver_sql("SELECT COUNT(*) FROM reviews").scalar()
        connection.execute(
            insert(reviews),
            {
                "id": f"rev_{count}",
                "record": record,
                "conversation": f"conv_{record}",
                "reviewer": "kim",
                "verdict": verdict,
                "cause": cause,
                "articles": "[]",
                "at": at,
            },
        )


def simulated(store: SqlStore, record: RecordId) -> None:
    """Say that the conversation of a turn was simulated."""
    with store.writing_connection() as connection:
        c = conversations.c
        connection.execute(
            update(conversations).where(c.id == f"conv_{record}"), {"origin": "simulation"}
        )
