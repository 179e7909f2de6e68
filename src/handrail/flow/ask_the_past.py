"""Answer a question as it would be answered from what was served at a moment. Stores nothing."""

from dataclasses import replace

from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.retrieval.model import READ, Scope, SearchResult
from handrail.flow.look_back import SearchAt
from handrail.flow.open_turn import readable_text
from handrail.flow.ports import Store
from handrail.flow.record_turn import Noted, recorded, said
from handrail.flow.think import think
from handrail.flow.thought import Asked, ThinkPorts
from handrail.kernel.clock import Clock

NOT_KEPT = RecordId("not kept")


def ask_the_past(
    question: str, scope: Scope, search: SearchAt, ports: ThinkPorts, store: Store, clock: Clock
) -> TurnRecord:
    """Return what would be said today out of the articles of then; no record of it is kept."""

    def find(text: str, within: Scope) -> SearchResult:
        return search.find(text, within, READ)

    with store.read() as reading:
        calibration = reading.calibration()
    started = clock.monotonic()
    then = replace(ports, find=find, find_all=search.find, requests=None)
    asked = Asked(text=readable_text(question), scope=scope, calibration=calibration)
    thought = think(asked, then)
    noted = Noted(
        id=NOT_KEPT,
        conversation=ConversationId(""),
        at=clock.now(),
        elapsed_ms=(clock.monotonic() - started) * 1000,
        reply=said(thought),
    )
    return recorded(thought, noted)
