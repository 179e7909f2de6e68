"""What the page of sources shows and does, and what is sent to a source over HTTP, for real."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.domain.actions.model import Role
from handrail.domain.knowledge.model import SourceName
from handrail.flow.staff import add_staff
from handrail.flow.sync_knowledge import sync_knowledge
from tests.projects import SETTINGS, a_synced_project, asked, unwatched, write_article
from tests.web.console.site import ConsoleSite, running_console

PAGE = "/console/knowledge/sources"
ALLOW = f"{PAGE}/allow-deletion"
PUSH = '\n[[knowledge.sources]]\nname = "wiki"\nkind = "push"\n'
TEXT = "# Tuning\n\nTuning a harpsichord costs 80 euros.\n"
SENT = "/api/v1/staff/articles/wiki/workshop/tuning.md"
MARKDOWN = {"Content-Type": "text/markdown"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleSite]:
    home = tmp_path_factory.mktemp("sources") / "project"
    articles = {f"{n:02}.md": f"# Number {n}\n\nText of {n}.\n" for n in range(12)}
    project: Path = a_synced_project(home, articles, settings=SETTINGS + PUSH)
    with running_console(project) as running:
        yield running


@pytest.fixture(scope="module")
def lead(site: ConsoleSite) -> dict[str, str]:
    return {"Authorization": f"Bearer {add_staff('pusher', Role.LEAD, site.app.staff_ports())}"}


def held(site: ConsoleSite) -> str:
    """Empty the folder, sync, and return the digest that the page of sources holds."""
    for file in (site.app.project / "docs").glob("*.md"):
        file.unlink()
    sync_knowledge(site.app.sync_ports(), SourceName("help"), unwatched)
    page = site.logged_in("lee").get(PAGE).text
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert found is not None
    assert "Allow the deletion of 12 articles" in page
    return found[1]


def test_a_held_deletion_is_shown_and_allowed_by_a_lead_alone(site: ConsoleSite) -> None:
    digest = held(site)
    body = {"source": "help", "digest": digest}

    agents_page = site.logged_in("kim").get(PAGE).text
    by_agent = site.logged_in("kim").post(ALLOW, data=body).status_code
    stale = site.logged_in("lee").post(ALLOW, data=body | {"digest": "0" * 64}).status_code
    by_lead = site.logged_in("lee").post(ALLOW, data=body).status_code
    after = site.logged_in("lee").get(PAGE).text
    report = sync_knowledge(site.app.sync_ports(), SourceName("help"), unwatched)

    assert "This takes a lead." in agents_page
    assert (by_agent, stale, by_lead) == (403, 409, 303)
    assert "the next sync carries it out" in after
    assert len(report.retired) == 12
    write_article(site.app.project, "00.md", "# Back\n\nText.\n")


def test_a_source_that_fails_says_since_when_and_why(site: ConsoleSite) -> None:
    docs = site.app.project / "docs"
    docs.rename(docs.with_name("elsewhere"))
    try:
        report = sync_knowledge(site.app.sync_ports(), None, unwatched)
        page = site.logged_in().get(PAGE).text
    finally:
        docs.with_name("elsewhere").rename(docs)

    assert [failed.source for failed in report.failed] == ["help"]
    assert "Cannot be read since" in page
    assert "cannot be read: No such file" in page


def test_an_article_that_is_sent_is_answered_from_at_once_and_gone_when_taken_back(
    site: ConsoleSite, lead: dict[str, str]
) -> None:
    client = site.visitor({})
    question = "What does tuning a harpsichord cost?"

    first = client.put(SENT, content=TEXT, headers=lead | MARKDOWN)
    again = client.put(SENT, content=TEXT, headers=lead | MARKDOWN)
    record = asked(site.app, question)
    gone = client.delete(SENT, headers=lead)
    later = asked(site.app, question)

    assert (first.status_code, again.status_code, gone.status_code) == (201, 200, 200)
    assert first.json()["article"] == "wiki/workshop/tuning.md"
    assert (first.json()["changed"], again.json()["changed"]) == (True, False)
    assert "wiki/workshop/tuning.md" in [used.article for used in record.evidence]
    assert "wiki/workshop/tuning.md" not in [used.article for used in later.evidence]
    assert gone.json()["version"] is None


def test_sending_takes_a_leads_token_a_source_of_its_kind_and_text(
    site: ConsoleSite, lead: dict[str, str]
) -> None:
    client = site.visitor({})
    agent = {"Authorization": f"Bearer {add_staff('reader', Role.AGENT, site.app.staff_ports())}"}
    other = SENT.replace("/wiki/", "/help/")

    statuses = {
        "nobody": client.put(SENT, content=TEXT, headers=MARKDOWN).status_code,
        "agent": client.put(SENT, content=TEXT, headers=agent | MARKDOWN).status_code,
        "folder": client.put(other, content=TEXT, headers=lead | MARKDOWN).status_code,
        "picture": client.put(
            SENT, content=b"\x89PNG", headers=lead | {"Content-Type": "image/png"}
        ).status_code,
        "huge": client.put(SENT, content=b"x" * 5_000_001, headers=lead | MARKDOWN).status_code,
        "climbing": client.put(
            SENT.replace("workshop", "%2e%2e"), content=TEXT, headers=lead | MARKDOWN
        ).status_code,
    }

    assert statuses == {
        "nobody": 401,
        "agent": 403,
        "folder": 404,
        "picture": 422,
        "huge": 413,
        "climbing": 422,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
)
def test_no_other_page_can_make_a_leads_browser_send_or_take_back(
    headers: dict[str, str], site: ConsoleSite
) -> None:
    lee = site.logged_in("lee")
    bare = site.visitor({})
    bare.cookies.set("handrail", lee.cookies["handrail"], domain="127.0.0.1")
    before = site.everything(without=("login_sessions",))

    put = bare.put(SENT, content=TEXT, headers=headers | MARKDOWN).status_code
    delete = bare.delete(SENT, headers=headers).status_code

    assert (put, delete) == (403, 403)
    assert site.everything(without=("login_sessions",)) == before
