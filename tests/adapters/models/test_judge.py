import pytest

from handrail.adapters.models.judge import ModelJudge
from handrail.flow.language_model import ModelFault, ModelTask, ModelTurn
from tests.adapters.models.scripted import ScriptedModel, asking
from tests.builders import a_claim
from tests.fakes import FixedClock


def faults(model: ScriptedModel) -> tuple[str, ...]:
    judge = ModelJudge(asking=asking(model, "judge.v1"))
    return judge.faults(a_claim(), ModelTurn(FixedClock(), 4.0))


def test_a_claim_that_is_supported_has_no_faults() -> None:
    model = ScriptedModel(['{"supported": true, "why": ""}'])

    assert faults(model) == ()
    assert model.asked[0].task is ModelTask.JUDGE
    assert "Refunds take five days." in model.asked[0].content


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ('{"supported": false, "why": "no figure"}', "the judge: no figure"),
        ('{"supported": false}', "the judge: its quotes do not carry it"),
        ('{"supported": false, "why": ["x"]}', "the judge: its quotes do not carry it"),
        ('```json\n{"supported": false, "why": "a\\nb"}\n```', "the judge: a b"),
    ],
)
def test_a_claim_that_is_not_supported_has_one_fault_of_one_line(reply: str, said: str) -> None:
    assert faults(ScriptedModel([reply])) == (said,)


@pytest.mark.parametrize("reply", ["", "yes", "true", "{}", '{"supported": "true"}', "[" * 9_000])
def test_what_cannot_be_read_is_a_fault_of_the_model(reply: str) -> None:
    with pytest.raises(ModelFault):
        faults(ScriptedModel([reply]))
