"""Reads risky files in a process of their own, with limits on memory, time and output.

Run as `python -m handrail.adapters.sources.confined .pdf`: bytes in, JSON out.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from handrail.adapters.sources.formats import read_format
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import Audience, Block, BlockKind, FrontMatter, ParsedDocument

_MEMORY = 1_500_000_000
_CPU_SECONDS = 20
_WALL_SECONDS = 40
_MOST_OUTPUT = 20_000_000
_MOST_FILES = 64
_REFUSED = 3


def read_confined(suffix: str, raw: bytes) -> ParsedDocument:
    """Read the bytes in a confined process; a process that fails or is stopped means Unreadable."""
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PATH": os.environ.get("PATH", ""),
    }
    with tempfile.TemporaryFile() as said:
        try:
            ended = subprocess.run(  # noqa: S603 - our own interpreter and module, no text from the file
                [sys.executable, "-P", "-m", "handrail.adapters.sources.confined", suffix],
                input=raw,
                stdout=said,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=_WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(f"Reading it took longer than {_WALL_SECONDS} s.") from error
        said.seek(0)
        answer = said.read(_MOST_OUTPUT)
    return _understood(ended.returncode, answer)


def _understood(status: int, answer: bytes) -> ParsedDocument:
    if status not in {0, _REFUSED}:
        raise Unreadable("Its reader was stopped: it needs too much memory or time, or is damaged.")
    try:
        said = json.loads(answer)
        if status == _REFUSED:
            raise Unreadable(str(said["why"]), hint=str(said["hint"]))
        return _document(said)
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable("Its reader was stopped before it had finished.") from error


def _document(said: Mapping[str, object]) -> ParsedDocument:
    front, blocks, warnings = said["front_matter"], said["blocks"], said["warnings"]
    if (
        not isinstance(front, dict)
        or not isinstance(blocks, list)
        or not isinstance(warnings, list)
    ):
        raise TypeError("not a document")
    return ParsedDocument(
        front_matter=_front(front),
        blocks=tuple(
            Block(
                kind=BlockKind(block["kind"]),
                text=block["text"],
                level=block["level"],
                anchor=block["anchor"],
                items=tuple((start, end) for start, end in block["items"]),
            )
            for block in blocks
        ),
        warnings=tuple(map(str, warnings)),
    )


def _front(said: Mapping[str, str | None]) -> FrontMatter:
    updated, review_by, audience = said["updated"], said["review_by"], said["audience"]
    return FrontMatter(
        title=said["title"],
        updated=date.fromisoformat(updated) if updated else None,
        owner=said["owner"],
        audience=Audience(audience) if audience else None,
        locale=said["locale"],
        product=said["product"],
        review_by=date.fromisoformat(review_by) if review_by else None,
        url=said["url"],
    )


def _confine() -> None:
    limits = (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (allowed, allowed))
        except (ValueError, OSError):  # macOS knows no limit on address space
            continue


def _main(suffix: str) -> int:
    _confine()
    try:
        document = read_format(suffix, sys.stdin.buffer.read())
    except Unreadable as refused:
        json.dump({"why": refused.message, "hint": refused.hint}, sys.stdout)
        return _REFUSED
    json.dump(asdict(document), sys.stdout, default=str)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
