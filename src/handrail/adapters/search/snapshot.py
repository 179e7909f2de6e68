"""Where snapshots lie, how one is checked, and how the one that serves is named.

<directory>/CURRENT              name of the snapshot that serves; replaced by one rename
<directory>/build.lock           held while building, so that two syncs do not build at once
<directory>/building-*           unfinished; whoever holds the lock may delete it
<directory>/snapshots/<hash>/    finished: data files and, written last, manifest.json
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from handrail.domain.retrieval.model import SnapshotId
from handrail.kernel.errors import IndexUnavailable
from handrail.kernel.failpoints import Failpoints

FORMAT = "5"
REBUILD = "Run `handrail sync` to build it again."
_MANIFEST = "manifest.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Say what a snapshot was built from and what its files must be."""

    format: str
    snapshot: str
    embedder: str
    dimensions: int
    passages: int
    languages: tuple[str, ...]
    scopes: tuple[tuple[str, str, str | None, str | None], ...]
    """Each distinct audience, locale, product and site, in the order of their codes."""
    files: dict[str, tuple[int, str]]
    """Size and SHA-256 of each data file, by path within the snapshot."""


class SnapshotDirectory:
    """Keep finished snapshots and the name of the one that serves."""

    def __init__(self, root: Path, failpoints: Failpoints, *, grace_seconds: float = 900.0) -> None:
        self.root = root
        self._failpoints = failpoints
        self._grace_seconds = grace_seconds

    def path_of(self, snapshot: SnapshotId) -> Path:
        """Return the folder a snapshot has or would have."""
        return self.root / "snapshots" / snapshot

    def stamp(self) -> tuple[int, int]:
        """Return a value that changes when another snapshot is served."""
        try:
            seen = (self.root / "CURRENT").stat()
        except OSError as error:
            raise IndexUnavailable("There is no search index yet.", hint=REBUILD) from error
        return seen.st_ino, seen.st_mtime_ns

    def current(self) -> SnapshotId:
        """Return the name of the snapshot that serves."""
        try:
            name = (self.root / "CURRENT").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnavailable("There is no search index yet.", hint=REBUILD) from error
        if not name.isalnum():
            raise IndexUnavailable(f"{self.root / 'CURRENT'} is damaged.", hint=REBUILD)
        return SnapshotId(name)

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Give an empty folder to build in, alone; it is gone afterwards unless it was finished."""
        try:
            (self.root / "snapshots").mkdir(parents=True, exist_ok=True)
            with (self.root / "build.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                for abandoned in self.root.glob("building-*"):
                    shutil.rmtree(abandoned, ignore_errors=True)
                folder = self.root / f"building-{os.getpid()}"
                folder.mkdir()
                try:
                    yield folder
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
        except OSError as error:
            raise IndexUnavailable(
                f"The search index in {self.root} cannot be written: {error.strerror or error}.",
                hint="Free some space or allow writing there, then run `handrail sync`.",
            ) from error

    def finish(self, folder: Path, manifest: Manifest) -> None:
        """Make a built folder a finished snapshot: all of it is on disk before it has its name."""
        manifest_file = folder / _MANIFEST
        manifest_file.write_text(json.dumps(asdict(manifest)), "utf-8")
        for path in [*folder.rglob("*"), folder]:
            _to_disk(path)
        target = self.path_of(SnapshotId(manifest.snapshot))
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
        _to_disk(target.parent)

    def serve(self, snapshot: SnapshotId) -> None:
        """Name the snapshot that serves from now on, then delete those long unused."""
        try:
            self.manifest(snapshot)
            self._failpoints.reach("index.before_swap")
            fresh = self.root / f"CURRENT.{os.getpid()}"
            fresh.write_text(snapshot + "\n", "ascii")
            _to_disk(fresh)
            fresh.replace(self.root / "CURRENT")
            _to_disk(self.root)
            self._failpoints.reach("index.after_swap")
        except OSError as error:
            raise IndexUnavailable(
                f"The search index in {self.root} cannot be written: {error.strerror or error}.",
                hint="Free some space or allow writing there, then run `handrail sync`.",
            ) from error
        self._failpoints.reach("index.before_sweep")
        self._sweep(snapshot)

    def manifest(self, snapshot: SnapshotId) -> Manifest:
        """Return a snapshot's manifest after a quick check: every file is there, in its size."""
        folder = self.path_of(snapshot)
        try:
            manifest = _manifest_from(json.loads((folder / _MANIFEST).read_text("utf-8")))
            sizes = {name: (folder / name).stat().st_size for name in manifest.files}
        except OSError as error:
            raise IndexUnavailable(
                f"The search index is incomplete: {error.filename}.", hint=REBUILD
            ) from error
        except (ValueError, TypeError, KeyError) as error:
            raise IndexUnavailable(
                f"{folder / _MANIFEST} cannot be understood.", hint=REBUILD
            ) from error
        for name, (size, _) in manifest.files.items():
            if sizes[name] != size:
                raise IndexUnavailable(f"{folder / name} is damaged.", hint=REBUILD)
        return manifest

    def intact(self, snapshot: SnapshotId, unchecked: Container[str]) -> Manifest:
        """Return a snapshot's manifest after reading every file but the unchecked ones."""
        manifest = self.manifest(snapshot)
        folder = self.path_of(snapshot)
        for name, (_, sha) in manifest.files.items():
            if name not in unchecked and _sha256_of(folder / name) != sha:
                raise IndexUnavailable(f"{folder / name} is damaged.", hint=REBUILD)
        return manifest

    def is_whole(self, snapshot: SnapshotId) -> bool:
        """Tell whether a snapshot is finished and every byte of it is as it was written."""
        try:
            self.intact(snapshot, unchecked=())
        except IndexUnavailable:
            return False
        return True

    def _sweep(self, serving: SnapshotId) -> None:
        oldest = time.time() - self._grace_seconds
        for folder in (self.root / "snapshots").iterdir():
            try:
                if folder.name != serving and folder.stat().st_mtime <= oldest:
                    shutil.rmtree(folder, ignore_errors=True)
            except FileNotFoundError:
                continue  # another process swept it


def listed(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size and SHA-256 of every file in a folder, by path within it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): (p.stat().st_size, sha256(p)) for p in files}


def sha256(path: Path) -> str:
    """Return a file's SHA-256."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def _sha256_of(path: Path) -> str:
    try:
        return sha256(path)
    except OSError as error:
        raise IndexUnavailable(f"{path} cannot be read: {error.strerror}.", hint=REBUILD) from error


def _manifest_from(raw: dict[str, object]) -> Manifest:
    if raw.get("format") != FORMAT:
        raise ValueError("another format")
    known = Manifest(**raw)  # type: ignore[arg-type]  # JSON: every field is checked below
    return Manifest(
        format=FORMAT,
        snapshot=str(known.snapshot),
        embedder=str(known.embedder),
        dimensions=int(known.dimensions),
        passages=int(known.passages),
        languages=tuple(str(language) for language in known.languages),
        scopes=tuple((str(a), str(b), c, d) for a, b, c, d in known.scopes),
        files={str(name): (int(size), str(sha)) for name, (size, sha) in known.files.items()},
    )


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
