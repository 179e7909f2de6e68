"""What a judge is, what rules can hear, and what a reviewer's verdict says about each score."""

import pytest

from handrail.domain.decision.model import RecordId
from handrail.domain.quality.human_labels import is_wrong, labels_of
from handrail.domain.quality.judges import AnsweredTurn, JudgeId, Said, Score, family, is_kin
from handrail.domain.quality.policy_kept import policy_faults
from handrail.domain.quality.review import Cause, Verdict
from handrail.domain.quality.review_sample import is_drawn
from handrail.domain.quality.tone import tone_faults

SOURCE = "Refunds: A refund takes 5 days and is paid to the card you used."


def a_turn(reply: str, *sources: str) -> AnsweredTurn:
    return AnsweredTurn(
        record=RecordId("rec_1"),
        question="How long does a refund take?",
        reply=reply,
        said=(Said(text=reply, quotes=sources or (SOURCE,)),),
        sources=sources or (SOURCE,),
    )


@pytest.mark.parametrize(
    ("name", "kin"),
    [
        ("openai:gpt-5-mini/write.v1-1f2e", "gpt"),
        ("compatible:qwen2.5-7b/write.v1", "qwen"),
        ("ollama:qwen3", "qwen"),
        ("extractive-2", "extractive"),
        ("local-1", "local"),
        ("openai:4o", "o"),
        ("42", "42"),
    ],
)
def test_a_model_is_known_by_its_family(name: str, kin: str) -> None:
    assert family(name) == kin


def test_a_model_judges_its_own_work_whatever_serves_it() -> None:
    judge = JudgeId("openai:gpt-5/judge_answer.v1-9a")

    assert is_kin(judge, "compatible:gpt-5-mini/write.v1-1f")
    assert not is_kin(judge, "extractive-2")


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("As an AI language model, I can help.", "speaks of itself"),
        ("You should have read the manual.", "blames or belittles"),
        ("It is paid back. NEVER ASK THE DESK", "shouts"),
        ("Returns\n\nIt takes five days.", "bare heading"),
        ("3. Enter the code you get.", "list number"),
        ('He said "wait. It takes five days.', "does not close"),
        ("It is so.\n\nand then it ends.", "middle of a sentence"),
        ("a luthier, a luthier, a luthier...", "again and again"),
        ("it is paid on the day. it is paid on the day. it is paid on the day.", "again and again"),
    ],
)
def test_what_is_broken_in_a_reply_is_named(reply: str, fault: str) -> None:
    assert any(fault in found for found in tone_faults(reply))


@pytest.mark.parametrize(
    "reply",
    [
        "A refund takes 5 days.",
        "1. Open the account.\n2. Choose Orders.",
        "Work | Price\nSet-up | €65",
        "We match the price, or refund the difference:",
    ],
)
def test_a_whole_and_civil_reply_has_no_fault(reply: str) -> None:
    assert tone_faults(reply) == ()


@pytest.mark.parametrize(
    ("reply", "support", "fault"),
    [
        ("A refund takes 9 days.", 0.9, "figure"),
        ("Here is what our internal notes say.", 0.9, "secret"),
        ("I recommend waiting.", 0.9, "advice"),
        ("Your refund is free of charge.", 0.1, "duty or benefit"),
    ],
)
def test_what_nobody_at_the_company_wrote_is_named(reply: str, support: float, fault: str) -> None:
    assert any(fault in found for found in policy_faults(a_turn(reply), support))


def test_what_stands_in_the_sources_keeps_to_them() -> None:
    reply = "A refund takes 5 days and is paid to the card you used."

    assert policy_faults(a_turn(reply), 0.99) == ()


def test_a_verdict_says_nothing_of_scores_that_it_does_not_speak_of() -> None:
    assert labels_of(Verdict.RIGHT, None) == dict.fromkeys(Score, True)
    assert labels_of(Verdict.INCOMPLETE, None) == {Score.COMPLETE: False}
    assert labels_of(Verdict.UNSAFE, None) == {Score.POLICY: False}
    assert labels_of(Verdict.WRONG, Cause.TONE) == {Score.TONE: False}
    assert labels_of(Verdict.WRONG, Cause.REASONING_MISS)[Score.GROUNDED] is False
    assert labels_of(Verdict.WRONG, None) == {Score.ANSWERS: False, Score.COMPLETE: False}
    assert labels_of(Verdict.NOT_SURE, None) == {}


def test_only_wrong_and_unsafe_break_the_promise() -> None:
    found = {one: is_wrong(one) for one in Verdict}

    assert found == {
        "right": False,
        "wrong": True,
        "unsafe": True,
        "incomplete": False,
        "not_sure": None,
    }


def test_chance_draws_the_share_that_was_asked_for_and_the_same_records_each_time() -> None:
    refs = [RecordId(f"rec_{n}") for n in range(4_000)]

    drawn = [ref for ref in refs if is_drawn(ref, 0.05)]

    assert 150 < len(drawn) < 250
    assert drawn == [ref for ref in refs if is_drawn(ref, 0.05)]
    assert set(drawn) <= {ref for ref in refs if is_drawn(ref, 0.10)}
    assert all(is_drawn(ref, 1.0) for ref in refs)
