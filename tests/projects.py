"""Small projects on disk, and the command line run on them as a person runs it."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.app import App
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import TurnRecord
from handrail.domain.knowledge.model import SyncReport
from handrail.domain.retrieval.model import PUBLIC, Hit
from handrail.flow.handle_message import handle_message
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.failpoints import Failpoints
from handrail.settings import load_settings

ROOT = Path(__file__).parents[1]
NOBODY = 65_534
_OPENED: list[App] = []

SETTINGS = """\
[[knowledge.sources]]
name = "help"
kind = "folder"
path = "docs"
"""

ARTICLES: Mapping[str, str] = {
    "billing/refunds.md": """\
---
title: Refunds
---
# Refunds

A refund takes 5 days to reach your bank account.

## Asking for a refund

Open the order and press **Ask for a refund**. You have 30 days from delivery.
""",
    "shipping.md": """\
# Shipping

Shipping a parcel costs 4 euros. Orders above 60 euros ship free of charge.

## Tracking a parcel

The tracking number stands in the mail that we send when the parcel leaves.
""",
    "account.md": """\
# Your account

To reset your password, open the sign-in page and press **Forgot password**.

## Deleting the account

Write to us from the address of the account; we delete it within 14 days.
""",
    "warranty.md": """\
# Warranty

Every instrument has a warranty of 3 years against faults of making.
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Hold how a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what it wrote as JSON."""
        return json.loads(self.out)


def a_project(
    home: Path, articles: Mapping[str, str] = ARTICLES, *, settings: str = SETTINGS
) -> Path:
    """Write a project with its articles; nothing is synced."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "handrail.toml").write_text(settings, encoding="utf-8")
    (home / "docs").mkdir()
    for path, text in articles.items():
        write_article(home, path, text)
    return home


def write_article(project: Path, path: str, text: str) -> None:
    """Write one article's file."""
    place = project / "docs" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def a_synced_project(
    home: Path, articles: Mapping[str, str] = ARTICLES, *, settings: str = SETTINGS
) -> Path:
    """Write a project and sync it; the usual one is synced once and then copied."""
    if (articles, settings) == (ARTICLES, SETTINGS):
        shutil.copytree(_usual_project(), home, dirs_exist_ok=True)
        return home
    project = a_project(home, articles, settings=settings)
    synced(project)
    return project


@cache
def _usual_project() -> Path:
    home = Path(tempfile.mkdtemp(prefix="handrail-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    project = a_project(home / "project")
    app = opened(project)
    sync_knowledge(app.sync_ports(), None, unwatched)
    app.store.close()
    return project


@cache
def the_embedder() -> MiniLmEmbedder:
    """Return one embedder for a whole test run: loading it is the slow part of opening."""
    return MiniLmEmbedder()


def opened(project: Path, failpoints: Failpoints | None = None) -> App:
    """Open a project in this process, as another process would: no state is shared but the disk."""
    app = App(project, load_settings(project, {}), failpoints=failpoints or Failpoints())
    app.embedder = the_embedder()
    _OPENED.append(app)
    return app


def close_every_project() -> None:
    """Close the databases of all projects that were opened: each test ends with this."""
    while _OPENED:
        app = _OPENED.pop()
        if "store" in vars(app):
            app.store.close()


def synced(project: Path, failpoints: Failpoints | None = None) -> SyncReport:
    """Sync a project in this process."""
    return sync_knowledge(opened(project, failpoints).sync_ports(), None, unwatched)


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Watch no progress."""


def found(app: App, question: str) -> tuple[Hit, ...]:
    """Return what a search finds for a customer."""
    return app.find(question, PUBLIC).hits


def asked(app: App, text: str, **more: Any) -> TurnRecord:
    """Send one customer message through the front door."""
    inbound = InboundMessage(**({"conversation": None, "text": text} | more))
    return handle_message(inbound, app.message_ports())


def handrail(
    *arguments: str | Path,
    project: Path | None = None,
    environment: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    seconds: float = 60,
    said: str | None = None,
) -> Ended:
    """Run the command line in a process of its own; `before` is a command that starts it."""
    named = [] if project is None else ["--project", str(project)]
    done = subprocess.run(
        [*before, sys.executable, "-m", "handrail", *map(str, arguments), *named],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        input=said,
        timeout=seconds,
        cwd=ROOT,
        env=plain_environment() | dict(environment or {}),
        check=False,
    )
    return Ended(status=done.returncode, out=done.stdout, err=done.stderr)


def plain_environment() -> dict[str, str]:
    """Return this process's environment without anything that would change a project's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
