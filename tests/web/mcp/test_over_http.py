"""`handrail mcp --http`: on this machine only, and only with the token."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client

from tests.projects import handrail
from tests.web.mcp.agents import TOKEN, over_http, talked_to

pytestmark = pytest.mark.slow  # a server is started for each

OPEN = {"Authorization": f"Bearer {TOKEN}"}
ACCEPTED = {"Accept": "application/json, text/event-stream"}
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    with over_http(project) as address:
        yield address


def test_an_agent_with_the_token_asks_and_searches(address: str) -> None:
    async def talk(client: Client) -> tuple[Any, Any]:
        said = await client.call_tool("ask", {"question": "How long does a refund take?"})
        found = await client.call_tool("search", {"question": "warranty", "k": 1})
        return said, found

    said, found = talked_to(address, talk)

    assert said.structured_content["outcome"] == "answered"
    assert [hit["article"] for hit in found.structured_content["hits"]] == ["help/warranty.md"]


def test_it_listens_on_this_machine_alone(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer"},
    ],
)
def test_whoever_shows_no_token_is_told_nothing(address: str, headers: dict[str, str]) -> None:
    answered = httpx2.post(address, json=LIST, headers=ACCEPTED | headers, timeout=20)

    assert answered.status_code == 401
    assert answered.headers["WWW-Authenticate"] == "Bearer"
    assert "search" not in answered.text


@pytest.mark.parametrize(
    ("header", "value"), [("Host", "shop.example"), ("Origin", "https://shop.example")]
)
def test_a_web_page_does_not_reach_it_even_with_the_token(
    address: str, header: str, value: str
) -> None:
    sent = ACCEPTED | OPEN | {header: value}

    answered = httpx2.post(address, json=LIST, headers=sent, timeout=20)

    assert answered.status_code in (403, 421)
    assert "search" not in answered.text


def test_a_body_without_end_is_cut_off(address: str) -> None:
    endless = {**LIST, "params": {"_meta": {"x": "x" * 100_000}}}

    answered = httpx2.post(address, json=endless, headers=ACCEPTED | OPEN, timeout=20)

    assert answered.status_code == 413


@pytest.mark.parametrize("token", [None, "short"])
def test_without_a_long_token_it_does_not_start(project: Path, token: str | None) -> None:
    environment = {} if token is None else {"HANDRAIL_MCP__TOKEN": token}

    ended = handrail("mcp", "--http", project=project, environment=environment)

    assert (ended.status, ended.out) == (2, "")
    assert "16" in ended.err
    assert ended.err.count("\n") == 1
