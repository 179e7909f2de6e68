"""What the history of an article shows, and what bringing a version back does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.domain.decision.calibration import Threshold
from handrail.domain.decision.model import Abstain, TurnRecord
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    FindingState,
    KeptFinding,
    Quoted,
)
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.sync_knowledge import sync_knowledge
from tests.builders import NOON, a_calibration, an_entry
from tests.projects import a_synced_project
from tests.web.console.site import ConsoleSite, conversation_path, running_console

REFUNDS = ArticleId("help/billing/refunds.md")
PAGE = f"/console/knowledge/history?id={REFUNDS}"
GOOD, BAD = "A refund takes 5 days", "A refund takes 50 days"
QUESTION = "How long does a refund take to reach my bank account?"


@pytest.fixture
def console(tmp_path: Path) -> Iterator[ConsoleSite]:
    project = a_synced_project(tmp_path)
    with running_console(project) as running:
        article = project / "docs" / "billing" / "refunds.md"
        article.write_text(article.read_text("utf-8").replace(GOOD, BAD), "utf-8")
        syncs(running)
        yield running


def syncs(console: ConsoleSite) -> None:
    sync_knowledge(console.app.sync_ports(), None, lambda _stage, _done, _total: None)


def words(console: ConsoleSite) -> str:
    with console.app.store.read() as reading:
        return " ".join(passage.text for passage in reading.passages_of(REFUNDS))


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def test_a_lead_looks_brings_it_back_and_lets_it_go(console: ConsoleSite) -> None:
    lee = console.logged_in("lee")

    history = lee.get(PAGE).text
    [link] = re.findall(r'href="(/console/knowledge/roll-back[^"]*)"', history)
    question = lee.get(link.replace("&amp;", "&")).text
    done = lee.post("/console/knowledge/roll-back/now", data=fields(question))
    after = lee.get(PAGE).text
    syncs(console)

    assert f"<del>{BAD}" in question
    assert f"<ins>{GOOD}" in question
    assert done.status_code == 303
    assert "Kept against its source" in after
    assert GOOD in words(console)
    assert {"knowledge.article_brought_back", "knowledge.pinned"} <= set(console.entries())

    lee.post("/console/knowledge/let-go", data={"id": REFUNDS})
    syncs(console)
    assert BAD in words(console)


def test_an_agent_sees_the_history_and_changes_nothing(console: ConsoleSite) -> None:
    kim, lee = console.logged_in("kim"), console.logged_in("lee")
    [link] = re.findall(r'href="(/console/knowledge/roll-back[^"]*)"', lee.get(PAGE).text)
    form = fields(lee.get(link.replace("&amp;", "&")).text)

    history = kim.get(PAGE)
    refused = kim.post("/console/knowledge/roll-back/now", data=form)

    assert history.status_code == 200
    assert "Bring back" not in history.text
    assert kim.get(link.replace("&amp;", "&")).status_code == 403
    assert refused.status_code == 403
    assert BAD in words(console)


def test_what_changed_while_it_was_looked_at_is_not_overwritten(console: ConsoleSite) -> None:
    lee = console.logged_in("lee")
    [link] = re.findall(r'href="(/console/knowledge/roll-back[^"]*)"', lee.get(PAGE).text)
    form = fields(lee.get(link.replace("&amp;", "&")).text)

    refused = lee.post("/console/knowledge/roll-back/now", data=form | {"seen": "another"})

    assert refused.status_code == 409
    assert BAD in words(console)


def test_what_changed_lately_is_listed_for_all_articles(console: ConsoleSite) -> None:
    listed = console.logged_in().get("/console/knowledge/history").text

    assert listed.count(REFUNDS) >= 2
    assert "What changed lately" in listed


def test_a_contested_reply_shows_both_sides_to_the_staff_too(console: ConsoleSite) -> None:
    record = contested(console)

    page = console.logged_in().get(f"{conversation_path(record.conversation)}?why={record.id}").text

    assert isinstance(record.outcome, Abstain)
    assert "Articles disagree" in page
    assert "Articles contradict each other on this" in page
    assert page.count(f"<q><bdi>{BAD}") == 1
    assert record.outcome.findings[0] in page


def contested(console: ConsoleSite) -> TurnRecord:
    store = console.app.store
    with store.read() as reading:
        one = next(p for p in reading.passages_of(REFUNDS) if BAD in p.text)
        other = reading.passages_of(ArticleId("help/shipping.md"))[0]
    quotes = ((one, one.text), (other, other.text))
    finding = Finding(
        kind=FindingKind.CONTRADICTION,
        articles=(REFUNDS, other.article),
        subject="days",
        why="50 days or 4 euros.",
        quotes=tuple(
            Quoted(article=p.article, version=p.version, passage=p.id, text=text)
            for p, text in quotes
        ),
    )
    kept = KeptFinding(
        finding=finding,
        state=FindingState.OPEN,
        owner=None,
        exposure=0,
        first_seen=NOON,
        last_seen=NOON,
        version=0,
    )
    threshold = Threshold(value=0.0, answered=200, wrong=2, upper_bound=0.03)
    with store.write() as writing:
        writing.save_findings((kept,), an_entry())
        writing.save_calibration(
            a_calibration(threshold=threshold, by_topic={}, bound_to=console.app.bound_to),
            an_entry(),
        )
    return console.hears(QUESTION)
