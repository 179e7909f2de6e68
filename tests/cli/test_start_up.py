"""A command pays for what it uses, and for nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import ROOT, a_synced_project, plain_environment

_HEAVY = ("mcp", "opentelemetry", "fastapi", "uvicorn", "scipy", "requests", "httpx2")


@pytest.mark.parametrize("module", ["handrail.cli.main", "handrail.app"])
def test_the_command_line_loads_no_server_no_protocol_and_no_telemetry(module: str) -> None:
    assert _loaded_by(f"import {module}").isdisjoint(_HEAVY)


def test_an_answer_without_telemetry_loads_none_of_it(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")
    asking = f"['ask', 'How long does a refund take?', '--project', {str(project)!r}]"

    loaded = _loaded_by(f"from handrail.cli.main import run; assert run({asking}) == 0")

    assert loaded.isdisjoint(_HEAVY)


def test_telemetry_without_the_extra_is_one_line_that_says_what_to_install(
    tmp_path: Path,
) -> None:
    project = a_synced_project(tmp_path / "project")
    without = (
        "import sys; sys.modules['opentelemetry.sdk.trace'] = None;"
        " from handrail.cli.main import run;"
        " sys.exit(run(['ask', 'Hello?', '--project', sys.argv[1]]))"
    )

    ended = _run(without, str(project), HANDRAIL_TELEMETRY__ENABLED="true")

    assert ended.returncode == 2
    assert ended.stderr == (
        "handrail: Telemetry is on, and OpenTelemetry's libraries are not installed. "
        "Run `pip install 'handrail[telemetry]'`, or set telemetry.enabled to false.\n"
    )


def _loaded_by(statement: str) -> set[str]:
    listing = (
        f"{statement}; import sys, json;"
        " print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    )
    ended = _run(listing)
    assert ended.returncode == 0, ended.stderr
    return set(json.loads(ended.stdout.splitlines()[-1]))


def _run(program: str, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env=plain_environment() | environment,
        check=False,
    )
