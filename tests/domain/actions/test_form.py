import pytest

from handrail.domain.actions.form import Form, Reply, Step, leaves_form, short_reply
from handrail.kernel.plain import from_plain, to_plain


@pytest.mark.parametrize(
    "text",
    ["no, stop", "Never mind.", "cancel that please", "forget it, thanks", "oh no, wait, stop it",
     "I don't want that", "oh. stop it. thanks", "actually no", "No thanks!", "STOP"],
)  # fmt: skip
def test_a_customer_leaves_with_a_few_words(text: str) -> None:
    assert leaves_form(text)


@pytest.mark.parametrize(
    "text",
    ["", "CC-4410287", "no it is CC-4410287", "cancel CC-4410287", "stop sending me e-mails",
     "Does it stop on its own?", "please", "never mind the weather, I would like to know the date"],
)  # fmt: skip
def test_other_words_leave_nothing(text: str) -> None:
    assert not leaves_form(text)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("yes please", Reply.YES), ("do it", Reply.YES), ("OK", Reply.YES), ("no", Reply.NO),
        ("I want to know how it works", Reply.KNOW), ("how it works", Reply.KNOW),
        ("don't do it", Reply.NO), ("CC-4410287", None), ("", None), ("yes " * 11, None),
    ],
)  # fmt: skip
def test_a_short_reply_is_a_yes_a_no_or_a_wish_to_know(text: str, reply: Reply | None) -> None:
    assert short_reply(text) is reply


def test_a_form_is_written_and_read_as_json() -> None:
    form = Form(
        step=Step.ARGUMENT,
        actions=("refund",),
        said="Refund me",
        arguments={"amount": 2000, "order": "CC-1", "gift": True},
        asked="email",
        times=2,
    )

    assert from_plain(Form, to_plain(form, Form)) == form
