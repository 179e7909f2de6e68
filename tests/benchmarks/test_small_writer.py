"""The small model's sentences become claims with the quotes that are nearest to them."""

import json
from pathlib import Path

from benchmarks.small_writer import KeptModel, SmallWriter, nearest_quote, sentences
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Draft
from handrail.flow.language_model import ModelTurn, Writing
from tests.adapters.models.scripted import ScriptedModel
from tests.builders import an_article, passages_for
from tests.fakes import FixedClock

PASSAGES = passages_for(an_article(), "A refund takes 5 days. Write to us within 30 days.")


def written(*texts: str, kept: Path) -> list[str]:
    model = KeptModel(ScriptedModel([*texts]), kept)
    writing = Writing(question="How long does a refund take?", passages=PASSAGES)
    claims = SmallWriter(model).claims(writing, ModelTurn(FixedClock(), 5.0))
    return [claim.text for claim in claims]


def test_a_reply_is_taken_apart_into_whole_sentences_each_once() -> None:
    said = "- It takes 5 days. It takes 5 days. **Then** you wait! And after that you"

    assert sentences(said) == ["It takes 5 days.", "Then** you wait!"]


def test_a_claim_gets_the_sentence_that_shares_most_words_with_it() -> None:
    cited = nearest_quote("You must write within 14 days.", PASSAGES)

    assert cited.quote == "Write to us within 30 days."


def test_the_check_tells_made_up_claims_with_real_quotes_apart() -> None:
    made_up = "A refund takes 9 days."
    model = KeptModel(ScriptedModel([f"A refund takes 5 days. {made_up}"]), Path("/dev/null"))
    writing = Writing(question="How long does a refund take?", passages=PASSAGES)
    claims = tuple(SmallWriter(model).claims(writing, ModelTurn(FixedClock(), 5.0)))

    checks = (
        QuoteChecker()
        .check(Draft(claims=claims, writer=""), {passage.id: passage for passage in PASSAGES})
        .checks
    )

    assert [check.is_supported for check in checks] == [True, False]


def test_what_was_said_before_is_not_asked_again(tmp_path: Path) -> None:
    kept = tmp_path / "said.jsonl"

    first = written("A refund takes 5 days.", kept=kept)
    again = written("Something else entirely.", kept=kept)

    assert first == again == ["A refund takes 5 days."]
    assert len(list(map(json.loads, kept.read_text().splitlines()))) == 1
