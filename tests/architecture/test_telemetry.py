"""All that is told of a turn is documented, and what people wrote stands apart from it."""

from pathlib import Path

from handrail.flow.telemetry import Fact, Operation, Words

PAGE = Path(__file__).parents[2] / "docs/how-to/trace-with-opentelemetry.md"


def test_every_span_every_fact_and_all_words_are_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")

    names = [*Operation, *Fact, *Words]

    assert [name for name in names if f"`{name}" not in page] == []


def test_no_fact_has_the_name_of_words() -> None:
    assert {fact.value for fact in Fact}.isdisjoint(words.value for words in Words)
