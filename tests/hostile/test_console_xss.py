"""Whatever reaches the console stays text: no script, no dialog, no request elsewhere (T7)."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest

from handrail.domain.actions.model import StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId, Event
from handrail.domain.handoff.note import NoteId, StaffNote
from handrail.domain.handoff.saved_reply import SavedReply
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.take_over import take_conversation
from tests.builders import NOON, a_passage, an_article, an_entry
from tests.hostile.xss import CANARY, as_events, payloads
from tests.projects import a_synced_project
from tests.web.console.site import KIM, ConsoleSite, conversation_path, running_console
from tests.web.console.watched import watched_page

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed", exc_type=ImportError
)
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
AT_ONCE = 110
STRANGE = """() => [...document.querySelectorAll("*")].filter((one) => {
  const held = [...one.attributes].map((given) => given.name);
  if (held.some((name) => /^(on.*|srcdoc|style)$/.test(name))) return true;
  if (/^(iframe|object|embed|style|base|video|audio|math)$/.test(one.localName)) return true;
  if (one.localName === "script") return !one.src.endsWith("/console/static/console.js");
  if (one.localName === "img") return !one.src.endsWith("/console/static/icon.svg");
  if (one.localName === "form") return !one.action.startsWith(location.origin + "/console/");
  return one.localName === "a" && !one.href.startsWith(location.origin + "/console/");
}).map((one) => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleSite]:
    project = a_synced_project(tmp_path_factory.mktemp("hostile") / "project")
    with running_console(project) as site:
        yield site


@pytest.fixture(scope="module")
def browser(console: ConsoleSite) -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = launched.new_context(base_url=console.address)
        cookie = console.logged_in("ada").cookies["handrail"]
        context.add_cookies([{"name": "handrail", "value": cookie, "url": console.address}])
        yield context
        launched.close()


@pytest.fixture
def page(browser: Any, console: ConsoleSite) -> Iterator[Any]:
    with watched_page(browser, console.address) as opened:
        yield opened


@pytest.mark.parametrize("start", range(0, len(payloads()), AT_ONCE))
def test_nothing_that_is_told_in_a_conversation_becomes_more_than_text(
    page: Any, console: ConsoleSite, start: int
) -> None:
    some = payloads()[start : start + AT_ONCE]
    events = (as_events(payload, f"{start + n}") for n, payload in enumerate(some))
    ref = a_conversation(console, site=some[0], product=some[1], locale=some[2])
    with console.app.store.decide() as tx:
        told = [Event(kind=kind, facts=facts) for kind, facts in chain.from_iterable(events)]
        tx.tell_of(ref, told)

    page.goto(conversation_path(ref))

    shown = page.locator("#transcript").inner_text()
    assert page.evaluate(STRANGE) == []
    assert page.locator(".said").count() >= 5 * len(some)
    assert CANARY in shown


def test_no_message_becomes_more_than_text_in_inbox_brief_reply_or_record(
    page: Any, console: ConsoleSite
) -> None:
    some = payloads()[::6]
    records = [console.hears(f"I want to talk to a person {payload}") for payload in some]

    page.goto("/console/inbox?view=all")
    assert page.evaluate(STRANGE) == []
    for record in records[::9]:
        page.goto(f"{conversation_path(record.conversation)}?why={record.id}")
        assert page.evaluate(STRANGE) == []


def test_no_note_of_the_staff_and_no_saved_reply_becomes_more_than_text(
    page: Any, console: ConsoleSite
) -> None:
    ref = console.hears("I want to talk to a person").conversation
    some = payloads()[::3]
    with console.app.store.decide() as tx:
        for n, payload in enumerate(some):
            note = StaffNote(
                id=NoteId(f"note_{n}"),
                conversation=ref,
                by=StaffId(payload[:200]),
                at=NOON,
                text=payload,
                to=StaffId(payload[:200]),
            )
            tx.add_note(note, an_entry())
    handing = console.app.handing
    replies = tuple(SavedReply(name=p, text=p, topic=p) for p in some)
    console.app.handing = replace(handing, replies=replies)

    page.goto(conversation_path(ref))
    console.app.handing = handing

    assert page.locator(".memo").count() == len(some)
    assert page.locator("[data-reply]").count() == len(some)
    assert page.evaluate(STRANGE) == []


def test_no_article_becomes_more_than_text_in_list_or_text(page: Any, console: ConsoleSite) -> None:
    article = an_article("help/hostile.md", title=payloads()[0], owner=payloads()[1])
    passages = [
        a_passage(payload or "-", article=article.id, version=article.version, position=n)
        for n, payload in enumerate(payloads())
    ]
    with console.app.store.write() as writing:
        writing.publish(article, passages, an_entry())

    page.goto(f"/console/knowledge/article?id={article.id}")
    assert page.locator(".passages > li").count() == len({p.id for p in passages})
    assert page.evaluate(STRANGE) == []
    page.goto("/console/knowledge")
    assert page.evaluate(STRANGE) == []


def test_no_entry_of_the_log_becomes_more_than_text(page: Any, console: ConsoleSite) -> None:
    with console.app.store.decide() as tx:
        for payload in payloads()[::6]:
            facts = {payload: payload}
            tx.note(AuditEntry(kind=payload, actor=payload, subject=payload, at=NOON, facts=facts))

    page.goto("/console/audit")

    assert page.locator("tbody tr").count() == 60
    assert page.evaluate(STRANGE) == []


def test_nothing_in_an_address_becomes_more_than_text(console: ConsoleSite) -> None:
    ada, visitor = console.logged_in("ada"), console.visitor()
    marked = [payload for payload in payloads()[::3] if "<" in payload]

    for payload in marked:
        said = dict.fromkeys(
            ("words", "queue", "kind", "actor", "next", "quote", "q", "language"), payload
        )
        for client, place in (
            *((ada, "/console/knowledge"), (ada, "/console/inbox"), (ada, "/console/audit")),
            (visitor, "/console/login"),
        ):
            assert payload not in client.get(place, params=said).text

    assert len(marked) > 60


def a_conversation(console: ConsoleSite, **known: str) -> ConversationId:
    """Open a conversation of which everything that a customer's page may say is hostile."""
    app = console.app
    ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
    opening = Opening(
        channel="web", site=known["site"], product=known["product"], locale=known["locale"]
    )
    ref = open_conversation(opening, ports).id
    take_conversation(ref, KIM, app.desk_ports())
    return ref
