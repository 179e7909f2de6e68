"""Which articles are called out of date, and which are not."""

from datetime import date

import pytest

from handrail.domain.knowledge.health.dates import dates_in
from handrail.domain.knowledge.health.model import FindingKind, Severity, Use
from handrail.domain.knowledge.health.stale import find_stale
from handrail.domain.knowledge.model import ArticleId
from tests.domain.knowledge.health.centre import a_centre, subjects


def why(text: str, path: str = "a.md") -> list[str]:
    return [found.why for found in find_stale(a_centre({path: f"# Support\n\n{text}\n"}))]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 2025-03-31", date(2025, 3, 31)),
        ("on March 31st, 2025", date(2025, 3, 31)),
        ("on 31 March 2025", date(2025, 3, 31)),
        ("by Sept. 2025", date(2025, 9, 30)),
        ("in Q1 2024", date(2024, 3, 31)),
        ("in February 2024", date(2024, 2, 29)),
    ],
)
def test_a_date_stands_for_the_last_day_it_can_mean(text: str, day: date) -> None:
    assert [found for _, found in dates_in(text)] == [day]


def test_what_is_no_day_is_no_date() -> None:
    assert list(dates_in("2025-02-31, version 2025, in May")) == []


@pytest.mark.parametrize(
    "text",
    [
        "We will stop support for macOS starting March 31st, 2025.",
        "Version 2 will reach its end of life in Q1 2021.",
        "The plan is scheduled to end on 2025-01-15.",
        "Existing setups will continue to work until September 30, 2024.",
    ],
)
def test_an_announcement_whose_day_has_passed_is_reported(text: str) -> None:
    (found,) = find_stale(a_centre({"a.md": f"# Support\n\n{text}\n"}))

    assert found.kind is FindingKind.STALE
    assert found.quotes[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "We will stop support for macOS starting March 31st, 2027.",
        "We stopped support for macOS on March 31st, 2025.",
        "If you choose January 1st, 2023, the comparison will be to January 1st, 2022.",
        "Those who joined before January 1, 2020, will keep their price.",
        "The update was scheduled for 2015-02-03.",
        "Prices of 2024 will stay until December 31, 2026.",
        "The collection will go on.",
    ],
)
def test_what_may_still_be_so_is_not(text: str) -> None:
    assert why(text) == []


def test_a_history_may_speak_of_the_past() -> None:
    assert why("We will stop support on March 31st, 2025.", "releases/changelog.md") == []


def test_a_page_that_calls_itself_outdated_is_reported() -> None:
    assert why("This page is deprecated. See the new one.") == [
        "It says itself that it is out of date, and is still answered from."
    ]
    assert why("This feature is deprecated.") == []


def test_a_review_that_is_overdue_is_reported() -> None:
    texts = {
        "late.md": "---\nreview_by: 2026-03-01\n---\n# A\n\nText.\n",
        "due.md": "---\nreview_by: 2026-03-02\n---\n# B\n\nText.\n",
    }

    assert subjects(find_stale(a_centre(texts))) == [("late.md", "review_by")]


def test_an_article_that_agents_keep_correcting_is_severe() -> None:
    centre = a_centre({name: f"# {name}\n\nText.\n" for name in ("a.md", "b.md", "c.md")})
    use = {
        ArticleId("help/a.md"): Use(shown=10, corrected=4),
        ArticleId("help/b.md"): Use(shown=100, corrected=4),
        ArticleId("help/c.md"): Use(shown=2, corrected=2),
    }

    (found,) = find_stale(a_centre({}, articles=centre.articles, use=use))

    assert (found.articles, found.severity) == (("help/a.md",), Severity.HIGH)


def test_an_article_that_stayed_while_its_neighbours_were_rewritten_is_reported() -> None:
    texts = {
        f"billing/{n}.md": f"---\nupdated: 2026-0{1 + n % 2}-10\n---\n# A {n}\n\nText.\n"
        for n in range(5)
    }
    texts["billing/old.md"] = "---\nupdated: 2019-05-01\n---\n# Old\n\nText.\n"
    texts["rare/old.md"] = "---\nupdated: 2019-05-01\n---\n# Old\n\nText.\n"

    assert subjects(find_stale(a_centre(texts))) == [("billing/old.md", "age")]


def test_a_name_that_was_given_up_is_reported_where_only_it_is_used() -> None:
    texts = {
        "agents.md": "# Agents\n\nShop Agents is formerly known as Shop Copilot.\n",
        "old.md": "# Meetings\n\nUse Shop Copilot to summarise a meeting.\n",
        "both.md": "# Both\n\nShop Agents (formerly Shop Copilot) does it.\n",
        "code.md": "# Code\n\n```\nShop Copilot\n```\n",
        "other.md": "# Other\n\nNothing of it.\n",
    }

    (found,) = find_stale(a_centre(texts))

    assert found.articles == ("help/agents.md", "help/old.md")
    assert [quote.text for quote in found.quotes] == [
        "Use Shop Copilot to summarise a meeting.",
        "Shop Agents is formerly known as Shop Copilot.",
    ]


def test_a_translation_left_behind_is_reported() -> None:
    texts = {
        "en/refunds.md": "---\nupdated: 2026-02-01\nlocale: en\n---\n# Refunds\n\nText.\n",
        "de/refunds.md": "---\nupdated: 2025-02-01\nlocale: de\n---\n# Geld\n\nText.\n",
        "fr/refunds.md": "---\nupdated: 2026-01-15\nlocale: fr\n---\n# Argent\n\nTexte.\n",
        "de/alone.md": "---\nupdated: 2019-01-15\nlocale: de\n---\n# Allein\n\nText.\n",
        "en/undated.md": "---\nlocale: en\n---\n# U\n\nText.\n",
        "de/undated.md": "---\nlocale: de\n---\n# U\n\nText.\n",
    }

    (found,) = find_stale(a_centre(texts))

    assert found.articles == ("help/de/refunds.md", "help/en/refunds.md")
    assert found.newer == "help/en/refunds.md"
