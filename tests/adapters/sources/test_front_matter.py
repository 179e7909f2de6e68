from datetime import date

import pytest

from handrail.adapters.sources.front_matter import split_front_matter
from handrail.domain.knowledge.model import Audience


def test_front_matter_is_read_and_taken_out() -> None:
    front, rest, warnings = split_front_matter(
        "---\ntitle: 404\nupdated: 2026-05-01\nowner: Ada\nlang: de\nproduct: App\n---\nText\n"
    )

    assert (front.title, front.updated, front.owner) == ("404", date(2026, 5, 1), "Ada")
    assert (front.locale, front.product, rest, warnings) == ("de", "App", "Text\n", ())


@pytest.mark.parametrize(
    "broken",
    [
        "---\ntitle: A: b: c\naudience: internal\n---\nText",
        "---\ntitle: [unclosed\naudience: internal\n---\nText",
        "---\ntitle: Never ends\naudience: internal\n\nText",
        "---\naudience: intrenal\n---\nText",
        "---\naudience: [internal, public]\n---\nText",
        '---\ntitle: "x\naudience: internal\n---\nText',
    ],
)
def test_broken_front_matter_never_opens_an_article(broken: str) -> None:
    front, rest, warnings = split_front_matter(broken)

    assert front.audience is Audience.INTERNAL
    assert rest.strip() == "Text"
    assert len(warnings) == 1


def test_a_date_that_is_none_is_named() -> None:
    front, _, warnings = split_front_matter("---\nupdated: next week\n---\n")

    assert front.updated is None
    assert "next week" in warnings[0]


def test_rules_around_text_are_no_front_matter() -> None:
    text = "---\nJust a line between rules.\n---\nMore\n"

    assert split_front_matter(text)[1] == text
