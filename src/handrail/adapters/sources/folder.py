"""A folder of help articles as a source."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from handrail.adapters.sources.formats import READABLE_SUFFIXES
from handrail.adapters.sources.unreadable import MAX_BYTES, Unreadable
from handrail.domain.knowledge.model import Skipped, SourceName
from handrail.kernel.errors import Unavailable

_NEVER = frozenset({"node_modules", "__pycache__", "__MACOSX", "venv"})
_OFFICE_LOCK = "~$"


class SourceUnavailable(Unavailable):
    """Report a source that cannot be listed; nothing may be concluded about what it holds."""

    code = "source_unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """Hold a file of a source before it is read."""

    path: str
    """Relative to the source, with `/`."""
    size: int
    modified: datetime
    location: Path

    def read(self) -> bytes:
        """Return the bytes; refuse a file over the limit without reading more than the limit."""
        if self.size > MAX_BYTES:
            raise Unreadable(
                f"It is larger than {MAX_BYTES:,} bytes ({self.size:,}).", hint="Split it."
            )
        try:
            with self.location.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise Unreadable(
                f"It cannot be opened: {error.strerror}.", hint="Check its permissions."
            ) from error
        if len(raw) > MAX_BYTES:
            raise Unreadable(f"It is larger than {MAX_BYTES:,} bytes.", hint="Split it.")
        return raw


class FolderSource:
    """List the articles of a folder in a stable order."""

    def __init__(self, name: SourceName, path: Path) -> None:
        self.name = name
        self.path = path

    def files(self) -> Iterator[SourceFile | Skipped]:
        """Yield every readable kind of file, and each file left out that looks like an article.

        Raises SourceUnavailable when the folder or one below it cannot be listed.
        """
        try:
            root = self.path.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise self._unavailable(self.path, error) from error
        if not root.is_dir():
            raise self._unavailable(self.path, NotADirectoryError("it is not a folder"))
        yield from self._below(root, root, frozenset({root}))

    def _below(
        self, folder: Path, root: Path, above: frozenset[Path]
    ) -> Iterator[SourceFile | Skipped]:
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            raise self._unavailable(folder, error) from error
        for entry in entries:
            if entry.name.startswith((".", _OFFICE_LOCK)) or entry.name in _NEVER:
                continue
            yield from self._entry(entry, root, above)

    def _entry(
        self, entry: "os.DirEntry[str]", root: Path, above: frozenset[Path]
    ) -> Iterator[SourceFile | Skipped]:
        place = Path(entry.path)
        shown = place.relative_to(root).as_posix() if place.is_relative_to(root) else entry.name
        if entry.is_symlink() and not _leads_inside(place, root):
            yield Skipped(path=shown, why="It is a link that leads outside the source.")
        elif entry.is_dir():
            real = place.resolve()
            if real not in above:
                yield from self._below(place, root, above | {real})
        elif place.suffix.lower() in READABLE_SUFFIXES:
            yield _file(place, shown)

    def _unavailable(self, folder: Path, error: OSError | RuntimeError) -> SourceUnavailable:
        why = getattr(error, "strerror", None) or str(error)
        return SourceUnavailable(
            f"Source {self.name!r}: the folder {folder} cannot be read: {why}.",
            hint="What is served of it stays; check the path and its permissions.",
        )


def paths_below(folder: Path, most: int = 200_000) -> frozenset[str]:
    """Return the paths of all files below a folder, hidden ones left out; none beyond so many."""
    found: set[str] = set()
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NEVER and name[:1] != "."]
        inside = Path(place).relative_to(folder)
        found.update((inside / name).as_posix() for name in files)
        if len(found) > most:
            return frozenset()
    return frozenset(found)


def _file(place: Path, shown: str) -> SourceFile | Skipped:
    try:
        found = place.stat()
    except OSError as error:
        return Skipped(path=shown, why=f"It cannot be looked at: {error.strerror}.")
    if not place.is_file():
        return Skipped(path=shown, why="It is not a regular file.")
    if not shown.isprintable():
        return Skipped(
            path=shown.encode("utf-8", "backslashreplace").decode(),
            why="Its name holds characters that cannot be printed.",
        )
    modified = datetime.fromtimestamp(found.st_mtime, UTC)
    return SourceFile(path=shown, size=found.st_size, modified=modified, location=place)


def _leads_inside(place: Path, root: Path) -> bool:
    try:
        return place.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
