import json
from dataclasses import replace

import pytest

from handrail.domain.answering.model import ClaimCheck, Grounding
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    Choice,
    Clarify,
    Courtesy,
    HandOff,
    HandOffReason,
    ModelCall,
    Outcome,
)
from handrail.domain.decision.record_json import outcome_name, record_from_json, record_to_json
from handrail.domain.knowledge.model import PassageId
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import NotPlainError
from tests.builders import REFUNDS, a_claim, a_record

OUTCOMES: list[tuple[Outcome, str]] = [
    (Answer(claims=(a_claim(), a_claim(quote="Ask."))), "answer"),
    (
        Clarify(choices=(Choice(label="Teams", article=REFUNDS, passage=PassageId("p")),)),
        "clarify",
    ),
    (Abstain(reason=AbstainReason.NOT_GROUNDED, nearest=(REFUNDS,)), "abstain"),
    (HandOff(reason=HandOffReason.DISTRESS, language="hi"), "hand_off"),
    (Courtesy(kind="thanks", language="es"), "courtesy"),
]


@pytest.mark.parametrize(("outcome", "name"), OUTCOMES, ids=[name for _, name in OUTCOMES])
def test_every_outcome_survives_being_written_down(outcome: Outcome, name: str) -> None:
    record = a_record(outcome=outcome)

    stored = canonical_json(record_to_json(record))

    assert record_from_json(json.loads(stored)) == record
    assert json.loads(stored)["outcome"]["type"] == name == outcome_name(outcome)


def test_what_models_did_survives_being_written_down() -> None:
    call = ModelCall(
        task="write",
        model="openai:a",
        prompt="write.v1-abc",
        result="finished",
        tokens_in=120,
        tokens_out=30,
        cost=0.18,
        ms=900.5,
    )
    record = a_record(calls=(call, replace(call, cost=None)), understood={"mood": "calm"})

    assert record_from_json(json.loads(canonical_json(record_to_json(record)))) == record


def test_a_record_from_before_models_were_asked_is_still_read() -> None:
    stored = record_to_json(a_record())
    del stored["calls"], stored["understood"]

    record = record_from_json(json.loads(canonical_json(stored)))

    assert record == a_record()
    assert record.calls == ()


def test_a_record_with_nothing_found_survives_being_written_down() -> None:
    record = a_record(
        outcome=Abstain(reason=AbstainReason.NO_EVIDENCE),
        confidence=None,
        evidence=(),
        grounding=Grounding(
            checks=(ClaimCheck(claim=a_claim(), faults=("not in the passage",)),), checker="c-1"
        ),
        threshold=None,
        snapshot=None,
        models={},
        timings_ms={},
    )

    assert record_from_json(json.loads(canonical_json(record_to_json(record)))) == record


def test_a_record_of_an_unknown_outcome_is_refused() -> None:
    stored = record_to_json(a_record()) | {"outcome": {"type": "shrug"}}

    with pytest.raises(NotPlainError, match="outcome: its type is none of abstain, action_ruled"):
        record_from_json(stored)
