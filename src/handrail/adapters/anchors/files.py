"""Append heads to a file: a line each, on the disk before it counts as done."""

import os
from collections.abc import Sequence
from pathlib import Path

from handrail.domain.audit.heads import head_line, heads_in
from handrail.domain.audit.model import SignedHead
from handrail.kernel.errors import Unavailable
from handrail.kernel.ids import digest

_SHOWN = 8
_TAIL = 65_536  # bytes that hold the newest heads, whatever was sent twice


class HeadFile:
    """Keep heads in a file of JSON lines; append, never rewrite."""

    pause_seconds = 0.0

    def __init__(self, path: Path) -> None:
        self.name = f"file {digest(str(path.resolve()))[:_SHOWN]}"  # another address: another place
        self._path = path

    def send(self, heads: Sequence[SignedHead]) -> None:
        """Append heads and wait until they are on the disk."""
        lines = "".join(f"{head_line(head)}\n" for head in heads)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            with os.fdopen(os.open(self._path, flags, 0o600), "r+b") as file:
                os.write(file.fileno(), _line_break_after(file.fileno()) + lines.encode())
                os.fsync(file.fileno())
        except OSError as error:
            raise Unavailable(
                f"The head file {self._path} cannot be written: {error.strerror}.",
                hint="Make room, or make it writable.",
            ) from error

    def newest(self) -> SignedHead | None:
        """Return the head of the most entries among the last lines, or None."""
        return max(self._read(_TAIL), key=lambda signed: signed.head.size, default=None)

    def heads(self) -> tuple[SignedHead, ...]:
        """Return every head; a line that a crash cut off does not count."""
        return self._read(None)

    def _read(self, last: int | None) -> tuple[SignedHead, ...]:
        try:
            with self._path.open("rb") as file:
                start = max(0, file.seek(0, os.SEEK_END) - last) if last else 0
                file.seek(start)
                whole = file.read().decode("utf-8", "replace")
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise Unavailable(
                f"The head file {self._path} cannot be read: {error}.", hint="Look at the file."
            ) from error
        ended = whole[: whole.rfind("\n") + 1].splitlines()[1 if start else 0 :]
        return tuple(heads_in(line for line in ended if _is_whole(line)))


def _is_whole(line: str) -> bool:
    return line.startswith("{") and line.endswith("}")


def _line_break_after(opened: int) -> bytes:
    """Return what ends a line that a crash cut off, so that the next one stands alone."""
    size = os.lseek(opened, 0, os.SEEK_END)
    return b"" if size == 0 or os.pread(opened, 1, size - 1) == b"\n" else b"\n"
