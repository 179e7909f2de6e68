"""Which links lead to other sites, and what is made of what those answered."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handrail.domain.knowledge.health.answers_elsewhere import (
    AT_ONCE,
    ON_A_SCHEDULE,
    Answer,
    Heard,
    Known,
    Pace,
    Standing,
    is_due,
    settled,
)
from handrail.domain.knowledge.health.elsewhere import Choice, find_gone_links, links_elsewhere
from handrail.domain.knowledge.health.model import FindingKind
from tests.builders import NOON
from tests.domain.knowledge.health.centre import a_centre, subjects

GONE = "https://shop.io/gone"
DAY = timedelta(days=1)


def opened(text: str, choice: Choice | None = None, **changes: object) -> list[str]:
    """Return the addresses that would be opened of one article."""
    articles = a_centre({"a.md": f"# A\n\n{text}\n"}).articles
    changed = [replace(article, **changes) for article in articles]  # type: ignore[arg-type] # a test's own
    return [found.address for found in links_elsewhere(changed, choice or Choice())]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://shop.io", "https://shop.io/"),
        ("HTTPS://Shop.IO/A", "https://shop.io/A"),
        ("https://shop.io/a#part", "https://shop.io/a"),
        ("https://shop.io/a?b=1#part", "https://shop.io/a?b=1"),
        ("//shop.io/a", "https://shop.io/a"),
        ("http://shop.io:80/a", "http://shop.io:80/a"),
        ("https://github.com/acme/shop/wiki", "https://github.com/acme/shop/wiki"),
        (
            "https://github.com/a/b/compare/12ab...34cd",
            "https://github.com/a/b/compare/12ab...34cd",
        ),
        ("https://shop.io/set-your-status", "https://shop.io/set-your-status"),
        ("https://www.youronlinechoices.com/", "https://www.youronlinechoices.com/"),
        ("https://shop.io/#tag/{id}", "https://shop.io/"),
        ("https://shop.io/a%20b?c=*", "https://shop.io/a%20b?c=*"),
        ("https://example-widgets.io/a", None),
    ],
)
def test_a_link_to_another_site_is_asked_for_in_one_spelling(
    link: str, address: str | None
) -> None:
    assert opened(f"See [this]({link}).") == ([address] if address else [])


@pytest.mark.parametrize(
    "link",
    [
        "other.md",
        "/other",
        "#part",
        "mailto:help@shop.io",
        "tel:+44123",
        "ftp://shop.io/a",
        "javascript:alert(1)",
        "https://user:pass@shop.io/a",
        "https://[half",
        "https://",
        "https://example.com/a",
        "https://docs.example.org",
        "https://shop.example/a",
        "https://shop.test/a",
        "http://localhost:8080/",
        "http://127.0.0.1:8080/",
        "http://192.168.1.1/",
        "http://[::1]/",
        "http://jenkins/job",
        "http://nas.local/",
        "https://wiki.corp/",
        "https://yourcompany.zendesk.com/hc",
        "https://your-domain.com/",
        "https://my-company.atlassian.net/",
        "https://acme.com/a",
        "https://shop.io/{id}",
        "https://{{ host }}/a",
        "https://shop.io/<name>",
        "https://shop.io/YOUR_TOKEN/a",
        "https://shop.io/your-project/a",
        "https://github.com/OWNER/REPO",
        "https://shop.io/users/:id",
        "https://shop.io/a/...",
        "https://shop.io/*",
    ],
)
def test_what_no_customer_can_be_meant_to_open_is_left_alone(link: str) -> None:
    assert opened(f"See [this]({link}).") == []


def test_pictures_and_plain_addresses_are_opened_and_code_is_not() -> None:
    text = (
        "![Map](https://cdn.shop.io/map.png) <https://shop.io/plain>\n\n"
        "Run `curl https://shop.io/inline`.\n\n```\ncurl https://shop.io/fenced\n```\n"
    )

    assert sorted(opened(text)) == ["https://cdn.shop.io/map.png", "https://shop.io/plain"]


def test_the_centres_own_site_is_checked_inside_and_not_opened() -> None:
    text = "[here](https://help.shop.io/b) [there](https://shop.io/b)"

    assert opened(text, url="https://help.shop.io/a") == ["https://shop.io/b"]


def test_what_only_staff_may_read_and_what_is_left_out_is_not_opened() -> None:
    text = "[one](https://shop.io/new/a) [two](https://shop.io/old) [three](http://127.0.0.1:9/)"
    choice = Choice(leave_out=("https://shop.io/new/",), named_hosts=frozenset({"127.0.0.1"}))

    assert opened(text, audience="internal") == []
    assert opened(text, choice) == ["https://shop.io/old", "http://127.0.0.1:9/"]


def test_each_link_to_what_is_gone_is_a_finding_with_the_words_around_it() -> None:
    knowledge = a_centre(
        {
            "a.md": f"# A\n\nSee [the shop]({GONE}#top) for more.\n\n[fine](https://shop.io/)\n",
            "b.md": f"# B\n\n![]({GONE})\n\n[the shop](https://lost.io/)\n",
        }
    )
    gone = {GONE: Answer.NO_PAGE, "https://lost.io/": Answer.NO_SITE}

    found = find_gone_links(links_elsewhere(knowledge.articles), gone, knowledge)

    assert subjects(found) == [
        ("a.md", f"page:{GONE}#top"),
        ("b.md", f"picture:{GONE}"),
        ("b.md", "page:https://lost.io/"),
    ]
    assert {one.kind for one in found} == {FindingKind.BROKEN_LINK}
    assert found[0].quotes[0].text == "See the shop for more."
    assert [one.why for one in found] == [
        f"“the shop” leads to {GONE}#top, but that site says that it has no such page.",
        f"It shows {GONE}, but that site says that it has no such picture.",
        "“the shop” leads to https://lost.io/, but there is no site of that name.",
    ]
    assert find_gone_links(links_elsewhere(knowledge.articles), {}, knowledge) == ()


def after(
    *answers: Answer, pace: Pace = ON_A_SCHEDULE, every: timedelta = DAY, at: datetime = NOON
) -> Known:
    """Return what is known of an address after these answers, one after the other."""
    known: Known | None = None
    for place, answer in enumerate(answers):
        heard = Heard(address=GONE, answer=answer)
        known = settled(known, heard, at + place * every, pace)
    assert known is not None
    return known


THERE, NO_PAGE, NO_SITE = Answer.THERE, Answer.NO_PAGE, Answer.NO_SITE
AWAY, FAILED, BARRED = Answer.TURNED_AWAY, Answer.UNREACHED, Answer.BARRED


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ([THERE], Standing.THERE),
        ([NO_PAGE], Standing.MISSED),
        ([NO_PAGE, NO_PAGE], Standing.GONE),
        ([NO_PAGE, NO_SITE], Standing.GONE),
        ([NO_PAGE, AWAY, NO_PAGE], Standing.GONE),
        ([NO_PAGE, THERE, NO_PAGE], Standing.MISSED),
        ([NO_PAGE, NO_PAGE, THERE], Standing.THERE),
        ([NO_PAGE, NO_PAGE, FAILED], Standing.GONE),
        ([THERE, FAILED], Standing.THERE),
        ([AWAY], Standing.UNKNOWN),
        ([BARRED, FAILED], Standing.UNKNOWN),
        ([FAILED, NO_PAGE], Standing.MISSED),
        ([FAILED, THERE], Standing.THERE),
    ],
)
def test_on_a_schedule_gone_takes_two_days(answers: list[Answer], standing: Standing) -> None:
    assert after(*answers).standing is standing


def test_one_evening_is_not_two() -> None:
    assert after(NO_PAGE, NO_PAGE, every=timedelta(hours=2)).standing is Standing.MISSED
    assert after(NO_PAGE, NO_PAGE, NO_PAGE, every=timedelta(hours=12)).standing is Standing.GONE


def test_for_a_person_who_waits_it_is_gone_at_once() -> None:
    assert after(NO_PAGE, pace=AT_ONCE).standing is Standing.GONE


def test_since_when_it_stands_so_is_kept() -> None:
    gone = after(NO_PAGE, NO_PAGE, FAILED, NO_SITE)

    assert (gone.since, gone.heard_at, gone.answer) == (NOON, NOON + 3 * DAY, NO_SITE)
    assert after(THERE, THERE).since == NOON
    assert after(THERE, NO_PAGE).since == NOON + DAY


def test_a_site_that_says_nothing_for_a_month_is_believed_no_more() -> None:
    answers = [NO_PAGE, NO_PAGE, *([AWAY] * 30)]

    assert after(*answers[:-1]).standing is Standing.GONE
    assert after(*answers).standing is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("answers", "pace", "days"),
    [
        ([THERE], ON_A_SCHEDULE, 7),
        ([NO_PAGE], ON_A_SCHEDULE, 1),
        ([NO_PAGE, NO_PAGE], ON_A_SCHEDULE, 1),
        ([AWAY], ON_A_SCHEDULE, 1),
        ([THERE, FAILED], ON_A_SCHEDULE, 1),
        ([THERE], AT_ONCE, 1),
        ([NO_PAGE], AT_ONCE, 0),
        ([AWAY], AT_ONCE, 0),
    ],
)
def test_what_was_there_is_asked_again_after_a_week_and_all_else_sooner(
    answers: list[Answer], pace: Pace, days: int
) -> None:
    known = after(*answers)
    due = [day for day in range(8) if is_due(known, known.asked_at + day * DAY, pace)]

    assert due[0] == days
    assert is_due(None, NOON, pace)
