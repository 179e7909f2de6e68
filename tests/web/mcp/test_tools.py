"""What is offered, and what goes wrong, without a process: the client talks to the server here."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from mcp import Client, MCPError

from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.kernel.errors import StorageUnavailable
from handrail.web.mcp.protocol import Desk as ToolDesk
from handrail.web.mcp.tools import tools_of
from tests.flow.desk import Desk

SECRET = "4111 1111 1111 1111"


def called(name: str, arguments: dict[str, Any], find: Callable[..., Any] | None = None) -> Any:
    return asyncio.run(_called(name, arguments, find))


async def _called(name: str, arguments: dict[str, Any], find: Callable[..., Any] | None) -> Any:
    desk = Desk()
    served = ToolDesk(tools_of(find or desk.ports.think.find, desk.ports, internal=False))
    async with Client(served.server()) as client:
        try:
            return await client.call_tool(name, arguments)
        except MCPError as refused:
            return refused
        finally:
            served.close()


def test_both_tools_say_what_they_take_what_they_return_and_what_they_change() -> None:
    async def listed() -> Any:
        desk = Desk()
        served = ToolDesk(tools_of(desk.ports.think.find, desk.ports, internal=False))
        async with Client(served.server()) as client:
            return (await client.list_tools()).tools

    search, ask = asyncio.run(listed())

    assert search.input_schema["properties"]["question"]["maxLength"] == 4_000
    assert search.input_schema["properties"]["k"]["maximum"] == 50
    assert search.input_schema["additionalProperties"] is False
    assert {"hits", "timings_ms"} == search.output_schema["properties"].keys()
    assert {"outcome", "reply", "claims", "confidence", "record"} <= (
        ask.output_schema["properties"].keys()
    )
    assert search.annotations.read_only_hint is True
    assert ask.annotations.read_only_hint is False  # it keeps a record, and may ask for a person
    assert ask.annotations.destructive_hint is False
    assert search.annotations.open_world_hint is ask.annotations.open_world_hint is False


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {}, "Argument 'question' is missing."),
        ("ask", {"question": ""}, "at least 1 character"),
        ("ask", {"question": " \n "}, "The message is empty."),
        ("ask", {"question": SECRET * 300}, "at most 4000 characters"),
        ("ask", {"question": 7}, "valid string"),
        ("ask", {"question": "Hello?", SECRET[:4]: 1}, "is not known here."),
        ("ask", {"question": "Hello?", "locale": SECRET}, "'locale'"),
        ("search", {"question": "Hello?", "k": 0}, "greater than or equal to 1"),
        ("search", {"question": "Hello?", "k": 51}, "less than or equal to 50"),
        ("search", {"question": "Hello?", "k": "5"}, "valid integer"),
    ],
)
def test_a_call_that_cannot_be_read_is_one_clear_line_that_repeats_nothing(
    name: str, arguments: dict[str, Any], said: str
) -> None:
    refused = called(name, arguments)

    (shown,) = refused.content
    assert refused.is_error
    assert said in shown.text
    assert SECRET not in shown.text
    assert "\n" not in shown.text


def test_another_tool_is_not_served() -> None:
    refused = called("delete_everything", {})

    assert isinstance(refused, MCPError)
    assert "no such tool" in str(refused)


def test_what_is_down_is_said_in_one_line() -> None:
    def find(_question: str, _scope: Scope) -> SearchResult:
        raise StorageUnavailable("The database\ncannot be read.", hint="Start it.")

    refused = called("search", {"question": "Hello?"}, find)

    assert refused.is_error
    assert refused.content[0].text == "The database cannot be read. Start it."


def test_a_surprise_keeps_its_details_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def find(_question: str, _scope: Scope) -> SearchResult:
        raise ZeroDivisionError(SECRET)

    refused = called("search", {"question": "Hello?"}, find)

    assert refused.is_error
    assert refused.content[0].text == "Something went wrong in Handrail; its log says what."
    assert "ZeroDivisionError" in caplog.text


def test_a_question_that_cannot_be_answered_is_a_value() -> None:
    said = called("ask", {"question": "Which drums do you sell?"})
    found = called("search", {"question": "Which drums do you sell?"})

    assert not said.is_error
    assert said.structured_content["outcome"] == "abstained"
    assert not found.is_error
    assert found.structured_content["hits"] == []
