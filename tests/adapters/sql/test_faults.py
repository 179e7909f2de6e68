"""What goes wrong with a database is said in one line, and nothing is half-written."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.kernel.errors import BadSettings, StorageUnavailable
from tests.builders import REFUNDS, a_conversation, an_article, an_entry, passages_for
from tests.postgres import Cluster, cluster, programs

SOURCES = Path(__file__).parents[3] / "src"
ROOT = Path(__file__).parents[3]
# root may write to what is read-only; without its capabilities it may not
AS_ANY_USER = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()

WRITE_UNTIL_IT_FAILS = """
import sys
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.kernel.errors import StorageUnavailable
from tests.builders import a_conversation, an_entry
kept = 0
try:
    store = open_store(sys.argv[1], upgrade)
    for number in range(3_000):
        with store.write() as writing:
            writing.open_conversation(a_conversation(f"c{number}"), an_entry())
        kept += 1
except StorageUnavailable as error:
    print(kept, error, sep="|")
"""


def told(error: pytest.ExceptionInfo[StorageUnavailable]) -> str:
    said = str(error.value)
    assert "\n" not in said
    assert error.value.hint
    return said


def written_by_a_child(url: str, limit: int | None = None) -> str:
    def limited() -> None:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [*AS_ANY_USER, sys.executable, "-B", "-c", WRITE_UNTIL_IT_FAILS, url],
        env={"PYTHONPATH": f"{SOURCES}:{ROOT}", "PATH": os.environ["PATH"]},
        cwd="/",
        preexec_fn=limited,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_full_disk_is_reported_and_every_acknowledged_write_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_store(url, upgrade).close()

    kept, said = written_by_a_child(url, limit=600_000).split("|")

    assert "disk" in said
    assert "space" in said
    with sqlite3.connect(tmp_path / "x.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute("SELECT count(*) FROM conversations").fetchone()
        entries = connection.execute("SELECT count(*) FROM audit_entries").fetchone()
    connection.close()
    assert int(kept) > 5
    assert found == entries == (int(kept),)


@pytest.mark.parametrize("folder_mode", [0o755, 0o555])
def test_a_database_that_may_only_be_read_is_reported(tmp_path: Path, folder_mode: int) -> None:
    path = tmp_path / "x.db"
    open_store(f"sqlite:///{path}", upgrade).close()
    path.chmod(0o444)
    tmp_path.chmod(folder_mode)

    said = written_by_a_child(f"sqlite:///{path}")
    tmp_path.chmod(0o755)

    assert said.startswith("0|")
    assert "writable" in said


def test_a_file_that_is_no_database_is_reported_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("Dear diary, " * 500)

    with pytest.raises(StorageUnavailable) as error:
        open_store(f"sqlite:///{path}", upgrade)

    assert "not a database" in told(error)
    assert str(path) in told(error)
    assert path.read_text() == "Dear diary, " * 500


def test_a_damaged_database_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    store = open_store(f"sqlite:///{path}", upgrade)
    article = an_article()
    with store.write() as writing:
        writing.publish(article, passages_for(article, *"abcdefgh" * 40), an_entry())
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    with pytest.raises(StorageUnavailable) as error:
        list_everything(f"sqlite:///{path}")

    assert "damaged" in told(error)
    assert "backup" in told(error)


def list_everything(url: str) -> None:
    store = open_store(url, upgrade)
    try:
        with store.read() as reading:
            list(reading.all_live_passages())
    finally:
        store.close()


def test_a_folder_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable) as error:
        open_store(f"sqlite:///{tmp_path}/none/x.db", upgrade)

    assert f"{tmp_path}/none" in told(error)


def test_a_folder_in_place_of_the_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.db").mkdir()

    with pytest.raises(StorageUnavailable) as error:
        open_store(f"sqlite:///{tmp_path}/x.db", upgrade)

    assert "cannot be opened" in told(error)


def test_readers_are_not_held_up_by_a_writer(sql_store: SqlStore) -> None:
    with sql_store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry())
        with sql_store.read() as reading:
            assert reading.conversation(a_conversation().id) is None


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "nonsense", "postgresql://[::"]
)
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(BadSettings) as refused:
        open_store(url, upgrade)

    assert "sqlite:///" in refused.value.hint


def test_a_server_that_is_down_is_reported_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://me:s3cret@/shop?host={tmp_path}&port=1"

    with pytest.raises(StorageUnavailable) as error:
        open_store(url, upgrade)

    assert "does not answer" in told(error)
    assert "s3cret" not in told(error)


def test_a_database_that_the_server_does_not_have_is_reported(postgres: Cluster) -> None:
    url = postgres.empty_database().replace("/postgres?", "/absent?")

    with pytest.raises(StorageUnavailable) as error:
        open_store(url, upgrade)

    assert "no such database" in told(error)


@pytest.fixture
def own_server(postgres: Cluster) -> Iterator[Cluster]:
    """Return a server that a test may crash; `postgres` is asked for so that a lack skips."""
    assert postgres
    found = programs()
    assert found is not None
    with cluster(found) as running:
        yield running


def test_a_server_that_crashed_is_reported_and_used_again_once_it_is_back(
    own_server: Cluster,
) -> None:
    store = open_store(own_server.empty_database(), upgrade)
    article = an_article()
    with store.write() as writing:
        writing.publish(article, passages_for(article), an_entry())

    own_server.stop("immediate")
    with pytest.raises(StorageUnavailable) as error, store.read() as reading:
        reading.live_count()
    own_server.start()

    assert "does not answer" in told(error)
    with store.read() as reading:
        assert reading.article(REFUNDS) == article
    store.close()


def test_a_server_that_crashes_in_a_write_block_keeps_none_of_it(own_server: Cluster) -> None:
    store = open_store(own_server.empty_database(), upgrade)

    def write() -> None:
        with store.write() as writing:
            writing.open_conversation(a_conversation("one"), an_entry())
            own_server.stop("immediate")
            writing.open_conversation(a_conversation("two"), an_entry())

    with pytest.raises(StorageUnavailable) as error:
        write()
    own_server.start()

    assert "server" in told(error)
    with store.read() as reading:
        assert reading.conversation(a_conversation("one").id) is None
        assert reading.audit_entries() == ()
    store.close()
