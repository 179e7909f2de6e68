"""The chat element as a customer meets it: on a shop's page, which is of another origin."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handrail.adapters.sql.store import SqlStore
from handrail.domain.conversation.model import ConversationId
from handrail.flow.identify_customer import session_of
from handrail.flow.propose_action import propose_action
from handrail.kernel.clock import SystemClock
from handrail.web.api.tokens import PageTokens
from handrail.web.application import Limits, WebApplication
from tests.action_world import World, a_refund, a_world
from tests.web.browsing import (
    KEY,
    Host,
    ask,
    chromium,
    front_for,
    opened_by,
    page_of,
    shop_host,
    tell,
)
from tests.web.running import ANSWER, QUESTION, NoActions, Site, message_ports, running_site, served
from tests.web.shopping import Shopping, an_identity

pytestmark = pytest.mark.slow
LAUNCHER = f'<handrail-chat site="{KEY}"></handrail-chat>'
INLINE = f'<handrail-chat site="{KEY}" mode="inline" style="height: 40rem"></handrail-chat>'
WHO = ".badge"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with shop_host() as running:
        yield running


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return []


@pytest.fixture(scope="module")
def site(host: Host, worlds: list[World], tmp_path_factory: Any) -> Iterator[Site]:
    def acting(store: SqlStore) -> Shopping:
        world = a_world(store)
        worlds.append(replace(world, ports=replace(world.ports, clock=SystemClock())))
        return Shopping(worlds[0])

    folder: Path = tmp_path_factory.mktemp("site")
    with running_site(folder, front=front_for(host), acting=acting) as running:
        yield running


@pytest.fixture
def page(browser: Any, host: Host, site: Site) -> Iterator[Any]:
    with page_of(browser, [site.address, host.address]) as opened:
        yield opened


def proposed(page: Any, site: Site, world: World) -> ConversationId:
    """Let the assistant propose a refund of 20 euros."""
    ref = opened_by(page)
    session = session_of(ref, Shopping(world).identity_ports())
    propose_action(a_refund(), session, ref, world.ports)
    return ref


def test_a_customer_opens_the_panel_asks_and_finds_all_of_it_after_a_reload(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, LAUNCHER))
    page.get_by_role("button", name="Open chat").click()
    field = page.get_by_role("textbox", name="Your message")
    field.wait_for()
    assert field.evaluate("one => one.getRootNode().activeElement === one")
    assert page.locator(WHO).text_content() == "AI assistant"
    assert page.get_by_role("button", name="Talk to a person").is_visible()

    ask(page, QUESTION)
    page.locator(".claim").get_by_text(ANSWER).wait_for()
    page.reload()

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    assert page.locator(".customer").count() == 1


def test_the_panel_keeps_the_focus_inside_and_gives_it_back(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, LAUNCHER))
    page.get_by_role("button", name="Open chat").click()
    page.get_by_role("dialog", name="Corncrake help").wait_for()
    inside = "document.activeElement.localName === 'handrail-chat'"

    for key in ["Tab"] * 8 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        assert page.evaluate(inside)
    page.keyboard.press("Escape")

    assert page.get_by_role("dialog").count() == 0
    focused = page.evaluate(
        "document.querySelector('handrail-chat').shadowRoot.activeElement.className"
    )
    assert focused == "launcher"


def test_a_choice_is_a_button_that_answers_for_the_customer(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, INLINE))
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    labels = [QUESTION, "Something else"]
    asked = {
        "outcome": "clarified", "reply": "Which do you mean?\n1. …", "claims": [], "action": None,
        "choices": [{"label": label, "article": "a", "passage": "p"} for label in labels],
        "reason": None, "record": "rec_asked",
    }  # fmt: skip
    tell(site, opened_by(page), ("reply.finished", asked))

    page.get_by_role("button", name=QUESTION).click()

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    assert page.get_by_role("button", name="Something else").is_disabled()


def test_a_signed_in_customer_confirms_a_refund_on_its_card(
    page: Any, host: Host, site: Site, worlds: list[World]
) -> None:
    chat = INLINE.replace("mode=", f'identity="{an_identity()}" mode=')
    page.goto(host.shows(site.address, chat))
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    proposed(page, site, worlds[0])
    card = page.get_by_role("group", name="Refund an order")
    card.get_by_text("20.00 EUR").wait_for()

    card.get_by_role("button", name="Confirm").click()

    card.get_by_text("Confirmed. It is being done now.").wait_for()
    assert card.get_by_role("button").count() == 0
    tell(site, opened_by(page), ("action.settled", {"action": card_of(page), "state": "succeeded"}))
    page.reload()
    page.get_by_text("Done.", exact=True).wait_for()


def test_a_declined_card_says_that_nothing_was_done(
    page: Any, host: Host, site: Site, worlds: list[World]
) -> None:
    chat = INLINE.replace("mode=", f'identity="{an_identity()}" mode=')
    page.goto(host.shows(site.address, chat))
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    proposed(page, site, worlds[0])

    page.get_by_role("button", name="Decline").click()

    page.get_by_text("Declined. Nothing was done.").wait_for()


def test_a_card_that_changed_meanwhile_is_not_confirmed(
    page: Any, host: Host, site: Site, worlds: list[World]
) -> None:
    chat = INLINE.replace("mode=", f'identity="{an_identity()}" mode=')
    page.goto(host.shows(site.address, chat))
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    ref = proposed(page, site, worlds[0])
    page.get_by_role("button", name="Confirm").wait_for()
    shown = {"action": card_of(page), "state": "awaiting_customer", "digest": "0" * 64}
    tell(site, ref, ("action.proposed", shown))
    page.wait_for_timeout(300)

    page.get_by_role("button", name="Confirm").click()

    page.get_by_text("This is not what the card showed.").wait_for()
    assert page.get_by_role("button", name="Confirm").count() == 0


def test_what_is_asked_while_the_page_fetches_its_token_is_asked_by_a_known_customer(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, INLINE.replace("mode=", "signed-in mode=")))
    ask(page, QUESTION)
    page.wait_for_timeout(300)
    assert page.evaluate("sessionStorage.length") == 0

    page.evaluate(f"document.querySelector('handrail-chat').identity = '{an_identity()}'")

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    assert what_came_of(opened_by(page), site)[0] == "customer.identified"


def test_a_message_sent_while_the_customer_signs_in_is_answered_and_nothing_is_lost(
    page: Any, host: Host, site: Site
) -> None:
    """T8: the old token opens nothing from then on, and what is written meanwhile shows the new."""
    page.goto(host.shows(site.address, INLINE))
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    ref = opened_by(page)

    def late(route: Any) -> None:
        answer = route.fetch()  # the token is another one from here on, and the page does not know
        page.wait_for_timeout(400)
        route.fulfill(response=answer)

    page.route("**/identify", late)
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status))

    with page.expect_request("**/identify"):
        page.evaluate(f"document.querySelector('handrail-chat').identity = '{an_identity()}'")
    page.wait_for_timeout(100)
    ask(page, QUESTION)

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    assert opened_by(page) == ref
    assert max(answers) < 400


def what_came_of(ref: ConversationId, site: Site) -> list[str]:
    """Return the kinds of what was written down of a conversation since it was opened."""
    with site.store.read() as reading:
        entries = [entry.kind for _, entry in reading.audit_entries() if entry.subject == ref]
    return [kind for kind in entries if kind != "conversation.opened"]


def test_a_refusal_is_told_in_the_language_of_the_customer(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, INLINE.replace("mode=", 'locale="de" mode=')))
    english = {"error": {"code": "bad_input", "message": "The text cannot be read."}}
    allowed = {"Access-Control-Allow-Origin": host.address}
    page.route(
        "**/messages", lambda route: route.fulfill(status=422, json=english, headers=allowed)
    )

    page.get_by_label("Ihre Nachricht").fill("Hallo")
    page.keyboard.press("Enter")

    page.get_by_text("Das konnte nicht gesendet werden.").wait_for()
    assert page.get_by_text("cannot be read").count() == 0


def card_of(page: Any) -> str:
    """Return the newest action of the page's conversation."""
    events = page.evaluate(
        """async () => {
          const key = Object.keys(sessionStorage).find((one) => one.startsWith("handrail:"));
          const { id, token } = JSON.parse(sessionStorage.getItem(key));
          const server = new URL(document.querySelector("script[src]").src).origin;
          const told = await fetch(`${server}/api/v1/conversations/${id}/events`, {
            headers: { Authorization: `Bearer ${token}` },
          });
          const reader = told.body.pipeThrough(new TextDecoderStream()).getReader();
          let text = "";
          while (!text.includes(": caught up")) text += (await reader.read()).value;
          reader.cancel();
          return text;
        }"""
    )
    cards = [line for line in events.split("\n") if line.startswith('data: {"action"')]
    return str(json.loads(cards[-1].removeprefix("data: "))["action"])


