"""Other agents: the protocol's own client, over a pipe to a real process or over HTTP."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from tests.projects import ROOT, plain_environment

TOKEN = "a-token-of-a-test-that-is-long"
_T = TypeVar("_T")
_COMMAND = ("-m", "handrail", "mcp")


def over_a_pipe(
    project: Path,
    talk: Callable[[Client], Coroutine[Any, Any, _T]],
    *options: str,
    environment: Mapping[str, str] | None = None,
) -> _T:
    """Start `handrail mcp` as an agent does, talk, and stop it."""
    command = StdioServerParameters(
        command=sys.executable,
        args=[*_COMMAND, "--project", str(project), *options],
        env=_environment(environment),
        cwd=ROOT,
    )

    async def talking() -> _T:
        async with Client(command, read_timeout_seconds=60) as client:
            return await talk(client)

    return asyncio.run(talking())


def started(project: Path, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start `handrail mcp` and leave what is said to the test."""
    return subprocess.Popen(
        [sys.executable, *_COMMAND, "--project", str(project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=_environment(environment),
    )


@contextmanager
def over_http(project: Path, *options: str) -> Iterator[str]:
    """Run `handrail mcp --http` until the block ends; give its address."""
    with subprocess.Popen(
        [sys.executable, *_COMMAND, "--http", "--port", "0", "--project", str(project), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=_environment({"HANDRAIL_MCP__TOKEN": TOKEN}),
    ) as server:
        assert server.stdout is not None
        said = server.stdout.readline().strip()
        try:
            assert said.startswith("Listening on "), server.communicate(timeout=20)
            yield said.removeprefix("Listening on ")
        finally:
            os.kill(server.pid, signal.SIGTERM)
            _, complaints = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "Traceback" not in complaints


def talked_to(
    address: str,
    talk: Callable[[Client], Coroutine[Any, Any, _T]],
    headers: Mapping[str, str] | None = None,
) -> _T:
    """Talk with a server over HTTP."""
    shown = {"Authorization": f"Bearer {TOKEN}"} if headers is None else dict(headers)

    async def talking() -> _T:
        async with (
            httpx2.AsyncClient(headers=shown, timeout=60) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return await talk(client)

    return asyncio.run(talking())


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    return {**plain_environment(), "OMP_NUM_THREADS": "1", **(more or {})}
