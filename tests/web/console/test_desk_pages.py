"""What the pages of the desk show, and what working on them does."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from handrail.domain.conversation.model import ConversationState
from handrail.domain.decision.calibration import Threshold
from handrail.domain.decision.model import TurnRecord
from handrail.flow.seal_audit import export_heads, seal_now
from tests.builders import a_calibration, an_entry
from tests.projects import a_synced_project
from tests.web.console.site import ConsoleSite, conversation_path, running_console

HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} ' \" </textarea><script>alert(1)</script>"
ANSWERED = "How long does a refund take to reach my bank account?"


@pytest.fixture
def asked(console: ConsoleSite) -> TurnRecord:
    """Return the turn in which a customer asked for a person, after an answer."""
    first = console.hears(ANSWERED)
    return console.hears("I want to talk to a person", first)


def test_whoever_asks_for_a_person_stands_in_the_inbox(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    page = console.logged_in().get("/console/inbox").text

    assert f'href="/console/conversations/{asked.conversation}"' in page
    assert "Asked for a person" in page


def test_the_inbox_counts_who_waits_and_who_is_with_whom(console: ConsoleSite) -> None:
    asked = [console.hears("I want to talk to a person") for _ in range(3)]
    kim, max_ = console.logged_in(), console.logged_in("max")
    before, maxs_before = counts_in(kim), counts_in(max_)

    kim.post(f"{conversation_path(asked[0].conversation)}/take")

    after, maxs_after = counts_in(kim), counts_in(max_)
    assert changes(before, after) == {"Waiting": -1, "Mine": 1, "Others": 0}
    assert changes(maxs_before, maxs_after) == {"Waiting": -1, "Mine": 0, "Others": 1}


def test_the_inbox_of_all_begins_with_the_newest(console: ConsoleSite) -> None:
    asked = [console.hears("I want to talk to a person") for _ in range(2)]

    page = console.logged_in().get("/console/inbox?view=all").text

    first, second = re.findall(r'href="/console/conversations/(\w+)"', page)[:2]
    assert [first, second] == [asked[1].conversation, asked[0].conversation]


def test_a_conversation_is_taken_answered_and_given_back(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)

    taken = kim.post(f"{path}/take")
    shown = kim.get(path).text
    said = kim.post(f"{path}/say", data={"text": "Hello,\r\nthis is Kim."})
    after = kim.get(path).text
    returned = kim.post(f"{path}/return", data={"handoff": handoff_in(after)})

    assert [a.status_code for a in (taken, said, returned)] == [303, 303, 303]
    assert "You have the word. The assistant is silent." in shown
    assert "Hello,\nthis is Kim." in after
    assert "The assistant has the word again." in kim.get(path).text
    assert state_of(console, asked) is ConversationState.OPEN


def test_what_a_page_says_after_a_step_it_says_once(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)
    kim.post(f"{path}/take")

    by_itself = kim.get(path, headers={"Handrail-Live": "1"}).text
    pages = [kim.get(path).text for _ in range(2)]

    assert "You have the word." not in by_itself
    assert ["You have the word." in page for page in pages] == [True, False]


def test_the_inbox_tells_how_often_people_ask_again_for_what_was_said(
    tmp_path: Path,
) -> None:
    with running_console(a_synced_project(tmp_path / "project")) as site:
        kim = site.logged_in()
        asked = site.hears("A person please, it is about order CC-4410287")
        kim.post(
            conversation_path(asked.conversation, "say"),
            data={"text": "Hello, what is your order number?"},
        )

        page = kim.get("/console/inbox").text

    assert "<strong>100%</strong> of the last 1 conversations" in page


def test_a_conversation_is_closed(console: ConsoleSite, asked: TurnRecord) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)
    kim.post(f"{path}/take")

    kim.post(f"{path}/close", data={"handoff": handoff_in(kim.get(path).text)})

    assert "This conversation is closed." in kim.get(path).text
    assert state_of(console, asked) is ConversationState.CLOSED


def test_a_colleague_sees_who_has_the_word_and_cannot_speak(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, max_ = console.logged_in(), console.logged_in("max")
    path = conversation_path(asked.conversation)
    kim.post(f"{path}/take")

    page = max_.get(path)
    said = max_.post(f"{path}/say", data={"text": "Hello"})

    assert "<strong>kim</strong> has the word" in page.text
    assert "Your reply" not in page.text
    assert said.status_code == 409
    assert "Somebody was quicker" in said.text


def test_an_empty_reply_is_not_sent(console: ConsoleSite, asked: TurnRecord) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)

    said = kim.post(f"{path}/say", data={"text": "  "})

    assert said.status_code == 400
    assert "agent.said" not in console.entries()[-2:]


def test_a_draft_stands_in_the_box_with_its_sources_and_is_noted_when_sent(
    console: ConsoleSite,
) -> None:
    calibrated(console)
    asked = console.hears("I want to talk to a person", console.hears(ANSWERED))
    kim, path = console.logged_in(), conversation_path(asked.conversation)

    drafted = kim.post(f"{path}/suggest")
    page = kim.get(drafted.headers["location"]).text
    draft = re.search(r'name="draft" value="(\w+)"', page)
    box = re.search(r"<textarea[^>]*>([^<]+)</textarea>", page)

    assert draft is not None
    assert box is not None
    assert "5 days" in box[1]
    assert "/console/knowledge/article?id=help%2Fbilling%2Frefunds.md" in page
    kim.post(f"{path}/say", data={"text": box[1], "draft": draft[1]})
    assert "suggestion.used" in console.entries()


def test_where_nothing_can_be_answered_nothing_is_suggested(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    silent = console.hears("Ich möchte mit einem Menschen sprechen")
    kim, path = console.logged_in(), conversation_path(silent.conversation)

    drafted = kim.post(f"{path}/suggest")

    assert drafted.headers["location"] == path
    assert "there is nothing to suggest" in kim.get(path).text


def test_why_it_said_that_is_told_from_the_record(console: ConsoleSite) -> None:
    asked = console.hears(ANSWERED)
    kim, path = console.logged_in(), conversation_path(asked.conversation)

    page = kim.get(f"{path}?why={asked.id}").text
    other = kim.get(f"{conversation_path(console.hears('Hi').conversation)}?why={asked.id}")

    assert "Why did it say that?" in page
    assert "What stood in front of the writer" in page
    assert "A refund takes 5 days" in page
    assert other.status_code == 404


def test_text_is_only_ever_text(console: ConsoleSite) -> None:
    asked = console.hears(f"I want to talk to a person {HOSTILE}")
    kim, path = console.logged_in(), conversation_path(asked.conversation)
    kim.post(f"{path}/say", data={"text": HOSTILE})

    pages = [
        kim.get(place).text
        for place in (
            *(path, f"{path}?why={asked.id}", "/console/inbox?view=all"),
            f"/console/knowledge?words={HOSTILE}",
            f"/console/knowledge/search?question={HOSTILE}",
            f"/console/inbox?view={HOSTILE}&queue={HOSTILE}&priority={HOSTILE}",
            f"/console/conversations/{HOSTILE}",
        )
    ]
    pages.append(console.visitor().get(f"/console/login?next={HOSTILE}").text)

    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7*7 }}" in pages[0]
    for page in pages:
        assert "<img src=x" not in page
        assert page.count("<script") == 1
        assert "49 &#39;" not in page


def test_every_page_forbids_what_it_does_not_need(console: ConsoleSite) -> None:
    answer = console.logged_in().get("/console/inbox")

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src")
    assert "frame-ancestors 'none'" in policy
    assert "trusted-types 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_no_page_holds_code_or_style_of_its_own_or_anything_from_elsewhere(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    ada = console.logged_in("ada")

    for place in ("inbox", "actions", "knowledge", "audit", "staff", "settings", "account"):
        page = ada.get(f"/console/{place}").text
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page) == [], place
        assert re.findall(r'(?:src|href|action)="(?!/|#|\?)', page) == [], place


def test_the_script_makes_no_markup_out_of_text(console: ConsoleSite) -> None:
    source = console.visitor().get("/console/static/console.js").text

    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source) == []
    )
    assert "DOMParser" not in source


def test_a_page_that_looks_is_told_when_something_changes(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)

    with listening(kim, "inbox") as inbox, listening(kim, asked.conversation) as talk:
        assert [next(inbox), next(talk)] == ["ready", "ready"]
        threading.Thread(target=lambda: console.logged_in("max").post(f"{path}/take")).start()

        assert [next(inbox), next(talk)] == ["changed", "changed"]


def test_what_changed_while_a_page_was_on_its_way_is_told_at_once(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)
    shown = re.search(r'data-live-mark="(\w+)"', kim.get(path).text)
    assert shown is not None
    console.hears("Hello?", asked)

    with listening(kim, f"{asked.conversation}&seen={shown[1]}") as talk:
        assert [next(talk), next(talk)] == ["ready", "changed"]


def test_a_page_whose_session_ends_is_told_so(console: ConsoleSite, asked: TurnRecord) -> None:
    kim = console.logged_in()

    with listening(kim, asked.conversation) as talk:
        assert next(talk) == "ready"
        kim.post("/console/logout")
        console.hears("Hello?", asked)

        assert next(talk) == "ended"


@pytest.mark.parametrize("query", ["", "?before=x", "?before=-1", "?kind=%00", "?actor=%ED%A0%80"])
def test_the_audit_log_is_looked_through_however_it_is_asked(
    console: ConsoleSite, query: str
) -> None:
    assert console.logged_in("lee").get(f"/console/audit{query}").status_code == 200


def test_the_audit_log_is_filtered_and_paged(console: ConsoleSite, asked: TurnRecord) -> None:
    lee = console.logged_in("lee")

    kinds = lee.get("/console/audit?kind=staff.").text
    older = lee.get("/console/audit?before=3").text

    assert set(re.findall(r"<td><a href=\"\?kind=([\w.%]+)", kinds)) == {
        *("staff.added", "staff.password_set", "staff.logged_in"),
    } | ({"staff.logged_out"} if "staff.logged_out" in kinds else set())
    assert re.findall(r'<td class="figure">(\d+)</td>', older) == ["2", "1"]


def test_the_log_is_verified_on_the_page(console: ConsoleSite) -> None:
    lee = console.logged_in("lee")

    before = verified(lee)
    seal_now(console.app.audit.seal_ports)
    export_heads(console.app.audit.seal_ports)
    after = verified(lee)

    assert "<h1>Nothing is sealed yet</h1>" in before
    assert "<h1>Nothing is wrong</h1>" in after


def verified(lead: httpx2.Client) -> str:
    return lead.post("/console/audit/verify", follow_redirects=True).text


def test_settings_are_shown_and_secrets_are_not(console: ConsoleSite) -> None:
    page = console.logged_in("ada").get("/console/settings").text

    assert "knowledge.sources" in page or "sources[1].path" in page
    assert "set, and not shown" in page
    assert "sqlite:///" not in page


def test_a_page_that_looks_again_is_one_reading_and_a_claim_to_be_open_is_none(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    """T17: who reads is written down once for each opening, and nobody reads unwritten."""
    path, live = conversation_path(asked.conversation), {"Handrail-Live": "1"}
    kim, max_ = console.logged_in("kim"), console.logged_in("max")

    def read_by(client: Any, headers: dict[str, str]) -> int:
        before = console.entries().count("conversation.read")
        assert client.get(path, headers=headers).status_code == 200
        return console.entries().count("conversation.read") - before

    opening = [read_by(kim, {}), read_by(kim, live), read_by(kim, live), read_by(kim, {})]
    assert opening == [1, 0, 0, 1]
    assert [read_by(max_, live), read_by(max_, live)] == [1, 0]


def test_an_admin_sets_the_name_that_customers_read(console: ConsoleSite) -> None:
    ada, lee = console.logged_in("ada"), console.logged_in("lee")
    form = {"name": "max", "shown_as": 'Max <b>"M."'}

    named = ada.post("/console/staff/name", data=form)
    nobody = ada.post("/console/staff/name", data=form | {"name": "nobody"})
    lead = lee.post("/console/staff/name", data=form)
    page = ada.get("/console/staff").text

    assert [a.status_code for a in (named, nobody, lead)] == [303, 404, 403]
    assert "Customers read that name from now on." in page
    assert 'value="Max &lt;b&gt;&#34;M.&#34;"' in page
    assert "staff.named" in console.entries()
    ada.post("/console/staff/name", data={"name": "max", "shown_as": ""})
    assert "Max &lt;b&gt;" not in ada.get("/console/staff").text


def test_an_admin_ends_logins_and_removes_others_but_not_themselves(
    console: ConsoleSite,
) -> None:
    ada, max_ = console.logged_in("ada"), console.logged_in("max")

    ended = ada.post("/console/staff/end-logins", data={"name": "max"})
    own = ada.post("/console/staff/remove", data={"name": "ada"})
    nobody = ada.post("/console/staff/remove", data={"name": "nobody"})

    assert [a.status_code for a in (ended, own, nobody)] == [303, 403, 404]
    assert max_.get("/console/inbox").status_code == 303


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"text": "Hello"}'),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/x-www-form-urlencoded", b"text=%FF"),
        ("application/x-www-form-urlencoded", b"nothing"),
        ("application/x-www-form-urlencoded", "text=ä".encode()),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(60))),
    ],
)
def test_what_is_no_form_of_ours_is_refused(
    console: ConsoleSite, asked: TurnRecord, kind: str, body: bytes
) -> None:
    path = conversation_path(asked.conversation, "say")

    answer = console.logged_in().post(path, content=body, headers={"Content-Type": kind})

    assert answer.status_code == 400
    assert "<h1>This cannot be done</h1>" in answer.text


def test_an_error_is_a_page_that_says_what_to_do(console: ConsoleSite) -> None:
    kim = console.logged_in()

    nowhere, forbidden = kim.get("/console/nowhere"), kim.get("/console/settings")

    assert nowhere.status_code == 404
    assert "Open the inbox" in nowhere.text
    assert "This page is for the role admin. Ask an admin." in " ".join(
        re.sub(r"<[^>]+>", " ", forbidden.text).split()
    )


def handoff_in(page: str) -> str:
    found = re.search(r'name="handoff" value="(\w+)"', page)
    assert found is not None
    return found[1]


def state_of(console: ConsoleSite, record: TurnRecord) -> ConversationState:
    with console.app.store.read() as reading:
        held = reading.conversation(record.conversation)
    assert held is not None
    return held.state


def calibrated(console: ConsoleSite) -> None:
    """Let the assistant answer whatever it can support."""
    threshold = Threshold(value=0.0001, answered=200, wrong=2, upper_bound=0.03)
    made = a_calibration(threshold=threshold, by_topic={}, bound_to=dict(console.app.bound_to))
    with console.app.store.write() as writing:
        writing.save_calibration(made, an_entry())


@contextmanager
def listening(client: httpx2.Client, of: str) -> Iterator[Iterator[str]]:
    """Hear what an open page is told."""
    with client.stream("GET", f"/console/live?of={of}", headers={"Handrail-Live": "1"}) as answer:
        assert answer.status_code == 200
        told = (line for line in answer.iter_lines() if line.startswith("event: "))
        yield (line.removeprefix("event: ") for line in told)


def counts_in(client: httpx2.Client) -> dict[str, int]:
    """Return what stands at the tabs of the inbox."""
    page = client.get("/console/inbox").text
    found = re.findall(r">(\w+) <span class=\"count\">(\d+)</span>", page)
    return {label: int(count) for label, count in found}


def changes(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return by how much each count differs."""
    return {label: after[label] - count for label, count in before.items()}
