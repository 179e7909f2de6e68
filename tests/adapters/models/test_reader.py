import json

import pytest

from handrail.adapters.models.reader import ModelReader
from handrail.adapters.systems.openapi import actions_in
from handrail.domain.actions.model_proposal import ModelProposal
from handrail.flow.language_model import FaultKind, ModelFault, ModelTurn, Understood
from handrail.sample.orders.document import DOCUMENT
from tests.adapters.models.scripted import ScriptedModel, asking
from tests.fakes import FixedClock

READ = {
    "question": "How long does a refund to PayPal take?",
    "wants_person": False,
    "intent": "question",
    "language": "en",
    "mood": "calm",
}


def understood(model: ScriptedModel) -> Understood:
    turn = ModelTurn(FixedClock(), 4.0)
    history = ("How long does a refund take?",)
    return ModelReader(asking(model, "read.v3")).understood("And to PayPal?", history, turn)


def test_what_a_message_means_is_read_from_one_object() -> None:
    model = ScriptedModel([f"```json\n{json.dumps(READ)}\n```"])

    found = understood(model)

    assert found == Understood(
        question="How long does a refund to PayPal take?",
        intent="question",
        language="en",
        mood="calm",
    )
    assert "How long does a refund take?" in model.asked[0].content


def test_it_may_take_less_than_half_of_the_turn_s_time() -> None:
    model = ScriptedModel([json.dumps(READ)])

    understood(model)

    assert model.asked[0].until == pytest.approx(1.6)


@pytest.mark.parametrize("wish", ["true", 1, None, "yes", ["true"]])
def test_only_a_plain_yes_is_a_wish_for_a_person(wish: object) -> None:
    found = understood(ScriptedModel([json.dumps(READ | {"wants_person": wish})]))

    assert not found.wants_person


@pytest.mark.parametrize("value", [7, None, [], {}, "x" * 600])
def test_a_field_of_another_form_is_left_empty(value: object) -> None:
    found = understood(ScriptedModel([json.dumps(READ | {"question": value, "mood": value})]))

    assert (found.question, found.mood) == ("", "")
    assert found.intent == "question"


@pytest.mark.parametrize("text", ["", "Hello!", "[]", "7", "{", "[" * 5_000, "x" * 10_000])
def test_what_cannot_be_read_is_a_fault(text: str) -> None:
    with pytest.raises(ModelFault) as caught:
        understood(ScriptedModel([text]))

    assert caught.value.kind is FaultKind.UNREADABLE


def test_a_reply_that_was_cut_off_is_a_fault() -> None:
    with pytest.raises(ModelFault):
        understood(ScriptedModel([json.dumps(READ)], is_complete=False))


ACTIONS = actions_in(DOCUMENT)
REFUND = READ | {"action": "refund", "arguments": {"order": "CC-4410287", "amount": 2000}}


def proposed(model: ScriptedModel) -> ModelProposal | None:
    reader = ModelReader(asking(model, "read.v4"), ACTIONS)
    return reader.understood("Refund 20 euros", (), ModelTurn(FixedClock(), 4.0)).proposed


def test_an_action_is_proposed_with_what_the_model_read_for_it() -> None:
    model = ScriptedModel([json.dumps(REFUND)])

    found = proposed(model)

    assert found is not None
    assert (found.name, found.arguments) == ("refund", {"order": "CC-4410287", "amount": 2000})
    assert found.model.startswith("scripted:one")


def test_the_model_is_told_which_actions_there_are_and_shown_no_article() -> None:
    model = ScriptedModel([json.dumps(READ)])

    proposed(model)

    content = model.asked[0].content
    assert '"action": "cancel_order"' in content
    assert content.count("<<data_") == content.count(" end>>") + 2 == 4


@pytest.mark.parametrize("name", [None, "", 7, [], {}, "x" * 65])
def test_without_a_name_nothing_is_proposed(name: object) -> None:
    assert proposed(ScriptedModel([json.dumps(REFUND | {"action": name})])) is None


@pytest.mark.parametrize("arguments", [None, 7, [], "order", {str(n): n for n in range(21)}])
def test_arguments_of_another_form_are_left_out(arguments: object) -> None:
    found = proposed(ScriptedModel([json.dumps(REFUND | {"arguments": arguments})]))

    assert found is not None
    assert found.arguments == {}


def test_a_proposal_in_a_reply_that_was_cut_off_is_never_used() -> None:
    with pytest.raises(ModelFault):
        proposed(ScriptedModel([json.dumps(REFUND)], is_complete=False))
    with pytest.raises(ModelFault):
        proposed(ScriptedModel([json.dumps(REFUND)[:-2]]))


def test_where_no_action_may_be_asked_for_none_is_proposed() -> None:
    assert understood(ScriptedModel([json.dumps(REFUND)])).proposed is None