def test_a_person_is_asked_for_first_joins_speaks_leaves_and_is_rated(
    page: Any, host: Host, site: Site
) -> None:
    rated: list[dict[str, Any]] = []

    def rate(route: Any) -> None:
        if route.request.method == "POST":
            rated.append(route.request.post_data_json)
        allowed = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
        route.fulfill(json={}, headers=allowed)

    page.route("**/rating", rate)
    page.goto(host.shows(site.address, INLINE))
    page.get_by_role("button", name="Talk to a person").click()
    page.get_by_text("A person was asked to join.").wait_for()
    assert page.locator(WHO).text_content() == "AI assistant"
    ref = opened_by(page)

    away = {"record": "r", "is_staffed": False, "wait_seconds": None, "position": None}
    tell(site, ref, ("handoff.requested", away))
    page.get_by_text("Nobody is here at the moment.").wait_for()
    tell(site, ref, ("handoff.requested", {**away, "is_staffed": True, "wait_seconds": 240}))
    page.get_by_text("The usual wait is up to 4 min.").wait_for()
    tell(site, ref, ("agent.joined", {"agent": "Kim"}))
    page.locator(WHO).get_by_text("You are talking to Kim, a person").wait_for()
    said = {"id": "m1", "text": "Hello, Kim here.", "agent": "Kim", "at": "2026-01-01"}
    tell(site, ref, ("agent.message", said))
    page.locator(".agent").get_by_text("Hello, Kim here.").wait_for()
    tell(site, ref, ("agent.left", {"agent": "Kim", "after": "Lee"}))
    page.get_by_text("Kim left the conversation.").wait_for()
    assert page.locator(WHO).text_content() == "You are talking to Lee, a person"
    tell(site, ref, ("agent.joined", {"agent": "Lee"}))
    tell(site, ref, ("agent.left", {"agent": "Lee"}))
    page.get_by_text("Lee left. The AI assistant answers again.").wait_for()
    page.locator(WHO).get_by_text("AI assistant").wait_for()
    tell(site, ref, ("conversation.closed", {}))
    page.get_by_text("This conversation is closed.").wait_for()
    assert page.get_by_role("textbox", name="Your message").count() == 0
    page.get_by_label("4").check(force=True)
    page.get_by_label("Anything to add? (optional)").fill("Quick.")
    page.get_by_role("button", name="Send rating").click()

    page.get_by_text("Thank you for your rating.").wait_for()
    assert rated == [{"score": 4, "comment": "Quick."}]


