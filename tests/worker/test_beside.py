"""A failure that lasts is told of now and then, and no thread is left behind."""

import threading

from handrail.worker.beside import OnceAMinute, again_and_again, beside
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


def test_work_is_done_again_until_the_block_ends() -> None:
    stop, done = threading.Event(), threading.Semaphore(0)

    def work() -> float:
        done.release()
        return 0.0

    with again_and_again(work, stop):
        rounds = [done.acquire(timeout=5) for _ in range(3)]

    assert rounds == [True, True, True]
    assert stop.is_set()


def test_a_long_pause_does_not_outlast_the_block() -> None:
    stop, done = threading.Event(), threading.Event()

    def work() -> float:
        done.set()
        return 3_600.0

    with again_and_again(work, stop):
        assert done.wait(timeout=5)

    assert stop.is_set()
