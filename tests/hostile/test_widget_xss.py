"""Whatever reaches the chat element stays text: no script, no dialog, no request elsewhere (T7)."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.xss import CANARY, as_events, payloads
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
from tests.web.running import Site, running_site

pytestmark = pytest.mark.slow
AT_ONCE = 110
ELEMENTS = """(root) => {
  const strange = [];
  const look = (one) => {
    for (const inner of one.querySelectorAll("*")) {
      if (inner.shadowRoot) look(inner.shadowRoot);
      if (one === document) continue;
      if (/^(script|iframe|img|object|embed|style|link|base|meta|form)$/.test(inner.localName)
          && !inner.matches("form.write, form.rating")) strange.push(inner.outerHTML);
      for (const given of inner.attributes)
        if (given.name.startsWith("on") || given.name === "src" || given.name === "srcdoc")
          strange.push(inner.outerHTML);
      if (inner.localName === "a" && !inner.href.startsWith("https://")) strange.push(inner.href);
    }
  };
  look(document);
  return strange;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with shop_host() as running:
        yield running


@pytest.fixture(scope="module")
def site(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("site")
    with running_site(folder, front=front_for(host)) as running:
        yield running


def test_the_corpus_has_at_least_300_different_payloads() -> None:
    assert len(set(payloads())) == len(payloads()) >= 300
    assert sum(CANARY in payload for payload in payloads()) >= 50


def test_no_payload_in_any_event_becomes_more_than_text(
    browser: Any, host: Host, site: Site
) -> None:
    chat = f'<handrail-chat site="{KEY}" mode="inline" style="height: 40rem"></handrail-chat>'
    address = host.shows(site.address, chat)

    for number in range(0, len(payloads()), AT_ONCE):
        some = payloads()[number : number + AT_ONCE]
        with page_of(browser, [site.address, host.address]) as page:
            page.goto(address)
            ask(page, some[0])
            page.locator(".customer").first.wait_for()
            ref = opened_by(page)
            told = [as_events(payload, f"{number}_{at}") for at, payload in enumerate(some)]
            last = ("agent.joined", {"agent": "the last one"})
            tell(site, ref, *chain.from_iterable(told), last)
            page.get_by_text("the last one joined").wait_for(timeout=60_000)

            shown = page.evaluate("document.querySelector('handrail-chat').shadowRoot.textContent")
            assert [p for p in some if p.strip() not in shown] == []
            assert page.evaluate(ELEMENTS) == []
            page.evaluate(
                "document.querySelector('handrail-chat').shadowRoot.querySelectorAll('summary')"
                ".forEach((one) => one.click())"
            )


def test_no_payload_that_a_customer_types_becomes_more_than_text(
    browser: Any, host: Host, site: Site
) -> None:
    chat = f'<handrail-chat site="{KEY}" mode="inline" style="height: 40rem"></handrail-chat>'
    address = host.shows(site.address, chat)

    with page_of(browser, [site.address, host.address]) as page:
        page.goto(address)
        for payload in payloads()[::40]:
            ask(page, payload)
        page.wait_for_function(
            "document.querySelector('handrail-chat').shadowRoot"
            f".querySelectorAll('.customer').length === {len(payloads()[::40])}"
        )

        assert page.evaluate(ELEMENTS) == []


def test_no_payload_in_a_sites_words_or_colours_becomes_more_than_text(
    browser: Any, host: Host, site: Site
) -> None:
    def answer(route: Any) -> None:
        payload = payloads()[int(route.request.url.rpartition("k")[2])]
        theme = {"accent": payload, "on_accent": payload, payload[:40]: payload}
        words = {"title": payload, "greeting": payload, "locale": None, "theme": theme}
        route.fulfill(body=json.dumps(words), headers={"Access-Control-Allow-Origin": "*"})

    chats = "".join(
        f'<handrail-chat site="k{number}" mode="inline"></handrail-chat>'
        for number in range(len(payloads()))
    )
    address = host.shows(site.address, chats)

    with page_of(browser, [site.address, host.address]) as page:
        page.route("**/api/v1/sites/**", answer)
        page.goto(address)
        page.wait_for_function(
            "[...document.querySelectorAll('handrail-chat')]"
            ".every((chat) => chat.shadowRoot?.querySelector('.hello'))",
            timeout=60_000,
        )

        titles = page.evaluate(
            "[...document.querySelectorAll('handrail-chat')]"
            ".map((chat) => chat.shadowRoot.querySelector('h1').textContent)"
        )
        assert titles == list(payloads())
        assert page.evaluate(ELEMENTS) == []
