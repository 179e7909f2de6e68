"""A provider sees no personal data, and whoever asked it never notices."""

import json
from typing import Any

import pytest

from handrail.adapters.language.personal_data import PatternFinder
from handrail.adapters.models.masked import MaskedModel
from handrail.adapters.models.prompt import marked, unused_mark
from handrail.flow.language_model import Finished
from handrail.kernel.ids import RandomIds
from tests.adapters.language.seeded import messages
from tests.adapters.models.opened import a_request, heard_from, opened_models
from tests.adapters.models.provider import running_provider, says
from tests.adapters.models.scripted import ScriptedModel

ADDRESS = "ada.lovelace@example.com"
CARD = "4111 1111 1111 1111"
FINDER = PatternFinder()


def _masked(*said: str) -> tuple[MaskedModel, ScriptedModel]:
    inner = ScriptedModel(list(said))
    return MaskedModel(model=inner, finder=FINDER), inner


def test_what_is_sent_holds_a_placeholder_and_what_comes_back_the_real_word() -> None:
    model, inner = _masked('{"text": "We wrote to [EMAIL_1] today."}')

    heard = heard_from(model, content=f"Write to {ADDRESS}, order 12345678.")

    assert ADDRESS not in inner.asked[0].content
    assert "order 12345678" in inner.asked[0].content
    assert heard.text == f'{{"text": "We wrote to {ADDRESS} today."}}'
    assert heard.finished == Finished(is_complete=True, tokens_in=10, tokens_out=5)


@pytest.mark.parametrize("before", range(12))
def test_a_placeholder_that_is_split_over_two_pieces_is_put_back(before: int) -> None:
    model, _ = _masked(f"{'x' * before} [EMAIL_1], bye")

    heard = heard_from(model, content=f"I am {ADDRESS}")

    assert heard.text == f"{'x' * before} {ADDRESS}, bye"


def test_a_reply_that_ends_in_a_placeholder_is_whole() -> None:
    model, _ = _masked("It is [EMAIL_1]")

    assert heard_from(model, content=f"I am {ADDRESS}").text == f"It is {ADDRESS}"


def test_an_original_with_quotation_marks_stays_json() -> None:
    model, _ = _masked('{"text": "Found [CARD_1]."}')

    heard = heard_from(model, content=f'My card is "{CARD}".')

    assert json.loads(heard.text)["text"] == f"Found {CARD}."


def test_the_mark_that_sets_data_apart_is_never_masked() -> None:
    for _ in range(300):
        mark = unused_mark(RandomIds(), ())
        model, inner = _masked("fine")

        heard_from(model, content=marked("question", f"I am {ADDRESS}", mark))

        assert inner.asked[0].content.count(mark) == 2


def test_no_seeded_value_stands_in_the_request_log_of_a_provider() -> None:
    seeded = messages(60, seed=41)

    with running_provider(says('{"claims": []}')) as provider:
        models = opened_models(provider.address)
        inner = models.writers[0]._asking.model  # type: ignore[attr-defined] # the one that is opened
        for message in seeded:
            list(
                MaskedModel(model=inner, finder=FINDER).stream(
                    a_request(content=f"{message.text}\n")
                )
            )
        log = "\n".join(provider.contents())

    leaked = [value for message in seeded for value in message.values if value in log]
    assert len(provider.asked) == 60
    assert leaked == []


def test_a_model_is_masked_unless_the_settings_say_otherwise() -> None:
    question = f"Is {ADDRESS} my address?"

    def logged(**changes: Any) -> str:
        with running_provider(says('{"claims": []}')) as provider:
            models = opened_models(
                provider.address,
                mask=lambda model: MaskedModel(model=model, finder=FINDER),
                **changes,
            )
            inner = models.writers[0]._asking.model  # type: ignore[attr-defined] # as above
            list(inner.stream(a_request(content=question)))
            return "\n".join(provider.contents())

    assert ADDRESS not in logged()
    assert ADDRESS in logged(mask_personal_data=False)
