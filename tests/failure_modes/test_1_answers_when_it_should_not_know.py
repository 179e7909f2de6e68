"""It answers when it should not know. "You made that up."

The guard: every claim is carried by a quoted passage, or it is not said.
"""

from pathlib import Path

import pytest

from handrail.app import App
from handrail.cli.main import run
from handrail.domain.decision.model import Abstain, Answer
from handrail.domain.decision.reply_json import claims_of
from handrail.flow.think import think
from handrail.flow.thought import Asked
from tests.projects import asked

pytestmark = pytest.mark.xdist_group("sample")

ANSWERED_SOMEWHERE = (
    "How much does the Solo plan cost?",
    "I paid with iDEAL, how long does my refund take?",
    "How long is the warranty on a violin?",
    "What does a bow rehair cost?",
    "How do I reset my password?",
    "Is there a student discount?",
)
ANSWERED_NOWHERE = (
    "Can I take my violin as hand luggage on the plane?",
    "does easyjet accept a guitar in the cabin",
    "Do you ship to Mars?",
    "Which gear ratio suits a mountain bike?",
)


@pytest.mark.parametrize("question", ANSWERED_NOWHERE)
def test_what_the_help_centre_does_not_say_is_not_answered(question: str, company: App) -> None:
    record = asked(company, question)

    assert isinstance(record.outcome, Abstain)
    assert "rather not guess" in record.reply
    assert "talk to a person" in record.reply


@pytest.mark.parametrize("question", [*ANSWERED_SOMEWHERE, *ANSWERED_NOWHERE])
def test_even_the_boldest_assistant_says_nothing_but_quotes(question: str, company: App) -> None:
    bold = Asked(text=question, threshold=0.0)

    outcome = think(bold, company.think_ports()).outcome

    with company.store.read() as reading:
        for claim in claims_of(outcome):
            assert claim.citations
            for cited in claim.citations:
                passage = reading.live_passages([cited.passage])[cited.passage]
                assert cited.quote in passage.text
                assert (passage.article, passage.version) == (cited.article, cited.version)
                assert cited.quote in claim.text


def test_an_answer_names_the_article_it_quotes(company: App) -> None:
    records = [asked(company, question) for question in ANSWERED_SOMEWHERE]

    answered = [record for record in records if isinstance(record.outcome, Answer)]
    assert answered, "the help centre answers these, and the assistant answered none"
    for record in answered:
        for claim in claims_of(record.outcome):
            assert claim.citations[0].title
            assert claim.citations[0].quote in record.reply


def test_a_number_that_no_article_gives_is_never_given(company: App) -> None:
    record = asked(company, "Is it true that refunds take 97 days?")

    assert "97" not in record.reply


def test_too_few_labelled_questions_promise_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = project / "labels.jsonl"
    labels.write_text('{"question": "How do I reset my password?", "answerable": true}\n' * 40)

    status = run(["calibrate", str(labels), "--project", str(project)])

    assert status != 0
    assert "Traceback" not in "".join(capsys.readouterr())
