"""A model judges whole answers with five numbers, or its word counts for nothing."""

from collections.abc import Mapping

import pytest

from handrail.adapters.models.answer_judge import ModelAnswerJudge
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.judges import AnsweredTurn, Said, Score
from handrail.flow.language_model import ModelFault, ModelTask, ModelTurn
from tests.adapters.models.scripted import ScriptedModel, asking
from tests.fakes import FixedClock

REPLY = '{"grounded": 0.9, "answers": 0.2, "complete": 0, "tone": 1, "policy": 0.5}'
TURN = AnsweredTurn(
    record=RecordId("rec_1"),
    question="How long does a refund take?",
    reply="Refunds take five days.",
    said=(Said(text="Refunds take five days.", quotes=("Refunds take five days.",)),),
    sources=("Refunds: Refunds take five days.",),
)


def scored(model: ScriptedModel) -> Mapping[Score, float]:
    judge = ModelAnswerJudge(
        asking=asking(model, "judge_answer.v1"), turn=lambda: ModelTurn(FixedClock(), 30.0)
    )
    return judge.scores(TURN)


def test_a_model_judges_an_answer_beside_question_and_sources() -> None:
    model = ScriptedModel([REPLY])

    found = scored(model)

    assert found == {
        Score.GROUNDED: 0.9,
        Score.ANSWERS: 0.2,
        Score.COMPLETE: 0.0,
        Score.TONE: 1.0,
        Score.POLICY: 0.5,
    }
    assert model.asked[0].task is ModelTask.JUDGE
    for part in (TURN.question, TURN.reply, *TURN.sources):
        assert part in model.asked[0].content


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "good",
        "{}",
        REPLY.replace("0.9", "1.5"),
        REPLY.replace("0.9", "true"),
        REPLY.replace("0.9", '"high"'),
        REPLY.replace('"tone": 1, ', ""),
        REPLY.replace("0.9", "NaN"),
    ],
)
def test_what_cannot_be_read_whole_is_a_fault_of_the_model(reply: str) -> None:
    with pytest.raises(ModelFault):
        scored(ScriptedModel([reply]))
