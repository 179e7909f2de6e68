"""A customer and kim, each in a browser of their own, through all that the sample company has."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from handrail.app import App
from handrail.domain.conversation.model import ConversationId
from handrail.sample.company import OrderDesk, shop_page
from handrail.sample.desk_logins import sample_logins
from handrail.sample.project import sample_company, shared_secrets
from handrail.sample.shop.pages import PORT
from handrail.settings import FILE_NAME
from handrail.worker.carry_out import carrying_out
from tests.projects import plain_environment, unwatched
from tests.sample.test_shop import a_free_port
from tests.web.browsing import ask, chromium, opened_by, page_of

pytestmark = pytest.mark.slow
DRAFTS = '\n[handoff]\nmode = "suggest"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Hold the running company, without the server of its assistant."""

    app: App
    shop: str
    chat: str
    """Where the assistant will listen."""
    password: str
    """Of kim."""
    browser: Any

    def rating_of(self, ref: ConversationId) -> int | None:
        with self.app.store.read() as reading:
            rating = reading.rating(ref)
        return None if rating is None else rating.score


def quiet(_text: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Run all that both journeys share as `handrail demo --serve` does, on free ports."""
    project, stop = tmp_path_factory.mktemp("company"), threading.Event()
    port, chat = a_free_port(), f"http://127.0.0.1:{a_free_port()}"
    with sample_company(project, quiet, unwatched) as app, closing(app):
        kept = project / FILE_NAME
        said = kept.read_text(encoding="utf-8").replace(f":{PORT}", f":{port}")
        kept.write_text(said, encoding="utf-8")
        orders = OrderDesk(address=str(app.settings.actions.systems["orders"].base_url))
        shared = shared_secrets(app)
        secrets = {"CORNCRAKE_TOKEN": shared.token, "CORNCRAKE_IDENTITY": shared.identity}
        logins = {login.name: login.password for login in sample_logins(app)}
        with (
            carrying_out(app, stop, quiet),
            shop_page(orders, secrets, chat, port) as shop,
            chromium() as browser,
        ):
            yield Company(
                app=app, shop=shop.address, chat=chat, password=logins["kim"], browser=browser
            )


@contextmanager
def people_at(company: Company, settings: str = "") -> Iterator[tuple[Any, Any]]:
    """Serve the assistant and the console; yield a page of a customer, and one of kim."""
    kept = company.app.project / FILE_NAME
    before = kept.read_text(encoding="utf-8")
    kept.write_text(before + settings, encoding="utf-8")
    with (
        serving(company),
        page_of(company.browser, [company.shop, company.chat]) as customer,
        page_of(company.browser, [company.chat]) as kim,
    ):
        yield customer, kim
    kept.write_text(before, encoding="utf-8")


@contextmanager
def serving(company: Company) -> Iterator[None]:
    """Serve the project in a process of its own, where its shop looks for it."""
    place = ["--project", str(company.app.project), "--port", company.chat.rpartition(":")[2]]
    command = [sys.executable, "-m", "handrail.web", *place]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=plain_environment()
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().strip() == f"Listening on {company.chat}"
            yield
        finally:
            server.terminate()


def test_ask_clarify_refund_and_a_person_who_answers_returns_closes_and_is_rated(
    company: Company,
) -> None:
    with people_at(company) as (customer, kim):
        opens_the_chat(customer, company)
        asks_and_reads_the_source(customer)
        picks_what_was_meant(customer)
        signs_in(customer)
        gets_money_back(customer)
        asks_for_a_person(customer)

        logs_in(kim, company)
        takes_the_one_who_waits(kim)
        reads_the_brief(kim)
        says(kim, "Hello Aoife, this is Kim.")
        is_with_kim(customer, "Hello Aoife, this is Kim.")
        ask(customer, "And how long does a bow rehair take?")
        kim.locator(".said.customer").get_by_text("a bow rehair take?").wait_for()
        sends_an_edited_draft(kim, "Bring it by any time.", "Send")
        is_with_kim(customer, "Bring it by any time.")
        kim.get_by_role("button", name="Return to the assistant").click()
        kim.get_by_text("The assistant has the word again.").wait_for()
        rates(customer, 4, "Kind.")
        kim.get_by_text("The customer gave 4 of 5").wait_for()
        ask(customer, "How do I reset my password?")
        customer.locator(".claim").get_by_text("password").first.wait_for()
        customer.locator(".badge").get_by_text("AI assistant").wait_for()

        asks_for_a_person(customer)
        kim.get_by_role("link", name="Inbox").first.click()
        takes_the_one_who_waits(kim)
        is_closed_and_rated(customer, kim, 5)
        stays_in_its_frame(customer)
        assert company.rating_of(opened_by(customer)) == 5


def test_where_it_only_drafts_the_customer_hears_kim_and_nobody_else(
    company: Company,
) -> None:
    with people_at(company, DRAFTS) as (customer, kim):
        opens_the_chat(customer, company)
        customer.get_by_text("People of our team answer you here.").wait_for()
        ask(customer, "How long does a bow rehair take?")
        customer.get_by_text("From here on, a person replies and not me.").wait_for()
        customer.locator(".handed").get_by_text("A person was asked to join").wait_for()

        logs_in(kim, company)
        kim.locator("[data-row]").click()
        kim.locator(".brief").get_by_text("By rule a person has to answer this").wait_for()
        sends_an_edited_draft(kim, "Kim, at your service.", "Send and take over")
        is_with_kim(customer, "Kim, at your service.")
        ask(customer, "Thank you! And how do I reset my password?")
        kim.locator(".said.customer").get_by_text("Thank you!").wait_for()
        is_closed_and_rated(customer, kim, 3)

        assert customer.locator(".claim").count() == 0
        assert customer.get_by_text("not allowed").count() == 0
        assert company.rating_of(opened_by(customer)) == 3


def opens_the_chat(customer: Any, company: Company) -> None:
    customer.goto(company.shop)
    customer.get_by_role("button", name="Open chat").click()


def asks_and_reads_the_source(customer: Any) -> None:
    ask(customer, "How much does shipping to Germany cost?")
    customer.locator(".claim").get_by_text("€4.90").wait_for()
    customer.locator("summary").first.click()
    customer.locator("blockquote").get_by_text("€4.90").wait_for()


def picks_what_was_meant(customer: Any) -> None:
    ask(customer, "How do I cancel?")
    customer.get_by_role("button", name="Cancel or pause your Club membership").click()
    customer.locator(".claim").get_by_text("Choose End membership").wait_for()
    stays_in_its_frame(customer)


def stays_in_its_frame(customer: Any) -> None:
    """Require that nothing can scroll the head of the chat out of it."""
    chat = customer.locator("section.chat")
    assert chat.evaluate("(chat) => chat.scrollHeight - chat.clientHeight") == 0
    assert chat.evaluate("(chat) => chat.scrollTop") == 0


def signs_in(customer: Any) -> None:
    customer.get_by_role("link", name="Sign in").click()
    with customer.expect_response(is_identified):
        customer.get_by_role("button", name="Sign in as").click()
    customer.get_by_role("heading", name="Order CC-4410287").wait_for()
    customer.locator(".claim").get_by_text("Choose End membership").wait_for()


def is_identified(answer: Any) -> bool:
    return bool(answer.request.method == "POST" and answer.url.endswith("/identify") and answer.ok)


def gets_money_back(customer: Any) -> None:
    ask(customer, "I would like 15 euros back for order CC-4410287, the rosin was broken.")
    customer.get_by_role("button", name="Confirm").click()
    customer.get_by_text("Done.", exact=True).wait_for()
    customer.get_by_role("link", name="Your orders").click()
    customer.get_by_text("15.00 € paid back").wait_for()


def asks_for_a_person(customer: Any) -> None:
    customer.get_by_role("button", name="Talk to a person").click()
    customer.locator(".handed").get_by_text("A person was asked to join").wait_for()


def logs_in(kim: Any, company: Company) -> None:
    kim.goto(f"{company.chat}/console")
    kim.get_by_label("Name").fill("kim")
    kim.get_by_label("Password").fill(company.password)
    kim.keyboard.press("Enter")
    kim.get_by_role("heading", name="Inbox").wait_for()


def takes_the_one_who_waits(kim: Any) -> None:
    kim.locator("[data-row]").click()
    kim.get_by_role("button", name="Take over", exact=True).wait_for()
    kim.wait_for_load_state()  # keys are taken from then on
    kim.keyboard.press("t")
    kim.get_by_text("You have the word.").wait_for()


def reads_the_brief(kim: Any) -> None:
    brief = kim.locator(".brief").inner_text()
    assert "I would like 15 euros back for order CC-4410287" in brief
    assert "Verified as “cus-1001”" in brief
    assert "Cited: “Shipping costs and delivery times”" in brief
    assert "“Refund an order” (Order “CC-4410287”, Amount “15.00 EUR”): succeeded." in brief
    assert "Refund an order: Done" in kim.locator(".transcript").inner_text()


def says(kim: Any, text: str) -> None:
    kim.wait_for_load_state()  # keys are taken from then on
    kim.keyboard.press("r")
    kim.keyboard.type(text)
    kim.keyboard.press("Control+Enter")
    kim.locator(".said.agent").get_by_text(text).wait_for()


def sends_an_edited_draft(kim: Any, text: str, button: str) -> None:
    """Add to what the assistant drafts, in the box that has the focus by then, and send it."""
    kim.get_by_role("button", name="Suggest a reply").click()
    kim.get_by_text("Suggested by the assistant").wait_for()
    kim.locator("#text:focus").wait_for()
    assert "bow" in kim.get_by_label("Your reply").input_value()
    kim.keyboard.press("Control+End")
    kim.keyboard.type(f" {text}")
    kim.get_by_role("button", name=button, exact=True).click()
    kim.get_by_text("Sent.").wait_for()


def is_with_kim(customer: Any, text: str) -> None:
    customer.locator(".badge").get_by_text("You are talking to Kim L., a person").wait_for()
    customer.locator(".agent").get_by_text(text).wait_for()


def is_closed_and_rated(customer: Any, kim: Any, score: int) -> None:
    kim.get_by_role("button", name="Close", exact=True).click()
    kim.get_by_text("The conversation is closed.").wait_for()
    customer.get_by_text("This conversation is closed.").wait_for()
    rates(customer, score, "")
    assert customer.get_by_text("You are talking to Kim").count() == 0
    kim.get_by_text(f"The customer gave {score} of 5").wait_for()


def rates(customer: Any, score: int, comment: str) -> None:
    customer.get_by_label(str(score), exact=True).check(force=True)
    customer.get_by_label("Anything to add?").fill(comment)
    customer.get_by_role("button", name="Send rating").click()
    customer.get_by_text("Thank you for your rating.").wait_for()