def test_what_is_written_offline_is_sent_once_when_the_connection_is_back(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, INLINE))
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    page.context.set_offline(True)
    ask(page, QUESTION)
    page.get_by_text("Waiting to be sent").wait_for()
    page.locator(".notice").get_by_text("You are offline.").wait_for()

    page.context.set_offline(False)

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    assert page.get_by_text("Waiting to be sent").count() == 0
    with site.store.read() as reading:
        held = reading.conversation(opened_by(page))
    assert held is not None
    assert held.questions == ("Hello", QUESTION)


def test_a_reply_that_is_lost_on_its_way_is_asked_for_again_and_said_once(
    page: Any, host: Host, site: Site
) -> None:
    lost: list[Any] = []

    def lose(route: Any) -> None:
        if lost or route.request.method != "POST":
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/messages", lose)
    page.goto(host.shows(site.address, INLINE))
    ask(page, QUESTION)

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    page.wait_for_function(
        "!JSON.parse(Object.entries(sessionStorage)"
        ".find(([k]) => k.startsWith('handrail:'))[1]).queue.length"
    )
    assert page.locator(".customer").count() == page.locator(".bubble.answered").count() == 1
    with site.store.read() as reading:
        held = reading.conversation(opened_by(page))
    assert held is not None
    assert held.questions == (QUESTION,)


