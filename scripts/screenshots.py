"""Take a picture of every console page, wide and narrow, light and dark.

`python -m scripts.screenshots FOLDER` makes the sample company's project beneath FOLDER (once),
plays some conversations, serves the console and writes `FOLDER/NAME-WIDTH-THEME.png`. Needs
Chromium and the developers' tools. `--axe FILE` also checks each page with that axe.min.js.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from handrail.app import App
from handrail.domain.conversation.model import ConversationId
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.suggest_reply import suggest_reply
from handrail.sample.desk_logins import sample_logins
from handrail.sample.desk_scenes import fill_desk
from handrail.sample.project import fresh_copy, open_sample, sample_company
from handrail.web.application import Limits, WebApplication
from scripts.gap_scene import a_drafted_gap
from scripts.quality_scene import watched_weeks
from tests.web.running import served

WIDTHS = {1440: 900, 390: 844}
THEMES = ("light", "dark")
_HIDDEN_CARET = "*, *::before, *::after { caret-color: transparent !important; }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Hold a running console with people who can log in."""

    address: str
    passwords: Mapping[str, str]
    pages: Mapping[str, str]


def main() -> int:
    """Take the pictures; return 1 where a page is wider than its window, or fails a check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with staged(asked.folder) as stage, sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for width in WIDTHS:
            for theme in THEMES:
                faults += _pictured(browser, stage, width, theme, asked)
        browser.close()
    sys.stdout.write("\n".join(faults or ["No page is wider than its window."]) + "\n")
    return 1 if faults else 0


def _pictured(
    browser: Browser, stage: Stage, width: int, theme: str, asked: argparse.Namespace
) -> Iterator[str]:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if theme == "dark" else "light",
        base_url=stage.address,
    )
    page = context.new_page()
    page.goto("/console/login")
    yield from _shot(page, "login", width, theme, asked)
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(stage.passwords["ada"])
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/console/inbox")
    for name, path in stage.pages.items():
        page.goto(path)
        yield from _shot(page, name, width, theme, asked)
    context.close()


def _shot(
    page: Page, name: str, width: int, theme: str, asked: argparse.Namespace
) -> Iterator[str]:
    if asked.only and asked.only not in name:
        return
    if page.url.endswith("#unfolded"):
        page.evaluate("document.querySelectorAll('#reply details').forEach((d) => (d.open = true))")
    place = asked.folder / f"{name}-{width}-{theme}.png"
    page.screenshot(path=str(place), full_page=True, style=_HIDDEN_CARET)
    where = f"{name} at {width}, {theme}"
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{where}: wider than its window"
    if asked.axe is not None:
        yield from (f"{where}: {fault}" for fault in axe_faults(page, asked.axe))


def axe_faults(page: Page, script: Path) -> list[str]:
    """Return what axe-core finds on a page: the rule and where it is broken."""
    page.evaluate(script.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {json.dumps(node['target'])} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """Serve the sample company's console, with conversations in it, until the block ends."""
    quiet = sample_project(folder)
    with sample_company(quiet, _unheard, _unwatched) as app:
        passwords = {login.name: login.password for login in sample_logins(app)}
        conversations = fill_desk(app)
        with served(_application(app)) as (address, _):
            yield Stage(address=address, passwords=passwords, pages=_pages(app, conversations))


def sample_project(folder: Path) -> Path:
    """Return a project in which nothing was asked yet; the slow part is made once."""
    made = open_sample(folder / "sample", _unheard, _unwatched)
    return fresh_copy(made, folder / "played")


def _pages(app: App, conversations: tuple[ConversationId, ...]) -> dict[str, str]:
    talk = f"/console/conversations/{conversations[0]}"
    gap, article = a_drafted_gap(app)
    check_knowledge(app.health.ports)
    alert = watched_weeks(app)
    draft = suggest_reply(conversations[0], app.desk_ports()).id
    with app.store.read() as reading:
        first = next(r.id for r in reading.records_of(conversations[0]))
        action = reading.actions(newest_first=True)[0].id
        finding = reading.findings()[0].finding.id
    return {
        "inbox": "/console/inbox",
        "inbox-all": "/console/inbox?view=all",
        "inbox-empty": "/console/inbox?view=mine",
        "inbox-search": "/console/inbox?view=all&q=order&channel=web",
        "inbox-nothing": "/console/inbox?view=closed&q=theremin",
        "conversation": talk,
        "conversation-waiting": f"/console/conversations/{conversations[3]}",
        "conversation-passed": f"/console/conversations/{conversations[-1]}",
        "conversation-passing": f"/console/conversations/{conversations[-1]}#unfolded",
        "conversation-rtl": f"/console/conversations/{conversations[5]}",
        "why": f"{talk}?why={first}",
        "draft": f"{talk}?draft={draft}",
        "approvals": "/console/actions",
        "action": f"/console/actions/{action}",
        "knowledge": "/console/knowledge",
        "article": "/console/knowledge/article?id=help/shipping/damaged-on-arrival.md",
        "history": "/console/knowledge/history?id=help/shipping/damaged-on-arrival.md",
        "sources": "/console/knowledge/sources",
        "search": "/console/knowledge/search?question=How+long+does+a+refund+take%3F",
        "findings": "/console/findings",
        "finding": f"/console/findings/{finding}",
        "gaps": "/console/gaps",
        "gap": f"/console/gaps/{gap}",
        "gap-draft": f"/console/drafts/{article}",
        "quality": "/console/quality",
        "quality-simulated": "/console/quality?data=simulated",
        "quality-slice": "/console/quality/slice?slice=topic&of=help/refunds",
        "quality-alert": f"/console/quality/alerts/{alert}",
        "quality-tried": "/console/quality/tried",
        "audit": "/console/audit",
        "verdict": "/console/audit/verify",
        "staff": "/console/staff",
        "settings": "/console/settings",
        "account": "/console/account",
        "not-found": "/console/nowhere",
    }


def _application(app: App) -> WebApplication:
    return WebApplication(
        app.message_ports(),
        app,
        title=app.settings.serve.title,
        limits=Limits(tick_seconds=0.2),
        console=app,
    )


def _unheard(_text: str) -> None:
    return None


def _unwatched(_stage: str, _done: int, _total: int) -> None:
    return None


if __name__ == "__main__":
    sys.exit(main())
