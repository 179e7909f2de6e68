"""Projects to measure on: the sample company and, where HANDRAIL_DATA is set, real centres."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from handrail.app import App, open_app
from handrail.flow.ports import untold
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.sample.project import HELP

CENTRES = ("plausible", "travis", "chatwoot", "github_policies", "mattermost")
NOT_SET = "HANDRAIL_DATA is not set: the real help centres are left out."


def data_folder() -> Path | None:
    """Return the folder of public data, or None where HANDRAIL_DATA does not name one."""
    named = os.environ.get("HANDRAIL_DATA")
    if not named:
        return None
    folder = Path(named)
    if not (folder / "help").is_dir():
        raise SystemExit(f"HANDRAIL_DATA names {folder}, which holds no folder `help`.")
    return folder


@contextmanager
def synced_project(name: str, articles: Path) -> Iterator[App]:
    """Yield a freshly synced project of one folder; it is gone afterwards."""
    with TemporaryDirectory(prefix="handrail-") as folder:
        project = Path(folder)
        settings = f'[[knowledge.sources]]\nname = "{name}"\nkind = "folder"\npath = "{articles}"\n'
        (project / "handrail.toml").write_text(settings, encoding="utf-8")
        app = open_app(project)
        sync_knowledge(app.sync_ports(), None, untold)
        yield app


@contextmanager
def sample_project() -> Iterator[App]:
    """Yield a freshly synced project of the sample company."""
    with synced_project("help", HELP) as app:
        yield app
