"""`handrail mcp` as another agent starts it: a real process and the protocol's own client."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from tests.projects import ROOT, handrail
from tests.web.mcp.agents import over_a_pipe, started
from tests.web.mcp.messages import OPENING, QUESTION, SEARCH

pytestmark = pytest.mark.slow  # a process is started for each

UNQUESTION = "Which drums do you sell?"
FOR_STAFF = "How much are goodwill vouchers for cellos worth?"


def test_what_it_returns_is_what_the_command_line_prints(project: Path) -> None:
    async def talk(client: Client) -> tuple[Any, Any, Any]:
        found = await client.call_tool("search", {"question": QUESTION, "k": 2})
        said = await client.call_tool("ask", {"question": QUESTION})
        unknown = await client.call_tool("ask", {"question": UNQUESTION})
        return found, said, unknown

    found, said, unknown = over_a_pipe(project, talk)

    printed = handrail("search", QUESTION, "-k", "2", "--json", project=project).json
    assert found.structured_content["hits"] == printed["hits"]
    assert found.structured_content.keys() == printed.keys()
    answer = handrail("ask", QUESTION, "--json", project=project).json
    differs = ("record", "conversation", "timings_ms")
    assert {k: v for k, v in said.structured_content.items() if k not in differs} == {
        k: v for k, v in answer.items() if k not in differs
    }
    assert said.structured_content.keys() == answer.keys()
    assert json.loads(said.content[0].text) == said.structured_content
    assert (unknown.is_error, unknown.structured_content["outcome"]) == (False, "abstained")


def test_internal_articles_are_found_only_where_staff_asked_for_it(project: Path) -> None:
    async def talk(client: Client) -> tuple[list[str], str, str]:
        found = await client.call_tool("search", {"question": FOR_STAFF})
        said = await client.call_tool("ask", {"question": FOR_STAFF})
        tools = (await client.list_tools()).tools
        articles = [hit["article"] for hit in found.structured_content["hits"]]
        return articles, json.dumps(said.structured_content), tools[0].description or ""

    for_anyone, said, described = over_a_pipe(project, talk)
    for_staff, said_to_staff, described_to_staff = over_a_pipe(project, talk, "--internal")

    assert "help/goodwill.md" not in for_anyone
    assert "internal" not in described
    assert for_staff[0] == "help/goodwill.md"
    assert "never for customers" in described_to_staff
    assert "35 euros" not in said + said_to_staff


def test_nothing_but_the_protocol_is_printed_and_the_end_of_input_ends_it(project: Path) -> None:
    lines = [json.dumps(OPENING), "no json, and a card 4111 1111 1111 1111", json.dumps(SEARCH)]

    with started(project) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("\n".join(lines) + "\n")
        server.stdin.flush()
        said = [json.loads(server.stdout.readline()) for _ in range(2)]
        rest, complaints = server.communicate(timeout=30)

    assert {message["jsonrpc"] for message in said} == {"2.0"}
    assert [m["id"] for m in said if "result" in m] == [1, 2]
    assert rest == ""
    assert server.returncode == 0
    assert "4111" not in complaints
    assert "Traceback" not in complaints


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_asked_while_it_waits_for_the_next_line(
    project: Path, stop: signal.Signals
) -> None:
    with started(project) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(OPENING) + "\n")
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(stop)
        server.wait(timeout=20)
        _, complaints = server.communicate(timeout=20)

    assert server.returncode == 0
    assert complaints == ""


def test_without_the_extra_one_line_says_what_to_install(project: Path) -> None:
    without = (
        "import sys; sys.modules['mcp'] = None; from handrail.cli.main import run;"
        " sys.exit(run(['mcp', '--project', sys.argv[1]]))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", without, str(project)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr == (
        "handrail: Serving other agents needs the MCP library, which is not installed. "
        "Run `pip install 'handrail[mcp]'`.\n"
    )


def test_a_port_over_a_pipe_is_refused(project: Path) -> None:
    ended = handrail("mcp", "--port", "8081", project=project)

    assert (ended.status, ended.out) == (2, "")
    assert ended.err == "handrail: --port goes with --http. Over a pipe there is no port.\n"


def test_the_page_shows_agents_a_command_that_is_there() -> None:
    page = (ROOT / "docs/how-to/serve-other-agents.md").read_text(encoding="utf-8")

    (block,) = re.findall(r"```json\n(.+?)```", page, re.DOTALL)
    shown = json.loads(block)["mcpServers"]["handrail"]

    assert shown["command"] == "handrail"
    assert shown["args"][:2] == ["mcp", "--project"]


def test_a_folder_without_a_project_is_one_clear_line(tmp_path: Path) -> None:
    ended = handrail("mcp", project=tmp_path)

    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("handrail: No handrail.toml in")
    assert ended.err.count("\n") == 1


def test_a_project_that_was_never_synced_says_so_when_it_is_asked(tmp_path: Path) -> None:
    (tmp_path / "handrail.toml").write_text("", encoding="utf-8")

    async def talk(client: Client) -> Any:
        return await client.call_tool("search", {"question": QUESTION})

    refused = over_a_pipe(tmp_path, talk)

    assert refused.is_error
    assert "handrail sync" in refused.content[0].text
    assert "\n" not in refused.content[0].text
