"""Reads risky files in a process of their own, with limits on memory, time and output."""

import json
import os
import subprocess
import sys
import tempfile

from handrail.adapters.sources.confining import MOST_OUTPUT
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import ParsedDocument
from handrail.kernel.plain import from_plain

REFUSED = 3
"""Status with which the process says that the file is no article."""
_WALL_SECONDS = 40


def bare_environment() -> dict[str, str]:
    """Return what a confined process needs to find this code, and nothing that is secret."""
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PATH": os.environ.get("PATH", ""),
    }


def read_confined(suffix: str, raw: bytes) -> ParsedDocument:
    """Read the bytes in a confined process; a process that fails or is stopped means Unreadable."""
    with tempfile.TemporaryFile() as said:
        try:
            ended = subprocess.run(  # noqa: S603 - our own interpreter and module, no text from the file
                [sys.executable, "-P", "-m", "handrail.adapters.sources.confined_reader", suffix],
                input=raw,
                stdout=said,
                stderr=subprocess.DEVNULL,
                env=bare_environment(),
                timeout=_WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(f"Reading it took longer than {_WALL_SECONDS} s.") from error
        said.seek(0)
        answer = said.read(MOST_OUTPUT)
    return _understood(ended.returncode, answer)


def _understood(status: int, answer: bytes) -> ParsedDocument:
    if status not in {0, REFUSED}:
        raise Unreadable("Its reader was stopped: it needs too much memory or time, or is damaged.")
    try:
        said = json.loads(answer)
        if status == REFUSED:
            raise Unreadable(str(said["why"]), hint=str(said["hint"]))
        return from_plain(ParsedDocument, said)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("Its reader was stopped before it had finished.") from error
