"""An article that says two things of one matter is told, and one that lists what differs is not."""

import pytest

from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.model import Finding
from tests.domain.knowledge.health.centre import a_centre

_BETWEEN = (
    "The old harbour opens at dawn. A pilot meets every boat at the mole and leads it to its berth."
    " Fresh water is laid on at each jetty. Waste is collected by the harbour master's barge."
    " Nets are dried on the north quay, and nowhere else. The crane is looked after by the yard."
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "A mooring contract can be cancelled within 14 days.",
            "A mooring contract can be cancelled within 30 days.",
        ),
        (
            "The winter berth costs €400 for each boat.",
            "The winter berth costs €450 for each boat.",
        ),
    ],
)
def test_one_article_that_says_two_things_is_told_with_both_of_its_sentences(
    one: str, other: str
) -> None:
    (found,) = _found(f"## Berths\n\n{one} {_BETWEEN}\n\n## Questions\n\n{other}")

    assert found.articles == ("help/harbour.md",)
    assert [quote.text for quote in found.quotes] == [one, other]
    assert found.is_certain


@pytest.mark.parametrize(
    "text",
    [
        f"## Basic plan\n\nPhotos are kept for 14 days. {_BETWEEN}\n\n## Pro plan\n\n"
        "Photos are kept for 30 days.",
        "A mooring contract can be cancelled within 14 days. "
        "A mooring contract can be cancelled within 30 days.",
        f"A small boat pays €10 a night at the jetty. {_BETWEEN}\n\n"
        f"A long boat pays €20 a night at the jetty. {_BETWEEN}\n\n"
        "A wide boat pays €30 a night at the jetty.",
        f"The reminder is sent after 3 days. {_BETWEEN}\n\nThe reminder is sent after 6 days. "
        f"{_BETWEEN}\n\nThe reminder is sent after 9 days.",
    ],
)
def test_plans_a_train_of_thought_and_lists_in_one_article_are_left_alone(text: str) -> None:
    assert _found(text) == ()


def _found(text: str) -> tuple[Finding, ...]:
    centre = a_centre({"harbour.md": f"# The harbour\n\n{text}\n"})
    return find_contradictions(centre, None, None)
