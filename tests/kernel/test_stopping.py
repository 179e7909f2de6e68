"""Whoever is told to end does end, at whatever moment it is told."""

import signal
import subprocess
import sys

import pytest

from tests.projects import ROOT, plain_environment

_INSIDE = """
import signal, sys
from handrail.kernel.stopping import told_to_stop

with told_to_stop() as stop:
    with stop._cond:  # as the main thread holds it for a moment whenever it waits
        signal.raise_signal(int(sys.argv[1]))
    sys.exit(0 if stop.wait(10) else 1)
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_comes_while_the_event_is_locked_is_heard(told: signal.Signals) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _INSIDE, str(int(told))],
        timeout=30,
        check=False,
        cwd=ROOT,
        env=plain_environment(),
    )

    assert ended.returncode == 0


_AFTER = """
import signal
from handrail.kernel.stopping import told_to_stop

before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
with told_to_stop() as stop:
    assert not stop.is_set()
assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
"""


def test_what_signals_did_before_they_do_again_afterwards() -> None:
    subprocess.run(
        [sys.executable, "-c", _AFTER], timeout=30, check=True, cwd=ROOT, env=plain_environment()
    )
