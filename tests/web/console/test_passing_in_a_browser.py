"""Passing on, noting, searching and saved replies in a real browser, with and without script."""

from collections.abc import Iterator
from typing import Any

import pytest

from handrail.domain.decision.model import TurnRecord
from tests.projects import SETTINGS, a_synced_project
from tests.web import browsing
from tests.web.axe_check import axe_faults
from tests.web.console.site import ConsoleSite, conversation_path, running_console
from tests.web.console.watched import log_in, page_as_wide_as, watched_page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="chromium is not installed"),
]
REPLIES = """
[[handoff.queues]]
name = "workshop"
words = ["luthier"]
skills = ["repairs"]

[[handoff.saved_replies]]
name = "Hello"
topic = "support"
text = "Hello {customer}, this is {agent}."

[[handoff.saved_replies]]
name = "Photo"
topic = "workshop"
text = "Please send us a photo."
"""
NOTE = "They play on Saturday."


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleSite]:
    project = a_synced_project(
        tmp_path_factory.mktemp("desk") / "project", settings=SETTINGS + REPLIES
    )
    with running_console(project) as site:
        yield site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture(params=[390, 1440])
def page(request: pytest.FixtureRequest, chromium: Any, console: ConsoleSite) -> Iterator[Any]:
    with page_as_wide_as(request.param, chromium, console.address) as opened:
        yield opened


@pytest.fixture
def asked(console: ConsoleSite) -> TurnRecord:
    return console.hears("I want to talk to a person about a cracked scroll")


def test_a_conversation_is_passed_on_with_the_keyboard_and_appears_at_the_colleagues(
    page: Any, chromium: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    path = conversation_path(asked.conversation)
    with watched_page(chromium.new_context(base_url=console.address), console.address) as other:
        log_in(other, "max")
        other.goto("/console/inbox?view=mine")
        log_in(page)
        page.goto(path)
        page.get_by_role("button", name="Take over", exact=True).click()
        page.get_by_text("You have the word.").wait_for()

        page.keyboard.press("p")
        page.keyboard.type("max")
        page.keyboard.press("Tab")
        page.keyboard.type(NOTE)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        page.get_by_text("Passed on.").wait_for()
        row = other.locator(f'a[href="{path}"]')
        row.get_by_text("passed on by kim").wait_for()
        row.click()
        other.locator(".memo").get_by_text(NOTE).wait_for()
        other.get_by_text("you have the word").wait_for()
        other.context.close()


def test_what_is_written_stays_where_somebody_else_was_quicker(
    page: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    log_in(page)
    page.goto(conversation_path(asked.conversation))
    page.keyboard.press("n")
    page.keyboard.type(NOTE)

    console.logged_in("lee").post(conversation_path(asked.conversation, "take"))

    page.get_by_text("lee has the word now.").wait_for()
    assert page.locator("#team-note").input_value() == NOTE


def test_a_note_is_seen_by_whoever_has_the_page_open(
    page: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    log_in(page)
    page.goto(conversation_path(asked.conversation))

    path = conversation_path(asked.conversation, "note")
    console.logged_in("max").post(path, data={"note": NOTE})

    page.locator(".memo").get_by_text(NOTE).wait_for()


def test_a_saved_reply_is_chosen_with_keys_and_its_gap_is_written_over(
    page: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    log_in(page)
    page.goto(conversation_path(asked.conversation))

    page.keyboard.press("m")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.keyboard.type("Mara")

    assert page.get_by_label("Your reply").input_value() == "Hello Mara, this is kim."
    page.keyboard.press("Control+Enter")
    page.locator(".said.agent").get_by_text("Hello Mara, this is kim.").wait_for()


def test_somebody_finds_a_conversation_by_what_was_said(page: Any, asked: TurnRecord) -> None:
    log_in(page)

    page.keyboard.press("/")
    page.keyboard.type("cracked SCROLL")
    page.keyboard.press("Enter")

    page.wait_for_url("**q=cracked*")
    page.locator(f'a[href="{conversation_path(asked.conversation)}"]').wait_for()


def test_all_of_it_works_without_script(
    chromium: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=console.address)
    page = context.new_page()
    log_in(page)
    page.get_by_role("searchbox").fill("cracked scroll")
    page.get_by_role("button", name="Show").click()
    page.locator(f'a[href="{conversation_path(asked.conversation)}"]').click()

    page.locator("summary").get_by_text("Saved replies").click()
    page.get_by_role("link", name="Photo").click()
    page.get_by_role("button", name="Send and take over").click()
    page.locator(".said.agent").get_by_text("Please send us a photo.").wait_for()
    page.locator("summary").get_by_text("Pass it on").click()
    page.get_by_label("To", exact=True).select_option("queue:workshop")
    page.locator("#pass-note").fill(NOTE)
    page.get_by_role("button", name="Pass it on").click()

    page.locator(".memo").get_by_text(NOTE).wait_for()
    context.close()


def test_axe_finds_nothing_where_a_conversation_was_passed_on_or_searched_for(
    chromium: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)
    kim.post(f"{path}/note", data={"note": NOTE})
    context = chromium.new_context(base_url=console.address, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "ada")
    faults: dict[str, list[str]] = {}

    for place in (path, "/console/inbox?q=scroll&view=all", "/console/inbox?q=theremin"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(place)
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
            faults[f"{place} {scheme}"] = axe_faults(page)

    assert {place: found for place, found in faults.items() if found} == {}
    assert len(faults) == 6
    context.close()
