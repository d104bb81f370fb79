"""Files that are whole or not there, and one command at a time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from connector.label.issuing.errors import FolderBusyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How long a command waits for another one to end, and between two tries, in seconds.
PATIENCE: Final = 10.0
_PAUSE: Final = 0.05
_PRIVATE, _PUBLIC = 0o600, 0o644
#: What the names of files begin with that are still being written.
_UNFINISHED: Final = ".new-"
#: Windows would write another line break.
_AS_BYTES: Final = getattr(os, "O_BINARY", 0)


def write_whole(path: Path, content: bytes, *, is_private: bool = False) -> None:
    """Write a file so that others see the old one or the new one, and nothing between; also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_PRIVATE if is_private else _PUBLIC)
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    if is_private:  # what is public follows from the rest and can be written again
        _settle(path.parent)


def write_if_other(path: Path, content: bytes) -> None:
    """Write a file unless it has that content already."""
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return
    write_whole(path, content)


def append_whole(path: Path, line: bytes) -> None:
    """Append a line and have it on the disk before anything follows from it: all of it, or nothing."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _AS_BYTES, _PRIVATE)
    try:
        length = os.fstat(handle).st_size
        try:
            while line:
                line = line[os.write(handle, line) :]
            os.fsync(handle)
        except BaseException:
            # the disk may be full: the next line must not stand behind half of this one
            os.ftruncate(handle, length)
            raise
    finally:
        os.close(handle)


def clear_unfinished(folder: Path) -> None:
    """Remove what a command left that was killed while it wrote; for whoever holds the folder."""
    for path in folder.rglob(f"{_UNFINISHED}*"):
        path.unlink()


@contextmanager
def alone(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a folder: the system lets go when the process ends, however it ends.

    Raises
    ------
    FolderBusyError
        If another command holds it for longer than one waits.
    """
    with (folder / ".lock").open("a+b") as handle:
        # tries are counted: no clock is read here
        tries = int(patience / _PAUSE)
        while not _taken(handle.fileno()):
            if tries <= 0:
                raise FolderBusyError(
                    f"Another command works in {folder}.", "Wait until it has ended, and try again."
                )
            tries -= 1
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            _let_go(handle.fileno())


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk: a key has to be there before an entry speaks of it."""
    if sys.platform == "win32":
        return  # folders cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _let_go(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)
