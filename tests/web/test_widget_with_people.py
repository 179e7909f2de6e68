"""A customer and one of the staff, each at their end, over a running server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handrail.domain.actions.model import Role
from handrail.flow.staff import add_staff
from tests.web.browsing import KEY, Host, ask, chromium, front_for, opened_by, page_of, shop_host
from tests.web.running import ANSWER, QUESTION, Site, running_site
from tests.web.staffed import Desk

pytestmark = pytest.mark.slow
INLINE = f'<handrail-chat site="{KEY}" mode="inline" style="height: 40rem"></handrail-chat>'


@pytest.fixture
def host() -> Iterator[Host]:
    with shop_host() as running:
        yield running


@pytest.fixture
def site(host: Host, tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, front=front_for(host), acting=Desk) as running:
        yield running


@pytest.fixture
def page(host: Host, site: Site) -> Iterator[Any]:
    with chromium() as browser, page_of(browser, [site.address, host.address]) as opened:
        yield opened


def test_an_agent_takes_over_answers_returns_closes_and_is_rated(
    page: Any, host: Host, site: Site
) -> None:
    token = add_staff("kim", Role.AGENT, Desk(site.store).staff_ports())
    kim = {"Authorization": f"Bearer {token}"}

    def does(path: str, **body: Any) -> None:
        answer = site.client.post(f"/api/v1/staff/{path}", headers=kim, json=body or None)
        assert answer.status_code == 200, answer.text

    page.goto(host.shows(site.address, INLINE))
    ask(page, QUESTION)
    page.locator(".claim").get_by_text(ANSWER).wait_for()
    page.get_by_role("button", name="Talk to a person").click()
    page.locator(".handed").wait_for()
    ref = opened_by(page)
    with site.store.read() as reading:
        handoff = reading.open_handoff_of(ref)
    assert handoff is not None

    does(f"handoffs/{handoff.id}/take")
    page.locator(".badge").get_by_text("You are talking to kim, a person").wait_for()
    does(f"conversations/{ref}/messages", text="Hello, this is Kim.")
    page.locator(".agent").get_by_text("Hello, this is Kim.").wait_for()
    ask(page, "Thank you, Kim.")
    page.locator(".customer").get_by_text("Thank you, Kim.").wait_for()
    does(f"handoffs/{handoff.id}/return")
    page.locator(".badge").get_by_text("AI assistant").wait_for()
    ask(page, "Hello")
    page.locator(".bubble.answered").nth(1).wait_for()
    page.reload()
    page.locator(".agent").get_by_text("Hello, this is Kim.").wait_for()
    page.get_by_role("button", name="Talk to a person").click()
    page.locator(".handed").wait_for()
    with site.store.read() as reading:
        again = reading.open_handoff_of(ref)
    assert again is not None
    does(f"handoffs/{again.id}/take")
    does(f"handoffs/{again.id}/close")
    page.get_by_text("This conversation is closed.").wait_for()
    page.get_by_label("5").check(force=True)
    page.get_by_role("button", name="Send rating").click()

    page.get_by_text("Thank you for your rating.").wait_for()
    with site.store.read() as reading:
        rating = reading.rating(ref)
    assert rating is not None
    assert rating.score == 5


def test_where_the_assistant_only_drafts_the_chat_says_that_people_answer(
    host: Host, tmp_path: Path
) -> None:
    front = front_for(host, mode="suggest")
    with (
        running_site(tmp_path, front=front, acting=Desk) as site,
        chromium() as browser,
        page_of(browser, [site.address, host.address]) as page,
    ):
        page.goto(host.shows(site.address, INLINE))

        page.locator(".badge").get_by_text("Our team, helped by AI").wait_for()
        page.get_by_text("People of our team answer you here.").wait_for()
        assert page.get_by_text("I am an AI assistant.").count() == 0


def test_a_customer_reads_once_who_answers_when_they_are_passed_on(
    page: Any, host: Host, site: Site
) -> None:
    staff = Desk(site.store).staff_ports()
    kim, lee = (
        {"Authorization": f"Bearer {add_staff(name, Role.AGENT, staff)}"} for name in ("kim", "lee")
    )

    def does(who: dict[str, str], path: str, **body: Any) -> None:
        answer = site.client.post(f"/api/v1/staff/{path}", headers=who, json=body or None)
        assert answer.status_code == 200, answer.text

    page.goto(host.shows(site.address, INLINE))
    ask(page, "I want to talk to a person")
    page.locator(".handed").wait_for()
    ref = opened_by(page)
    with site.store.read() as reading:
        handoff = reading.open_handoff_of(ref)
    assert handoff is not None
    does(kim, f"conversations/{ref}/messages", text="Kim here.")
    page.locator(".agent").get_by_text("Kim here.").wait_for()

    does(kim, f"handoffs/{handoff.id}/pass", queue="support", note="Zebra")
    page.get_by_text("kim passed the conversation on. A colleague will answer you").wait_for()
    does(lee, f"conversations/{ref}/messages", text="Lee here.")
    does(lee, f"handoffs/{handoff.id}/pass", to="kim", note="Zebra")

    page.locator(".badge").get_by_text("You are talking to kim, a person").wait_for()
    page.get_by_text("lee left the conversation.").wait_for()
    assert page.get_by_text("kim joined the conversation.").count() == 2
    assert page.get_by_text("Zebra").count() == 0
