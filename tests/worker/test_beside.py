"""A failure that lasts is told of now and then, and no thread is left behind."""

import threading

from handrail.worker.beside import OnceAMinute, beside
from tests.fakes import FixedClock


def test_the_same_failure_is_told_once_a_minute_and_another_at_once() -> None:
    told: list[str] = []
    clock = FixedClock()
    say = OnceAMinute(told.append, clock)

    say("The disk is full.")
    clock.advance(59)
    say("The disk is full.")
    say("The network is gone.")
    clock.advance(1)
    say("The disk is full.")

    assert told == ["The disk is full.", "The network is gone.", "The disk is full."]


def test_threads_end_with_the_block_beside_which_they_work() -> None:
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(2)]

    with beside(threads, stop):
        alive = [thread.is_alive() for thread in threads]

    assert alive == [True, True]
    assert [thread.is_alive() for thread in threads] == [False, False]
