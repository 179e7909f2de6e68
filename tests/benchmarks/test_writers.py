from pathlib import Path

import pytest

from benchmarks.writers import measure


@pytest.mark.slow
def test_no_writer_among_32_in_two_processes_waits_a_second(tmp_path: Path) -> None:
    found = measure(f"sqlite:///{tmp_path / 'x.db'}", processes=2, threads=16, seconds=6)

    assert found.writes > 6 * found.writers
    assert found.worst_wait_ms < 1_000
