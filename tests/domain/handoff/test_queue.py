"""Whose work is it, and how soon?"""

import pytest

from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import Priority
from handrail.domain.handoff.queue import SUPPORT, Queue, priority_of, queue_for, suits

ASKED = HandOffReason.CUSTOMER_REQUEST
BILLING = Queue(name="billing", words=("refund*", "money back"))
BROKEN = Queue(name="broken", reasons=frozenset({HandOffReason.TOOL_FAILURE}))
GERMAN = Queue(name="german", languages=frozenset({"de"}))


@pytest.mark.parametrize(
    ("said", "reason", "language", "expected"),
    [
        (("Two refunds are missing.",), ASKED, "en", "billing"),
        (("Hello", "I want my MONEY   back!"), ASKED, "en", "billing"),
        (("I want my money. Back then it worked.",), ASKED, "en", SUPPORT),
        (("My parcel",), HandOffReason.TOOL_FAILURE, "en", "broken"),
        (("Mein Paket",), ASKED, "de-AT", "german"),
        (("Where is the refund?",), HandOffReason.TOOL_FAILURE, "de", "billing"),
        ((), ASKED, "en", SUPPORT),
    ],
)
def test_the_first_queue_that_takes_it_has_it(
    said: tuple[str, ...], reason: HandOffReason, language: str, expected: str
) -> None:
    found = queue_for(said, reason, language, (BILLING, BROKEN, GERMAN))

    assert found.name == expected


def test_a_queue_that_names_nothing_takes_everything() -> None:
    assert queue_for(("x",), ASKED, "en", (Queue(name="all"), BILLING)).name == "all"


@pytest.mark.parametrize(
    ("reason", "queue", "expected"),
    [
        (ASKED, BILLING, Priority.NORMAL),
        (HandOffReason.DISTRESS, BILLING, Priority.URGENT),
        (HandOffReason.NO_PROGRESS, BILLING, Priority.HIGH),
        (ASKED, Queue(name="q", priority=Priority.LOW), Priority.LOW),
        (ASKED, Queue(name="q", priority=Priority.URGENT), Priority.URGENT),
        (HandOffReason.DISTRESS, Queue(name="q", priority=Priority.LOW), Priority.URGENT),
        (HandOffReason.NO_PROGRESS, Queue(name="q", priority=Priority.URGENT), Priority.URGENT),
    ],
)
def test_a_queue_never_makes_distress_less_urgent(
    reason: HandOffReason, queue: Queue, expected: Priority
) -> None:
    assert priority_of(reason, queue) is expected


def test_skills_order_the_inbox() -> None:
    asks_for = Queue(name="q", skills=frozenset({"billing", "german"}))

    assert suits(asks_for, frozenset({"billing", "german", "tax"}))
    assert not suits(asks_for, frozenset({"billing"}))
    assert suits(Queue(name="any"), frozenset())
