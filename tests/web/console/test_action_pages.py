"""Approvals in the console, at a real order system: what is decided is what the card shows."""

import re
from collections.abc import Iterator

import httpx2
import pytest

from handrail.domain.actions.model import Action, ActionState
from handrail.flow.recover_actions import recover_actions
from tests.order_system import BIG_ORDER
from tests.web.console.shop import Shop, running_shop
from tests.web.console.site import conversation_path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with running_shop(tmp_path_factory.mktemp("shop")) as running:
        yield running


def test_what_the_card_shows_is_approved_by_one_click(shop: Shop) -> None:
    action = shop.asked_for("Please change my e-mail address to mara.one@example.com")
    kim = shop.console.logged_in()

    page = kim.get("/console/actions").text
    done = decide(kim, page, action, "approve")

    assert "mara.one@example.com" in page
    assert done.headers["location"] == "/console/actions"
    assert "Approved." in kim.get("/console/actions").text
    assert shop.state(action.id) is ActionState.APPROVED
    assert "<strong>kim</strong> approved" in kim.get(f"/console/actions/{action.id}").text


def test_a_conversation_lists_what_was_asked_for_in_it(shop: Shop) -> None:
    mine = shop.asked_for("Please change my e-mail address to mara.fyr@example.com", "cus-1002")
    another = shop.asked_for("Please change my e-mail address to mara.fem@example.com", "cus-1003")

    page = shop.console.logged_in().get(conversation_path(mine.conversation)).text

    assert f'href="/console/actions/{mine.id}"' in page
    assert another.id not in page


def test_a_large_refund_takes_two_people(shop: Shop) -> None:
    action = shop.asked_for(f"Refund 600 euros for order {BIG_ORDER}", "cus-1002")
    kim, max_ = shop.console.logged_in(), shop.console.logged_in("max")

    decide(kim, kim.get("/console/actions").text, action, "approve")
    first = kim.get("/console/actions").text
    again = decide(kim, first, action, "approve")
    decide(max_, max_.get("/console/actions").text, action, "approve")

    assert "A second person has to approve it, too." in first
    assert again.status_code == 403
    assert "It takes a second person." in again.text
    assert shop.state(action.id) is ActionState.APPROVED


def test_what_is_declined_is_not_done(shop: Shop) -> None:
    action = shop.asked_for("Please change my e-mail address to mara.two@example.com", "cus-1003")
    kim = shop.console.logged_in()

    decide(kim, kim.get("/console/actions").text, action, "decline")

    assert shop.state(action.id) is ActionState.DECLINED


def test_a_click_on_another_card_than_was_shown_counts_for_nothing(shop: Shop) -> None:
    action = shop.asked_for("Please change my e-mail address to mara.tre@example.com", "cus-1004")
    kim = shop.console.logged_in()
    path = f"/console/actions/{action.id}/approve"

    answers = [
        kim.post(path, data=form)
        for form in (
            {"version": action.version, "digest": "0" * 64},
            {"version": action.version + 1, "digest": action.digest},
            {"version": "x", "digest": action.digest},
            {"digest": action.digest},
            {},
        )
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 400, 400, 400]
    assert shop.state(action.id) is ActionState.AWAITING_STAFF


def test_actions_are_switched_off_by_anybody_and_on_by_a_lead(shop: Shop) -> None:
    kim, lee = shop.console.logged_in(), shop.console.logged_in("lee")

    def switch(client: httpx2.Client, name: str, position: str) -> int:
        form = {"action": name, "position": position}
        return client.post("/console/actions/switch", data=form).status_code

    answers = [
        *(switch(kim, "*", "off"), switch(kim, "*", "on"), switch(lee, "*", "on")),
        *(switch(lee, "refund", "shadow"), switch(lee, "refund", "on")),
        *(switch(lee, "nonsense", "off"), switch(lee, "refund", "sideways")),
    ]

    assert answers == [303, 403, 303, 303, 303, 404, 400]


def test_what_nobody_could_settle_is_settled_by_who_looked(shop: Shop) -> None:
    shop.orders.fault("resend_invoice", "drop")
    ref = shop.asks("Please send me the invoice for order CC-4410287 again.")
    for _ in range(2):
        assert shop.console.app.acting is not None
        recover_actions(shop.console.app.acting.carrying)
    kim = shop.console.logged_in()

    page = kim.get(f"/console/actions/{ref}").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    form = {"version": version[1], "found": "done"}
    unsaid = kim.post(f"/console/actions/{ref}/settle", data=form | {"found": "perhaps"})
    settled = kim.post(f"/console/actions/{ref}/settle", data=form)

    assert "Nobody could find out what became of this." in page
    assert (unsaid.status_code, settled.status_code) == (400, 303)
    assert shop.state(ref) is ActionState.SUCCEEDED


def decide(client: httpx2.Client, page: str, action: Action, word: str) -> httpx2.Response:
    """Click on a card as the page shows it."""
    form = page.partition(f'action="/console/actions/{action.id}/{word}"')[2].partition("</form>")[
        0
    ]
    fields = dict(re.findall(r'name="(\w+)" value="(\w+)"', form))
    return client.post(f"/console/actions/{action.id}/{word}", data=fields)
