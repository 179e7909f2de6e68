"""A PostgreSQL server of the tests' own, on a socket in a temporary folder that is deleted."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

_FAST = "-c fsync=off -c full_page_writes=off -c max_connections=120"
_ROOM = 500_000_000
_PORT = 5432  # names the socket's file; nothing listens on the network


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server's programs, or None."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    return homes[-1] if homes else None


class Cluster:
    """Hold a running server with one database, which each test finds empty."""

    def __init__(self, bin_: Path, home: Path) -> None:
        self._bin = bin_
        self._home = home

    @property
    def home(self) -> Path:
        """Return the folder of the server's files and socket."""
        return self._home

    def empty_database(self) -> str:
        """Empty the database, whoever still uses it, and return its address.

        One for all tests: creating and deleting hundreds of files for each took most of the time.
        """
        dsn = f"host={self._home} port={_PORT} user=handrail dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return f"postgresql://handrail@/postgres?host={self._home}&port={_PORT}"

    def initialise(self) -> None:
        """Create the server's files."""
        data = str(self._home / "data")
        arguments = ["-D", data, "-U", "handrail", "--auth=trust", "--encoding=UTF8"]
        self._run("initdb", [*arguments, "--locale=C.UTF-8", "--no-sync"])

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-k {self._home} -p {_PORT} -c listen_addresses='' {_FAST}"
        log = str(self._home / "log")
        self._run(
            "pg_ctl", ["-D", str(self._home / "data"), "-w", "-l", log, "-o", options, "start"]
        )

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server as a crash would."""
        self._run("pg_ctl", ["-D", str(self._home / "data"), "-w", "-m", mode, "stop"])

    def _run(self, program: str, arguments: Sequence[str]) -> None:
        done = subprocess.run(
            [*_as_plain_user(), str(self._bin / program), *arguments],
            cwd=self._home,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}")


def _quick_folder() -> Path | None:
    """Return a folder in memory where there is room for a server, else None."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM:
        return memory
    return None


@contextmanager
def cluster(bin_: Path) -> Iterator[Cluster]:
    """Run a server for as long as the block lasts."""
    home = Path(
        tempfile.mkdtemp(prefix="handrail-", dir=_quick_folder())
    )  # short: a socket's path may have 107 bytes
    try:
        if os.geteuid() == 0:
            shutil.chown(home, _plain_user())
        server = Cluster(bin_, home)
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _plain_user() -> str:
    """Return a user other than root: the server refuses to run as root."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _as_plain_user() -> tuple[str, ...]:
    return ("runuser", "-u", _plain_user(), "--") if os.geteuid() == 0 else ()
