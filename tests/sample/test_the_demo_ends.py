"""Whoever ends the demo ends all of it: no part stays behind and holds a port."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.carrying_process import within
from tests.projects import plain_environment


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text(encoding="ascii").split()]


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def hear_interrupts() -> None:
    """Let Ctrl-C reach the demo, also where the tests run in the background, deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc lists the children")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_demo_that_is_told_to_end_takes_the_order_system_along(
    told: signal.Signals, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = tmp_path_factory.getbasetemp() / "demo"  # the second time it is quickly there
    with subprocess.Popen(
        [sys.executable, "-m", "handrail", "demo", "--project", str(project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=plain_environment(),
        preexec_fn=hear_interrupts,
    ) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            if "An empty line ends the conversation" in line:
                break
        parts = children_of(demo.pid)

        demo.send_signal(told)
        demo.wait(20)

    assert parts
    for _ in within(10, "its parts to end"):
        if not any(is_there(part) for part in parts):
            break
