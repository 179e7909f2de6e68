import pytest

from handrail.domain.actions.request_phrases import again, question, which_action, which_value
from handrail.domain.actions.spec import Parameter
from tests.domain.actions.requests import (
    AMOUNT,
    COUNT,
    EMAIL,
    GIFT,
    NOTE,
    NUMBER,
    ORDER,
    REASON,
    an_action_that_takes,
)


@pytest.mark.parametrize(
    ("parameter", "says"),
    [
        (AMOUNT, "such as 20.00 EUR"), (EMAIL, "name@example.com"), (GIFT, "a yes or a no"),
        (REASON, "one of these: broken, wrong item or Norway."), (COUNT, "a number"),
        (ORDER, "starts with CC-"), (NUMBER, "Number?"), (NOTE, "Note?"),
    ],
)  # fmt: skip
def test_who_is_asked_again_is_told_what_is_wanted(parameter: Parameter, says: str) -> None:
    said = again(parameter, "EUR")

    assert says in said
    assert said.endswith(question(parameter))
    assert "  " not in said


def test_values_are_shown_as_a_customer_would_write_them() -> None:
    assert which_value(AMOUNT, (2000, 3000), "EUR") == (
        "Amount: which do you mean, 20.00 EUR or 30.00 EUR? One at a time."
    )
    assert "CC-1 or CC-2" in which_value(ORDER, ("CC-1", "CC-2"), "EUR")
    assert "1, 2 or 3" in which_value(COUNT, (1, 2, 3), "EUR")


def test_actions_are_named_by_their_titles() -> None:
    said = which_action([an_action_that_takes(), an_action_that_takes(title="Undo it")])

    assert said == "Which of these shall I do: do an act or undo it? One at a time."
