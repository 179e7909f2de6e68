"""The worker reads ahead, so that the first edit is checked as fast as any."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from handrail.flow.check_knowledge import check_knowledge
from handrail.worker.keep_knowledge import keep_knowledge
from tests.projects import a_synced_project, opened


class UntilItWaits(threading.Event):
    """Stop a worker as soon as it has nothing else to do."""

    @override
    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


@pytest.fixture(autouse=True)
def _nothing_set_aside() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("once", [False, True])
def test_a_worker_that_stays_has_read_all_before_something_is_edited(
    tmp_path: Path, *, once: bool
) -> None:
    project = a_synced_project(tmp_path)
    check_knowledge(opened(project).health.ports)
    app = opened(project)

    keep_knowledge(app, UntilItWaits(), lambda _: None, once=once)

    assert bool(app.health.ports.looked.held[0]) is not once
    assert bool(gc.get_freeze_count()) is not once


def test_a_worker_that_has_to_check_at_once_sets_aside_what_it_read(tmp_path: Path) -> None:
    app = opened(a_synced_project(tmp_path))

    keep_knowledge(app, UntilItWaits(), lambda _: None, once=False)

    assert gc.get_freeze_count()
