"""The log is verified beside the pages: once at a time, and whoever asks is not kept waiting."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest

from handrail.domain.audit.model import Coverage, Verdict
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import Unavailable
from handrail.web.api.admission import Admission
from handrail.web.console.log_check import LogCheck
from tests.web.console.site import ConsoleSite

_T = TypeVar("_T")
SOUND = Verdict(
    coverage=Coverage(entries=3, sealed=3, anchored=3, open=()), problems=(), late=(), trusted=None
)
_LONG = 20.0


@pytest.fixture
def check() -> Iterator[LogCheck]:
    work = Admission("log", threads=2, waiting=0)
    yield LogCheck(work, SystemClock(), at_once=0.05)
    work.close()


def test_what_is_soon_verified_is_told_at_once(check: LogCheck) -> None:
    asyncio.run(check.begin(lambda: SOUND))

    assert check.last is not None
    assert check.last.ended is not None
    assert check.last.verdict == SOUND


def test_a_long_log_is_verified_once_while_two_ask_and_both_go_on(check: LogCheck) -> None:
    with held_up() as (verify, let_go, times):
        marks = asyncio.run(two_ask(check, verify, let_go))

    assert times == [1]
    assert marks[0] == marks[1] != marks[2]
    assert check.last is not None
    assert check.last.verdict == SOUND


def test_that_the_log_cannot_be_read_is_told_and_it_is_tried_again(check: LogCheck) -> None:
    def fails() -> Verdict:
        raise Unavailable("The database does not answer.")

    asyncio.run(check.begin(fails))
    failed = check.last
    asyncio.run(check.begin(lambda: SOUND))

    assert failed is not None
    assert failed.verdict is None
    assert str(failed.failure) == "The database does not answer."
    assert check.last is not None
    assert check.last.verdict == SOUND


def test_looking_verifies_nothing(console: ConsoleSite) -> None:
    page = console.logged_in("lee").get("/console/audit/verify")

    assert page.status_code == 200
    assert "<h1>Not verified yet</h1>" in page.text


async def two_ask(
    check: LogCheck, verify: Callable[[], Verdict], let_go: threading.Event
) -> list[str]:
    marks = []
    for _ in range(2):
        await check.begin(verify)
        assert check.last is not None
        assert check.last.ended is None
        marks.append(check.mark())
    let_go.set()
    while check.last is not None and check.last.ended is None:
        await asyncio.sleep(0.01)
    return [*marks, check.mark()]


@contextmanager
def held_up() -> Iterator[tuple[Callable[[], Verdict], threading.Event, list[int]]]:
    let_go, times = threading.Event(), list[int]()

    def verify() -> Verdict:
        times.append(1)
        assert let_go.wait(_LONG)
        return SOUND

    try:
        yield verify, let_go, times
    finally:
        let_go.set()
