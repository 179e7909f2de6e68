"""The machine that measures: what it is in general words, how busy it is, what a process holds."""

import os
import platform
import resource
import sqlite3
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pysqlite3

_PROC = Path("/proc")
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
"""Variables that change what is measured; a page that was measured under them says so."""
_PACKAGES = ("numpy", "onnxruntime", "tantivy", "tokenizers", "sqlalchemy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Hold what a process has in memory, in megabytes."""

    resident: float
    """All of it, with mapped files that other processes share."""
    own: float
    """What only this process holds; equals `resident` where the system does not tell."""
    peak: float


def description() -> dict[str, str]:
    """Describe the machine and the software, without names or places."""
    return {
        "processor": f"{os.cpu_count()} cores, {platform.machine()}",
        "memory": f"{_total_memory() / 1e9:.0f} GB",
        "system": platform.system(),
        "python": platform.python_version(),
        "handrail": version("handrail"),
        "sqlite": f"{pysqlite3.sqlite_version} (interpreter's: {sqlite3.sqlite_version})",
        **{package: version(package) for package in _PACKAGES},
        **{name: f"set to {os.environ[name]}" for name in _THREADS if name in os.environ},
    }


def load() -> float:
    """Return the load average over one minute."""
    return round(os.getloadavg()[0], 2)


def memory_of(pid: int) -> Memory:
    """Return what a running process holds; only this process itself where there is no /proc."""
    status = _PROC / str(pid) / "status"
    if not status.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        megabytes = peak / (1e6 if sys.platform == "darwin" else 1e3)
        return Memory(resident=megabytes, own=megabytes, peak=megabytes)
    held = {
        name: int(rest.split()[0]) * 1_024 / 1e6
        for name, _, rest in (line.partition(":") for line in status.read_text().splitlines())
        if rest.endswith("kB")
    }
    return Memory(
        resident=held["VmRSS"], own=held.get("RssAnon", held["VmRSS"]), peak=held["VmHWM"]
    )


def bytes_under(folder: Path) -> int:
    """Return how many bytes the files in a folder hold."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _total_memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