def test_a_conversation_goes_on_after_the_server_was_restarted(
    browser: Any, host: Host, tmp_path: Path
) -> None:
    def application(site: Site) -> WebApplication:
        ports = message_ports(site.store, site.search)
        quick = Limits(tick_seconds=0.05)
        nobody = NoActions(site.store)
        return WebApplication(ports, nobody, title="Help", front=front_for(host), limits=quick)

    with running_site(tmp_path) as site:
        with served(application(site)) as (address, _server):
            pass
        port = int(address.rpartition(":")[2])
        with page_of(browser, [address, host.address]) as page:
            with served(application(site), port):
                page.goto(host.shows(address, INLINE))
                ask(page, "Hello")
                page.locator(".bubble.answered").wait_for()
            page.locator(".notice").get_by_text("Connection lost").wait_for()
            ask(page, QUESTION)

            with served(application(site), port):
                page.locator(".claim").get_by_text(ANSWER).wait_for(timeout=20_000)
                page.locator(".notice").wait_for(state="hidden")
                tell(site, opened_by(page), ("agent.joined", {"agent": "Kim"}))
                page.get_by_text("Kim joined the conversation.").wait_for(timeout=20_000)


def test_a_conversation_outlives_its_token(browser: Any, host: Host, tmp_path: Path) -> None:
    short = replace(front_for(host), tokens=PageTokens(lasts=timedelta(seconds=3)))
    with (
        running_site(tmp_path, front=short) as site,
        page_of(browser, [site.address, host.address]) as page,
    ):
        page.goto(host.shows(site.address, INLINE))
        ask(page, "Hello")
        page.locator(".bubble.answered").wait_for()
        ref = opened_by(page)

        page.wait_for_timeout(4_000)

        tell(site, ref, ("agent.joined", {"agent": "Kim"}))
        page.get_by_text("Kim joined the conversation.").wait_for()
        assert opened_by(page) == ref


def test_a_page_that_reads_from_the_right_is_spoken_to_in_its_language(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, INLINE, lang="ar"))

    chat = page.locator("section.chat")
    chat.get_by_role("button", name="التحدث إلى شخص").wait_for()
    assert chat.get_attribute("dir") == "rtl"
    assert chat.get_attribute("lang") == "ar"
    ask(page, "Refund please")
    message = page.locator(".customer .bubble")
    assert message.evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert page.locator(".customer").bounding_box()["x"] < 700


def test_a_page_that_asks_for_a_sign_in_hears_so_and_signing_out_forgets(
    page: Any, host: Host, site: Site
) -> None:
    page.goto(host.shows(site.address, INLINE))
    page.evaluate(
        "window.why = [];"
        "document.addEventListener('handrail-sign-in', (event) => why.push(event.detail.why))"
    )
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    refused: dict[str, object] = {
        "outcome": "action", "reply": "Please sign in and ask again.", "claims": [], "choices": [],
        "action": None, "reason": "not_identified", "record": "rec_refused",
    }  # fmt: skip
    tell(site, opened_by(page), ("reply.finished", refused))
    page.get_by_role("button", name="Please sign in first").click()
    assert page.evaluate("why") == ["needed", "asked"]

    page.evaluate("document.querySelector('handrail-chat').identity = 'not a token'")
    page.wait_for_function("why.includes('refused')")
    page.evaluate("document.querySelector('handrail-chat').identity = null")

    page.get_by_text("Hello! How can I help?").wait_for()
    assert page.locator(".customer").count() == 0


def test_no_address_ever_holds_a_token(page: Any, host: Host, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host.shows(site.address, INLINE))
    ask(page, QUESTION)
    page.locator(".claim").wait_for()

    token = page.evaluate(
        "JSON.parse(Object.entries(sessionStorage)"
        ".find(([k]) => k.startsWith('handrail:'))[1]).token"
    )
    assert len(token) > 40
    assert [url for url in asked if token in url] == []
    assert any("/events" in url for url in asked)
