"""A whole project with a language model of its own, over the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.models.provider import Provider, hangs, running_provider, writes
from tests.adapters.telemetry.collector import collector
from tests.projects import SETTINGS, a_synced_project, handrail, write_article

pytestmark = pytest.mark.slow  # a process is started for each

QUESTION = "How long does a refund take?"
QUOTE = "A refund takes 5 days to reach your bank account."
SAID = "Your refund takes 5 days to reach your bank account."


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider(writes((SAID, 1, QUOTE))) as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, provider: Provider) -> Path:
    made = a_synced_project(tmp_path / "project")
    models = f'[models]\nwriter = "compatible:tiny"\nbase_url = "{provider.address}"\n'
    (made / "handrail.toml").write_text(SETTINGS + models, encoding="utf-8")
    return made


def test_the_doctor_says_who_writes_and_who_reads(project: Path) -> None:
    told = handrail("doctor", project=project).out

    assert "compatible:tiny/write.v1-" in told
    assert "the articles' own words" in told
    assert "messages are read by rules" in told


def test_an_answer_by_a_model_is_said_and_explained_with_what_it_took(
    project: Path, provider: Provider
) -> None:
    reply = handrail("ask", QUESTION, "--json", project=project).json
    told = handrail("explain", reply["record"], project=project).out

    assert provider.asked
    assert "compatible:tiny to write (write.v1-" in told
    assert "finished, 120 + 30 tokens" in told
    assert f"“{SAID}”: carried by its quote" in told
    if reply["outcome"] == "answered":
        assert reply["claims"][0]["text"] == SAID
        assert reply["claims"][0]["citations"][0]["quote"] == QUOTE


def test_a_model_that_hangs_costs_a_customer_no_more_than_its_seconds(
    project: Path, provider: Provider
) -> None:
    provider.plays(hangs)

    reply = handrail(
        "ask",
        QUESTION,
        "--json",
        project=project,
        environment={
            "HANDRAIL_MODELS__FIRST_TOKEN_SECONDS": "0.5",
            "HANDRAIL_MODELS__TOTAL_SECONDS": "1.0",
        },
    ).json

    assert reply["timings_ms"]["total"] < 3_500
    assert reply["reply"]


def test_a_model_without_a_key_is_one_clear_line(project: Path) -> None:
    (project / "handrail.toml").write_text(SETTINGS + '[models]\nwriter = "openai:a"\n')

    ended = handrail("ask", QUESTION, project=project)

    assert ended.status == 2
    assert "HANDRAIL_MODELS__API_KEY" in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_internal_articles_never_leave_for_the_provider(project: Path, provider: Provider) -> None:
    write_article(
        project,
        "internal/refunds.md",
        "---\naudience: internal\n---\n# Refunds\n\nRefunds of whoever shouts take 1 day.\n",
    )
    handrail("sync", project=project)

    handrail("ask", QUESTION, project=project)

    assert provider.asked
    assert not any("shouts" in content for content in provider.contents())


def test_a_model_sees_a_customers_card_neither_in_the_question_nor_in_what_was_said_before(
    project: Path, provider: Provider
) -> None:
    card = "4111 1111 1111 1111"
    said = f"{QUESTION} My card is {card}.\nAnd to the card {card}?\n\n"

    handrail("chat", project=project, said=said)

    assert provider.asked
    assert card not in "\n".join(provider.contents())


def test_a_call_of_a_model_is_traced_without_its_words(project: Path) -> None:
    with collector() as listening:
        traced = {
            "HANDRAIL_TELEMETRY__ENABLED": "true",
            "HANDRAIL_TELEMETRY__ENDPOINT": listening.address,
        }
        handrail("ask", QUESTION, project=project, environment=traced)

    call = listening.named("chat tiny")
    assert call.facts["gen_ai.provider.name"] == "compatible"
    assert call.facts["gen_ai.usage.input_tokens"] == 120
    assert b"bank account" not in b"".join(listening.bodies)
