"""Reads risky files in a process of their own, with limits on memory, time and output."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date

from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import Audience, Block, BlockKind, FrontMatter, ParsedDocument
from handrail.domain.knowledge.outline import Outline
from handrail.kernel.plain import from_plain

MOST_OUTPUT = 20_000_000
REFUSED = 3
"""Status with which the process says that the file is no article."""
_WALL_SECONDS = 40


def read_confined(suffix: str, raw: bytes) -> ParsedDocument:
    """Read the bytes in a confined process; a process that fails or is stopped means Unreadable."""
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PATH": os.environ.get("PATH", ""),
    }
    with tempfile.TemporaryFile() as said:
        try:
            ended = subprocess.run(  # noqa: S603 - our own interpreter and module, no text from the file
                [sys.executable, "-P", "-m", "handrail.adapters.sources.confined_reader", suffix],
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
        answer = said.read(MOST_OUTPUT)
    return _understood(ended.returncode, answer)


def _understood(status: int, answer: bytes) -> ParsedDocument:
    if status not in {0, REFUSED}:
        raise Unreadable("Its reader was stopped: it needs too much memory or time, or is damaged.")
    try:
        said = json.loads(answer)
        if status == REFUSED:
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
        outline=from_plain(Outline, said["outline"]),
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
        addresses=tuple(said.get("addresses") or ()),
    )
