import fcntl
import os
import threading
from pathlib import Path

import pytest

from handrail.adapters.sql.turns import WriteTurns
from handrail.kernel.errors import StorageUnavailable


def test_only_one_writes_at_a_time_whatever_the_process_or_thread(tmp_path: Path) -> None:
    # two of them on one file stand for two processes: locks belong to open files
    mine, theirs = (WriteTurns(tmp_path / "x.db", 30) for _ in range(2))
    inside: list[int] = []
    most: list[int] = []

    def write(turns: WriteTurns) -> None:
        for _ in range(25):
            with turns.turn():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=write, args=(t,)) for t in (mine, theirs) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(most) == 200
    assert max(most) == 1


def test_threads_are_served_in_the_order_they_came(tmp_path: Path) -> None:
    turns = WriteTurns(tmp_path / "x.db", 30)
    served: list[int] = []

    def write(number: int) -> None:
        with turns.turn():
            served.append(number)

    with turns.turn():
        threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
        for number, thread in enumerate(threads):
            thread.start()
            while len(turns._waiting) <= number:
                os.sched_yield()
    for thread in threads:
        thread.join()

    assert served == list(range(8))


def test_a_process_that_has_just_written_lets_a_waiting_one_go_first(tmp_path: Path) -> None:
    mine, theirs = (WriteTurns(tmp_path / "x.db", 30) for _ in range(2))
    served: list[str] = []

    def write(turns: WriteTurns, name: str) -> None:
        with turns.turn():
            served.append(name)

    with mine.turn():
        other = threading.Thread(target=write, args=(theirs, "theirs"))
        other.start()
        while not is_held(tmp_path / "x.db-next"):
            os.sched_yield()
        again = threading.Thread(target=write, args=(mine, "mine"))
        again.start()
        while not mine._waiting:
            os.sched_yield()
    other.join()
    again.join()

    assert served == ["theirs", "mine"]


def is_held(path: Path) -> bool:
    opened = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(opened)


@pytest.mark.parametrize("held", ["x.db-turn", "x.db-next"])
def test_a_writer_gives_up_when_another_process_hangs(tmp_path: Path, held: str) -> None:
    turns = WriteTurns(tmp_path / "x.db", 0.02)
    other = os.open(tmp_path / held, os.O_RDWR | os.O_CREAT)
    fcntl.flock(other, fcntl.LOCK_EX)

    with pytest.raises(StorageUnavailable, match="hangs"), turns.turn():
        raise AssertionError("it wrote out of turn")

    os.close(other)
    with turns.turn():
        pass


def test_a_writer_gives_up_when_another_thread_hangs_and_the_queue_moves_on(
    tmp_path: Path,
) -> None:
    turns = WriteTurns(tmp_path / "x.db", 0.02)
    refused: list[StorageUnavailable] = []

    def write() -> None:
        try:
            with turns.turn():
                raise AssertionError("it wrote out of turn")
        except StorageUnavailable as error:
            refused.append(error)

    with turns.turn():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()

    assert len(refused) == 1
    with turns.turn():
        pass


def test_a_turn_that_comes_to_one_who_left_goes_to_the_next(tmp_path: Path) -> None:
    turns = WriteTurns(tmp_path / "x.db", 30)
    called = threading.Event()
    with turns.turn():
        turns._waiting.append(called)

    turns._leave(called)

    with turns.turn():
        pass


def test_a_turn_is_passed_on_when_the_writer_fails(tmp_path: Path) -> None:
    turns = WriteTurns(tmp_path / "x.db", 0.02)

    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError

    with turns.turn():
        pass


def test_a_write_block_inside_a_write_block_is_a_mistake_of_the_programmer(tmp_path: Path) -> None:
    turns = WriteTurns(tmp_path / "x.db", 30)

    with turns.turn(), pytest.raises(RuntimeError, match="inside a write block"), turns.turn():
        raise AssertionError("it wrote out of turn")


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    turns = WriteTurns(tmp_path / "none" / "x.db", 1)

    with pytest.raises(StorageUnavailable, match=r"x\.db-next cannot be opened"), turns.turn():
        raise AssertionError("it wrote without a lock")
