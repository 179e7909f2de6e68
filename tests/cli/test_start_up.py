"""A command pays for what it uses, and for nothing else."""

import json
import subprocess
import sys

import pytest

from tests.projects import ROOT

_HEAVY = ("mcp", "opentelemetry", "fastapi", "uvicorn", "scipy", "requests", "httpx2")


@pytest.mark.parametrize("module", ["handrail.cli.main", "handrail.app"])
def test_the_command_line_loads_no_server_no_protocol_and_no_telemetry(module: str) -> None:
    listing = (
        f"import sys, json, {module};"
        " print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", listing],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=True,
    )

    assert set(json.loads(ended.stdout)).isdisjoint(_HEAVY)
