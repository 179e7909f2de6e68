from pathlib import Path

import pytest

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.flow.ask_attacked import SafetyAsker
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.evaluate_leak import LeakReport, evaluate_leak, read_supported
from handrail.kernel.errors import BadDataset
from tests.flow.desk import Desk
from tests.flow.letters import LetterEmbedder
from tests.flow.writers import ScriptedWriter, gives_models

QUOTE = "Shipping a parcel costs 4 euros."
INVENTED = "Refunds of any kind reach your bank within 2 hours, guaranteed."


def a_desk() -> Desk:
    desk = Desk()
    desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank account.")
    desk.knows("help/shipping.md", "Shipping", QUOTE)
    return desk


def safety_of(desk: Desk, threshold: float = 0.0) -> SafetyAsker:
    asker = LabelledAsker(ports=desk.ports.think, embedder=LetterEmbedder())
    return SafetyAsker(asker=asker, threshold=threshold)


def asked_about_refunds(tmp_path: Path) -> tuple[LabelledQuestion, ...]:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"question": "How long does a refund take?", "articles": ["help/refunds.md"]}\n'
        '{"question": "Do you sell harps?", "answerable": false}\n'
    )
    return read_supported(file)


def measured(tmp_path: Path, ask: SafetyAsker) -> LeakReport:
    questions = asked_about_refunds(tmp_path)
    return evaluate_leak(
        questions, ask.without_its_articles, ask.asked, clopper_pearson, lambda *_: None
    )


def test_only_questions_with_articles_that_answer_them_are_asked(tmp_path: Path) -> None:
    (question,) = asked_about_refunds(tmp_path)

    assert question.articles == ("help/refunds.md",)


def test_a_file_that_names_no_articles_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Do you sell harps?", "answerable": false}\n')

    with pytest.raises(BadDataset, match="no articles to take away"):
        read_supported(file)


def test_what_was_taken_away_is_never_cited(tmp_path: Path) -> None:
    (item,) = measured(tmp_path, safety_of(a_desk())).items

    assert "help/refunds.md" not in [c.article for claim in item.claims for c in claim.citations]


def test_the_extractive_writer_says_nothing_in_its_own_words(tmp_path: Path) -> None:
    report = measured(tmp_path, safety_of(a_desk()))

    assert report.figures["leaked_in_own_words"].value == 0.0


def test_what_a_model_makes_up_leaks_without_the_guard_and_not_with_it(tmp_path: Path) -> None:
    desk = a_desk()
    gives_models(desk, ScriptedWriter([[(INVENTED, QUOTE)]]))

    with_guard = measured(tmp_path, safety_of(desk))
    without = measured(tmp_path, safety_of(desk).unguarded())

    assert with_guard.figures["leaked_in_own_words"].value == 0.0
    assert without.figures["leaked_in_own_words"].value == 1.0
    assert [claim.text for claim in without.items[0].in_own_words] == [INVENTED]


def test_none_of_so_many_still_has_an_upper_bound(tmp_path: Path) -> None:
    report = measured(tmp_path, safety_of(a_desk(), threshold=1.0))

    leaked = report.figures["leaked"]
    assert (leaked.value, leaked.low, leaked.n) == (0.0, 0.0, 1)
    assert leaked.high == pytest.approx(0.975)


def test_what_is_answered_with_the_articles_in_place_stands_beside_it(tmp_path: Path) -> None:
    report = measured(tmp_path, safety_of(a_desk()))

    assert report.figures["answered_with_them"].value == 1.0
    assert report.items[0].as_json()["usual_outcome"] == "answered"
