"""The sample company's shop: who has signed in, and a customer's way through it in a browser."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from handrail.adapters.identity.tokens import tokens_signed_by
from handrail.app import App, open_app
from handrail.kernel.clock import SystemClock
from handrail.sample.company import OrderDesk, shop_page
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.project import POLICIES
from handrail.sample.shop.pages import SITE_KEY
from handrail.web.api.sites import Sites
from handrail.web.application import Front, Limits, WebApplication
from handrail.worker.carry_out import carrying_out
from tests.order_system import CUSTOMER, TOKEN, OrderSystem, running_orders
from tests.web.browsing import ask, chromium, page_of
from tests.web.running import served

SECRET = "a secret of at least thirty-two bytes"
CHAT = "http://127.0.0.1:9"
_PROJECT = """\
[identity]
secret = "{secret}"

[[sites]]
key = "{key}"
title = "Corncrake help"
allowed_origins = ["{shop}"]

[actions]
policies = "{policies}"

[actions.systems.orders]
kind = "openapi"
document = "{document}"
base_url = "{orders}"
token = "{token}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Hold a running shop, its orders and its assistant."""

    address: str
    chat: str
    orders: OrderSystem


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def secrets() -> dict[str, str]:
    return {"CORNCRAKE_TOKEN": TOKEN, "CORNCRAKE_IDENTITY": SECRET}


@pytest.fixture
def orders(tmp_path: Path) -> Iterator[OrderSystem]:
    with running_orders(tmp_path / "orders.db") as running:
        yield running


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    with (
        running_orders(tmp_path_factory.mktemp("shop") / "orders.db") as orders,
        shop_page(OrderDesk(address=orders.address), secrets(), CHAT, 0) as running,
        httpx2.Client(base_url=running.address, timeout=20) as client,
    ):
        yield client


@pytest.fixture
def shop_with_chat(tmp_path: Path, orders: OrderSystem) -> Iterator[Shop]:
    port = a_free_port()
    text = _PROJECT.format(
        secret=SECRET,
        key=SITE_KEY,
        shop=f"http://127.0.0.1:{port}",
        policies=POLICIES,
        document=DOCUMENT,
        orders=orders.address,
        token=TOKEN,
    )
    (tmp_path / "handrail.toml").write_text(text, encoding="utf-8")
    app = open_app(tmp_path)
    stop = threading.Event()
    with (
        carrying_out(app, stop, lambda _text: None),
        served(_application(app)) as (chat, _server),
        shop_page(OrderDesk(address=orders.address), secrets(), chat, port) as running,
    ):
        yield Shop(address=running.address, chat=chat, orders=orders)
    app.close()


def _application(app: App) -> WebApplication:
    front = Front(sites=Sites(declared=app.settings.sites))
    quick = Limits(tick_seconds=0.05)
    return WebApplication(app.message_ports(), app, title="Help", front=front, limits=quick)


def test_only_who_has_signed_in_gets_a_token_and_sees_orders(shop: httpx2.Client) -> None:
    before = shop.get("/identity")
    shop.post("/sign-in")
    token = shop.get("/identity").json()["token"]
    page = shop.get("/orders").text
    shop.post("/sign-out")

    tokens = tokens_signed_by(secret=SECRET, public_key=None, audience="handrail")
    assert before.status_code == shop.get("/identity").status_code == 401
    assert tokens.identity(token, SystemClock().now()).customer == CUSTOMER
    assert "Order CC-4410287" in page
    assert "Order CC-4410287" not in shop.get("/orders").text


def test_no_other_page_signs_anybody_in(shop: httpx2.Client) -> None:
    refused = shop.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert shop.cookies.get("corncrake") is None


def test_the_shop_embeds_the_chat_under_the_strictest_policy(shop: httpx2.Client) -> None:
    page = shop.get("/")

    assert f'<handrail-chat site="{SITE_KEY}">' in page.text
    assert f'src="{CHAT}/widget.js"' in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy


@pytest.mark.slow
def test_a_customer_signs_in_gets_money_back_and_leaves_nothing_behind(
    shop_with_chat: Shop,
) -> None:
    shop = shop_with_chat
    with chromium() as browser, page_of(browser, [shop.address, shop.chat]) as page:
        page.goto(f"{shop.address}/orders")
        page.get_by_role("button", name="Sign in as").click()
        page.get_by_role("heading", name="Order CC-4410287").wait_for()
        page.get_by_role("button", name="Open chat").click()
        ask(page, "I would like 15 euros back for order CC-4410287, the rosin was broken.")
        page.get_by_role("button", name="Confirm").click(timeout=20_000)
        page.get_by_text("Done.", exact=True).wait_for(timeout=20_000)
        page.get_by_role("link", name="Your orders").click()
        page.get_by_text("15.00 € paid back").wait_for()
        page.get_by_text("Done.", exact=True).wait_for()

        page.get_by_role("button", name="Sign out").click()

        page.get_by_role("link", name="Sign in").wait_for()
        assert page.evaluate("Object.keys(sessionStorage)") == []
    assert [effect.amount for effect in shop.orders.effects()] == [1500]
