"""The desk in a real browser: what people do there, and what text can never do."""

from collections.abc import Iterator
from typing import Any

import pytest

from handrail.domain.actions.model import ActionState
from handrail.domain.decision.model import TurnRecord
from handrail.domain.quality.judged import day_of
from handrail.flow.watch_quality import watch_quality
from handrail.watch_app import watch_ports
from tests.order_system import BIG_ORDER
from tests.watched_days import fill_days
from tests.web import browsing
from tests.web.axe_check import axe_faults
from tests.web.console.shop import Shop, running_shop
from tests.web.console.site import ConsoleSite, conversation_path
from tests.web.console.watched import log_in, page_as_wide_as

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="chromium is not installed"),
]
ANSWERED = "How long does a refund take to reach my bank account?"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with running_shop(tmp_path_factory.mktemp("shop")) as running:
        yield running


@pytest.fixture(scope="module")
def console(shop: Shop) -> ConsoleSite:
    return shop.console


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
    return console.hears("I want to talk to a person", console.hears(ANSWERED))


def test_somebody_logs_in_takes_over_answers_and_gives_it_back(
    page: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    log_in(page)
    page.locator(f'a[href="{conversation_path(asked.conversation)}"]').click()
    page.get_by_role("button", name="Take over", exact=True).click()
    page.get_by_text("You have the word.").wait_for()

    page.keyboard.press("r")
    page.keyboard.type("Hello, this is Kim.")
    page.keyboard.press("Control+Enter")

    page.locator(".said.agent").get_by_text("Hello, this is Kim.").wait_for()
    page.get_by_role("button", name="Return to the assistant").click()
    page.get_by_text("The assistant has the word again.").wait_for()


def test_a_refund_is_approved_on_its_card(page: Any, shop: Shop) -> None:
    action = shop.asked_for(f"Refund 51 euros for order {BIG_ORDER}", "cus-1002")
    log_in(page)
    page.get_by_role("link", name="Approvals").click()
    card = page.locator(".card").filter(has=page.locator(f'form[action*="{action.id}"]'))

    card.get_by_text("51.00 EUR", exact=True).wait_for()
    card.get_by_role("button", name="Approve 51.00 EUR").click()
    page.get_by_text("Approved.").wait_for()

    assert shop.state(action.id) is ActionState.APPROVED


def test_who_asks_while_the_page_is_open_appears_by_themselves(
    page: Any, console: ConsoleSite
) -> None:
    log_in(page)

    waiting = console.hears("A human please, my bow is broken")

    page.locator(f'a[href="{conversation_path(waiting.conversation)}"]').wait_for()


def test_what_the_customer_adds_appears_and_what_is_being_typed_stays(
    page: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    log_in(page)
    page.goto(conversation_path(asked.conversation))
    page.get_by_label("Your reply").fill("Half a sente")

    console.hears("My order is 1234.", asked)

    page.locator(".said.customer").get_by_text("My order is 1234.").wait_for()
    assert page.get_by_label("Your reply").input_value() == "Half a sente"


@pytest.mark.parametrize("text", ["", "I am just writing"])
def test_whose_conversation_a_lead_takes_sees_that_they_cannot_answer_any_more(
    page: Any, console: ConsoleSite, asked: TurnRecord, text: str
) -> None:
    log_in(page)
    page.goto(conversation_path(asked.conversation))
    page.get_by_role("button", name="Take over", exact=True).click()
    page.get_by_text("You have the word.").wait_for()
    page.get_by_label("Your reply").fill(text)

    console.logged_in("lee").post(conversation_path(asked.conversation, "take"))

    page.locator("#top").get_by_text("lee has the word").wait_for()
    if text:
        page.get_by_text("lee has the word now. What you wrote is still here").wait_for()
        assert page.get_by_label("Your reply").input_value() == text
    else:
        page.locator("#reply").get_by_text("has the word. Ask them, or a lead").wait_for()
        assert page.get_by_label("Your reply").count() == 0


def test_why_it_said_that_opens_beside_the_reply(
    page: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    log_in(page)
    page.goto(conversation_path(asked.conversation))

    page.get_by_role("link", name="Why?").first.click()

    page.get_by_role("heading", name="Why did it say that?").wait_for()
    page.get_by_role("link", name="Close").click()


def test_the_colours_are_chosen_and_kept(page: Any) -> None:
    page.emulate_media(color_scheme="light")
    log_in(page)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("button", name="Colours: dark").click()
    page.wait_for_load_state()
    page.goto("/console/knowledge")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_keys_lead_through_the_desk_and_can_be_switched_off(page: Any) -> None:
    log_in(page)
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.get_by_role("heading", name="Knowledge").wait_for()

    page.keyboard.press("?")
    page.get_by_label("Single keys work as shortcuts").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("g")
    page.keyboard.press("i")

    page.get_by_role("heading", name="Knowledge").wait_for()


def test_everything_works_without_script(
    chromium: Any, console: ConsoleSite, asked: TurnRecord
) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=console.address)
    page = context.new_page()
    log_in(page, "max")
    page.goto(conversation_path(asked.conversation))

    page.get_by_label("Your reply").fill("Hello, this is Max.")
    page.get_by_role("button", name="Send and take over").click()

    page.locator(".said.agent").get_by_text("Hello, this is Max.").wait_for()
    context.close()


def test_axe_finds_nothing_on_any_page(
    chromium: Any, shop: Shop, console: ConsoleSite, asked: TurnRecord
) -> None:
    action = shop.asked_for("Please change my e-mail address to mara.new@example.com")
    context = chromium.new_context(base_url=console.address, reduced_motion="reduce")
    page = context.new_page()
    found = looked_at(page, "/console/login")
    log_in(page, "ada")
    talk = conversation_path(asked.conversation)
    for place in (
        *("/console/inbox?view=all", "/console/inbox?view=mine"),
        *(f"{talk}?why={asked.id}", "/console/actions", f"/console/actions/{action.id}"),
        *("/console/knowledge", "/console/knowledge/article?id=help/shipping.md"),
        *("/console/knowledge/search", "/console/knowledge/search?question=refund"),
        *("/console/audit?kind=turn", "/console/audit/verify"),
        *("/console/staff", "/console/settings", "/console/account", "/console/nowhere"),
    ):
        found |= looked_at(page, place)

    assert {place: faults for place, faults in found.items() if faults} == {}
    assert len(found) == 32
    context.close()


def test_axe_finds_nothing_on_the_pages_of_quality(chromium: Any, console: ConsoleSite) -> None:
    ports = watch_ports(console.app)
    until = day_of(ports.clock.now())
    fill_days(console.app.store, until, worse_for=7, worse_locale="de")
    (alert,) = watch_quality(ports)
    context = chromium.new_context(base_url=console.address, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "lee")
    found: dict[str, list[str]] = {}

    for place in ("", "/slice?slice=topic&of=help/refunds", f"/alerts/{alert.id}", "/tried"):
        found |= looked_at(page, f"/console/quality{place}")
    console.logged_in("lee").post(f"/console/quality/alerts/{alert.id}/close", data={"note": "It"})
    found |= looked_at(page, f"/console/quality/alerts/{alert.id}?closed")

    assert {place: faults for place, faults in found.items() if faults} == {}
    assert len(found) == 10
    context.close()


def looked_at(page: Any, place: str) -> dict[str, list[str]]:
    """Return the faults of a page in both schemes, with all that folds unfolded."""
    page.emulate_media(color_scheme="light")
    page.goto(place)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    light = axe_faults(page)
    page.emulate_media(color_scheme="dark")
    dark = axe_faults(page, "color-contrast")
    return {place: light, f"{place}, dark": dark}
