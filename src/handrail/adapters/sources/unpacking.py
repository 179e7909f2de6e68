"""The files of an export: a folder, one file, or an archive that is trusted in nothing it says.

What an archive declares of itself (sizes, names, kinds) decides nothing: output is counted as it
comes, and names that lead out, links, locked and strangely packed entries are left out.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from handrail.adapters.sources.folder import SourceUnavailable
from handrail.adapters.sources.unreadable import MAX_BYTES, Unreadable
from handrail.domain.knowledge.model import Skipped, SourceName

_CHUNK = 65_536
_DIRECTORY_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 65_535
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCKED = 0x1
_HIDDEN = frozenset({"__MACOSX"})
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Say how much of an archive is read at most."""

    entries: int = 50_000
    directory: int = 20_000_000
    """Bytes of the list of entries, which is read into memory as a whole."""
    file: int = MAX_BYTES
    unpacked: int = 1_000_000_000
    """Bytes that come out of it in all."""
    depth: int = 1
    """Archives inside one another that are opened."""


LARGE = Limits(file=100_000_000)
"""For exports that hold a whole help centre in one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """Hold a file of an export before it is read."""

    path: str
    read: Callable[[], bytes]
    """Return its bytes; raises Unreadable, SourceUnavailable."""


@dataclass(slots=True)
class _Budget:
    """Count what came out of archives, whatever they are nested in."""

    source: SourceName
    limits: Limits
    unpacked: int = 0
    entries: int = 0

    def spend(self, count: int) -> None:
        self.unpacked += count
        if self.unpacked > self.limits.unpacked:
            raise broken(self.source, f"unpacks to more than {self.limits.unpacked:,} bytes")

    def enter(self) -> None:
        self.entries += 1
        if self.entries > self.limits.entries:
            raise broken(self.source, f"holds more than {self.limits.entries:,} files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Yield the files of an export whose names end as asked, in a stable order."""

    source: SourceName
    place: Path
    suffixes: frozenset[str]
    limits: Limits = field(default_factory=Limits)

    def files(self) -> Iterator[ExportFile | Skipped]:
        """Yield what may be read and what is left out; raises SourceUnavailable."""
        budget = _Budget(self.source, self.limits)
        if self.place.is_dir():
            yield from self._folder(budget)
        elif self.place.suffix.lower() == ".zip":
            with self._opened() as stream:
                yield from self._archive(stream, budget, depth=0)
        elif self.place.is_file():
            yield ExportFile(path=self.place.name, read=lambda: self._bytes(self.place))
        else:
            raise broken(self.source, f"is not there: {self.place}")

    def _folder(self, budget: _Budget) -> Iterator[ExportFile | Skipped]:
        root = self.place.resolve()
        try:
            found = sorted(path for path in root.rglob("*") if path.is_file())
        except OSError as error:
            raise broken(self.source, f"cannot be listed: {error.strerror}") from error
        for path in found:
            shown = path.relative_to(root).as_posix()
            budget.enter()
            is_nested = path.suffix.lower() == ".zip" and self.limits.depth > 0
            if not is_nested and not _is_wanted(shown, self.suffixes):
                continue
            if not path.resolve().is_relative_to(root):
                yield Skipped(path=shown, why="It is a link that leads outside the export.")
            elif is_nested:
                with path.open("rb") as stream:
                    yield from self._archive(stream, budget, depth=1)
            else:
                yield ExportFile(path=shown, read=partial(self._bytes, path))

    def _archive(
        self, stream: IO[bytes], budget: _Budget, *, depth: int
    ) -> Iterator[ExportFile | Skipped]:
        self._require_small_directory(stream)
        try:
            archive = zipfile.ZipFile(stream)
        except _FAULTS as error:
            raise broken(self.source, "is no readable ZIP archive") from error
        with archive:
            seen: set[str] = set()
            for entry in sorted(archive.infolist(), key=lambda one: one.filename):
                budget.enter()
                if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
                    continue
                yield from self._entry(archive, entry, seen, budget, depth)

    def _entry(
        self,
        archive: zipfile.ZipFile,
        entry: zipfile.ZipInfo,
        seen: set[str],
        budget: _Budget,
        depth: int,
    ) -> Iterator[ExportFile | Skipped]:
        name = entry.filename
        is_nested = name.lower().endswith(".zip") and depth < self.limits.depth
        if not is_nested and not _is_wanted(name, self.suffixes):
            return
        why = _why_not(entry, seen)
        seen.add(name)
        if why:
            yield Skipped(path=_printable(name), why=why)
        elif is_nested:
            with SpooledTemporaryFile(max_size=MAX_BYTES) as inner:
                self._unpack_nested(archive, entry, cast(IO[bytes], inner), budget)
                inner.seek(0)
                yield from self._archive(cast(IO[bytes], inner), budget, depth=depth + 1)
        else:
            yield ExportFile(path=name, read=partial(self._unpacked, archive, entry, budget))

    def _unpack_nested(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: IO[bytes], budget: _Budget
    ) -> None:
        try:
            self._unpack(archive, entry, into, budget, self.limits.unpacked)
        except Unreadable as error:
            raise broken(
                self.source, f"holds a damaged archive, {entry.filename[:200]!a}"
            ) from error

    def _unpacked(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> bytes:
        with SpooledTemporaryFile(max_size=2 * self.limits.file) as held:
            self._unpack(archive, entry, cast(IO[bytes], held), budget, self.limits.file)
            held.seek(0)
            return held.read()

    def _unpack(
        self,
        archive: zipfile.ZipFile,
        entry: zipfile.ZipInfo,
        into: IO[bytes],
        budget: _Budget,
        most: int,
    ) -> None:
        """Unpack an entry, counting what comes; a lie about its size ends it."""
        count = 0
        try:
            with archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    count += len(chunk)
                    budget.spend(len(chunk))
                    if count > most:
                        raise Unreadable(f"It unpacks to more than {most:,} bytes.")
                    into.write(chunk)
        except _FAULTS as error:
            raise Unreadable(f"It cannot be unpacked ({type(error).__name__}).") from error

    def _require_small_directory(self, stream: IO[bytes]) -> None:
        """Refuse an archive whose list of entries would fill the memory before it is looked at."""
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
        tail = stream.read()
        at = tail.rfind(_DIRECTORY_END)
        if at < 0 or len(tail) - at < _END_BYTES:
            raise broken(self.source, "is no readable ZIP archive")
        (declared,) = struct.unpack_from("<I", tail, at + 12)
        if declared > self.limits.directory:  # also 0xffffffff: the size stands in a larger record
            raise broken(self.source, "lists more files than an export holds")
        stream.seek(0)

    def _opened(self) -> IO[bytes]:
        try:
            return self.place.open("rb")
        except OSError as error:
            raise broken(self.source, f"cannot be opened: {error.strerror}") from error

    def _bytes(self, place: Path) -> bytes:
        try:
            with place.open("rb") as stream:
                raw = stream.read(self.limits.file + 1)
        except OSError as error:
            raise Unreadable(f"It cannot be opened: {error.strerror}.") from error
        if len(raw) > self.limits.file:
            raise Unreadable(f"It is larger than {self.limits.file:,} bytes.", hint="Split it.")
        return raw


def broken(source: SourceName, why: str) -> SourceUnavailable:
    """Return the error that says what is wrong with an export."""
    return SourceUnavailable(
        f"Source {source!r}: the export {why}.", hint="What is served of it stays."
    )


def _is_wanted(name: str, suffixes: frozenset[str]) -> bool:
    parts = PurePosixPath(name).parts
    is_hidden = any((part.startswith(".") and part != "..") or part in _HIDDEN for part in parts)
    return PurePosixPath(name.lower()).suffix in suffixes and not is_hidden


def _why_not(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    name = entry.filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in parts[0] or ".." in parts:
        return "Its name leads out of the archive."
    if not name.isprintable():
        return "Its name holds characters that cannot be printed."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "It is a link."
    if entry.flag_bits & _LOCKED:
        return "It is locked with a password."
    if entry.compress_type not in _PACKED:
        return "It is packed in a way that is not read."
    return "The archive holds two files of this name." if name in seen else ""


def _printable(name: str) -> str:
    return name if name.isprintable() else ascii(name)
