import pytest

from handrail.adapters.models.brief_worder import ModelBriefWorder
from handrail.flow.language_model import BriefWords, ModelFault, ModelTask, ModelTurn
from tests.adapters.models.scripted import ScriptedModel, asking
from tests.fakes import FixedClock

SAID = ("Hello", "My cello arrived cracked.")
LINES = ("Not settled: “My cello arrived cracked.”",)


def worded(model: ScriptedModel, said: tuple[str, ...] = SAID) -> BriefWords:
    worder = ModelBriefWorder(asking(model, "brief.v1"))
    return worder.worded(said, LINES, ModelTurn(FixedClock(), 4.0))


def test_messages_and_lines_are_shown_as_data_and_the_choice_is_read() -> None:
    reply = (
        '{"quotes": [{"message": 1, "words": "My cello arrived cracked."}], '
        '"lines": [{"line": 0, "text": "Still open: “My cello arrived cracked.”"}]}'
    )
    model = ScriptedModel([reply])

    words = worded(model)

    assert words.quotes == ((1, "My cello arrived cracked."),)
    assert words.lines == {0: "Still open: “My cello arrived cracked.”"}
    assert model.asked[0].task is ModelTask.BRIEF
    assert "message 1 of the customer" in model.asked[0].content
    assert LINES[0] in model.asked[0].content


@pytest.mark.parametrize(
    "reply",
    [
        "{}",
        '{"quotes": "all", "lines": {"0": "x"}}',
        '{"quotes": [1, {"message": "1", "words": "x"}, {"message": true, "words": "x"}]}',
        '{"quotes": [{"message": 1}]}',
        '{"lines": [{"line": 0, "text": ["x"]}, null]}',
        f'{{"lines": [{{"line": 0, "text": "{"x" * 700}"}}]}}',
    ],
)
def test_what_is_not_of_the_form_is_left_out(reply: str) -> None:
    assert worded(ScriptedModel([reply])) == BriefWords()


@pytest.mark.parametrize("reply", ["", "certainly!", "[1]", "null"])
def test_what_cannot_be_read_is_a_fault_of_the_model(reply: str) -> None:
    with pytest.raises(ModelFault):
        worded(ScriptedModel([reply]))


def test_of_a_long_conversation_the_newest_messages_are_shown() -> None:
    model = ScriptedModel(["{}"])

    worded(model, tuple(f"question {n}" for n in range(30)))

    assert "question 29" in model.asked[0].content
    assert "question 9\n" not in model.asked[0].content
