"""Starting and stopping the server as `handrail serve` does."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

COMMAND = [sys.executable, "-m", "handrail.web"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "handrail.toml").write_text('[serve]\ntitle = "Corncrake"\n', encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_stops_when_asked(project: Path, stop: signal.Signals) -> None:
    with subprocess.Popen(
        [*COMMAND, "--project", str(project), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    ) as server:
        assert server.stdout is not None
        said = server.stdout.readline().strip()
        page = httpx2.get(f"{said.removeprefix('Listening on ')}/", timeout=20)
        server.send_signal(stop)
        _, complaints = server.communicate(timeout=20)

    assert said.startswith("Listening on http://127.0.0.1:")
    assert "Corncrake" in page.text
    assert server.returncode == 0
    assert "Traceback" not in complaints


def test_a_port_that_is_taken_is_one_clear_line(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = run("--project", str(project), "--port", str(port))

    assert ended.returncode == 2
    assert ended.stderr == (
        f"handrail: Cannot listen on 127.0.0.1 port {port}: address already in use. "
        "Choose another with --port, or stop what listens there.\n"
    )


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "", "a" * 300])
def test_an_address_that_is_not_ours_is_one_clear_line(project: Path, host: str) -> None:
    ended = run("--project", str(project), "--host", host, "--port", "0")

    assert ended.returncode == 2
    assert ended.stderr.startswith("handrail: Cannot listen on")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "70000", "x"])
def test_a_port_that_is_none_is_refused(project: Path, port: str) -> None:
    ended = run("--project", str(project), f"--port={port}")

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_a_folder_without_a_project_is_one_clear_line(tmp_path: Path) -> None:
    ended = run("--project", str(tmp_path))

    assert ended.returncode == 2
    assert ended.stderr.startswith("handrail: No handrail.toml in")
    assert ended.stderr.count("\n") == 1
