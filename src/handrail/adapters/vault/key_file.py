"""A file that holds a key: made once, for nobody else to read, and never made anew in silence."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from handrail.kernel.errors import VaultUnavailable

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_key_file(path: Path, purpose: str) -> bytes:
    """Return what the file holds; raises VaultUnavailable where it is missing or open to others."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise VaultUnavailable(
            f"The key file {path} {purpose} is missing.", hint="Put it back from its backup."
        ) from error
    except OSError as error:
        raise VaultUnavailable(
            f"The key file {path} {purpose} cannot be read: {error.strerror}.",
            hint="Give it to the user that runs Handrail.",
        ) from error
    with os.fdopen(opened, "rb") as file:
        if os.fstat(file.fileno()).st_mode & _OTHERS:
            raise VaultUnavailable(
                f"The key file {path} {purpose} can be read by others.",
                hint=f"Run `chmod 600 {path}`, and think of who may have read it.",
            )
        return file.read()


def make_key_file(path: Path, purpose: str, fresh: Callable[[], bytes]) -> bytes:
    """Return what the file holds, writing it first where there is none yet."""
    if not path.exists():
        _write(path, purpose, fresh())
    return read_key_file(path, purpose)


def _write(path: Path, purpose: str, content: bytes) -> None:
    """Write the whole file at once: another process sees all of it or nothing."""
    beside = path.with_name(f"{path.name}.{os.urandom(8).hex()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(opened, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _publish(beside, path)
        finally:
            beside.unlink()
    except OSError as error:
        raise VaultUnavailable(
            f"The key file {path} {purpose} cannot be made: {error.strerror}.",
            hint="Make its folder writable, or name another place in the settings.",
        ) from error


def _publish(beside: Path, path: Path) -> None:
    """Give the file its name unless another process was first, and make the name last."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
