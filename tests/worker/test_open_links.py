"""The worker opens links to other sites beside the syncs, and checks with what they answered."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from handrail.worker.keep_knowledge import keep_knowledge
from handrail.worker.open_links import open_and_check, opening_links
from tests.builders import NOON
from tests.fakes import FixedClock
from tests.projects import SETTINGS, a_project, opened, synced, write_article
from tests.websites import Page, Website, website

_LONG = 30.0
_FAST = "\n[worker]\nsync_every_minutes = 0.002\n"


def a_centre_of(home: Path, site: Website, *, check: bool = True) -> Path:
    settings = (
        f"{SETTINGS}{_FAST}\n[knowledge.external_links]\ncheck = {str(check).lower()}\n"
        f'ports = [{site.port}]\nprivate_hosts = ["127.0.0.1"]\n'
    )
    project = a_project(home, {"a.md": f"# A\n\nSee [it]({site.url}/slow).\n"}, settings=settings)
    synced(project)
    return project


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + _LONG
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_site_that_does_not_answer_keeps_no_edit_waiting(tmp_path: Path) -> None:
    held, stop, said = threading.Event(), threading.Event(), list[str]()
    with website({"/slow": Page(held=held)}) as site:
        app = opened(a_centre_of(tmp_path / "p", site))
        keeping = threading.Thread(
            target=keep_knowledge, args=(app, stop, said.append), kwargs={"once": False}
        )
        with opening_links(app, stop, said.append):
            wait_for(lambda: bool(site.asked))
            keeping.start()
            write_article(app.project, "b.md", "# B\n\nNew.\n")
            wait_for(lambda: any(one.startswith("Synced: 1 added") for one in said))
            told_before = [one for one in said if one.startswith("Links")]
            held.set()
            wait_for(lambda: any(one.startswith("Links") for one in said))
        keeping.join(_LONG)

    assert not keeping.is_alive()
    assert told_before == []


def test_what_is_gone_is_found_as_soon_as_it_is_known(tmp_path: Path) -> None:
    said, clock = list[str](), FixedClock(NOON)
    with website({}) as site:
        project = a_centre_of(tmp_path / "p", site)
        for _ in range(2):
            app = opened(project)
            app.clock = clock
            open_and_check(app, said.append, lambda: False)
            clock.advance(timedelta(hours=25).total_seconds())

    assert said[-2:] == [
        "Links to other sites: 1 address, 1 gone.",
        "Checked: 1 new findings, 0 put right.",
    ]


def test_without_being_asked_no_thread_begins(tmp_path: Path) -> None:
    with website({}) as site:
        app = opened(a_centre_of(tmp_path / "p", site, check=False))
        before = threading.active_count()
        with opening_links(app, threading.Event(), print):
            assert threading.active_count() == before

    assert site.asked == []


def test_a_fault_is_told_and_ends_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    with website({}) as site:
        app = opened(a_centre_of(tmp_path / "p", site))
    with app.store.writing_connection() as connection:
        connection.exec_driver_sql("DROP TABLE links_elsewhere")

    open_and_check(app, said.append, lambda: False)

    assert len(said) == 1
    assert said[0].startswith("Links to other sites could not be opened: ")
