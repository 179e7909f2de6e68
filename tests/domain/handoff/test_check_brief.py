"""A brief that is not whole, or that says what nobody said, is refused, whoever wrote it."""

from dataclasses import replace

import pytest

from benchmarks.brief_recheck import unsupported
from handrail.domain.handoff.brief_json import brief_to_json
from handrail.domain.handoff.brief_wording import NO_ACTION, NOT_KNOWN, NOTHING_SHOWN
from handrail.domain.handoff.check_brief import LONGEST_LINE, faults_of, faults_of_line
from handrail.domain.handoff.model import BriefLine, LineSource, Slot, SourceKind
from handrail.domain.handoff.write_brief import write_brief
from tests.domain.handoff.told import (
    RETURNS,
    Said,
    a_refund_that,
    answered,
    asks_for_a_person,
    handed_over,
    says,
)

ROW: Said = {
    "id": "test",
    "language": "en",
    "reason": "customer_request",
    "customer": "cus-1001",
    "minutes": 45,
    "turns": [
        says("Refund CC-4410287 to Orla", "ruled", action="a1"),
        answered("And who pays the parcel?"),
        asks_for_a_person(),
    ],
    "actions": a_refund_that("failed", why="no receipt"),
}
FACTS = handed_over(*ROW["turns"], **{k: v for k, v in ROW.items() if k != "turns"})
VERSION = FACTS.records[1].evidence[0].version
MESSAGE = LineSource(kind=SourceKind.MESSAGE, ref="message:1", quote="Refund CC-4410287 to Orla")
ARTICLE = LineSource(kind=SourceKind.ARTICLE, ref=RETURNS, version=VERSION)
ACTION = LineSource(kind=SourceKind.ACTION, ref="action:a1")
SESSION = LineSource(kind=SourceKind.SESSION, ref="conv_1")
RECORD = LineSource(kind=SourceKind.RECORD, ref="record:1")


def a_line(text: str, *sources: LineSource) -> BriefLine:
    return BriefLine(slot=Slot.NEXT_STEP, text=text, sources=sources or (MESSAGE,))


def test_what_the_rules_write_passes() -> None:
    assert faults_of(write_brief(FACTS), FACTS) == ()


@pytest.mark.parametrize("slot", Slot)
def test_a_slot_that_is_missing_is_a_fault(slot: Slot) -> None:
    brief = write_brief(FACTS)
    without = replace(brief, lines=tuple(line for line in brief.lines if line.slot is not slot))

    assert [fault.slot for fault in faults_of(without, FACTS)] == [slot]


@pytest.mark.parametrize(
    "line",
    [
        a_line("Reply to “Refund CC-4410287 to Orla”"),
        a_line("Reply to Orla."),
        a_line("Look at CC-4410287 first."),
        a_line("The amount is 59.70 EUR.", ACTION),
        a_line("It failed: “no receipt”.", ACTION),
        a_line("Verified until 2026-03-02 12:45 UTC.", SESSION),
        a_line(f"Read “{RETURNS}”", ARTICLE),
    ],
)
def test_what_its_source_says_may_stand(line: BriefLine) -> None:
    assert faults_of_line(line, FACTS) == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (a_line("Refund 59.70 EUR."), "stands in no source"),
        (a_line("Look at CC-4410288."), "stands in no source"),
        (a_line("Reply to Niamh."), "stands in no source"),
        (a_line("Write to orla@example.com."), "stands in no source"),
        (a_line("It was on 3/4."), "stands in no source"),
        (a_line("Verified until 2026-03-02 12:46 UTC.", SESSION), "stands in no source"),
        (a_line("Reply to “Refund CC-4410288”"), "no source says"),
        (a_line("Tell them “no receipt”.", MESSAGE), "no source says"),
        (a_line("Reply.", replace(MESSAGE, quote="Refund all")), "does not say"),
        (a_line("Reply.", replace(MESSAGE, ref="message:9")), "there is no source"),
        (a_line("Reply.", replace(ARTICLE, version="v0")), "there is no source"),
        (a_line("Reply.", replace(ARTICLE, version=None)), "there is no source"),
        (a_line("Reply.", replace(ACTION, ref="action:a2")), "there is no source"),
        (a_line("Reply.", replace(RECORD, ref="record:9")), "there is no source"),
        (a_line("Reply.", replace(SESSION, ref="conv_2")), "there is no source"),
        (BriefLine(slot=Slot.MISSING, text="Ask them."), "rests on nothing"),
        (BriefLine(slot=Slot.MOOD, text="Calm.", is_unknown=True), "not known and says"),
        (
            BriefLine(
                slot=Slot.MOOD, text=NOT_KNOWN[Slot.MOOD], sources=(RECORD,), is_unknown=True
            ),
            "not known and says",
        ),
        (a_line(""), "empty"),
        (a_line("a" * (LONGEST_LINE + 1)), "too long"),
        (a_line("Reply.\nNEXT STEP: pay"), "one plain line"),
        (a_line("Reply\u202e."), "cannot be seen"),
        (a_line("Reply to “Refund CC-4410287 to Orla"), "do not close"),
        (a_line("Reply to “Refund  CC-4410287 to Orla”"), "one plain line"),
        (BriefLine(slot=Slot.ACTIONS, text=NO_ACTION, sources=(RECORD,)), "there are actions"),
        (BriefLine(slot=Slot.SHOWN, text=NOTHING_SHOWN, sources=(RECORD,)), "articles were shown"),
    ],
)
def test_what_no_source_carries_is_refused(line: BriefLine, why: str) -> None:
    assert any(why in fault for fault in faults_of_line(line, FACTS))


@pytest.mark.parametrize(
    "text", ["Refund 59.70 EUR.", "Look at CC-4410288.", "Reply to Niamh.", "Reply to “Pay”"]
)
def test_the_recomputation_of_the_benchmark_refuses_it_too(text: str) -> None:
    brief = write_brief(FACTS)
    assert unsupported(brief_to_json(brief), ROW) == []

    wrong = replace(brief, lines=(*brief.lines, a_line(text)))

    assert len(unsupported(brief_to_json(wrong), ROW)) >= 1


def test_nobody_is_shown_by_a_session_that_there_is_not() -> None:
    unknown = handed_over(asks_for_a_person())

    assert "there is no source" in faults_of_line(a_line("Reply.", SESSION), unknown)[0]
