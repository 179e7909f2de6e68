"""Ask a project questions without a pause: `python -m tests.crash.customers PROJECT STOP-FILE`.

Writes one JSON object per question: when it began and ended, and which versions it relied on.
"""

import json
import sys
import time
from pathlib import Path

from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import Answer
from handrail.flow.handle_message import handle_message
from tests.projects import opened

QUESTIONS = (
    "How long does a refund take?",
    "How much is shipping a parcel?",
    "What are the opening hours of the shop?",
    "How do I reset my password?",
)


def ask_until(project: Path, stop: Path) -> None:
    """Ask in turn until a file appears; the first line written says that asking has begun."""
    app = opened(project)
    ports = app.message_ports()
    turn = 0
    while not stop.exists():
        began = time.monotonic()
        inbound = InboundMessage(conversation=None, text=QUESTIONS[turn % len(QUESTIONS)])
        record = handle_message(inbound, ports)
        ended = time.monotonic()
        turn += 1
        claims = record.outcome.claims if isinstance(record.outcome, Answer) else ()
        line = {
            "began": began,
            "ended": ended,
            "fault": record.fault,
            "found": sorted({(e.article, e.version) for e in record.evidence}),
            "cited": sorted({(c.article, c.version) for m in claims for c in m.citations}),
            "said": record.reply,
        }
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    app.store.close()


if __name__ == "__main__":
    ask_until(Path(sys.argv[1]), Path(sys.argv[2]))
